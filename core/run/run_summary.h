// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/run/run_folder.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// What a list of runs shows of one, read from its folder; the same on the machine of the run and in the workbench.
struct RunSummary {
    std::string run;   // name of its folder below runs/
    std::string title; // as a person renamed it, else the name in its run.json, else run
    std::string notes;
    std::string kind; // "stage1", …
    std::string preset;
    std::string specHash;
    std::vector<RunInput> inputs;
    std::vector<std::string> staleInputs; // roles of those that have changed since; filled in by who watches
    RunStatus status;
    std::int64_t notesVersion = 0;   // of title and notes
    std::optional<double> created;   // Unix time of run.json
    std::optional<double> changed;   // of the newest of state.json, exit.json, events.jsonl
    std::int64_t queuePosition = -1; // 0 = next; -1 = not in the queue
    std::string unreadable;          // the sentence why the folder cannot be read; the rest is then empty
};

[[nodiscard]] Json toJson(const RunStatus& status);
[[nodiscard]] RunStatus runStatusFromJson(const Json& document);
[[nodiscard]] Json toJson(const RunSummary& summary);
// Throws Error(InvalidInput) for a document of another shape.
[[nodiscard]] RunSummary runSummaryFromJson(const Json& document);

// Reads a run folder; never throws for what is in it: see unreadable.
[[nodiscard]] RunSummary summaryOf(const RunFolder& run);

} // namespace halyard
