// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_claims.h"

#include "core/demo/demo_words.h"
#include "core/report/written.h"
#include "core/select/score/uncertainty.h"

#include <algorithm>
#include <optional>

namespace halyard {

namespace {

// The conditions under which the conclusions are drawn.
constexpr double kFails = 0.2;
constexpr double kMost = 0.5;
constexpr double kMuch = 0.5;

std::string tokens(std::int64_t length) {
    return grouped(static_cast<unsigned long long>(std::max<std::int64_t>(0, length)));
}

std::string found(const DemoShare& share) {
    return share.answers > 0 ? writtenShare(share.value()) : "–";
}

// One is above the other by more than their 95 % intervals.
bool isAbove(const DemoShare& high, const DemoShare& low) {
    return high.answers > 0 && low.answers > 0 &&
           wilsonInterval(high.right, high.answers).low > wilsonInterval(low.right, low.answers).high;
}

// The greatest measured length of at most limit; 0 when there is none.
std::int64_t longestWithin(const DemoCurve* curve, std::int64_t limit) {
    std::int64_t longest = 0;
    if (curve != nullptr) {
        for (const DemoPoint& point : curve->points) {
            longest = point.found.answers > 0 && point.length <= limit ? std::max(longest, point.length) : longest;
        }
    }
    return longest;
}

std::optional<Message> aboutTeacher(const DemoResults& results, const std::vector<DemoCurve>& curves) {
    const DemoCurve* teacher = curveOf(curves, "teacher", "busy");
    const std::int64_t length = longestWithin(teacher, results.teacherLength);
    const std::int64_t longer = longestWithin(teacher, 4 * results.teacherLength);
    const DemoShare inside = shareAt(teacher, length);
    const DemoShare beyond = shareAt(teacher, longer);
    if (length == 0 || longer <= results.teacherLength) {
        return std::nullopt;
    }
    const Arguments arguments = {{"inside", found(inside)}, {"length", tokens(length)}, {"beyond", found(beyond)}, {"longer", tokens(longer)}};
    if (beyond.value() <= kFails && isAbove(inside, beyond)) {
        return Message(HALYARD_TEXT("A small teacher on a synthetic corpus finds {inside} of the needles at {length} tokens and "
                                    "{beyond} at {longer}: beyond its training length it fails."), arguments);
    }
    return Message(HALYARD_TEXT("A small teacher on a synthetic corpus finds {inside} of the needles at {length} tokens and "
                                "{beyond} at {longer}."), arguments);
}

std::optional<Message> aboutHybrid(const DemoResults& results, const std::vector<DemoCurve>& curves) {
    const DemoCurve* hybrid = curveOf(curves, "hype", "busy");
    const std::int64_t trained = longestWithin(hybrid, results.trainingLength);
    const std::int64_t longest = longestOf(hybrid);
    if (trained == 0 || longest <= trained) {
        return std::nullopt;
    }
    const DemoShare atTraining = shareAt(hybrid, trained);
    const DemoShare far = shareAt(hybrid, longest);
    const std::size_t kept = results.selections.empty() ? 0 : results.selections.front().kept.size();
    const Arguments arguments = {{"kept", std::to_string(kept)},       {"layers", std::to_string(results.layerCount)},
                                 {"trained", tokens(trained)},         {"short", found(atTraining)},
                                 {"longest", tokens(longest)},         {"long", found(far)}};
    if (atTraining.value() >= kMost && far.value() > kMost * atTraining.value()) {
        return Message(HALYARD_TEXT("The hybrid, with softmax attention in {kept} of {layers} layers and its logits scaled, finds "
                                    "{short} at {trained} tokens and {long} at {longest}: it keeps most of its recall."), arguments);
    }
    return Message(HALYARD_TEXT("The hybrid, with softmax attention in {kept} of {layers} layers and its logits scaled, finds "
                                "{short} at {trained} tokens and {long} at {longest}."), arguments);
}

std::optional<Message> aboutScaling(const DemoResults& results, const std::vector<DemoCurve>& curves) {
    const DemoCurve* without = curveOf(curves, "none", "busy");
    const DemoCurve* hype = curveOf(curves, "hype", "busy");
    std::int64_t longest = std::min(longestOf(without), longestOf(hype));
    for (const char* key : {"training", "constant"}) { // where each that is named was asked
        const std::int64_t own = longestOf(curveOf(curves, key, "busy"));
        longest = own > 0 ? std::min(longest, own) : longest;
    }
    const DemoShare none = shareAt(without, longest);
    const DemoShare scaled = shareAt(hype, longest);
    if (none.answers <= 0 || scaled.answers <= 0) {
        return std::nullopt;
    }
    const DemoShare before = shareAt(without, longestWithin(without, results.trainingLength));
    const Arguments arguments = {{"longest", tokens(longest)},
                                 {"none", found(none)},
                                 {"hype", found(scaled)},
                                 {"training", found(shareAt(curveOf(curves, "training", "busy"), longest))},
                                 {"constant", found(shareAt(curveOf(curves, "constant", "busy"), longest))}};
    const bool falls = isAbove(before, none);
    const bool restores = isAbove(scaled, none) && scaled.value() - none.value() >= kMuch * (before.value() - none.value());
    if (falls && restores) {
        return Message(HALYARD_TEXT("Without scaling of the logits recall falls with length, to {none} at {longest} tokens, and scaling "
                                    "restores much of it: {hype} with ln(t + A)/ln A, {training} with HyPE's scale at the training "
                                    "length as a constant, {constant} with the best constant."), arguments);
    }
    return Message(HALYARD_TEXT("At {longest} tokens the hybrid finds {none} without scaling of the logits, {hype} with ln(t + A)/ln A, "
                                "{training} with HyPE's scale at the training length as a constant, {constant} with the best "
                                "constant."), arguments);
}

} // namespace

std::vector<Message> demoClaims(const DemoResults& results) {
    const std::vector<DemoCurve> curves = pooledCurves(results);
    std::vector<Message> claims;
    for (const auto& claim : {aboutTeacher(results, curves), aboutHybrid(results, curves), aboutScaling(results, curves)}) {
        if (claim) {
            claims.push_back(*claim);
        }
    }
    return claims;
}

std::vector<Message> demoLimits(const DemoResults& results) {
    std::vector<Message> limits;
    if (results.budget == "test") {
        limits.emplace_back(HALYARD_TEXT("This is the smallest budget: it shows that every step works, not how well the models do."));
    }
    const std::vector<DemoCurve> curves = pooledCurves(results);
    const DemoCurve* filler = curveOf(curves, "none", "filler");
    if (const std::int64_t longest = longestOf(filler); longest > 0) {
        limits.emplace_back(HALYARD_TEXT("These are numbers of the busy haystack, where other facts distract; in pure filler the hybrid "
                                         "finds {none} at {longest} tokens without any scaling."),
                            Arguments{{"none", found(shareAt(filler, longest))}, {"longest", tokens(longest)}});
    }
    limits.emplace_back(HALYARD_TEXT("A constant that is large enough may do as well as a scale that grows with the position: that it must "
                                     "grow is not shown."));
    limits.emplace_back(HALYARD_TEXT("The intervals are Wilson's 95 % intervals of single answers; up to {needles} needles of one document "
                                     "share it, so the error is wider. Each point has at least {documents} documents a seed."),
                        Arguments{{"needles", std::to_string(results.needles)}, {"documents", std::to_string(results.documents)}});
    limits.emplace_back(HALYARD_TEXT("A teacher of {layers} small layers and a corpus made by a generator: nothing is claimed beyond these "
                                     "figures."),
                        Arguments{{"layers", std::to_string(results.layerCount)}});
    return limits;
}

} // namespace halyard
