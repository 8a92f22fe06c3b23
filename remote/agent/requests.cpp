// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/requests.h"

#include <map>

namespace halyard {

namespace {

using Answer = Json (*)(const RequestContext& context);

const std::map<std::string_view, Answer>& answers() {
    static const std::map<std::string_view, Answer> kAnswers = {
        {"list", answerList},       {"read", answerRead},       {"events", answerEvents},   {"create", answerCreate},
        {"rename", answerRename},   {"notes", answerNotes},     {"trash", answerTrash},     {"restore", answerRestore},
        {"start", answerStart},     {"command", answerCommand}, {"queue", answerQueue},     {"enqueue", answerEnqueue},
        {"dequeue", answerDequeue}, {"reorder", answerReorder}, {"job", answerJob},         {"job_start", answerJobStart},
        {"job_cancel", answerJobCancel}, {"result", answerResult},
    };
    return kAnswers;
}

} // namespace

Requests::Requests(const Project& project, RunWatch& watch, std::filesystem::path agent)
    : m_project(project), m_watch(watch), m_agent(std::move(agent)) {}

Json Requests::answer(const Request& request, const std::string& actor) {
    if (request.verb == "ping") {
        return {{"time", unixTime()}};
    }
    if (request.verb == "sample") {
        return m_sampler.sample(m_project.root());
    }
    const VerbInfo* const verb = findVerb(request.verb);
    const auto found = answers().find(request.verb);
    if (verb == nullptr || found == answers().end()) {
        throw invalidInput(HALYARD_TEXT("\"{verb}\" is not a request this agent knows."),
                           {{"verb", printable(request.verb, 40)}});
    }
    if (verb->changes) {
        if (const auto readOnly = m_project.whyReadOnly()) {
            throw *readOnly;
        }
    }
    return found->second({m_project, m_watch, m_agent, request, actor});
}

} // namespace halyard
