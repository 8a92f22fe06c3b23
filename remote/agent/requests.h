// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/protocol.h"
#include "remote/agent/machine_sample.h"
#include "remote/agent/project.h"
#include "remote/agent/run_record.h"
#include "remote/agent/run_watch.h"

#include <filesystem>
#include <string>

namespace halyard {

// Answers the requests that have one answer each (all but "hello", "follow", "unfollow" and "ack", which belong to a
// connection). An answer is a JSON object; a refusal is an Error with its sentence.
class Requests {
public:
    // agent: the program that supervises and schedules; empty = beside this one.
    Requests(const Project& project, RunWatch& watch, std::filesystem::path agent);

    // actor: "user@host" of who asks.
    [[nodiscard]] Json answer(const Request& request, const std::string& actor);

private:
    const Project& m_project;
    RunWatch& m_watch;
    std::filesystem::path m_agent;
    MachineSampler m_sampler;
};

// One function a verb; all look at the folder and nowhere else, so that two agents of one project agree.
struct RequestContext {
    const Project& project;
    RunWatch& watch;
    const std::filesystem::path& agent;
    const Request& request;
    const std::string& actor;
};
// read_requests.cpp
[[nodiscard]] Json answerList(const RequestContext& context);
[[nodiscard]] Json answerRead(const RequestContext& context);
[[nodiscard]] Json answerEvents(const RequestContext& context);
// result_requests.cpp
[[nodiscard]] Json answerResult(const RequestContext& context);
// change_requests.cpp
[[nodiscard]] Json answerCreate(const RequestContext& context);
[[nodiscard]] Json answerRename(const RequestContext& context);
[[nodiscard]] Json answerNotes(const RequestContext& context);
[[nodiscard]] Json answerTrash(const RequestContext& context);
[[nodiscard]] Json answerRestore(const RequestContext& context);
// command_requests.cpp
[[nodiscard]] Json answerStart(const RequestContext& context);
[[nodiscard]] Json answerCommand(const RequestContext& context);
// queue_requests.cpp
[[nodiscard]] Json answerQueue(const RequestContext& context);
[[nodiscard]] Json answerEnqueue(const RequestContext& context);
[[nodiscard]] Json answerDequeue(const RequestContext& context);
[[nodiscard]] Json answerReorder(const RequestContext& context);
// job_requests.cpp
[[nodiscard]] Json answerJob(const RequestContext& context);
[[nodiscard]] Json answerJobStart(const RequestContext& context);
[[nodiscard]] Json answerJobCancel(const RequestContext& context);

// Relative paths are of the project; a run keeps whole ones, so that it means the same from every folder. Hashes say what
// the inputs are now. Throws Error(InvalidInput) for the first mistake in the spec.
void completeInputs(RunSpec& spec, const Project& project);

} // namespace halyard
