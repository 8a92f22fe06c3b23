// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_results.h"

#include "core/base/message_json.h"

#include <algorithm>
#include <map>

namespace halyard {

namespace {

template <typename Value> Json orNull(const std::optional<Value>& value) {
    return value ? Json(*value) : Json();
}

Json shareJson(const DemoShare& share) {
    return {{"right", share.right}, {"answers", share.answers}};
}

Json curveJson(const DemoCurve& curve) {
    Json points = Json::array();
    for (const DemoPoint& point : curve.points) {
        points.push_back({{"length", point.length}, {"right", point.found.right}, {"answers", point.found.answers}});
    }
    return {{"key", curve.key}, {"scaling", curve.scaling}, {"haystack", curve.haystack}, {"seed", curve.seed}, {"points", points}};
}

Json selectionJson(const DemoSelection& selection) {
    Json layers = Json::array();
    for (const DemoLayer& layer : selection.layers) {
        layers.push_back({{"layer", layer.layer},
                          {"recall", shareJson(layer.recall)},
                          {"choices", shareJson(layer.choices)},
                          {"score", orNull(layer.score)},
                          {"low", orNull(layer.low)},
                          {"high", orNull(layer.high)},
                          {"flags", layer.flags},
                          {"kept", layer.kept}});
    }
    return {{"seed", selection.seed},
            {"teacher", {{"recall", shareJson(selection.teacherRecall)}, {"choices", shareJson(selection.teacherChoices)}}},
            {"layers", layers},
            {"kept", selection.kept}};
}

Json verdictJson(const DemoVerdict& verdict) {
    return {{"key", verdict.key},
            {"sentence", toJson(verdict.sentence)},
            {"text", verdict.sentence.text()},
            {"measured", verdict.known ? Json(verdict.measured) : Json()},
            {"limit", verdict.limit},
            {"at", verdict.atMost ? "most" : "least"},
            {"gate", verdict.gate},
            {"holds", verdict.known ? Json(verdict.holds()) : Json()}};
}

// Points of the same lengths are added up, a scaling is named once.
void addCurve(DemoCurve& pooled, const DemoCurve& curve) {
    if (("; " + pooled.scaling + ";").find("; " + curve.scaling + ";") == std::string::npos) {
        pooled.scaling += "; " + curve.scaling;
    }
    for (const DemoPoint& point : curve.points) {
        auto at = std::find_if(pooled.points.begin(), pooled.points.end(),
                               [&](const DemoPoint& other) { return other.length >= point.length; });
        if (at == pooled.points.end() || at->length != point.length) {
            at = pooled.points.insert(at, DemoPoint{point.length, {}});
        }
        at->found.right += point.found.right;
        at->found.answers += point.found.answers;
    }
}

} // namespace

std::vector<DemoCurve> pooledCurves(const DemoResults& results) {
    std::vector<DemoCurve> pooled;
    for (const DemoCurve& curve : results.curves) {
        auto same = std::find_if(pooled.begin(), pooled.end(), [&](const DemoCurve& other) {
            return other.key == curve.key && other.haystack == curve.haystack;
        });
        if (same == pooled.end()) {
            same = pooled.insert(same, DemoCurve{curve.key, curve.scaling, curve.haystack, 0, {}});
        }
        addCurve(*same, curve);
    }
    return pooled;
}

Json toJson(const DemoResults& results) {
    Json document = {{"schema", 1},
                     {"budget", results.budget},
                     {"seeds", results.seeds},
                     {"teacher_length", results.teacherLength},
                     {"training_length", results.trainingLength},
                     {"layer_count", results.layerCount},
                     {"documents", results.documents},
                     {"needles", results.needles},
                     {"seconds", results.seconds},
                     {"exported", results.exported}};
    for (const char* key : {"curves", "selections", "speed", "verdicts", "steps"}) {
        document[key] = Json::array();
    }
    for (const DemoCurve& curve : results.curves) {
        document["curves"].push_back(curveJson(curve));
    }
    for (const DemoSelection& selection : results.selections) {
        document["selections"].push_back(selectionJson(selection));
    }
    for (const DemoSpeed& speed : results.speed) {
        document["speed"].push_back({{"model", speed.model},
                                     {"length", speed.length},
                                     {"prefill_seconds", speed.prefillSeconds},
                                     {"token_milliseconds", speed.tokenMilliseconds},
                                     {"cache_bytes", speed.cacheBytes}});
    }
    for (const DemoVerdict& verdict : results.verdicts) {
        document["verdicts"].push_back(verdictJson(verdict));
    }
    for (const DemoStep& step : results.steps) {
        document["steps"].push_back(
            {{"name", step.name}, {"folder", step.folder}, {"command", step.command}, {"seconds", step.seconds}});
    }
    document["versions"] = Json::object();
    for (const auto& [program, version] : results.versions) {
        document["versions"][program] = version;
    }
    return document;
}

} // namespace halyard
