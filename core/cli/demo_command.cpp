// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/demo_command.h"

#include "core/base/cancellation.h"
#include "core/base/message.h"
#include "core/base/progress.h"
#include "core/base/subprocess.h"
#include "core/run/installation.h"
#include "core/demo/demo.h"
#include "core/demo/teacher.h"

#include <cstdio>
#include <memory>

namespace halyard {

namespace fs = std::filesystem;

namespace {

struct DemoArguments {
    std::string out;
    std::string budget = "full";
    bool teacher = false;
    bool json = false;
};

// The source tree this program was built in: <tree>/build/<preset>/bin/halyard; nothing for an installed one.
fs::path sourceTree() {
    const fs::path tree = currentProgram().parent_path().parent_path().parent_path().parent_path();
    return fs::exists(tree / "resources" / "demo" / "train.jsonl") ? tree : fs::path();
}

} // namespace

fs::path demoResources() {
    const fs::path tree = sourceTree();
    return tree.empty() ? currentProgram().parent_path().parent_path() / "share" / "halyard" / "demo" : tree / "resources" / "demo";
}

namespace {

DemoOptions optionsFor(const DemoArguments& arguments) {
    const fs::path tree = sourceTree();
    DemoOptions options;
    options.halyard = currentProgram();
    options.budget = demoBudget(arguments.budget);
    options.resources = demoResources();
    if (!arguments.out.empty()) {
        options.out = fs::absolute(arguments.out).lexically_normal();
    } else {
        options.out = tree.empty() ? dataFolder() / "demo" : tree / "build" / "demo";
    }
    if (!options.out.has_filename()) {
        options.out = options.out.parent_path();
    }
    return options;
}

int trainAgain(const DemoArguments& arguments) {
    TeacherOptions options;
    options.halyard = currentProgram();
    options.out = fs::absolute(arguments.out.empty() ? "teacher" : arguments.out).lexically_normal();
    const fs::path model = trainTeacher(options);
    if (arguments.json) {
        printJson(Json{{"model", model.string()}}.dump());
    } else {
        std::printf("\nThe teacher is in %s\n", printable(model.string(), 400).c_str());
    }
    return 0;
}

int run(const DemoArguments& arguments) {
    Cancellation::installSignalHandlers();
    if (arguments.teacher) {
        return trainAgain(arguments);
    }
    const DemoOptions options = optionsFor(arguments);
    const DemoReport report = runDemo(options);
    if (arguments.json) {
        printJson(toJson(report).dump());
        return 0;
    }
    std::printf("\n%s\n%s\nTraining took %s. The project is in %s:\n  report/report.md, report/loss.svg, "
                "exports/hypenet-demo\n",
                lossTable(report).c_str(), samplesText(report).c_str(), humanDuration(report.seconds).c_str(),
                printable(options.out.string(), 400).c_str());
    return 0;
}

} // namespace

Command demoCommand() {
    return {"demo", "The whole procedure on a small scale, with a report; continues where it stopped", [](CLI::App& app) {
                const auto arguments = std::make_shared<DemoArguments>();
                app.add_option("--out", arguments->out,
                               "Project folder (build/demo in a source tree, else in the user's data folder)");
                app.add_option("--budget", arguments->budget,
                               "full; or test: the same steps in less than a minute, too few to learn anything")
                    ->capture_default_str();
                app.add_flag("--train-teacher", arguments->teacher,
                             "Train the bundled teacher again, from its corpus; nothing else (default folder: teacher)");
                app.add_flag("--json", arguments->json, "Print the report as one JSON document");
                return [arguments] { return run(*arguments); };
            }};
}

} // namespace halyard
