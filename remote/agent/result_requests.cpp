// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "remote/agent/file_identity.h"
#include "remote/agent/params.h"
#include "remote/agent/requests.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace halyard {

namespace {

constexpr std::array<std::string_view, 6> kFiles = {"results.json", "trials.jsonl", "sweep.json",
                                                    "screen.json",  "ranking.json", "table.json"};
constexpr std::array<std::string_view, 2> kFolders = {"results", "selections"}; // of *.json

// A file that holds what a run found: where it is below the run.
struct ResultPlace {
    std::string folder; // empty: the run's own
    std::string name;
};

ResultPlace placeOf(const std::string& file) {
    if (std::find(kFiles.begin(), kFiles.end(), file) != kFiles.end()) {
        return {{}, file};
    }
    for (const std::string_view folder : kFolders) {
        const bool isBelow = file.starts_with(std::string(folder) + "/");
        const std::string name = isBelow ? file.substr(folder.size() + 1) : std::string();
        if (isFileName(name) && name.ends_with(".json")) {
            return {std::string(folder), name};
        }
    }
    throw invalidInput(HALYARD_TEXT("\"{file}\" is no file of results: those are results.json, trials.jsonl, sweep.json, "
                                    "screen.json, ranking.json, table.json, and the .json files of results/ and selections/."),
                       {{"file", printable(file, 80)}});
}

// Opened in a folder; -1 with errno when it cannot be. A link is not followed.
FileDescriptor openIn(int folder, const std::string& name, int flags) {
    return FileDescriptor(uninterrupted(
        [&] { return ::openat(folder, name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | flags); }));
}

// The open file, or nothing when it is not there yet. Neither it nor its folder may be a link: what a run found is in the
// run.
std::optional<FileDescriptor> openResult(const RunFolder& run, const ResultPlace& place, const std::filesystem::path& path) {
    FileDescriptor file = openIn(AT_FDCWD, run.path().string(), O_DIRECTORY);
    if (file.isOpen() && !place.folder.empty()) {
        file = openIn(file.get(), place.folder, O_DIRECTORY);
    }
    if (file.isOpen()) {
        file = openIn(file.get(), place.name, 0);
    }
    if (!file.isOpen() && errno == ENOENT) {
        return std::nullopt;
    }
    const bool isElsewhere = !file.isOpen() && (errno == ELOOP || errno == ENOTDIR);
    if (!file.isOpen() && !isElsewhere) {
        throw systemError(path.string(), HALYARD_TEXT("reading"), errno);
    }
    struct stat info {};
    if (isElsewhere || ::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
        throw invalidInput(HALYARD_TEXT("{path} is not a regular file."), {{"path", printable(path.string())}});
    }
    return file;
}

} // namespace

Json answerResult(const RequestContext& context) {
    constexpr std::int64_t kMost = std::int64_t{512} << 10U;
    const Params params(context.request);
    const RunFolder run = context.project.run(params.text("run"));
    const std::string name = params.text("file");
    const ResultPlace place = placeOf(name);
    const std::int64_t offset = params.whole("offset", 0);
    std::string bytes(static_cast<std::size_t>(std::min(params.whole("bytes", kMost), kMost)), '\0');
    const std::filesystem::path path = run.path() / name;
    const std::optional<FileDescriptor> file = openResult(run, place, path);
    if (!file) {
        return {{"offset", offset}, {"size", 0}, {"file", 0}, {"data", ""}};
    }
    const ssize_t got =
        uninterrupted([&] { return ::pread(file->get(), bytes.data(), bytes.size(), static_cast<off_t>(offset)); });
    if (got < 0) {
        throw systemError(path.string(), HALYARD_TEXT("reading"), errno);
    }
    bytes.resize(static_cast<std::size_t>(got));
    return {{"offset", offset},
            {"size", fileSize(*file, path)},
            {"file", identityOf(path, file->get())},
            {"data", base64(bytes)}};
}

} // namespace halyard
