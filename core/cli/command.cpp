// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/command.h"

#include "core/base/error.h"
#include "core/run/nearest_name.h"

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <new>
#include <optional>

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

// The command that the words name, as far as they were understood.
const CLI::App& understood(const CLI::App& root) {
    const CLI::App* at = &root;
    while (!at->get_subcommands().empty()) {
        at = at->get_subcommands().front();
    }
    return *at;
}

// "halyard run --help" for the command "run".
std::string helpCommand(const CLI::App& command) {
    std::string words;
    for (const CLI::App* at = &command; at != nullptr; at = at->get_parent()) {
        words = at->get_name() + " " + words;
    }
    return words + "--help";
}

// What is wrong with words that name no command; nothing when CLI11's own sentence says it.
std::optional<std::string> unknownCommand(const CLI::App& root) {
    const std::vector<std::string> left = root.remaining(true);
    std::vector<std::string> names;
    for (const CLI::App* app : understood(root).get_subcommands([](const CLI::App*) { return true; })) {
        names.push_back(app->get_name());
    }
    if (names.empty() || left.empty() || left.front().starts_with('-')) {
        return std::nullopt;
    }
    const auto near = nearestName(left.front(), names);
    return '"' + printable(left.front(), 60) + "\" is not a command." +
           (near ? " Did you mean \"" + *near + "\"?" : std::string());
}

int reportUsage(const CLI::App& root, std::string sentence) {
    if (!sentence.ends_with('.') && !sentence.ends_with('?')) {
        sentence += '.';
    }
    return report(root.get_name(), sentence + " See " + helpCommand(understood(root)) + ".", ErrorKind::InvalidInput);
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
        return reportUsage(root, unknownCommand(root).value_or(printable(error.what(), 1000)));
    }
    for (const auto& [app, action] : actions) {
        if (app->parsed() && app->get_subcommands().empty()) {
            return runGuarded(programName, action);
        }
    }
    return reportUsage(root, "No command was given.");
}

void printJson(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fputc('\n', stdout);
}

} // namespace halyard
