// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/events.h"

#include <QString>

#include <deque>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "views/text/number_text.h"

namespace halyard::views {

// Values of one quantity over steps.
struct StepValues {
    std::vector<double> steps;
    std::vector<double> values;
    void add(double step, double value) {
        steps.push_back(step);
        values.push_back(value);
    }
};

// The curves in a batch of events; what is missing or no number is left out.
struct RunSeries {
    StepValues loss;
    StepValues heldOut;
    StepValues gradientNorm;
    StepValues learningRate;
    StepValues tokensPerSecond;
    struct LayerValues {
        std::int64_t step = 0;
        std::vector<double> perLayer;
    };
    std::vector<LayerValues> layers;
    std::map<std::int64_t, StepValues> needles; // share of early needles found, by the length of their documents in tokens
    std::optional<std::int64_t> tokens; // newest
};
// Whether the curves hold what an event says: no list shows it.
[[nodiscard]] bool isOfCurves(const Event& event);
[[nodiscard]] RunSeries seriesOf(std::span<const Event> events);
void append(std::span<const Event> events, RunSeries& to);

// How long the rest of a run takes, from the times of its newest steps: the stretch of them is cut into blocks, and the
// range is that of the blocks' speeds, never narrower than a tenth.
class StepClock {
public:
    struct Tick {
        double time = 0;
        double step = 0;
    };
    void take(const Tick& tick);
    void take(std::span<const Event> events);
    void clear() { m_steps.clear(); }
    [[nodiscard]] std::optional<TimeRange> remaining(std::int64_t step, std::int64_t totalSteps) const;

    [[nodiscard]] const std::deque<Tick>& ticks() const { return m_steps; }

private:
    static constexpr std::size_t kMost = 240;
    std::deque<Tick> m_steps;
};

// One line for a person about an event that is worth one ("Checkpoint of step 250, 12.3 MiB"); empty for steps and other
// entries that the charts show.
[[nodiscard]] QString eventText(const Event& event);

} // namespace halyard::views
