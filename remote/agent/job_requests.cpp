// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/message_json.h"
#include "core/base/spawn.h"
#include "core/run/installation.h"
#include "remote/agent/job_folder.h"
#include "remote/agent/params.h"
#include "remote/agent/requests.h"
#include "remote/agent/run_record.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace halyard {

namespace fs = std::filesystem;

namespace {

JobFolder openJob(const RequestContext& context) {
    const std::string id = Params(context.request).text("job", 64);
    const JobFolder job(context.project, id);
    if (!job.exists()) {
        throw invalidInput(HALYARD_TEXT("There is no job \"{id}\" in this project."), {{"id", id}});
    }
    return job;
}

void startRunner(const RequestContext& context, const JobFolder& job) {
    const fs::path agent = context.agent.empty() ? findAgent() : context.agent;
    SpawnOptions options;
    options.arguments = {agent.string(), "job", job.path().string(), "--detach"};
    const pid_t starter = spawn(options);
    int status = 0;
    while (::waitpid(starter, &status, 0) < 0 && errno == EINTR) {
    }
}

// Complete lines from an offset, and where the next one begins. What follows the last newline waits, unless the job ended.
Json linesFrom(const JobFolder& job, std::int64_t& offset, bool ended) {
    constexpr std::size_t kMost = 64U << 10U;
    Json lines = Json::array();
    std::error_code error;
    if (!fs::exists(job.output(), error)) {
        return lines;
    }
    const FileDescriptor file = openRegularFile(job.output());
    if (static_cast<std::uint64_t>(offset) > fileSize(file, job.output())) {
        offset = 0; // the output grew too long and began anew
    }
    std::string bytes(kMost, '\0');
    const ssize_t got = ::pread(file.get(), bytes.data(), bytes.size(), offset);
    bytes.resize(static_cast<std::size_t>(got < 0 ? 0 : got));
    std::size_t begin = 0;
    for (;;) {
        std::size_t end = bytes.find('\n', begin);
        if (end == std::string::npos && begin < bytes.size() && (ended || bytes.size() - begin == kMost)) {
            end = bytes.size();
        }
        if (end == std::string::npos) {
            break;
        }
        lines.push_back(printable(bytes.substr(begin, end - begin), 2000));
        begin = std::min(end + 1, bytes.size());
        if (begin == bytes.size()) {
            break;
        }
    }
    offset += static_cast<std::int64_t>(begin);
    return lines;
}

} // namespace

Json answerJob(const RequestContext& context) {
    const Params params(context.request);
    const JobFolder job = openJob(context);
    const std::string state = job.state();
    const bool ended = state != "running" && state != "new";
    std::int64_t offset = params.whole("offset", 0);
    const Json lines = linesFrom(job, offset, ended);
    Json answer = {{"state", state}, {"lines", lines}, {"next", offset}, {"result", nullptr}, {"reason", nullptr}};
    std::error_code error;
    if (ended && fs::exists(job.exit(), error)) {
        const Json exit = readJsonFile(job.exit());
        if (exit.is_object()) {
            answer["result"] = exit.value("result", Json());
            answer["reason"] = exit.value("reason", Json());
        }
    }
    return answer;
}

Json answerJobStart(const RequestContext& context) {
    const Params params(context.request);
    const JobFolder job(context.project, params.text("job", 64));
    if (!job.exists()) {
        const std::string kind = params.text("kind", 40);
        const std::vector<std::string> line = jobLine(context.project, kind, params.object("arguments"), job);
        std::error_code error;
        fs::create_directories(job.path(), error);
        writeJsonFile(job.description(), {{"kind", kind}, {"line", line}, {"actor", context.actor}, {"time", unixTime()}});
        removeOldJobs(context.project);
    }
    if (job.state() == "new") {
        startRunner(context, job);
    }
    return {{"state", job.state()}};
}

Json answerJobCancel(const RequestContext& context) {
    const JobFolder job = openJob(context);
    const FileDescriptor file(::open(job.cancel().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!file.isOpen()) {
        throw systemError(job.cancel().string(), HALYARD_TEXT("creating"), errno);
    }
    return {{"state", job.state()}};
}

} // namespace halyard
