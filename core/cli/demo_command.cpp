// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/demo_command.h"

#include "core/base/cancellation.h"
#include "core/base/message.h"
#include "core/base/subprocess.h"
#include "core/cli/new_command.h"
#include "core/cli/run_command.h"
#include "core/demo/demo_project.h"
#include "core/demo/demo_reading.h"
#include "core/demo/demo_report.h"
#include "core/demo/teacher.h"
#include "core/run/installation.h"

#include <cstdio>
#include <memory>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kColumns = 80;

struct DemoArguments {
    std::string out;
    std::string budget;
    bool full = false;
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
    options.recipe = demoRecipe(arguments.full ? "full" : arguments.budget.empty() ? "default" : arguments.budget);
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

// The demo's run, created by the first call.
RunFolder runOf(const DemoProject& project) {
    project.create();
    std::error_code error;
    if (fs::exists(project.run() / "run.json", error)) {
        return RunFolder::open(project.run());
    }
    return RunFolder::create(project.run(), preparedSpec(project.prepare(), project.run().string()));
}

DemoResults finish(const DemoProject& project, const RunFolder& run) {
    project.exportStudent();
    DemoResults results = readDemoResults(run, project.options().recipe);
    results.exported = "exports/hypenet-demo"; // of the project, which may be moved
    std::error_code error;
    if (!fs::exists(project.report() / "report.html", error)) {
        writeDemoReport(results, run, project.report());
    }
    return results;
}

int run(const DemoArguments& arguments) {
    Cancellation::installSignalHandlers();
    if (arguments.teacher) {
        return trainAgain(arguments);
    }
    const DemoProject project(optionsFor(arguments));
    (void)findWorker(); // what is missing is said before anything is written
    (void)findTorch();
    const RunFolder run = runOf(project);
    const RunStatus status = runToItsEnd(run);
    if (status.state != "done") {
        return reportEnd(run, status);
    }
    const DemoResults results = finish(project, run);
    if (arguments.json) {
        printJson(toJson(results).dump());
        return 0;
    }
    std::printf("\n%s", demoSummary(results, kColumns, project.report()).c_str());
    return 0;
}

} // namespace

Command demoCommand() {
    return {"demo", "The whole procedure on the bundled teacher, with a report; continues where it stopped", [](CLI::App& app) {
                const auto arguments = std::make_shared<DemoArguments>();
                app.add_option("--out", arguments->out,
                               "Project folder (build/demo in a source tree, else in the user's data folder)");
                auto* const budget = app.add_option("--budget", arguments->budget,
                                                    "default: one seed, about four minutes of two cores; full: three seeds and selections "
                                                    "compared, about an hour; test: the same steps in a minute, too few to learn anything");
                app.add_flag("--full", arguments->full, "The same as --budget full")->excludes(budget);
                app.add_flag("--train-teacher", arguments->teacher,
                             "Train the bundled teacher again, from its corpus; nothing else (default folder: teacher)");
                app.add_flag("--json", arguments->json, "Print the report as one JSON document");
                return [arguments] { return run(*arguments); };
            }};
}

} // namespace halyard
