// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/score/probe_ranking.h"

#include <functional>

namespace halyard {

// Ranks the probes of a run of kind ga-s2 each time that all have come to the end of a round, and keeps what comes out:
// ranking.json, and with the last ranking selections/ga-s2.json and, where there is held-out text, ga-s2-held-out.json. What is kept says nothing that the probes' own folders do not
// say, so it is made anew after a kill.
class ProbeRounds {
public:
    // report: writes the event "ranking" {step, kept, order, training_kl, held_out_kl} of a ranking that is new.
    ProbeRounds(RunFolder run, std::function<void(const Json& fields)> report);

    [[nodiscard]] std::vector<std::int64_t> steps() const;
    // The probes have come to the end of a round. False: so many rankings kept the same layers that the rest is not needed.
    [[nodiscard]] bool ended(std::size_t round);

private:
    [[nodiscard]] std::size_t roundsOnDisk() const;

    RunFolder m_run;
    RunSpec m_spec;
    std::function<void(const Json& fields)> m_report;
};

} // namespace halyard
