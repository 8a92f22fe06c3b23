// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/grid_study.h"

#include "core/base/atomic_file.h"
#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/base/subprocess.h"
#include "core/cli/demo_command.h"
#include "core/cli/new_command.h"
#include "core/cli/run_command.h"
#include "core/cost/run_forecast.h"
#include "core/demo/bundled_inputs.h"
#include "core/demo/project_file.h"
#include "core/report/grid_table.h"
#include "core/run/installation.h"

#include <algorithm>
#include <cstdio>
#include <sys/ioctl.h>
#include <thread>
#include <unistd.h>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// Columns of the terminal; 0 when what is printed goes elsewhere.
std::size_t terminalWidth() {
    winsize size{};
    return ::isatty(STDOUT_FILENO) == 1 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

std::size_t runsOfCells(const GridStudy& study) {
    std::size_t runs = 0;
    for (const GridCell& cell : study.cells) {
        runs += cell.runs.size();
    }
    return runs;
}

// How many children each run of the grid has become: "align 2, distil 8".
std::string variantsOf(const GridStudy& study) {
    std::string out;
    for (const GridRun& run : study.grid.runs) {
        std::vector<std::string> children;
        for (const GridCell& cell : study.cells) {
            if (const auto child = cell.runs.find(run.spec.name);
                child != cell.runs.end() && std::find(children.begin(), children.end(), child->second) == children.end()) {
                children.push_back(child->second);
            }
        }
        out += (out.empty() ? "" : ", ") + run.spec.name + " " + std::to_string(children.size());
    }
    return out;
}

std::optional<SecondsRange> secondsOf(const GridStudy& study) {
    return trainingSeconds(withBundledTeacher(study.spec, demoResources()),
                           {fs::current_path(), std::nullopt, static_cast<int>(std::max(1U, std::thread::hardware_concurrency()))});
}

Json planJson(const GridStudy& study) {
    const PlannedTraining training = plannedTraining(study.spec);
    Json out = {{"name", study.grid.name}, {"question", study.grid.question}, {"runs", Json::array()}, {"cells", Json::array()},
                {"training_steps", training.steps}, {"training_tokens", training.tokens}};
    if (const auto seconds = secondsOf(study)) {
        out["training_seconds"] = {seconds->least, seconds->most};
    }
    for (const RunSpec& child : study.spec.children) {
        out["runs"].push_back({{"name", child.name}, {"kind", nameOf(child.kind)}});
    }
    for (const GridCell& cell : study.cells) {
        Json labels = Json::object();
        for (std::size_t axis = 0; axis < study.grid.axes.size(); ++axis) {
            labels[study.grid.axes[axis].name] = study.grid.axes[axis].values[cell.values[axis]].label;
        }
        out["cells"].push_back({{"labels", labels}, {"runs", cell.runs}});
    }
    return out;
}

void refuseAnother(const RunFolder& run, const GridStudy& study) {
    if (!isGridStudy(run)) {
        throw invalidInput(HALYARD_TEXT("{path} holds another run, which is not the study of a grid. Choose another folder with --out."),
                           {{"path", printable(run.path().string())}});
    }
    const StudyGrid begun = readGridStudy(run).grid;
    if (toJson(begun) != toJson(study.grid)) {
        throw invalidInput(HALYARD_TEXT("{path} was begun with another grid (\"{name}\": {question}). Go on with that one, or choose another "
                                        "folder with --out."),
                           {{"path", printable(run.path().string())}, {"name", begun.name}, {"question", printable(begun.question, 300)}});
    }
}

// Folders for what the study writes. A project that others have is not asked for its name.
void prepareProject(const GridStudy& study, const StudyPlace& place) {
    if (place.makesProject) {
        createProject(place.project, {{"schema", 1}, {"name", study.grid.name}, {"notes", study.grid.question}, {"order", {study.grid.name}}}, {});
        return;
    }
    createFolders(place.project / "runs");
    createFolders(place.project / "data");
}

// The study's run, created by the first call.
RunFolder createdRun(const GridStudy& study, const StudyPlace& place) {
    GridStudy resolved = study;
    (void)requireValidRuns(study, false); // before anything is written
    if (!place.project.empty()) {
        prepareProject(study, place);
    }
    std::error_code error;
    if (fs::exists(place.run / "run.json", error)) {
        const RunFolder run = RunFolder::open(place.run);
        refuseAnother(run, study);
        return run;
    }
    Cancellation::installSignalHandlers();
    if (!place.project.empty()) {
        removeLeftovers(place.project / "data");
        removeLeftovers(place.project / "runs");
        resolved.spec = withBundled(study.spec, {demoResources(), currentProgram(), place.project});
    }
    (void)requireValidRuns(resolved);
    return createGridStudy(place.run, study, preparedSpec(resolved.spec, place.run.string()));
}

} // namespace

