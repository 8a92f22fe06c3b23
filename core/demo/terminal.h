// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

using Words = std::vector<std::string>;

// Types commands of `halyard`, prints each before it runs, and reads what it prints.
class Terminal {
public:
    // command: the subcommand that types, named where one of its commands fails; paths below folder are shown without it,
    // on the stream shown.
    Terminal(std::string command, std::filesystem::path halyard, const std::filesystem::path& folder, std::FILE* shown = stdout)
        : m_command(std::move(command)), m_program(std::move(halyard)), m_folder(folder.string() + "/"), m_shown(shown) {}

    void run(const Words& words) { (void)execute(words, false); }
    // Its answer; words ask for JSON.
    [[nodiscard]] Json ask(const Words& words);
    void say(const std::string& line);
    // Runs a run to its end, wherever it stands. What was killed before may have left it going on, or stopping: it is
    // followed to its end, and continued if that was early.
    void finish(const std::filesystem::path& run);

private:
    std::string execute(const Words& words, bool capture, bool mayFail = false);

    std::string m_command;
    std::filesystem::path m_program;
    std::string m_folder;
    std::FILE* m_shown;
};

// The newest checkpoint of a run, as a folder. Throws Error(Failed) when there is none.
[[nodiscard]] std::string newestCheckpoint(const std::filesystem::path& run);

} // namespace halyard
