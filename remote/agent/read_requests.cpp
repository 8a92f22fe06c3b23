// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/base64.h"
#include "core/io/checkpoint_store.h"
#include "remote/agent/params.h"
#include "remote/agent/requests.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// A file of the supervisor; null when it is not there or cannot be read.
Json documentOf(const fs::path& file) {
    std::error_code error;
    try {
        return fs::exists(file, error) ? readJsonFile(file) : Json(nullptr);
    } catch (const Error&) {
        return nullptr;
    }
}

Json logsOf(const RunFolder& run) {
    constexpr std::size_t kMost = 256;
    Json logs = Json::array();
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(run.log(), error)) {
        const std::string name = entry.path().filename().string();
        if (logs.size() < kMost && isFileName(name) && entry.symlink_status(error).type() == fs::file_type::regular) {
            logs.push_back({{"file", name}, {"bytes", entry.file_size(error)}});
        }
    }
    std::sort(logs.begin(), logs.end());
    return logs;
}

} // namespace

Json answerList(const RequestContext& context) {
    constexpr std::size_t kMostBytes = std::size_t{512} << 10U;
    const std::string after = Params(context.request).text("after", std::string());
    // A whole round, so that the answer is of now.
    do {
        context.watch.look(std::chrono::milliseconds(100));
    } while (!context.watch.isRoundDone());
    Json runs = Json::array();
    std::size_t bytes = 0;
    for (const std::string& name : context.watch.names()) {
        if (name <= after) {
            continue;
        }
        Json summary = toJson(*context.watch.find(name));
        bytes += summary.dump(-1, ' ', false, Json::error_handler_t::replace).size();
        if (bytes > kMostBytes && !runs.empty()) {
            return {{"runs", runs}, {"more", true}};
        }
        runs.push_back(std::move(summary));
    }
    return {{"runs", runs}, {"more", false}};
}

Json answerRead(const RequestContext& context) {
    const std::string name = Params(context.request).text("run");
    const RunFolder run = context.project.run(name);
    RunSummary summary = summaryOf(run);
    summary.run = name;
    Json checkpoints = Json::array();
    for (const CheckpointInfo& checkpoint : CheckpointStore(run.checkpoints()).list()) {
        checkpoints.push_back({{"step", checkpoint.step}, {"path", checkpoint.path.string()}});
    }
    return {{"path", run.path().string()},      {"spec", documentOf(run.specFile())},
            {"state", documentOf(run.state())}, {"exit", documentOf(run.exit())},
            {"checkpoints", checkpoints},       {"logs", logsOf(run)},
            {"summary", toJson(summary)}};
}

Json answerEvents(const RequestContext& context) {
    constexpr std::int64_t kMost = std::int64_t{256} << 10U;
    const Params params(context.request);
    const RunFolder run = context.project.run(params.text("run"));
    const std::int64_t offset = params.whole("offset", 0);
    std::string bytes(static_cast<std::size_t>(std::min(params.whole("bytes", kMost), kMost)), '\0');
    std::error_code error;
    if (!fs::exists(run.events(), error)) {
        return {{"offset", offset}, {"size", 0}, {"data", ""}};
    }
    const FileDescriptor file = openRegularFile(run.events());
    const ssize_t got = ::pread(file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (got < 0) {
        throw systemError(run.events().string(), HALYARD_TEXT("reading"), errno);
    }
    bytes.resize(static_cast<std::size_t>(got));
    return {{"offset", offset}, {"size", fileSize(file, run.events())}, {"data", base64(bytes)}};
}

} // namespace halyard
