// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/command_inbox.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/unique_id.h"
#include "core/run/process_identity.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <pwd.h>
#include <unistd.h>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::pair<RunCommand, std::string_view>, 4> kNames = {{
    {RunCommand::Stop, "stop"},
    {RunCommand::StopNow, "stop_now"},
    {RunCommand::Pause, "pause"},
    {RunCommand::Resume, "resume"},
}};

constexpr std::size_t kLongestId = 64;
constexpr std::size_t kLargestFile = 65536;
constexpr std::string_view kSuffix = ".json";

bool isId(const std::string& id) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    };
    return !id.empty() && id.size() <= kLongestId && std::all_of(id.begin(), id.end(), allowed);
}

fs::path fileOf(const RunFolder& run, const std::string& id) {
    if (!isId(id)) {
        throw invalidInput(HALYARD_TEXT("\"{id}\" cannot be the id of a command: letters, digits, \"-\" and \"_\", at most 64."),
                           {{"id", printable(id, 80)}});
    }
    return run.inbox() / (id + std::string(kSuffix));
}

// The id of a file in the inbox; nothing for what is still being written, and for what is no command.
std::optional<std::string> idOf(const fs::path& file) {
    const std::string name = file.filename().string();
    if (!name.ends_with(kSuffix)) {
        return std::nullopt;
    }
    std::string id = name.substr(0, name.size() - kSuffix.size());
    return isId(id) ? std::optional(std::move(id)) : std::nullopt;
}

PostedCommand read(const fs::path& file, std::string id) {
    PostedCommand posted;
    posted.id = std::move(id);
    try {
        const Json document = readJsonFile(file, {.maxBytes = kLargestFile, .maxDepth = 8});
        const auto text = [&](const char* key) {
            const auto found = document.find(key);
            return found != document.end() && found->is_string() ? found->get<std::string>() : std::string();
        };
        if (document.is_object()) {
            posted.command = runCommandFromName(text("command"));
            posted.actor = printable(text("actor"), 200);
            posted.time = document.value("time", Json()).is_number() ? document["time"].get<double>() : 0;
        }
    } catch (const Error&) {
        posted.command.reset();
    }
    return posted;
}

// A full disk takes no command, but a run that waits for room on it must be stoppable.
bool signalSupervisor(const RunFolder& run, RunCommand command) {
    if (command != RunCommand::Stop && command != RunCommand::StopNow) {
        return false;
    }
    const auto supervisor = processIdentityFromJson(readJsonFile(run.state()));
    return supervisor && sendSignal(*supervisor, command == RunCommand::Stop ? kStopSignal : kStopNowSignal);
}

} // namespace

std::string_view nameOf(RunCommand command) {
    return std::find_if(kNames.begin(), kNames.end(), [&](const auto& entry) { return entry.first == command; })->second;
}

std::optional<RunCommand> runCommandFromName(std::string_view name) {
    const auto found = std::find_if(kNames.begin(), kNames.end(), [&](const auto& entry) { return entry.second == name; });
    return found == kNames.end() ? std::nullopt : std::optional(found->first);
}

std::string postCommand(const RunFolder& run, RunCommand command, const std::string& id, const std::string& actor) {
    const std::string name = id.empty() ? uniqueId() : id;
    const fs::path file = fileOf(run, name);
    std::error_code error;
    fs::create_directory(run.inbox(), error);
    if (error && error != std::errc::no_space_on_device) { // writing says that
        throw systemError(run.inbox().string(), HALYARD_TEXT("creating"), error.value());
    }
    const double now = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    try {
        writeJsonFile(file, {{"command", nameOf(command)}, {"id", name}, {"actor", actor.empty() ? actorHere() : actor}, {"time", now}});
    } catch (const Error& refusal) {
        if (!refusal.isDiskFull() || !signalSupervisor(run, command)) {
            throw;
        }
    }
    return name;
}

bool isWaiting(const RunFolder& run, const std::string& id) {
    std::error_code error;
    return fs::exists(fileOf(run, id), error);
}

bool withdrawCommand(const RunFolder& run, const std::string& id) {
    std::error_code error;
    return fs::remove(fileOf(run, id), error);
}

std::vector<PostedCommand> takeCommands(const RunFolder& run, double before) {
    std::vector<PostedCommand> taken;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(run.inbox(), error)) {
        auto id = idOf(entry.path());
        if (!id) {
            continue;
        }
        PostedCommand posted = read(entry.path(), std::move(*id));
        // Only who removes the file applies it: it may have been withdrawn meanwhile.
        if (posted.time < before && ::unlink(entry.path().c_str()) == 0) {
            taken.push_back(std::move(posted));
        }
    }
    std::stable_sort(taken.begin(), taken.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
    return taken;
}

std::string actorHere() {
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) {
        host[0] = '\0';
    }
    const passwd* const user = ::getpwuid(::getuid());
    const std::string name = user != nullptr ? user->pw_name : std::to_string(::getuid());
    return printable(name + "@" + host.data(), 200);
}

} // namespace halyard
