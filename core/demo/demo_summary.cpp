// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_report.h"

#include "core/demo/demo_claims.h"
#include "core/demo/demo_words.h"
#include "core/report/written.h"

#include <algorithm>
#include <set>

namespace halyard {

namespace {

constexpr std::size_t kNameWidth = 25;
constexpr std::size_t kCellWidth = 5;

std::string twoDigits(const DemoShare& share) {
    if (share.answers <= 0) {
        return "–";
    }
    const std::string text = formatted("%.2f", share.value());
    return text.starts_with("0.") ? text.substr(1) : text;
}

std::string tableOf(const DemoResults& results, std::size_t width) {
    const std::vector<DemoCurve> pooled = pooledCurves(results);
    std::vector<const DemoCurve*> curves;
    std::set<std::int64_t> lengths;
    for (const char* key : {"teacher", "hype", "training", "constant", "none"}) {
        if (const DemoCurve* curve = curveOf(pooled, key, "busy"); longestOf(curve) > 0) {
            curves.push_back(curve);
            std::transform(curve->points.begin(), curve->points.end(), std::inserter(lengths, lengths.end()),
                           [](const DemoPoint& point) { return point.length; });
        }
    }
    // The long ones are what it is about.
    while (!lengths.empty() && kNameWidth + kCellWidth * lengths.size() > width) {
        lengths.erase(lengths.begin());
    }
    if (curves.empty()) {
        return {};
    }
    std::string out = "Share of needles found, busy haystack, by length in tokens:\n" + padded("", kNameWidth);
    for (const std::int64_t length : lengths) {
        out += padded(writtenLength(static_cast<double>(length)), kCellWidth, true);
    }
    out += "\n";
    for (const DemoCurve* curve : curves) {
        out += padded(printable(shortCurveWords(*curve), kNameWidth - 1), kNameWidth);
        for (const std::int64_t length : lengths) {
            out += padded(twoDigits(shareAt(curve, length)), kCellWidth, true);
        }
        out += "\n";
    }
    return out;
}

// Of each seed, once where all keep the same.
std::string keptOf(const DemoResults& results, std::size_t width) {
    const std::vector<DemoSelection>& selections = results.selections;
    const bool same = std::all_of(selections.begin(), selections.end(),
                                  [&](const DemoSelection& selection) { return selection.kept == selections.front().kept; });
    std::string text;
    for (const DemoSelection& selection : selections) {
        text += (text.empty() ? "Softmax attention stays in layers " : "; ") + joined(selection.kept, ", ") + " of " +
                std::to_string(results.layerCount);
        if (same) {
            break;
        }
        text += " (seed " + std::to_string(selection.seed) + ")";
    }
    return text.empty() ? text : wrapped(text + ".", "", width);
}

std::string hanging(const std::string& mark, const std::string& text, std::size_t width) {
    std::string out = wrapped(text, "  ", width);
    out.replace(0, 2, mark + " ");
    return out;
}

// Gates that hold are counted; what does not hold, and every goal, is named.
std::string verdictsOf(const DemoResults& results, std::size_t width) {
    std::size_t gates = 0;
    std::size_t held = 0;
    std::string failed;
    std::string goals;
    for (const DemoVerdict& verdict : results.verdicts) {
        if (!verdict.known) {
            continue;
        }
        const std::string line = hanging(verdict.holds() ? "✓" : "✗", printable(verdict.sentence.text(), 400), width);
        gates += verdict.gate ? 1 : 0;
        held += verdict.gate && verdict.holds() ? 1 : 0;
        failed += verdict.gate && !verdict.holds() ? line : "";
        goals += verdict.gate ? "" : line;
    }
    std::string out;
    if (gates > 0) {
        out = "Gates: " + std::to_string(held) + " of " + std::to_string(gates) + " hold" + (failed.empty() ? "." : "; these do not:") + "\n" + failed;
    }
    return out + (goals.empty() ? "" : "Goals:\n" + goals);
}

bool lacksPng(const std::filesystem::path& folder) {
    std::error_code unreadable;
    for (std::filesystem::directory_iterator at(folder, unreadable), end; !unreadable && at != end; at.increment(unreadable)) {
        std::filesystem::path png = at->path();
        if (png.extension() == ".svg" && !std::filesystem::exists(png.replace_extension(".png"))) {
            return true;
        }
    }
    return false;
}

} // namespace

std::string demoSummary(const DemoResults& results, std::size_t width, const std::filesystem::path& reportFolder) {
    width = std::max<std::size_t>(width, 40);
    std::string out = tableOf(results, width) + keptOf(results, width);
    for (const Message& claim : demoClaims(results)) {
        out += wrapped(printable(claim.text(), 1000), "", width);
    }
    out += verdictsOf(results, width);
    if (!reportFolder.empty()) {
        if (lacksPng(reportFolder)) {
            out += wrapped("Figures are there as SVG alone: rsvg-convert (Debian package librsvg2-bin), which makes PNG files, was not "
                           "found or failed.", "", width);
        }
        out += "Report: " + printable((reportFolder / "report.html").string(), 4000) + "\n";
    }
    return out;
}

} // namespace halyard
