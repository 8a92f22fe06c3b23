// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/io/checkpoint_store.h"
#include "core/run/events.h"
#include "core/run/run_folder.h"

#include <algorithm>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// Enough for the newest step of any run, and little enough to answer at once for a long one.
constexpr std::uint64_t kTail = std::uint64_t{2} << 20U;

std::vector<Event> newestEvents(const fs::path& path) {
    std::error_code error;
    const std::uint64_t size = fs::file_size(path, error);
    if (error) {
        return {};
    }
    return readEvents(path, size > kTail ? size - kTail : 0).events;
}

template <class Value> std::optional<Value> number(const Json& fields, const char* key) {
    const auto found = fields.find(key);
    if (found == fields.end() || !found->is_number()) {
        return std::nullopt;
    }
    return found->get<Value>();
}

std::string text(const Json& document, const char* key) {
    const auto found = document.find(key);
    return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void readSteps(const std::vector<Event>& events, RunStatus& status) {
    for (const Event& event : events) {
        if (event.name != "step") {
            continue;
        }
        status.step = number<std::int64_t>(event.fields, "step").value_or(status.step);
        status.loss = number<double>(event.fields, "loss");
        status.tokensPerSecond = number<double>(event.fields, "tokens_per_second");
    }
}

// How the last process of the run ended, by its own last words; the names of the events are those of the states.
std::string lastWord(const std::vector<Event>& events, std::string& reason) {
    static const std::vector<std::string> kEnds = {"done", "stopped", "failed"};
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        if (std::find(kEnds.begin(), kEnds.end(), event->name) != kEnds.end()) {
            reason = printable(text(event->fields, "reason"), 500);
            return event->name;
        }
        if (event->name == "step" || event->name == "start" || event->name == "resumed") {
            break;
        }
    }
    return "";
}

void readEnd(const RunFolder& run, const std::vector<Event>& events, RunStatus& status) {
    static const std::vector<std::string> kEnds = {"done", "stopped", "failed", "crashed"};
    std::error_code error;
    if (fs::exists(run.exit(), error)) {
        const Json exit = readJsonFile(run.exit());
        const std::string ended = exit.is_object() ? text(exit, "ended") : std::string();
        if (std::find(kEnds.begin(), kEnds.end(), ended) != kEnds.end()) {
            status.state = ended;
            status.reason = printable(text(exit, "reason"), 500);
            return;
        }
    }
    status.state = lastWord(events, status.reason);
    if (!status.state.empty()) {
        return;
    }
    const bool began = !events.empty() || fs::exists(run.state(), error);
    status.state = began ? "crashed" : "new";
    if (began) {
        status.reason = "The run ended without saying how; the machine or the supervising program was stopped.";
    }
}

} // namespace

std::int64_t totalSteps(const RunSpec& spec) {
    if (spec.schedule.tokens <= 0) {
        return spec.schedule.steps;
    }
    const std::int64_t perStep = spec.data.context_length * spec.data.batch_size * spec.data.accumulation;
    return perStep > 0 ? (spec.schedule.tokens + perStep - 1) / perStep : 0;
}

std::optional<std::string> failureReason(const RunFolder& run, double since) {
    std::vector<Event> events = newestEvents(run.events());
    std::erase_if(events, [&](const Event& event) { return event.time < since; });
    std::string reason;
    return lastWord(events, reason) == "failed" && !reason.empty() ? std::optional(reason) : std::nullopt;
}

RunStatus runStatus(const RunFolder& run) {
    RunStatus status;
    status.totalSteps = totalSteps(run.spec());
    // The lock first: a run that ends while we look is then reported as ended, never as running with an exit.
    const bool locked = run.isLocked();
    const std::vector<Event> events = newestEvents(run.events());
    readSteps(events, status);
    if (locked) {
        status.state = "running";
    } else {
        readEnd(run, events, status);
    }
    const std::vector<CheckpointInfo> checkpoints = CheckpointStore(run.checkpoints()).list();
    if (!checkpoints.empty()) {
        status.newestCheckpoint = checkpoints.back().step;
    }
    if (!status.loss && status.newestCheckpoint) {
        status.step = std::max(status.step, *status.newestCheckpoint);
    }
    return status;
}

} // namespace halyard
