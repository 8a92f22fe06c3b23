// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/command.h"

#include "core/base/error.h"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <new>

namespace halyard {

namespace {

std::vector<std::string> words(const std::string& name) {
    std::vector<std::string> out(1);
    for (const char c : name) {
        if (c == ' ') {
            out.emplace_back();
        } else {
            out.back() += c;
        }
    }
    return out;
}

CLI::App* placeFor(CLI::App& root, const Command& command) {
    CLI::App* at = &root;
    const std::vector<std::string> path = words(command.name);
    for (std::size_t i = 0; i < path.size(); ++i) {
        const auto known = at->get_subcommands([&](const CLI::App* app) { return app->get_name() == path[i]; });
        CLI::App* next = known.empty() ? nullptr : known.front();
        if (next == nullptr) {
            next = at->add_subcommand(path[i], i + 1 == path.size() ? command.summary : std::string());
            next->require_subcommand(i + 1 == path.size() ? 0 : 1);
        }
        at = next;
    }
    return at;
}

int report(const std::string& program, const std::string& sentence, ErrorKind kind) {
    std::fprintf(stderr, "%s: %s\n", program.c_str(), sentence.c_str());
    return static_cast<int>(kind);
}

int runGuarded(const std::string& program, const std::function<int()>& action) {
    try {
        const int code = action();
        if (std::fflush(stdout) != 0) {
            return report(program, "The result could not be written to the standard output.", ErrorKind::Failed);
        }
        return code;
    } catch (const Error& error) {
        return report(program, error.what(), error.kind());
    } catch (const std::filesystem::filesystem_error& error) {
        const Error cause = systemError(error.path1().string(), HALYARD_TEXT("reading or writing"), error.code().value());
        return report(program, cause.what(), cause.kind());
    } catch (const std::bad_alloc&) {
        return report(program, "There is not enough memory for this. Use a smaller batch or context.",
                      ErrorKind::Failed);
    } catch (const std::exception& error) {
        return report(program, std::string("Internal error: ") + printable(error.what(), 2000), ErrorKind::Failed);
    }
}

} // namespace

int runProgram(const std::string& programName, const std::string& about, const std::vector<Command>& commands,
               std::span<char*> arguments) {
    std::signal(SIGPIPE, SIG_IGN);
    CLI::App root(about, programName);
    root.require_subcommand(1);
    std::map<CLI::App*, std::function<int()>> actions;
    for (const Command& command : commands) {
        CLI::App* app = placeFor(root, command);
        actions[app] = command.declare(*app);
    }
    try {
        root.parse(static_cast<int>(arguments.size()), arguments.data());
    } catch (const CLI::CallForHelp&) {
        CLI::App* at = &root;
        std::string before; // the words in front of the last one
        while (!at->get_subcommands().empty()) {
            before += (before.empty() ? "" : " ") + at->get_name();
            at = at->get_subcommands().front();
        }
        std::fputs(at->help(before).c_str(), stdout);
        return 0;
    } catch (const CLI::ParseError& error) {
        return report(programName, printable(error.what(), 1000) + " See " + programName + " --help.",
                      ErrorKind::InvalidInput);
    }
    for (const auto& [app, action] : actions) {
        if (app->parsed() && app->get_subcommands().empty()) {
            return runGuarded(programName, action);
        }
    }
    return report(programName, "No command was given. See " + programName + " --help.", ErrorKind::InvalidInput);
}

void printJson(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fputc('\n', stdout);
}

} // namespace halyard
