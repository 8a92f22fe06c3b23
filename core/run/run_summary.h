// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/run/run_folder.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace halyard {

// What a list of runs shows of one, read from its folder; the same on the machine of the run and in the workbench.
struct RunSummary {
    std::string run;   // name of its folder below runs/; of a run in another "PIPELINE/children/NAME"
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

// Between the name of a composite run and that of a run in it.
inline constexpr std::string_view kInComposite = "/children/";
// The name of the composite run that a run is in; empty when it is in none. lastName: its own folder's name.
[[nodiscard]] std::string compositeOf(std::string_view run);
[[nodiscard]] std::string lastName(std::string_view run);
// The name of the run in a folder: that of the folder, or "PIPELINE/children/NAME".
[[nodiscard]] std::string runNameOf(const std::filesystem::path& folder);

[[nodiscard]] Json toJson(const RunStatus& status);
[[nodiscard]] RunStatus runStatusFromJson(const Json& document);
[[nodiscard]] Json toJson(const RunSummary& summary);
// Throws Error(InvalidInput) for a document of another shape.
[[nodiscard]] RunSummary runSummaryFromJson(const Json& document);

// Reads a run folder; never throws for what is in it: see unreadable.
[[nodiscard]] RunSummary summaryOf(const RunFolder& run);

} // namespace halyard
