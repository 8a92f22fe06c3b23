// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/run/run_folder.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// results/ of a run: one file a cell, {"schema", "id", "identity", "facts", "complete", "records", "seconds"}, and the
// numbers of a finished one in "summary".
class CellStore {
public:
    explicit CellStore(const RunFolder& run) : m_run(run) {}

    [[nodiscard]] static std::string idOf(const Json& identity);
    // What is kept of a cell here; else a finished one of a run beside this one, of a part of this one, or of the run that this
    // one is a part of; else nothing. A damaged file counts as none: the cell is measured again.
    [[nodiscard]] std::optional<Json> find(const std::string& id) const;
    void write(const Json& cell) const;
    // results.json from these cells, in this order.
    void writeResults(const std::vector<Json>& cells, bool complete) const;
    // trials.jsonl, every record of these cells.
    void writeTrials(const std::vector<Json>& cells) const;

    [[nodiscard]] std::filesystem::path resultsFile() const { return m_run.path() / "results.json"; }
    [[nodiscard]] std::filesystem::path trialsFile() const { return m_run.path() / "trials.jsonl"; }

private:
    [[nodiscard]] std::vector<std::filesystem::path> runsAround() const;
    [[nodiscard]] std::filesystem::path fileOf(const std::filesystem::path& run, const std::string& id) const;

    const RunFolder& m_run;
};

} // namespace halyard
