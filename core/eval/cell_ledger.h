// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/eval/cell_store.h"
#include "core/eval/evaluation_run.h"
#include "core/train/run_journal.h"

#include <chrono>
#include <memory>

namespace halyard {

// The cells of a run with what is kept of each, and everything that the run says of them: the files below results/,
// results.json and trials.jsonl, the events "start", "step" (with the time left), "cell", "stopped" and "done".
class CellLedger {
public:
    CellLedger(const RunSpec& spec, const RunFolder& run);

    // Looks up what was measured before. The cell is referred to. Gives its place.
    std::size_t add(const Cell& cell);
    void start();

    [[nodiscard]] std::size_t size() const { return m_work.size(); }
    [[nodiscard]] bool complete(std::size_t place) const;
    [[nodiscard]] const Cell& cell(std::size_t place) const { return *m_work[place].cell; }
    // {"id", "facts", "complete", "records", "summary", …} as CellStore has it.
    [[nodiscard]] const Json& kept(std::size_t place) const { return m_work[place].kept; }
    [[nodiscard]] const Json& records(std::size_t place) const { return m_work[place].kept.at("records"); }
    [[nodiscard]] std::int64_t finishedSteps(std::size_t place) const;

    // One step more. Nothing is written yet.
    void keep(std::size_t place, Json record);
    // Writes what is kept of a cell; seconds more were spent on it.
    void save(std::size_t place, double seconds);
    // All steps are done: makes the summary, writes, tells. Gives the fields of the event "cell".
    Json finish(std::size_t place, double seconds);
    // Why a cell could not be measured; forgotten when it is finished.
    void fail(std::size_t place, const Message& reason);
    // Waits while the run is paused; throws Error(Stopped) when it is asked to stop.
    void settle();

    void writeAll(bool complete);
    void stopped();
    void done();
    [[nodiscard]] RunJournal& journal() { return m_journal; }

private:
    struct Work {
        const Cell* cell = nullptr;
        Json kept;
    };
    [[nodiscard]] double weightOf(std::size_t place) const;
    void stepDone(const Work& work);
    void store(const Json& cell);

    const RunSpec& m_spec;
    const RunFolder& m_run;
    CellStore m_store;
    RunJournal m_journal;
    std::vector<Work> m_work;
    std::unique_ptr<Progress> m_progress;
    std::int64_t m_total = 0;
    std::int64_t m_done = 0;
    double m_weightDone = 0; // by this process
    double m_weightLeft = 0;
    std::chrono::steady_clock::time_point m_begin = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point m_said{};
};

// Seconds between two writes of a cell that grows: what a kill may cost.
inline constexpr double kSecondsBetweenSaves = 10;
[[nodiscard]] double secondsSince(std::chrono::steady_clock::time_point start);

} // namespace halyard
