// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/message_json.h"
#include "core/base/progress.h"
#include "core/io/checkpoint_store.h"
#include "core/run/evaluation.h"
#include "core/run/events.h"
#include "core/run/heartbeat.h"
#include "core/run/process_identity.h"
#include "core/run/run_folder.h"
#include "core/run/scheduler.h"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <unistd.h>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// A run that says nothing is stalled after the longest of these.
constexpr double kLeastStall = 60;
constexpr double kUsualTimes = 10;
constexpr double kLongestTimes = 2;
constexpr std::size_t kLeastIntervals = 5;

// Enough for the newest step of nearly any run, so that a list of hundreds of runs is read at once; and enough for that of
// any run, little enough to answer at once for a long one.
constexpr std::uint64_t kShortTail = std::uint64_t{16} << 10U;
constexpr std::uint64_t kTail = std::uint64_t{2} << 20U;

std::vector<Event> newestEvents(const fs::path& path) {
    std::error_code error;
    const std::uint64_t size = fs::file_size(path, error);
    if (error) {
        return {};
    }
    if (size > kShortTail) {
        std::vector<Event> newest = readEvents(path, size - kShortTail).events;
        if (std::any_of(newest.begin(), newest.end(), [](const Event& event) { return event.name == "step"; })) {
            return newest;
        }
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
        status.totalSteps = number<std::int64_t>(event.fields, "total_steps").value_or(status.totalSteps);
        status.loss = number<double>(event.fields, "loss");
        status.tokensPerSecond = number<double>(event.fields, "tokens_per_second");
    }
}

// How the last process of the run ended, by its own last words; the names of the events are those of the states.
const Event* lastWord(const std::vector<Event>& events) {
    static const std::vector<std::string> kEnds = {"done", "stopped", "failed"};
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        if (std::find(kEnds.begin(), kEnds.end(), event->name) != kEnds.end()) {
            return &*event;
        }
        if (event->name == "step" || event->name == "start" || event->name == "resumed") {
            break;
        }
    }
    return nullptr;
}

std::string reasonOf(const Event& failed) {
    return printable(text(failed.fields, "reason"), 500);
}

bool isOneOf(const std::string& word, const std::vector<std::string>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

const std::vector<std::string>& liveStates() {
    static const std::vector<std::string> kStates = {"starting", "running", "paused", "stopping"};
    return kStates;
}

// A file that the supervisor replaces whole; an empty object while there is none.
Json readObject(const fs::path& path) {
    std::error_code error;
    if (!fs::exists(path, error)) {
        return Json::object();
    }
    Json document = readJsonFile(path);
    return document.is_object() ? document : Json::object();
}

void explain(RunStatus& status, const Message& message) {
    status.message = message;
    status.reason = message.text();
}

bool readExit(const Json& exit, RunStatus& status) {
    static const std::vector<std::string> kEnds = {"done", "stopped", "failed", "crashed"};
    const std::string ended = text(exit, "ended");
    if (!isOneOf(ended, kEnds)) {
        return false;
    }
    status.state = ended;
    status.cause = text(exit, "cause");
    status.reason = printable(text(exit, "reason"), 500);
    if (exit.contains("message")) {
        status.message = messageFromJson(exit["message"]);
    }
    return true;
}

// state.json says that the run goes on, but nobody holds its lock.
void readLoss(const Json& state, RunStatus& status) {
    const auto self = identityOf(::getpid());
    const std::string boot = text(state, "boot_id");
    status.state = "lost";
    if (self && !boot.empty() && boot != self->bootId) {
        status.cause = "machine_restarted";
        explain(status, HALYARD_TEXT("The machine was restarted while the run was going on."));
    } else {
        status.cause = "supervisor_lost";
        explain(status, HALYARD_TEXT("The supervisor of the run ended without a word; the run ended with it."));
    }
}

// What the supervisor keeps, all of one moment: a run that begins or ends while we look is looked at again.
struct Records {
    bool locked = false;
    Json state;
    Json exit;
};

Records readRecords(const RunFolder& run) {
    Records records;
    for (int attempt = 0; attempt < 5; ++attempt) {
        const bool before = run.isLocked();
        records.state = readObject(run.state());
        records.exit = readObject(run.exit());
        records.locked = run.isLocked();
        if (records.locked == before) {
            break;
        }
    }
    return records;
}

void readEnd(const Records& records, const std::vector<Event>& events, RunStatus& status) {
    if (readExit(records.exit, status)) {
        return;
    }
    if (isOneOf(text(records.state, "state"), liveStates())) {
        readLoss(records.state, status);
        return;
    }
    if (const Event* const last = lastWord(events)) {
        status.state = last->name;
        status.reason = reasonOf(*last);
        status.message = messageFromJson(last->fields.value("sentence", Json()));
        return;
    }
    const bool began = !events.empty() || !records.state.empty();
    status.state = began ? "crashed" : "new";
    if (began) {
        explain(status, HALYARD_TEXT("The run ended without saying how; the machine or the supervising program was stopped."));
    }
}

void readLife(const RunFolder& run, const Json& state, RunStatus& status) {
    const std::string word = text(state, "state");
    // The lock is taken before the first word is written; a dry run, which keeps nothing, writes none.
    status.state = isOneOf(word, liveStates()) ? word : state.empty() ? "running" : "starting";
    const auto beat = lastBeat(run);
    if (!beat) {
        return;
    }
    status.silence = beat->age;
    status.beside = beat->beside;
    if (beat->shortage && status.state == "running") {
        status.state = "paused";
        explain(status, beat->shortage->message(run));
    }
}

// Seconds between the lines of the process that takes the steps now.
std::vector<double> intervalsOf(const std::vector<Event>& events, double& last) {
    const auto newest = std::find_if(events.rbegin(), events.rend(), [](const Event& event) { return event.name == "step"; });
    std::vector<double> times;
    for (const Event& event : events) {
        if (newest != events.rend() && event.segment == newest->segment) {
            times.push_back(event.time);
        }
    }
    last = times.empty() ? 0 : times.back();
    std::adjacent_difference(times.begin(), times.end(), times.begin());
    if (!times.empty()) {
        times.erase(times.begin());
    }
    return times;
}

void readStall(const RunFolder& run, const std::vector<Event>& events, RunStatus& status) {
    double last = 0;
    std::vector<double> intervals = intervalsOf(events, last);
    if (status.state != "running" || !status.beside.empty() || intervals.size() < kLeastIntervals) {
        return;
    }
    std::sort(intervals.begin(), intervals.end());
    const double usual = intervals[intervals.size() / 2];
    const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    if (now - last <= std::max({kLeastStall, kUsualTimes * usual, kLongestTimes * intervals.back()})) {
        return;
    }
    status.stalled = now - last;
    explain(status, Message(HALYARD_TEXT("The run has taken no step for {time}, where {usual} is usual: it may hang, or its process "
                                         "is suspended. Wait, or end it with: halyard stop {path} --now"),
                            {{"time", humanDuration(now - last)},
                             {"usual", humanDuration(usual)},
                             {"path", printable(run.path().string())}}));
}

// A composite run has taken the steps of its children; loss and speed are those of the newest that has begun.
void addChildren(const RunFolder& run, const RunSpec& spec, RunStatus& status) {
    std::error_code error;
    const std::vector<std::string> names = childNames(spec);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const RunFolder child(run.children() / names[i]);
        if (!fs::exists(child.specFile(), error)) {
            continue;
        }
        const RunStatus part = runStatus(child);
        status.step += part.step;
        status.totalSteps += part.totalSteps - totalSteps(spec.children[i]);
        if (part.loss) {
            status.loss = part.loss;
            status.tokensPerSecond = part.tokensPerSecond;
        }
    }
}

