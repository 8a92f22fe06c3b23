// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/job_command.h"

#include "core/base/detach.h"
#include "core/base/error.h"
#include "core/base/file_lock.h"
#include "core/base/message_json.h"
#include "core/base/spawn.h"
#include "core/base/subprocess.h"
#include "remote/agent/job_folder.h"
#include "remote/agent/requests.h"
#include "remote/agent/run_record.h"
#include "remote/agent/watched_signals.h"
#include "remote/agent/worker_log.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <sys/wait.h>
#include <unistd.h>

namespace halyard {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

// One stream of the command: what has come so far is read without waiting.
class Stream {
public:
    Stream() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            throw systemError("pipe", HALYARD_TEXT("creating"), errno);
        }
        m_read = FileDescriptor(ends[0]);
        m_write = FileDescriptor(ends[1]);
        ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    }
    [[nodiscard]] int end() const { return m_write.get(); }
    void closeEnd() { (void)m_write.close(); }
    [[nodiscard]] pollfd poll() const { return {m_read.get(), POLLIN, 0}; }
    [[nodiscard]] std::string take() {
        std::array<char, 65536> buffer{};
        std::string out;
        ssize_t got = 0;
        while (m_read.isOpen() && (got = ::read(m_read.get(), buffer.data(), buffer.size())) != 0) {
            if (got < 0 && errno == EINTR) {
                continue;
            }
            if (got < 0) {
                return out;
            }
            out.append(buffer.data(), static_cast<std::size_t>(got));
        }
        (void)m_read.close();
        return out;
    }

private:
    FileDescriptor m_read, m_write;
};

struct End {
    int status = 0;
    bool cancelled = false;
    std::string printed;   // on stdout
    std::string lastWords; // on stderr
};

// Runs the command, asked to end once and, when it takes longer than a minute over that, killed.
class Runner {
public:
    Runner(const JobFolder& job, const std::vector<std::string>& line) : m_job(job), m_log(job.output()) {
        SpawnOptions program;
        program.arguments = line;
        program.standardOutput = m_printed.end();
        program.standardError = m_said.end();
        program.ownProcessGroup = true;
        program.signalMask = &m_signals.before();
        m_child = spawn(program);
        m_printed.closeEnd();
        m_said.closeEnd();
    }

    End run() {
        constexpr std::size_t kMostPrinted = 512U << 10U;
        End end;
        for (bool alive = true; alive;) {
            m_signals.wait({m_printed.poll(), m_said.poll()}, std::chrono::milliseconds(200));
            alive = ::waitpid(m_child, &end.status, WNOHANG) == 0;
            m_log.append(m_said.take());
            end.printed += m_printed.take();
            end.printed.resize(std::min(end.printed.size(), kMostPrinted));
            if (alive) {
                askToEnd();
            }
        }
        end.cancelled = m_asked.has_value();
        end.lastWords = m_log.lastWords();
        return end;
    }

private:
    void askToEnd() {
        constexpr std::chrono::seconds kPatience{60};
        std::error_code error;
        const bool wanted = m_signals.take() != WatchedSignals::Request::None || fs::exists(m_job.cancel(), error);
        if (wanted && !m_asked) {
            m_asked = Clock::now();
            ::kill(m_child, SIGTERM);
        } else if (m_asked && Clock::now() - *m_asked > kPatience) {
            ::kill(-m_child, SIGKILL);
        }
    }

    const JobFolder& m_job;
    WorkerLog m_log;
    WatchedSignals m_signals;
    Stream m_printed, m_said;
    pid_t m_child = 0;
    std::optional<Clock::time_point> m_asked;
};

// "halyard-worker: qwen/: config.json is missing." → without the program's name.
std::string sentenceOf(const std::string& lastWords) {
    for (const std::string_view name : {"halyard: ", "halyard-worker: "}) {
        if (lastWords.starts_with(name)) {
            return lastWords.substr(name.size());
        }
    }
    return lastWords;
}

Message reasonOf(const End& end) {
    if (WIFSIGNALED(end.status)) {
        return {HALYARD_TEXT("The command was ended by signal {number}."), {{"number", std::to_string(WTERMSIG(end.status))}}};
    }
    const std::string sentence = sentenceOf(end.lastWords);
    if (sentence.empty()) {
        return {HALYARD_TEXT("The command ended with exit code {code} and said nothing."), {{"code", std::to_string(WEXITSTATUS(end.status))}}};
    }
    return {HALYARD_TEXT("{sentence}"), {{"sentence", sentence}}};
}

Json documentOf(const std::string& printed) {
    try {
        return parseJson(printed, "the command's output");
    } catch (const Error&) {
        return nullptr;
    }
}

Json exitOf(const End& end) {
    const bool exited = WIFEXITED(end.status);
    const bool done = exited && WEXITSTATUS(end.status) == 0;
    const bool stopped = end.cancelled || (exited && WEXITSTATUS(end.status) == static_cast<int>(ErrorKind::Stopped));
    return {{"ended", done ? "done" : stopped ? "cancelled" : "failed"},
            {"reason", done || stopped ? Json() : toJson(reasonOf(end))},
            {"result", documentOf(end.printed)},
            {"time", unixTime()}};
}

void markBegun(const JobFolder& job) {
    const FileDescriptor file(::open(job.begun().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!file.isOpen()) {
        throw systemError(job.begun().string(), HALYARD_TEXT("creating"), errno);
    }
    syncFolder(job.path());
}

Json runJob(const JobFolder& job) {
    try {
        const Json description = readJsonFile(job.description());
        std::vector<std::string> line = {(currentProgram().parent_path() / "halyard").string()};
        for (const Json& word : description.at("line")) {
            line.push_back(word.get<std::string>());
        }
        return exitOf(Runner(job, line).run());
    } catch (const Error& error) {
        return {{"ended", "failed"}, {"reason", toJson(error.message())}, {"result", nullptr}, {"time", unixTime()}};
    }
}

int runFolder(const std::string& path, bool detach) {
    const JobFolder job{fs::path(path)};
    if (!job.exists()) {
        throw invalidInput(HALYARD_TEXT("{path} is not a job: it has no job.json."), {{"path", printable(path)}});
    }
    if (detach && !leaveStarter()) {
        return 0;
    }
    const FileDescriptor lock = tryLockFile(job.lock());
    if (!lock.isOpen() || fs::exists(job.begun())) {
        return 0; // it runs, or ran, already
    }
    markBegun(job);
    writeJsonFile(job.exit(), runJob(job));
    return 0;
}

} // namespace

Command jobCommand() {
    return {"job", "Run one command that a workbench asked for", [](CLI::App& app) {
                const auto path = std::make_shared<std::string>();
                const auto detach = std::make_shared<bool>(false);
                app.add_option("FOLDER", *path, "folder of the job")->required();
                app.add_flag("--detach", *detach, "go on in a session of its own");
                return [path, detach] { return runFolder(*path, *detach); };
            }};
}

} // namespace halyard
