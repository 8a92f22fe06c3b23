// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/stdio_command.h"

#include "core/base/error.h"
#include "remote/agent/queue_scheduler.h"
#include "remote/agent/server.h"

#include <algorithm>
#include <memory>

namespace halyard {

namespace {

int serveProject(const std::string& root, const std::string& marker) {
    const auto isDigit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (marker.size() != 32 || !std::all_of(marker.begin(), marker.end(), isDigit)) {
        throw invalidInput(HALYARD_TEXT("--marker takes 32 hexadecimal digits in lower case, not \"{text}\"."),
                           {{"text", printable(marker, 40)}});
    }
    ServerOptions options;
    options.marker = marker;
    return serve(Project(root), options);
}

} // namespace

Command stdioCommand() {
    return {"stdio", "Answer a workbench over stdin and stdout", [](CLI::App& app) {
                const auto root = std::make_shared<std::string>();
                const auto marker = std::make_shared<std::string>();
                app.add_option("--root", *root, "folder of the project")->required();
                app.add_option("--marker", *marker, "32 hexadecimal digits that are said before the first message")
                    ->required();
                return [root, marker] { return serveProject(*root, *marker); };
            }};
}

Command schedulerCommand() {
    return {"scheduler", "Start the runs of a project's queue until it is empty", [](CLI::App& app) {
                const auto root = std::make_shared<std::string>();
                const auto detach = std::make_shared<bool>(false);
                app.add_option("ROOT", *root, "folder of the project")->required();
                app.add_flag("--detach", *detach, "go on in a session of its own");
                return [root, detach] {
                    SchedulerOptions options;
                    options.detach = *detach;
                    return runScheduler(Project(*root), options);
                };
            }};
}

} // namespace halyard
