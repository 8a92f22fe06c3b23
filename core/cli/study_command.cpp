// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/study_command.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/subprocess.h"
#include "core/cli/demo_command.h"
#include "core/cli/new_command.h"
#include "core/cli/run_command.h"
#include "core/demo/study_project.h"
#include "core/report/study_table.h"
#include "core/run/installation.h"

#include <cstdio>
#include <memory>
#include <optional>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kMostSeeds = 100;

struct StudyArguments {
    std::string preset;
    std::string out;
    std::optional<std::int64_t> seeds;
    std::string budget = "full";
    bool table = false;
    bool markdown = false;
    bool json = false;
};

StudyProject projectOf(const StudyArguments& arguments) {
    StudyOptions options;
    options.preset = arguments.preset;
    requireStudyPreset(options.preset);
    options.out = fs::absolute(arguments.out).lexically_normal();
    if (!options.out.has_filename()) {
        options.out = options.out.parent_path();
    }
    options.resources = demoResources();
    options.halyard = currentProgram();
    options.budget = studyBudget(arguments.budget);
    options.seeds = arguments.seeds.value_or(options.budget.seeds);
    return StudyProject(options);
}

// The study's run, created by the first call.
RunFolder runOf(const StudyProject& project) {
    project.create();
    std::error_code error;
    if (!fs::exists(project.run() / "run.json", error)) {
        Cancellation::installSignalHandlers();
        return RunFolder::create(project.run(), preparedSpec(project.prepare(), project.run().string()));
    }
    return RunFolder::open(project.run());
}

void print(const StudyTable& table, const RunFolder& run, const StudyArguments& arguments) {
    if (arguments.json) {
        printJson(toJson(table).dump());
        return;
    }
    std::printf("%s", toText(table, arguments.markdown).c_str());
    if (!arguments.markdown) {
        std::printf("table.json and table.csv, and the runs behind each figure, are in %s\n", printable(run.path().string(), 400).c_str());
    }
}

int study(const StudyArguments& arguments) {
    const StudyProject project = projectOf(arguments);
    if (arguments.table) {
        const RunFolder run = RunFolder::open(project.run());
        print(studyTable(run), run, arguments);
        return 0;
    }
    (void)findWorker(); // what is missing is said before anything is written
    (void)findTorch();
    const RunFolder run = runOf(project);
    const RunStatus status = runToItsEnd(run);
    const StudyTable table = writeStudyTable(run);
    if (status.state == "done") {
        print(table, run, arguments);
    }
    return reportEnd(run, status);
}

} // namespace

Command studyCommand() {
    return {"study", "A grid of runs with one table of results; continues where it stopped", [](CLI::App& app) {
                const auto arguments = std::make_shared<StudyArguments>();
                app.add_option("--preset", arguments->preset,
                               "what is studied: selections (every way to choose layers, on the bundled teacher)")
                    ->required();
                app.add_option("--out", arguments->out, "project folder; a study that was begun there goes on")->required();
                app.add_option("--seeds", arguments->seeds, "how often all is repeated, with other seeds (3; with the budget test 1)")
                    ->check(CLI::Range(std::int64_t{1}, kMostSeeds));
                app.add_option("--budget", arguments->budget, "full; or test: four selectors and a few steps, too few to learn anything")
                    ->capture_default_str();
                app.add_flag("--table", arguments->table, "print the table as far as the study has come; start nothing");
                app.add_flag("--markdown", arguments->markdown, "print the table in Markdown");
                app.add_flag("--json", arguments->json, "print the table as JSON");
                return [arguments] { return study(*arguments); };
            }};
}

} // namespace halyard
