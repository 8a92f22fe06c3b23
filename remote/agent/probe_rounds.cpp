// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/probe_rounds.h"

#include "core/base/error.h"
#include "core/run/ga_s2.h"

#include <filesystem>

namespace halyard {

namespace fs = std::filesystem;

ProbeRounds::ProbeRounds(RunFolder run, std::function<void(const Json& fields)> report)
    : m_run(std::move(run)), m_spec(m_run.spec()), m_report(std::move(report)) {}

std::vector<std::int64_t> ProbeRounds::steps() const {
    return rankingSteps(m_spec);
}

bool ProbeRounds::ended(std::size_t round) {
    Ranking ranking = rankingOfProbes(m_run, m_spec, round + 1);
    const bool last = round + 1 == steps().size();
    ranking.endedEarly = !last && isSettled(ranking, m_spec.select.patience);
    ranking.complete = last || ranking.endedEarly;
    const std::size_t known = roundsOnDisk();
    if (known <= round) {
        m_report(toJson(ranking)["rounds"].back());
    }
    if (known <= round + 1) { // more are there when an earlier process came further
        writeJsonFile(rankingFileOf(m_run), toJson(ranking));
    }
    if (ranking.complete) {
        const fs::path file = gaS2SelectionOf(m_run);
        std::error_code error;
        fs::create_directory(file.parent_path(), error);
        if (error) {
            throw systemError(file.parent_path().string(), HALYARD_TEXT("creating"), error.value());
        }
        writeSelection(file, selectionOf(m_run, m_spec, ranking, {}));
        if (!ranking.rounds.back().heldOutKl.empty()) {
            writeSelection(gaS2HeldOutSelectionOf(m_run), selectionOf(m_run, m_spec, ranking, {.by = RankBy::HeldOut}));
        }
    }
    return !ranking.endedEarly;
}

std::size_t ProbeRounds::roundsOnDisk() const {
    std::error_code error;
    if (!fs::exists(rankingFileOf(m_run), error)) {
        return 0;
    }
    try {
        return readRanking(rankingFileOf(m_run)).rounds.size();
    } catch (const Error&) {
        return 0; // of another version, or written by hand: made anew
    }
}

} // namespace halyard
