// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/run_record.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/message_json.h"
#include "core/run/process_identity.h"

#include <chrono>
#include <cstdio>
#include <unistd.h>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kTail = std::uint64_t{2} << 20U;
// Room for exit.json and the last state.json.
constexpr std::size_t kReserve = std::size_t{64} << 10U;

// What cannot be recorded must not end a run that can go on.
template <class Action> void tryTo(const Action& action) {
    try {
        action();
    } catch (const Error& error) {
        std::fprintf(stderr, "halyard-agent: %s\n", error.what());
    }
}

} // namespace

double unixTime() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

RunRecord::RunRecord(RunFolder run, std::string launch)
    : m_run(std::move(run)), m_launch(std::move(launch)), m_events(m_run.events()) {}

void RunRecord::begin(double locked) {
    m_version = statusUnderOwnLock(m_run).version;
    state("starting");
    removeLeftovers(m_run.path());
    std::error_code ignored;
    fs::remove(m_run.exit(), ignored);
    fs::remove(m_run.pause(), ignored);
    tryTo([&] { writeFileAtomically(m_run.reserve(), std::string(kReserve, ' ')); });
    const std::uint64_t size = fs::file_size(m_run.events(), ignored);
    for (const Event& event : readEvents(m_run.events(), size > kTail ? size - kTail : 0).events) {
        if (event.name == "command" && event.fields.contains("id") && event.fields["id"].is_string()) {
            m_applied.insert(event.fields["id"].get<std::string>());
        }
    }
    for (const PostedCommand& late : takeCommands(m_run, locked)) {
        command(late, "too late: the run had ended");
    }
}

void RunRecord::state(const std::string& word, const std::vector<pid_t>& ranks) {
    Json document = {{"version", ++m_version}, {"state", word}, {"time", unixTime()}};
    if (!m_launch.empty()) {
        document["launch"] = m_launch;
    }
    if (const auto self = identityOf(::getpid())) {
        document.update(toJson(*self));
    }
    Json workers = Json::array();
    for (const pid_t rank : ranks) {
        const auto identity = identityOf(rank);
        workers.push_back(identity ? toJson(*identity) : Json(nullptr));
    }
    if (!workers.empty()) {
        document["worker"] = workers[0];
    }
    if (workers.size() > 1) {
        document["workers"] = workers;
    }
    tryTo([&] { writeJsonFile(m_run.state(), document); });
}

void RunRecord::command(const PostedCommand& posted, const std::string& result) {
    m_applied.insert(posted.id);
    event("command", {{"id", posted.id},
                      {"command", posted.command ? Json(nameOf(*posted.command)) : Json(nullptr)},
                      {"actor", posted.actor},
                      {"result", result}});
}

void RunRecord::event(const std::string& name, const Json& fields) {
    tryTo([&] { m_events.write(name, fields); });
}

void RunRecord::end(const RunEnd& end) {
    Json document = {{"ended", end.ended},
                     {"cause", end.cause},
                     {"reason", end.message.text()},
                     {"message", toJson(end.message)},
                     {"rank", end.rank},
                     {"time", unixTime()}};
    document["exit_code"] = end.exitCode >= 0 ? Json(end.exitCode) : Json(nullptr);
    document["signal"] = end.signal != 0 ? Json(end.signal) : Json(nullptr);
    if (const auto self = identityOf(::getpid())) {
        document.update(toJson(*self));
    }
    std::error_code ignored;
    fs::remove(m_run.pause(), ignored);
    fs::remove(m_run.reserve(), ignored);
    tryTo([&] { writeJsonFile(m_run.exit(), document); });
    state(end.ended);
}

} // namespace halyard
