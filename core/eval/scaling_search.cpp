// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/kinds.h"
#include "core/run/evaluation.h"

#include <map>
#include <optional>

namespace halyard {

namespace {

// What one scaling of one model reached.
struct Reached {
    double score = 0; // of all cells of needles, each counted alike
    double needles = 0;
    std::optional<double> loss;
};

} // namespace

std::vector<std::string> searchedScalings(const EvaluationPart& eval) {
    std::vector<std::string> out = {"none"};
    for (const std::int64_t value : eval.values) {
        out.push_back("hype " + std::to_string(value));
    }
    for (const std::string& constant : wordsOfList(eval.constants)) {
        out.push_back(constant);
    }
    return out;
}

std::vector<Cell> scalingCells(const RunSpec& spec, const EvaluatedModel& model, const NeedleTasks& tasks) {
    std::vector<Cell> cells;
    if (const auto text = heldOutText(spec)) {
        for (const PlannedScaling& scaling : plannedScalings(spec, model)) {
            cells.push_back(lossCell(spec, model, scaling, text));
        }
    }
    for (Cell& cell : needleCells(spec, model, tasks)) {
        cells.push_back(std::move(cell));
    }
    return cells;
}

Json bestScalings(const Json& cells) {
    std::map<std::string, std::map<std::string, Reached>> models; // by name, then by scaling
    for (const Json& cell : cells) {
        Reached& reached = models[cell.at("model").get<std::string>()][cell.at("scaling").get<std::string>()];
        if (cell.contains("loss")) {
            reached.loss = cell["loss"].get<double>();
        } else if (cell.contains("accuracy") && cell["accuracy"].is_number()) {
            reached.score += cell["accuracy"].get<double>();
            reached.needles += 1;
        }
    }
    Json out = Json::array();
    for (const auto& [model, scalings] : models) {
        Json entry = {{"model", model}, {"curve", Json::array()}, {"by_loss", nullptr}, {"by_needles", nullptr}};
        double least = 0;
        double most = -1;
        for (const auto& [scaling, reached] : scalings) {
            const Json needles = reached.needles > 0 ? Json(reached.score / reached.needles) : Json(nullptr);
            entry["curve"].push_back({{"scaling", scaling}, {"loss", reached.loss ? Json(*reached.loss) : Json(nullptr)}, {"needles", needles}});
            if (reached.loss && (entry["by_loss"].is_null() || *reached.loss < least)) {
                least = *reached.loss;
                entry["by_loss"] = scaling;
            }
            if (needles.is_number() && needles.get<double>() > most) {
                most = needles.get<double>();
                entry["by_needles"] = scaling;
            }
        }
        out.push_back(std::move(entry));
    }
    return out;
}

} // namespace halyard
