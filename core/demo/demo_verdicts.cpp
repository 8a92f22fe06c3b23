// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_verdicts.h"

#include "core/report/written.h"

#include <algorithm>
#include <functional>

namespace halyard {

namespace {

constexpr double kTeacherInside = .98;
constexpr double kTeacherBeyond = .20;
constexpr double kStudentInside = .95;
constexpr double kScalingGain = .15;
constexpr double kRecallDrop = .5;
constexpr double kFar = .90;
constexpr double kFarther = .80;

// Needles of one curve, of all haystacks and seeds that are asked for.
struct Asked {
    std::string key;
    std::string haystack = {};              // empty: all
    std::optional<std::int64_t> seed = {};  // none: all
    std::function<bool(std::int64_t)> length;
};

class Verdicts {
public:
    explicit Verdicts(const DemoResults& results) : m_results(results) {}

    std::vector<DemoVerdict> make() && {
        gates();
        layers();
        goals();
        return std::move(m_out);
    }

private:
    [[nodiscard]] DemoShare found(const Asked& asked) const {
        DemoShare sum;
        for (const DemoCurve& curve : m_results.curves) {
            if (curve.key != asked.key || (!asked.haystack.empty() && curve.haystack != asked.haystack) ||
                (asked.seed && curve.seed != *asked.seed)) {
                continue;
            }
            for (const DemoPoint& point : curve.points) {
                if (asked.length(point.length)) {
                    sum.right += point.found.right;
                    sum.answers += point.found.answers;
                }
            }
        }
        return sum;
    }

    void add(DemoVerdict verdict) {
        verdict.sentence.arguments.emplace_back("measured", verdict.known ? formatted("%.3f", verdict.measured) : "–");
        verdict.sentence.arguments.emplace_back("limit", formatted("%.2f", verdict.limit));
        m_out.push_back(std::move(verdict));
    }

    void gates() {
        const std::int64_t teacher = m_results.teacherLength;
        const std::int64_t student = m_results.trainingLength;
        const DemoShare inside = found({.key = "teacher", .length = [=](std::int64_t length) { return length <= teacher; }});
        add({.key = "teacher-inside",
             .sentence = {HALYARD_TEXT("The teacher finds {measured} of the needles up to its training length, {length} tokens (at least {limit})."), {{"length", std::to_string(teacher)}}},
             .measured = inside.value(), .limit = kTeacherInside, .known = inside.answers > 0});
        const DemoShare beyond = found({.key = "teacher", .length = [=](std::int64_t length) { return length == 4 * teacher; }});
        add({.key = "teacher-beyond",
             .sentence = {HALYARD_TEXT("The teacher finds {measured} at {length} tokens (at most {limit})."), {{"length", std::to_string(4 * teacher)}}},
             .measured = beyond.value(), .limit = kTeacherBeyond, .atMost = true, .known = beyond.answers > 0});
        const DemoShare trained = found({.key = "hype", .length = [=](std::int64_t length) { return length == student; }});
        add({.key = "student-inside",
             .sentence = {HALYARD_TEXT("The hybrid finds {measured} at {length} tokens, the longest of its training (at least {limit})."),
                          {{"length", std::to_string(student)}}},
             .measured = trained.value(), .limit = kStudentInside, .known = trained.answers > 0});
        const auto far = [=](std::int64_t length) { return length == 16 * student; };
        const DemoShare scaled = found({.key = "hype", .haystack = "busy", .length = far});
        const DemoShare unscaled = found({.key = "none", .haystack = "busy", .length = far});
        add({.key = "scaling-helps",
             .sentence = {HALYARD_TEXT("Among other facts at {length} tokens, scaling the logits finds {measured} more than no scaling (at least {limit})."),
                          {{"length", std::to_string(16 * student)}}},
             .measured = scaled.value() - unscaled.value(), .limit = kScalingGain, .known = scaled.answers > 0 && unscaled.answers > 0});
    }

    // The seed in which the first layer of the ranking costs the least decides.
    void layers() {
        DemoVerdict drop{.key = "layer-matters",
                         .sentence = {HALYARD_TEXT("Exchanging the first layer of the ranking costs {measured} of the recall (at least {limit}).")},
                         .measured = 1, .limit = kRecallDrop};
        DemoVerdict kept{.key = "layer-is-kept", .sentence = {HALYARD_TEXT("The first layer of the ranking is among those that are kept.")}, .measured = 1, .limit = 1};
        for (const DemoSelection& selection : m_results.selections) {
            // Several may stand at the clip value, where the score says no more; the one that costs most is meant.
            const auto rank = [](const DemoLayer& layer) { return std::pair(layer.score.value_or(-1e300), -layer.recall.value()); };
            const auto first = std::max_element(selection.layers.begin(), selection.layers.end(),
                                                [&](const DemoLayer& a, const DemoLayer& b) { return rank(a) < rank(b); });
            if (first == selection.layers.end() || !first->score || selection.teacherRecall.answers <= 0) {
                continue;
            }
            drop.known = kept.known = true;
            drop.measured = std::min(drop.measured, selection.teacherRecall.value() - first->recall.value());
            kept.measured = std::min(kept.measured, first->kept ? 1.0 : 0.0);
        }
        add(std::move(drop));
        add(std::move(kept));
    }

    void goals() {
        const std::int64_t student = m_results.trainingLength;
        DemoVerdict far{.key = "far",
                        .sentence = {HALYARD_TEXT("Among other facts at {length} tokens the hybrid finds {measured} in the worst of {seeds} seeds (at least {limit})."),
                                     {{"length", std::to_string(16 * student)}, {"seeds", std::to_string(m_results.seeds.size())}}},
                        .measured = 1, .limit = kFar, .gate = false};
        for (const std::int64_t seed : m_results.seeds) {
            const DemoShare share = found({.key = "hype", .haystack = "busy", .seed = seed, .length = [=](std::int64_t length) { return length == 16 * student; }});
            far.known = share.answers > 0 && (far.known || seed == m_results.seeds.front());
            far.measured = std::min(far.measured, share.value());
        }
        add(std::move(far));
        const DemoShare farther = found({.key = "hype", .haystack = "busy", .length = [=](std::int64_t length) { return length == 64 * student; }});
        add({.key = "farther",
             .sentence = {HALYARD_TEXT("Among other facts at {length} tokens the hybrid finds {measured} (at least {limit})."), {{"length", std::to_string(64 * student)}}},
             .measured = farther.value(), .limit = kFarther, .gate = false, .known = farther.answers > 0});
        for (const char* other : {"uniform", "random"}) {
            beats(other);
        }
    }

    // At the lengths and haystacks that both were asked for.
    void beats(const std::string& other) {
        const auto beyond = [&](std::int64_t length) {
            return length > m_results.teacherLength && found({.key = other, .length = [=](std::int64_t l) { return l == length; }}).answers > 0;
        };
        const DemoShare its = found({.key = other, .length = beyond});
        const DemoShare own = found({.key = "hype", .length = beyond});
        add({.key = "selection-" + other,
             .sentence = {HALYARD_TEXT("Beyond the teacher's length, HALO's layers find {measured} more than those of \"{selection}\", at equal count (more than {limit})."),
                          {{"selection", other}}},
             .measured = own.value() - its.value(), .limit = 0, .gate = false, .known = its.answers > 0 && own.answers > 0});
    }

    const DemoResults& m_results;
    std::vector<DemoVerdict> m_out;
};

} // namespace

std::vector<DemoVerdict> demoVerdicts(const DemoResults& results) {
    return Verdicts(results).make();
}

} // namespace halyard
