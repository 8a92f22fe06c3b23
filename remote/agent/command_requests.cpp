// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/command_inbox.h"
#include "core/run/events.h"
#include "core/run/launch.h"
#include "remote/agent/params.h"
#include "remote/agent/requests.h"

#include <algorithm>

namespace halyard {

namespace fs = std::filesystem;

namespace {

std::string textOf(const Json& fields, const char* key) {
    const auto found = fields.find(key);
    return found != fields.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// The commands that the supervisor wrote down, newest first; of the last 2 MB of events.
std::vector<Event> commandsOf(const RunFolder& run) {
    constexpr std::uint64_t kTail = std::uint64_t{2} << 20U;
    std::error_code error;
    const std::uint64_t size = fs::file_size(run.events(), error);
    if (error) {
        return {};
    }
    std::vector<Event> events = readEvents(run.events(), size > kTail ? size - kTail : 0).events;
    std::erase_if(events, [](const Event& event) { return event.name != "command"; });
    std::reverse(events.begin(), events.end());
    return events;
}

// Who did what to a run that is not as it was when it was looked at.
[[noreturn]] void refuseAsChanged(const std::string& name, const RunStatus& status,
                                  const std::vector<Event>& commands) {
    Arguments arguments = {{"run", printable(name)}, {"state", status.state}};
    if (commands.empty()) {
        throw invalidInput(HALYARD_TEXT("{run} is not as it was shown: by now it is \"{state}\". Nothing was done."),
                           arguments);
    }
    const Event& last = commands.front();
    const auto seconds = static_cast<long long>(std::max(0.0, unixTime() - last.time));
    arguments.emplace_back("actor", printable(textOf(last.fields, "actor")));
    arguments.emplace_back("seconds", std::to_string(seconds));
    const std::string command = textOf(last.fields, "command");
    if (command == "pause") {
        throw invalidInput(HALYARD_TEXT("{run} was paused by {actor} {seconds} s ago. Nothing was done."), arguments);
    }
    if (command == "resume") {
        throw invalidInput(HALYARD_TEXT("{run} was continued by {actor} {seconds} s ago. Nothing was done."),
                           arguments);
    }
    throw invalidInput(HALYARD_TEXT("{run} was stopped by {actor} {seconds} s ago. Nothing was done."), arguments);
}

// A run that begins changes its state by itself; that is no reason to refuse what was asked of it.
std::string shown(const std::string& state) {
    return state == "starting" ? "running" : state;
}

bool isAsShown(const Params& params, const RunStatus& status) {
    const bool sameVersion = !params.has("expected_version") || params.whole("expected_version") == status.version;
    return sameVersion || shown(params.text("expected_state", std::string())) == shown(status.state);
}

} // namespace

Json answerStart(const RequestContext& context) {
    const Params params(context.request);
    const RunFolder run = context.project.wholeRun(params.text("run"));
    const Launch launch =
        launchRun(run, {.agent = context.agent, .id = params.text("request", 64), .resume = params.flag("resume")});
    const RunStatus status = runStatus(run);
    return {{"launch", launch == Launch::Started       ? "started"
                       : launch == Launch::DoneAlready ? "done"
                                                       : "running"},
            {"version", status.version},
            {"state", status.state}};
}

Json answerCommand(const RequestContext& context) {
    const Params params(context.request);
    const std::string name = params.text("run");
    const RunFolder run = context.project.wholeRun(name);
    const std::string word = params.text("command");
    const auto command = runCommandFromName(word);
    if (!command) {
        throw invalidInput(HALYARD_TEXT("\"{command}\" is not a command: stop, stop_now, pause or resume."),
                           {{"command", printable(word, 40)}});
    }
    const std::string id = params.text("request", 64);
    const std::vector<Event> commands = commandsOf(run);
    const bool applied = std::any_of(commands.begin(), commands.end(),
                                     [&](const Event& event) { return textOf(event.fields, "id") == id; });
    if (applied || isWaiting(run, id)) {
        return {{"posted", false}};
    }
    const RunStatus status = runStatus(run);
    if (!isAsShown(params, status) || (!status.goesOn() && !commands.empty() && status.state == "stopped")) {
        refuseAsChanged(name, status, commands);
    }
    if (status.goesOn()) {
        postCommand(run, *command, id, context.actor);
        // A run that ended in this moment takes no commands; one left behind must not greet its next start.
        if (run.isLocked() || !withdrawCommand(run, id)) {
            return {{"posted", true}};
        }
    }
    throw invalidInput(HALYARD_TEXT("{run} is not running. Nothing was done."), {{"run", printable(name)}});
}

} // namespace halyard
