// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace halyard {

// One subcommand of `halyard` or `halyard-worker`. declare() adds options to the app and returns what runs when the
// line has been parsed; the returned function gives the exit code and may throw Error.
struct Command {
    std::string name; // "tokenize", "data prepare" (a space means a subcommand of a subcommand)
    std::string summary;
    std::function<std::function<int()>(CLI::App& app)> declare;
};

// Parses the line, runs the command, turns Error into one sentence on stderr ("halyard: …") and its exit code; a wrong
// line is answered by one sentence that names the argument, exit code 2. Also catches everything else as a failure.
[[nodiscard]] int runProgram(const std::string& programName, const std::string& about,
                             const std::vector<Command>& commands, std::span<char*> arguments);

// Prints one JSON document and a newline on stdout; a closed pipe is not an error.
void printJson(const std::string& text);

} // namespace halyard
