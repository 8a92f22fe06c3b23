// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/started_program.h"

#include "core/base/file.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <set>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace halyard::testing {

namespace fs = std::filesystem;

fs::path programFolder() {
    const char* const folder = std::getenv("HALYARD_BIN");
    return folder != nullptr ? fs::path(folder) : fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "bin";
}

namespace {

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (std::string& text : texts) {
        out.push_back(text.data());
    }
    out.push_back(nullptr);
    return out;
}

// A process and all that it started, itself last. Workers lead groups of their own, so a group is not enough.
std::vector<pid_t> familyOf(pid_t parent) {
    std::vector<pid_t> out;
    std::error_code error;
    const fs::path tasks = "/proc/" + std::to_string(parent) + "/task";
    for (const fs::directory_entry& task : fs::directory_iterator(tasks, error)) {
        std::ifstream children(task.path() / "children");
        for (pid_t child = 0; children >> child;) {
            const std::vector<pid_t> below = familyOf(child);
            out.insert(out.end(), below.begin(), below.end());
        }
    }
    out.push_back(parent);
    return out;
}

} // namespace

StartedProgram::StartedProgram(const std::string& name, const std::vector<std::string>& words,
                               const std::map<std::string, std::string>& environment) {
    std::vector<std::string> texts = {(programFolder() / name).string()};
    texts.insert(texts.end(), words.begin(), words.end());
    std::vector<std::string> variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        if (!environment.contains(text.substr(0, text.find('=')))) {
            variables.push_back(text);
        }
    }
    for (const auto& [key, value] : environment) {
        variables.push_back(key + "=" + value);
    }
    const std::vector<char*> arguments = pointersTo(texts);
    const std::vector<char*> pairs = pointersTo(variables);
    const std::string out = (m_aside / "out").string();
    const std::string said = (m_aside / "said").string();
    m_pid = ::fork();
    if (m_pid == 0) {
        ::setpgid(0, 0);
        ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), STDOUT_FILENO);
        ::dup2(::open(said.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600), STDERR_FILENO);
        ::execve(arguments[0], arguments.data(), pairs.data());
        ::_exit(127);
    }
}

StartedProgram::~StartedProgram() {
    if (!hasEnded()) {
        kill(true);
        (void)wait();
    }
}

bool StartedProgram::hasEnded() {
    int status = 0;
    if (!m_status && ::waitpid(m_pid, &status, WNOHANG) == m_pid) {
        m_status = status;
    }
    return m_status.has_value();
}

void StartedProgram::kill(bool withAll) const {
    if (m_status) {
        return;
    }
    for (const pid_t pid : withAll ? familyOf(m_pid) : std::vector<pid_t>{m_pid}) {
        ::kill(pid, SIGKILL);
    }
}

ProgramEnd StartedProgram::wait() {
    int status = 0;
    if (!m_status) {
        ::waitpid(m_pid, &status, 0);
        m_status = status;
    }
    status = *m_status;
    const auto content = [&](const char* name) {
        return fs::exists(m_aside / name) ? readFile(m_aside / name, std::size_t{1} << 28U) : std::string();
    };
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status), content("out"), content("said")};
}

ProgramEnd runProgramToItsEnd(const std::string& name, const std::vector<std::string>& words,
                              const std::map<std::string, std::string>& environment) {
    return StartedProgram(name, words, environment).wait();
}

std::map<std::string, std::string> watchingBelow(const fs::path& folder, const std::string& plan) {
    const fs::path library =
        fs::read_symlink("/proc/self/exe").parent_path() / "libhalyard_failing_calls.so";
    return {{"LD_PRELOAD", library.string()},
            {"HALYARD_CALLS_BELOW", folder.string()},
            {"HALYARD_CALLS_PLAN", plan}};
}

} // namespace halyard::testing
