// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/run/run_folder.h"
#include "core/train/run_journal.h"

#include <memory>
#include <optional>
#include <vector>

namespace halyard {

// How far a layer of a sweep has come, in steps.
struct LayerProgress {
    std::int64_t done = 0;
    std::int64_t of = 0;
    bool complete = false; // every result is made of its steps and kept; only then is the layer done
    std::optional<Message> failed; // why it could not be measured
    bool operator==(const LayerProgress& other) const;
};

// The layers of a sweep as runs, children/layer-N of its folder: sweeps of that one layer (select.layers), which the process of
// the whole sweep carries out. Each has its own run.json, lock, events ("start", "step", "cell", "done", "failed", "stopped")
// and results.json, so it is looked at like any run; by itself it may be continued with "halyard run" while the sweep is not
// at work. The screen kl, which compares all layers, stays with the sweep, and so do the answers of the teacher.
// A sweep that names its layers has none of these.
class LayerRuns {
public:
    // sweep: the run whose room on the disk and pauses count, by its journal. Nothing is written.
    LayerRuns(const RunFolder& sweep, const RunSpec& spec, RunJournal& journal) : m_sweep(sweep), m_spec(spec), m_journal(journal) {}

    // Creates the folders that are not there, and takes their locks. One whose settings are others by now is replaced. Throws
    // Error(InvalidInput) when a layer is at work by itself.
    void open(std::size_t layers);
    [[nodiscard]] bool areOpen() const { return !m_runs.empty(); }

    // Says what is new: in the layer's events, and each change of its state as an event "child" {child, state, reason} of the
    // sweep: running, done, failed.
    void tell(std::size_t layer, const LayerProgress& progress);
    // One (layer, task) is measured. fields: as of an event "cell".
    void tellCell(std::size_t layer, const Json& fields);
    // results.json of a layer. cells: as CellStore has them.
    void writeResults(std::size_t layer, const std::vector<Json>& cells, bool complete);
    // The sweep ends before these layers did.
    void stopped();

private:
    struct LayerRun {
        RunFolder folder;
        FileDescriptor lock;
        EventWriter events;
        std::string state{}; // the last that was said
        LayerProgress progress{};
    };
    [[nodiscard]] RunSpec specOf(std::size_t layer) const;
    [[nodiscard]] RunFolder folderOf(std::size_t layer) const;
    void event(LayerRun& run, const std::string& name, const Json& fields);
    void change(LayerRun& run, const std::string& state);

    const RunFolder& m_sweep;
    const RunSpec& m_spec;
    RunJournal& m_journal;
    std::vector<std::unique_ptr<LayerRun>> m_runs;
};

} // namespace halyard
