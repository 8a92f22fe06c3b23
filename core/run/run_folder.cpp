// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/run_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_lock.h"
#include "core/run/secret_scan.h"
#include "core/run/validate.h"

#include <cerrno>
#include <cstdio>

namespace halyard {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuseOutput(const fs::path& path, Sentence why) {
    throw invalidInput(why, {{"path", printable(path.string())}});
}

// What can be said before anything is written; the rename that makes the run visible decides in the end.
void refuseUnfitOutput(const fs::path& path) {
    if (fs::exists(path / "run.json")) {
        refuseOutput(path, HALYARD_TEXT("{path} is a run already. Choose another folder, or remove it first."));
    }
    std::error_code error;
    if (fs::exists(path) && !fs::is_directory(path)) {
        refuseOutput(path, HALYARD_TEXT("{path} is a file. Choose a folder that does not exist yet."));
    }
    if (fs::is_directory(path) && !fs::is_empty(path, error)) {
        refuseOutput(path, HALYARD_TEXT("{path} is not empty. Choose a folder that does not exist yet."));
    }
}

} // namespace

RunFolder RunFolder::create(const fs::path& path, const RunSpec& spec, const Json& origin, const std::map<std::string, Json>& beside) {
    checkOutputPath(path, spec);
    const fs::path target = path.has_filename() ? path : path.parent_path();
    refuseUnfitOutput(target);
    const Json document = toJson(spec);
    refuseSecrets(document, (target / "run.json").string());
    removeLeftoversOf(target);
    AtomicFolder folder(target);
    writeJsonFile(folder.path() / "run.json", document);
    if (!origin.is_null()) {
        writeJsonFile(folder.path() / "origin.json", origin);
    }
    for (const auto& [name, content] : beside) {
        writeJsonFile(folder.path() / name, content);
    }
    syncFolder(folder.path());
    // Not folder.commit(), which replaces: rename() takes the place of nothing or of an empty folder only, so that of
    // two who create the same run one is refused.
    if (std::rename(folder.path().c_str(), target.c_str()) != 0) {
        const int error = errno;
        if (error == ENOTEMPTY || error == EEXIST) {
            refuseUnfitOutput(target);
        }
        throw systemError(target.string(), HALYARD_TEXT("creating"), error);
    }
    syncFolder(target.has_parent_path() ? target.parent_path() : fs::path("."));
    return RunFolder(target);
}

RunFolder RunFolder::open(const fs::path& path) {
    const RunFolder run(path.has_filename() ? path : path.parent_path());
    std::error_code error;
    if (!fs::exists(run.specFile(), error)) {
        refuseOutput(path, HALYARD_TEXT("{path} is not a run: it has no run.json. \"halyard new\" creates one."));
    }
    (void)run.spec();
    return run;
}

RunSpec RunFolder::spec() const {
    return runSpecFromJson(readJsonFile(specFile()), specFile().string());
}

FileDescriptor RunFolder::tryLock() const {
    return tryLockFile(lock());
}

bool RunFolder::isLocked() const {
    return isFileLocked(lock());
}

} // namespace halyard
