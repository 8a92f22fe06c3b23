// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/demo_results.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace halyard::testing {

// A curve that is high up to a length and falls by a part at each doubling beyond it.
inline DemoCurve exampleCurve(const std::string& key, const std::string& scaling, const std::string& haystack, std::int64_t seed,
                              std::int64_t holdsTo, double falls, std::int64_t longest) {
    DemoCurve curve{key, scaling, haystack, seed, {}};
    for (std::int64_t length = 32; length <= longest; length *= 2) {
        const double doublings = std::max(0.0, std::log2(static_cast<double>(length) / static_cast<double>(holdsTo)));
        const double share = std::max(0.005, 0.995 - falls * doublings);
        curve.points.push_back({length, {std::round(share * 200), 200}});
    }
    return curve;
}

inline DemoSelection exampleSelection(std::int64_t seed) {
    DemoSelection selection{seed, {192, 192}, {250, 256}, {}, {0, 7}};
    for (std::int64_t layer = 0; layer < 8; ++layer) {
        const bool isTop = layer == 7;
        DemoLayer at{layer, {isTop ? 29.0 : 191.0 - static_cast<double>(layer % 3), 192}, {248, 256}, isTop ? 6.4 : 0.1 * static_cast<double>(layer + 1),
                     isTop ? 4.1 : 0.0, isTop ? 9.5 : 0.3 * static_cast<double>(layer + 1), {}, layer == 0 || isTop};
        if (layer == 0) {
            at.flags = {"small-denominator"};
        }
        selection.layers.push_back(at);
    }
    return selection;
}

inline DemoVerdict exampleVerdict(const std::string& key, Sentence sentence, double measured, double limit, bool atMost, bool gate) {
    return {key, Message(sentence), measured, limit, atMost, gate, true};
}

// Of a finished demo; more seeds add other choices of layers, as the full budget does.
inline DemoResults exampleResults(const std::vector<std::int64_t>& seeds = {1}, std::int64_t longest = 8192) {
    DemoResults results;
    results.budget = seeds.size() > 1 ? "full" : "default";
    results.seeds = seeds;
    results.teacherLength = 128;
    results.trainingLength = 512;
    results.layerCount = 8;
    results.documents = 25;
    results.needles = 8;
    for (const std::int64_t seed : seeds) {
        const double worse = 0.01 * static_cast<double>(seed);
        for (const char* haystack : {"busy", "filler"}) {
            const double hard = haystack == std::string("busy") ? 1.0 : 0.1;
            results.curves.push_back(exampleCurve("teacher", "own", haystack, seed, 128, 0.5, longest));
            results.curves.push_back(exampleCurve("hype", "hype 128", haystack, seed, 2048, 0.02 * hard + worse, longest));
            results.curves.push_back(exampleCurve("training", "1.3317", haystack, seed, 1024, 0.04 * hard + worse, longest));
            results.curves.push_back(exampleCurve("constant", "constant 1.86", haystack, seed, 2048, 0.025 * hard + worse, longest));
            results.curves.push_back(exampleCurve("none", "none", haystack, seed, 512, 0.12 * hard + worse, longest));
        }
        if (seeds.size() > 1) {
            results.curves.push_back(exampleCurve("uniform", "hype 128", "busy", seed, 128, 0.3, longest));
            results.curves.push_back(exampleCurve("random", "hype 128", "busy", seed, 64, 0.25, longest));
        }
        results.selections.push_back(exampleSelection(seed));
    }
    for (const char* model : {"teacher", "hypenet"}) {
        const bool isTeacher = model == std::string("teacher");
        for (std::int64_t length = 128; length <= longest; length *= 2) {
            const auto n = static_cast<double>(length);
            results.speed.push_back({model, length, n / 9000 + n * n * (isTeacher ? 4e-8 : 1e-8), 1.1 + n * (isTeacher ? 4e-4 : 1e-4),
                                     n * (isTeacher ? 4096 : 1024) + (isTeacher ? 0 : 65536)});
        }
    }
    results.verdicts = {exampleVerdict("teacher_inside", {"The teacher finds .995 of the needles within its length; at least .98 is asked for."}, 0.995, 0.98, false, true),
                        exampleVerdict("teacher_beyond", {"The teacher finds .005 at 512 tokens; at most .20 is allowed."}, 0.005, 0.2, true, true),
                        exampleVerdict("scaling", {"HyPE is above no scaling by .08 at 8,192 tokens; at least .15 is asked for."}, 0.08, 0.15, false, true),
                        exampleVerdict("goal_long", {"HypeNet finds .955 at 8,192 tokens; the goal is .90 in each seed."}, 0.955, 0.9, false, false)};
    results.steps = {{"align", "children/align", "halyard new stage1 --teacher models/teacher --data data/train --out runs/demo/children/align", 31},
                     {"needles-1", "children/needles-1", "halyard eval niah --model exports/hypenet --lengths 32,64,128,8192 --out runs/demo/children/needles-1", 64.5}};
    results.seconds = 231;
    results.exported = "exports/hypenet-demo";
    results.versions = {{"Halyard", "0.1.0"}, {"LibTorch", "2.5.1"}};
    return results;
}

} // namespace halyard::testing
