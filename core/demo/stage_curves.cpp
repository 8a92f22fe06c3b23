// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_figures.h"

#include "core/base/error.h"
#include "core/run/events.h"

#include <algorithm>
#include <limits>

namespace halyard {

namespace {

constexpr std::size_t kMostRuns = 24;    // of a stage; a demo has one a seed and choice of layers
constexpr std::size_t kMostLayers = 256; // as many as a figure has room for

std::optional<double> numberAt(const Json& fields, const char* key) {
    const auto found = fields.find(key);
    return found != fields.end() && found->is_number() ? std::optional(found->get<double>()) : std::nullopt;
}

void append(std::vector<ChartPoint>& points, double step, double loss) {
    while (!points.empty() && points.back().x >= step) {
        points.pop_back();
    }
    points.push_back({step, loss});
}

void appendLayers(std::vector<LayerStep>& steps, double step, const Json& fields) {
    while (!steps.empty() && steps.back().step >= step) {
        steps.pop_back();
    }
    const auto found = fields.find("per_layer");
    if (found == fields.end() || !found->is_array() || found->empty() || found->size() > kMostLayers) {
        return;
    }
    LayerStep row{step, {}};
    for (const Json& value : *found) {
        row.values.push_back(value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN());
    }
    steps.push_back(std::move(row));
}

StageCurve curveOf(const RunFolder& run) {
    StageCurve curve;
    curve.run = run.path().filename().string();
    for (const Event& event : readEvents(run.events()).events) {
        const auto step = numberAt(event.fields, "step");
        const auto loss = numberAt(event.fields, "loss");
        if (!step || !loss) {
            continue;
        }
        if (event.name == "step") {
            append(curve.training, *step, *loss);
            appendLayers(curve.layers, *step, event.fields);
        } else if (event.name == "held_out") {
            append(curve.heldOut, *step, *loss);
        }
    }
    return curve;
}

std::vector<std::filesystem::path> foldersOf(const RunFolder& run, const std::string& stage) {
    std::vector<std::filesystem::path> folders;
    std::error_code unreadable;
    for (std::filesystem::directory_iterator at(run.children(), unreadable), end; !unreadable && at != end; at.increment(unreadable)) {
        if (at->path().filename().string().starts_with(stage)) {
            folders.push_back(at->path());
        }
    }
    std::sort(folders.begin(), folders.end());
    folders.resize(std::min(folders.size(), kMostRuns));
    return folders;
}

} // namespace

std::vector<StageCurve> stageCurves(const RunFolder& run, const std::string& stage) {
    std::vector<StageCurve> curves;
    for (const std::filesystem::path& folder : foldersOf(run, stage)) {
        try {
            StageCurve curve = curveOf(RunFolder(folder));
            if (!curve.training.empty() || !curve.heldOut.empty()) {
                curves.push_back(std::move(curve));
            }
        } catch (const Error&) {
            continue; // a run without events, or whose file cannot be read: its figure is not there
        }
    }
    return curves;
}

} // namespace halyard