RunStatus judge(const RunFolder& run, const Records& records) {
    RunStatus status;
    const RunSpec spec = run.spec();
    status.totalSteps = totalSteps(spec);
    status.version = number<std::int64_t>(records.state, "version").value_or(0);
    status.changed = number<double>(records.state, "time");
    const std::vector<Event> events = newestEvents(run.events());
    readSteps(events, status);
    if (records.locked) {
        readLife(run, records.state, status);
        if (!isEvaluation(spec.kind)) { // whose steps are of any length
            readStall(run, events, status);
        }
    } else {
        readEnd(records, events, status);
    }
    addChildren(run, spec, status);
    if (spec.kind == RunKind::GaS2 && status.state == "done") {
        status.totalSteps = status.step; // the steps after a ranking that was enough are not done
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

} // namespace

bool RunStatus::goesOn() const {
    return isOneOf(state, liveStates());
}

bool RunStatus::canResume() const {
    return !goesOn() && state != "new" && state != "done";
}

std::int64_t totalSteps(const RunSpec& spec) {
    if (!spec.children.empty()) {
        std::int64_t sum = 0;
        for (const RunSpec& child : spec.children) {
            sum += totalSteps(child);
        }
        return sum;
    }
    if (isEvaluation(spec.kind)) {
        return evaluationSteps(spec);
    }
    if (spec.schedule.tokens <= 0) {
        return spec.schedule.steps;
    }
    const std::int64_t perStep = spec.data.context_length * spec.data.batch_size * spec.data.accumulation;
    return perStep > 0 ? (spec.schedule.tokens + perStep - 1) / perStep : 0;
}

std::optional<Message> failureReason(const RunFolder& run, double since) {
    std::vector<Event> events = newestEvents(run.events());
    std::erase_if(events, [&](const Event& event) { return event.time < since; });
    const Event* const last = lastWord(events);
    if (last == nullptr || last->name != "failed") {
        return std::nullopt;
    }
    const Message plain(HALYARD_TEXT("{words}"), {{"words", reasonOf(*last)}});
    return messageFromJson(last->fields.value("sentence", Json())).value_or(plain);
}

RunStatus runStatus(const RunFolder& run) {
    return judge(run, readRecords(run));
}

RunStatus statusUnderOwnLock(const RunFolder& run) {
    return judge(run, {.locked = false, .state = readObject(run.state()), .exit = readObject(run.exit())});
}

} // namespace halyard