ShippedGrids shippedGrids() {
    return ShippedGrids(demoResources().parent_path() / "studies");
}

StudyPlace placeOf(const GridStudy& study, const fs::path& out, const fs::path& project) {
    if (!project.empty()) {
        std::error_code error;
        if (!fs::is_directory(project, error)) {
            throw invalidInput(HALYARD_TEXT("{path} is not a folder. Give the folder of a project with --project, or a new one with --out."),
                               {{"path", printable(project.string())}});
        }
        return {project / "runs" / study.grid.name, project, false};
    }
    return readsBundled(study.spec) ? StudyPlace{out / "runs" / study.grid.name, out, true} : StudyPlace{out, {}, false};
}

void printGridPlan(const GridStudy& study, const StudyPrint& print) {
    (void)requireValidRuns(study, false);
    if (print.json) {
        printJson(planJson(study).dump());
        return;
    }
    const PlannedTraining training = plannedTraining(study.spec);
    std::printf("%s: %s\n\n", study.grid.name.c_str(), printable(study.grid.question, 1000).c_str());
    for (const GridCell& cell : study.cells) {
        std::printf("%s:", labelsOf(cell, study.grid).c_str());
        for (const GridRun& run : study.grid.runs) {
            const auto child = cell.runs.find(run.spec.name);
            std::printf(" %s", child == cell.runs.end() ? (run.spec.name + " left out").c_str() : child->second.c_str());
        }
        std::printf("\n");
    }
    std::printf("\n%zu cells of %zu runs, which are %zu as cells share what is equal (%s).\n", study.cells.size(), runsOfCells(study),
                study.spec.children.size(), variantsOf(study).c_str());
    const auto seconds = secondsOf(study);
    std::printf("Training: %s steps, %s tokens%s. Nothing was written.\n", grouped(static_cast<unsigned long long>(training.steps)).c_str(),
                grouped(static_cast<unsigned long long>(training.tokens)).c_str(),
                seconds ? (", " + humanDuration(seconds->least) + " to " + humanDuration(seconds->most) + " here").c_str() : "");
}

void printGridTable(const RunFolder& run, const StudyPrint& print) {
    const GridTable table = gridTable(run);
    if (print.json) {
        printJson(toJson(table).dump());
        return;
    }
    std::printf("%s", toText(table, print.markdown, terminalWidth()).c_str());
    if (!print.markdown) {
        std::printf("\ntable.json, table.csv, effects.md, pareto.svg, and the runs behind each figure, are in %s\n",
                    printable(run.path().string(), 400).c_str());
    }
}

void createGridRun(const GridStudy& study, const StudyPlace& place, const StudyPrint& print) {
    const RunFolder run = createdRun(study, place);
    if (print.json) {
        printJson(Json{{"run", run.path().string()}, {"cells", study.cells.size()}, {"runs", study.spec.children.size()}}.dump());
        return;
    }
    std::printf("%s: %zu cells of %zu runs; nothing was started.\n  halyard run %s\n", printable(run.path().string(), 400).c_str(), study.cells.size(),
                study.spec.children.size(), printable(run.path().string(), 400).c_str());
}

int runGridStudy(const GridStudy& study, const StudyPlace& place, const StudyPrint& print) {
    (void)findWorker(); // what is missing is said before anything is written
    (void)findTorch();
    const RunFolder run = createdRun(study, place);
    const RunStatus status = runToItsEnd(run);
    (void)writeGridTable(run);
    if (status.state != "stopped") {
        printGridTable(run, print); // with the cells that failed
    }
    return reportEnd(run, status);
}

} // namespace halyard
