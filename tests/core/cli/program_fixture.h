// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/run/scratch_folder.h"

#include <cstdlib>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <map>
#include <optional>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace halyard {

struct ProgramResult {
    int exitCode = -1;
    std::string out;
    std::string err;
};

// Starts the built halyard with an environment that holds nothing but what a test puts there.
class ProgramTest : public testing::Test {
protected:
    std::filesystem::path m_program = std::filesystem::path(std::getenv("HALYARD_BIN")) / "halyard";
    std::map<std::string, std::string> m_environment;
    ScratchFolder m_scratch;

    [[nodiscard]] pid_t start(const std::vector<std::string>& words) const {
        std::vector<std::string> texts = {m_program.string()};
        texts.insert(texts.end(), words.begin(), words.end());
        std::vector<std::string> variables;
        for (const auto& [name, value] : m_environment) {
            variables.push_back(name + "=" + value);
        }
        const std::vector<char*> arguments = pointers(texts);
        const std::vector<char*> environment = pointers(variables);
        const std::string out = (m_scratch.path() / "stdout").string();
        const std::string err = (m_scratch.path() / "stderr").string();
        const pid_t child = ::fork();
        if (child == 0) {
            ::dup2(::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
            ::dup2(::open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
            ::execve(arguments[0], arguments.data(), environment.data());
            ::_exit(127);
        }
        return child;
    }
    [[nodiscard]] ProgramResult finish(pid_t child) const {
        int status = 0;
        ::waitpid(child, &status, 0);
        return {WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status),
                ScratchFolder::read(m_scratch.path() / "stdout"), ScratchFolder::read(m_scratch.path() / "stderr")};
    }
    [[nodiscard]] ProgramResult call(const std::vector<std::string>& words) const { return finish(start(words)); }

private:
    static std::vector<char*> pointers(std::vector<std::string>& texts) {
        std::vector<char*> out;
        for (std::string& text : texts) {
            out.push_back(text.data());
        }
        out.push_back(nullptr);
        return out;
    }
};

} // namespace halyard
