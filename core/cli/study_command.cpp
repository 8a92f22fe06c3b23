// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/study_command.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/subprocess.h"
#include "core/cli/demo_command.h"
#include "core/cli/grid_study.h"
#include "core/cli/new_command.h"
#include "core/cli/run_command.h"
#include "core/demo/bundled_inputs.h"
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
    std::string grid;
    std::string preset;
    std::string out;
    std::optional<std::int64_t> seeds;
    std::optional<std::string> budget;
    std::string project;
    bool table = false;
    bool plan = false;
    bool create = false;
    StudyPrint print;
};

// Empty: not given.
fs::path wholePath(const std::string& given) {
    if (given.empty()) {
        return {};
    }
    const fs::path path = fs::absolute(given).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

StudyProject projectOf(const StudyArguments& arguments) {
    StudyOptions options;
    options.preset = arguments.preset;
    requireStudyPreset(options.preset);
    options.out = wholePath(arguments.out);
    options.resources = demoResources();
    options.halyard = currentProgram();
    options.budget = studyBudget(arguments.budget.value_or("full"));
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
    if (arguments.print.json) {
        printJson(toJson(table).dump());
        return;
    }
    std::printf("%s", toText(table, arguments.print.markdown).c_str());
    if (!arguments.print.markdown) {
        std::printf("table.json and table.csv, and the runs behind each figure, are in %s\n", printable(run.path().string(), 400).c_str());
    }
}

int selections(const StudyArguments& arguments) {
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

[[noreturn]] void refuseWords(Sentence why, const std::string& option) {
    throw invalidInput(why, {{"option", option}});
}

// The grid that is asked for; nothing for the comparison of selectors, which code makes.
std::optional<GridStudy> gridOf(const StudyArguments& arguments) {
    if (arguments.preset.empty() == arguments.grid.empty()) {
        refuseWords(HALYARD_TEXT("Give either the file of a grid or {option} NAME. See halyard study --help."), "--preset");
    }
    if (!arguments.preset.empty()) {
        requireStudyPreset(arguments.preset, shippedGrids().names());
    }
    if (arguments.preset == "selections") {
        return std::nullopt;
    }
    for (const auto& [given, option] : {std::pair(arguments.seeds.has_value(), "--seeds"), std::pair(arguments.budget.has_value(), "--budget")}) {
        if (given) {
            refuseWords(HALYARD_TEXT("{option} goes with --preset selections; a grid says its seeds and sizes itself."), option);
        }
    }
    return expandGrid(readGrid(arguments.preset.empty() ? fs::path(arguments.grid) : shippedGrids().file(arguments.preset)));
}

// The only study in a folder: the folder itself, or a run of the project there.
RunFolder studyIn(const fs::path& folder) {
    std::vector<RunFolder> found;
    std::error_code error;
    if (fs::exists(folder / "run.json", error)) {
        found.push_back(RunFolder::open(folder));
    }
    for (const fs::directory_entry& entry : fs::directory_iterator(folder / "runs", error)) {
        if (fs::exists(entry.path() / "run.json", error) && RunFolder(entry.path()).spec().kind == RunKind::Study) {
            found.emplace_back(entry.path());
        }
    }
    if (found.size() != 1 || found.front().spec().kind != RunKind::Study) {
        throw invalidInput(HALYARD_TEXT("{path} does not hold one study. Name the folder of its run with --out."), {{"path", printable(folder.string())}});
    }
    return found.front();
}

int printTable(const RunFolder& run, const StudyArguments& arguments) {
    if (isGridStudy(run)) {
        printGridTable(run, arguments.print);
    } else {
        print(studyTable(run), run, arguments);
    }
    return 0;
}

// What the comparison of selectors, which is no grid, does not take.
void refuseGridOptions(const StudyArguments& arguments) {
    for (const auto& [given, option] : {std::pair(arguments.plan, "--dry-run"), std::pair(arguments.create, "--create"), std::pair(!arguments.project.empty(), "--project")}) {
        if (given) {
            refuseWords(HALYARD_TEXT("{option} goes with a grid."), option);
        }
    }
}

int studyGrid(const GridStudy& grid, const StudyArguments& arguments) {
    if (arguments.plan) {
        (void)readsBundled(grid.spec); // refuses a name that is none
        printGridPlan(grid, arguments.print);
        return 0;
    }
    const StudyPlace place = placeOf(grid, wholePath(arguments.out), wholePath(arguments.project));
    if (arguments.table) {
        return printTable(RunFolder::open(place.run), arguments);
    }
    if (arguments.create) {
        createGridRun(grid, place, arguments.print);
        return 0;
    }
    return runGridStudy(grid, place, arguments.print);
}

int study(const StudyArguments& arguments) {
    if (arguments.out.empty() && arguments.project.empty() && !arguments.plan) {
        refuseWords(HALYARD_TEXT("{option} is required. See halyard study --help."), "--out");
    }
    if (arguments.table && arguments.preset.empty() && arguments.grid.empty()) {
        return printTable(studyIn(wholePath(arguments.out.empty() ? arguments.project : arguments.out)), arguments);
    }
    if (const std::optional<GridStudy> grid = gridOf(arguments)) {
        return studyGrid(*grid, arguments);
    }
    refuseGridOptions(arguments);
    return selections(arguments);
}

} // namespace

Command studyCommand() {
    return {"study", "A grid of runs with one table of results; continues where it stopped", [](CLI::App& app) {
                const auto arguments = std::make_shared<StudyArguments>();
                app.add_option("GRID", arguments->grid, "file of a grid: runs, and axes along which they differ (docs/study_grid.md)");
                std::string shipped;
                for (const std::string& name : shippedGrids().names()) {
                    shipped += ", " + name;
                }
                app.add_option("--preset", arguments->preset,
                               "a study on the bundled teacher: selections (every way to choose layers)" + shipped);
                CLI::Option* const out = app.add_option(
                    "--out", arguments->out,
                    "folder of the study's run; of a study on the bundled teacher the project that it is in. A study that was begun there goes on");
                app.add_option("--project", arguments->project, "a project that is there: the study of a grid becomes its run, called as the grid is")->excludes(out);
                app.add_flag("--create", arguments->create, "prepare what a grid reads and create its run; start nothing");
                app.add_option("--seeds", arguments->seeds,
                               "selections: how often all is repeated, with other seeds (3; with the budget test 1)")
                    ->check(CLI::Range(std::int64_t{1}, kMostSeeds));
                app.add_option("--budget", arguments->budget,
                               "selections: full (unless given); or test: four selectors and a few steps, too few to learn anything");
                app.add_flag("--dry-run", arguments->plan, "say which cells and runs a grid has, and what they share; write nothing");
                app.add_flag("--table", arguments->table, "print the table as far as the study has come; start nothing");
                app.add_flag("--markdown", arguments->print.markdown, "print the table in Markdown");
                app.add_flag("--json", arguments->print.json, "print the table, or the plan of --dry-run, as JSON");
                return [arguments] { return study(*arguments); };
            }};
}

} // namespace halyard
