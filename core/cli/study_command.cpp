// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/study_command.h"

#include "core/base/error.h"
#include "core/cli/grid_study.h"
#include "core/demo/bundled_inputs.h"
#include "core/run/grid_document.h"

#include <algorithm>
#include <memory>

namespace halyard {

namespace fs = std::filesystem;

namespace {

struct StudyArguments {
    std::string grid;
    std::string preset;
    std::string out;
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

[[noreturn]] void refuseWords(Sentence why, const std::string& option) {
    throw invalidInput(why, {{"option", option}});
}

// The grid that is asked for.
GridStudy gridOf(const StudyArguments& arguments) {
    if (arguments.preset.empty() == arguments.grid.empty()) {
        refuseWords(HALYARD_TEXT("Give either the file of a grid or {option} NAME. See halyard study --help."), "--preset");
    }
    if (arguments.preset.empty()) {
        return expandGrid(readGrid(arguments.grid));
    }
    const std::vector<std::string> names = shippedGrids().names();
    if (std::find(names.begin(), names.end(), arguments.preset) == names.end()) {
        grid_document::refuseName("--preset", HALYARD_TEXT("a study that ships"), arguments.preset, names);
    }
    return expandGrid(readGrid(shippedGrids().file(arguments.preset)));
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

int studyGrid(const GridStudy& grid, const StudyArguments& arguments) {
    if (arguments.plan) {
        (void)readsBundled(grid.spec); // refuses a name that is none
        printGridPlan(grid, arguments.print);
        return 0;
    }
    const StudyPlace place = placeOf(grid, wholePath(arguments.out), wholePath(arguments.project));
    if (arguments.table) {
        printGridTable(RunFolder::open(place.run), arguments.print);
        return 0;
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
        printGridTable(studyIn(wholePath(arguments.out.empty() ? arguments.project : arguments.out)), arguments.print);
        return 0;
    }
    return studyGrid(gridOf(arguments), arguments);
}

} // namespace

Command studyCommand() {
    return {"study", "A grid of runs with one table of results; continues where it stopped", [](CLI::App& app) {
                const auto arguments = std::make_shared<StudyArguments>();
                app.add_option("GRID", arguments->grid, "file of a grid: runs, and axes along which they differ (docs/study_grid.md)");
                std::string shipped;
                for (const std::string& name : shippedGrids().names()) {
                    shipped += (shipped.empty() ? "" : ", ") + name;
                }
                app.add_option("--preset", arguments->preset, "a study on the bundled teacher: " + shipped);
                CLI::Option* const out = app.add_option(
                    "--out", arguments->out,
                    "folder of the study's run; of a study on the bundled teacher the project that it is in. A study that was begun there goes on");
                app.add_option("--project", arguments->project, "a project that is there: the study becomes its run, called as the grid is")->excludes(out);
                app.add_flag("--create", arguments->create, "prepare what a grid reads and create its run; start nothing");
                app.add_flag("--dry-run", arguments->plan, "say which cells and runs a grid has, and what they share; write nothing");
                app.add_flag("--table", arguments->table, "print the table as far as the study has come; start nothing");
                app.add_flag("--markdown", arguments->print.markdown, "print the table in Markdown");
                app.add_flag("--json", arguments->print.json, "print the table, or the plan of --dry-run, as JSON");
                return [arguments] { return study(*arguments); };
            }};
}

} // namespace halyard
