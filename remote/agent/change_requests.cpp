// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/unique_id.h"
#include "core/run/run_inputs.h"
#include "core/run/validate.h"
#include "remote/agent/params.h"
#include "remote/agent/queue_file.h"
#include "remote/agent/requests.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// Whether a run is there because of this very request. One that another agent puts into the trash meanwhile is not there.
bool isFromRequest(const RunFolder& run, const std::string& id) {
    std::error_code error;
    if (!fs::exists(run.origin(), error)) {
        return false;
    }
    try {
        const Json origin = readJsonFile(run.origin());
        return origin.is_object() && origin.value("id", Json()) == id;
    } catch (const Error&) {
        if (fs::exists(run.origin(), error)) {
            throw;
        }
        return false;
    }
}

// Holds off another agent that changes the same notes.
FileDescriptor lockNotes(const RunFolder& run) {
    FileDescriptor file(::open(run.specFile().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    while (file.isOpen() && ::flock(file.get(), LOCK_EX) != 0 && errno == EINTR) {
    }
    return file;
}

Json changeNotes(const RequestContext& context, const char* key, std::size_t most) {
    const Params params(context.request);
    const RunFolder run = context.project.run(params.text("run"));
    const std::string value = params.text(key, most);
    const FileDescriptor lock = lockNotes(run);
    std::error_code error;
    Json document = fs::exists(run.notes(), error) ? readJsonFile(run.notes()) : Json::object();
    if (!document.is_object()) {
        document = Json::object();
    }
    const bool counted = document.value("version", Json()).is_number_unsigned();
    const std::int64_t version = counted ? document["version"].get<std::int64_t>() : 0;
    if (document.value(key, Json()) == value) {
        return {{"notes_version", version}};
    }
    if (params.has("expected_version") && params.whole("expected_version") != version) {
        const Json actor = document.value("actor", Json());
        throw invalidInput(
            HALYARD_TEXT("The notes of {run} were changed by {actor} meanwhile. Look at them and write yours again."),
            {{"run", printable(run.path().filename().string())},
             {"actor", actor.is_string() ? printable(actor.get<std::string>()) : "?"}});
    }
    document.update({{key, value}, {"version", version + 1}, {"actor", context.actor}, {"time", unixTime()}});
    writeJsonFile(run.notes(), document);
    return {{"notes_version", version + 1}};
}

void moveFolder(const fs::path& from, const fs::path& to) {
    if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) != 0) {
        throw systemError(to.string(), HALYARD_TEXT("renaming"), errno);
    }
    syncFolder(from.parent_path());
    syncFolder(to.parent_path());
}

constexpr std::size_t kTrashMark = 9; // "~" and eight hexadecimal digits

} // namespace

void completeInputs(RunSpec& spec, const Project& project) {
    for (RunInput& input : spec.inputs) {
        const fs::path path(input.path);
        if (path.is_relative() && !input.path.empty()) {
            input.path = fs::weakly_canonical(project.root() / path).string();
        }
    }
    (void)requireValid(spec);
    for (RunInput& input : spec.inputs) {
        input.hash = hashOf(input);
    }
}

Json answerCreate(const RequestContext& context) {
    const Params params(context.request);
    const std::string name = params.text("name");
    const std::string id = params.text("request", 64);
    const RunFolder place(context.project.placeOf(name));
    std::error_code error;
    if (fs::exists(place.specFile(), error) && isFromRequest(place, id)) {
        return {{"run", name}, {"created", false}};
    }
    RunSpec spec = runSpecFromJson(params.object("spec"), "run.json");
    completeInputs(spec, context.project);
    fs::create_directories(context.project.runs(), error);
    try {
        (void)RunFolder::create(place.path(), spec, {{"id", id}, {"actor", context.actor}, {"time", unixTime()}});
    } catch (const Error&) {
        // The same request over another connection may have come first.
        if (fs::exists(place.specFile(), error) && isFromRequest(place, id)) {
            return {{"run", name}, {"created", false}};
        }
        throw;
    }
    return {{"run", name}, {"created", true}};
}

Json answerRename(const RequestContext& context) {
    return changeNotes(context, "title", 200);
}

Json answerNotes(const RequestContext& context) {
    return changeNotes(context, "notes", std::size_t{16} << 10U);
}

Json answerTrash(const RequestContext& context) {
    const Params params(context.request);
    const std::string name = params.text("run");
    (void)context.project.wholeRun(name);
    if (params.text("typed") != name) {
        throw invalidInput(
            HALYARD_TEXT("Type the name of the run, \"{run}\", to move it to the trash. Nothing was done."),
            {{"run", printable(name)}});
    }
    const std::string trashed = name + "~" + uniqueId().substr(0, kTrashMark - 1);
    // Under the queue's lock: nobody puts it there meanwhile.
    QueueFile(context.project.runs()).edit([&](const Queue& queue) {
        const RunFolder run = context.project.wholeRun(name);
        if (queue.find(name) != nullptr) {
            throw invalidInput(HALYARD_TEXT("{run} is in the queue. Take it out of the queue first."),
                               {{"run", printable(name)}});
        }
        const FileDescriptor lock = run.tryLock();
        if (!lock.isOpen()) {
            throw invalidInput(HALYARD_TEXT("{run} is running. Stop it first."), {{"run", printable(name)}});
        }
        std::error_code error;
        fs::create_directories(context.project.trash(), error);
        moveFolder(run.path(), context.project.trash() / trashed);
        return false;
    });
    return {{"trashed", trashed}};
}

Json answerRestore(const RequestContext& context) {
    const std::string trashed = Params(context.request).text("trashed");
    std::error_code error;
    const fs::path folder = context.project.trash() / trashed;
    const bool isTrash = isFileName(trashed) && trashed.size() > kTrashMark &&
                         trashed[trashed.size() - kTrashMark] == '~' &&
                         fs::symlink_status(folder, error).type() == fs::file_type::directory;
    if (!isTrash) {
        throw invalidInput(HALYARD_TEXT("There is no \"{name}\" in the trash."), {{"name", printable(trashed)}});
    }
    const std::string name = trashed.substr(0, trashed.size() - kTrashMark);
    if (fs::exists(context.project.placeOf(name), error)) {
        throw invalidInput(HALYARD_TEXT("There is another run \"{run}\" by now. Move that one to the trash first."),
                           {{"run", printable(name)}});
    }
    moveFolder(folder, context.project.placeOf(name));
    return {{"run", name}};
}

} // namespace halyard
