// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/composite_progress.h"

#include "core/run/evaluation.h"
#include "core/run/scheduler.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// A training step reads its tokens forwards and backwards.
constexpr double kTrainingPasses = 3;

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// Tokens that a run reads; 0 where only its files tell. Rough: longer texts cost more a token.
double tokensOf(const RunSpec& spec) {
    if (isComposite(spec.kind)) {
        return std::accumulate(spec.children.begin(), spec.children.end(), 0.0,
                               [](double sum, const RunSpec& child) { return sum + tokensOf(child); });
    }
    if (isEvaluation(spec.kind)) {
        const std::vector<std::int64_t>& lengths = spec.eval.lengths;
        const double sum = std::accumulate(lengths.begin(), lengths.end(), 0.0);
        return lengths.empty() ? 0 : static_cast<double>(evaluationSteps(spec)) * sum / static_cast<double>(lengths.size());
    }
    return kTrainingPasses * static_cast<double>(totalSteps(spec)) *
           static_cast<double>(spec.data.context_length * spec.data.batch_size * spec.data.accumulation);
}

// What the children that are done have taken.
class Taken {
public:
    void add(const RunSpec& spec, double seconds) {
        m_seconds[spec.kind].push_back(seconds);
        m_all.push_back(seconds);
        if (const double tokens = tokensOf(spec); tokens > 0) {
            addSpeed(m_speeds[spec.kind], seconds, tokens);
            addSpeed(m_speed, seconds, tokens);
        }
    }

    [[nodiscard]] std::optional<double> secondsFor(const RunSpec& spec) const {
        if (m_all.empty()) {
            return std::nullopt;
        }
        const double tokens = tokensOf(spec);
        const auto speed = m_speeds.find(spec.kind);
        const auto [seconds, done] = speed != m_speeds.end() ? speed->second : m_speed;
        if (tokens > 0 && done > 0) {
            return tokens * seconds / done;
        }
        const auto same = m_seconds.find(spec.kind);
        return median(same != m_seconds.end() ? same->second : m_all);
    }

private:
    using Speed = std::pair<double, double>; // seconds and tokens

    static void addSpeed(Speed& speed, double seconds, double tokens) {
        speed.first += seconds;
        speed.second += tokens;
    }

    std::map<RunKind, std::vector<double>> m_seconds;
    std::vector<double> m_all;
    std::map<RunKind, Speed> m_speeds;
    Speed m_speed;
};

} // namespace

std::optional<double> secondsTaken(const RunFolder& run) {
    std::error_code error;
    const auto begin = fs::last_write_time(run.specFile(), error);
    const auto end = error ? begin : fs::last_write_time(run.exit(), error);
    return error ? std::nullopt : std::optional(std::max(0.0, std::chrono::duration<double>(end - begin).count()));
}

CompositeProgress compositeProgress(const RunFolder& composite) {
    const RunSpec spec = composite.spec();
    const std::vector<std::string> names = childNames(spec);
    CompositeProgress out{.done = 0, .total = names.size(), .secondsLeft = std::nullopt};
    Taken taken;
    std::vector<const RunSpec*> left;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const RunFolder child(composite.children() / names[i]);
        std::error_code error;
        const bool isDone = fs::exists(child.specFile(), error) && runStatus(child).state == "done";
        const auto seconds = isDone ? secondsTaken(child) : std::nullopt;
        if (seconds) {
            ++out.done;
            taken.add(spec.children[i], *seconds);
        } else {
            left.push_back(&spec.children[i]);
        }
    }
    if (out.done > 0) {
        out.secondsLeft = std::accumulate(left.begin(), left.end(), 0.0,
                                          [&](double sum, const RunSpec* child) { return sum + taken.secondsFor(*child).value_or(0); });
    }
    return out;
}

} // namespace halyard
