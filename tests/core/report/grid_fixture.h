// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/events.h"
#include "core/run/study_cells.h"
#include "tests/core/run/grid_documents.h"
#include "tests/core/run/scratch_folder.h"

#include <gtest/gtest.h>

namespace halyard {

// The study of the small grid, whose runs have left what a test says: cells (0.001, a), (0.002, a), (0.001, b), (0.002, b),
// each with runs of its own, "align-1" to "needles-4".
class GridTest : public testing::Test {
protected:
    GridTest() : GridTest(smallGrid()) {}
    explicit GridTest(const Json& grid) {
        const GridStudy study = expandGrid(gridFromJson(grid, "g.json", "/grids"));
        (void)createGridStudy(m_study.path(), study, study.spec);
    }

    struct Needles {
        int length;
        double accuracy;
        int n;
    };

    [[nodiscard]] std::filesystem::path child(const std::string& name) const { return m_study.children() / name; }

    [[nodiscard]] RunFolder folderOf(const std::string& name) const {
        std::error_code error;
        if (!std::filesystem::exists(child(name) / "run.json", error)) {
            std::filesystem::create_directories(child(name).parent_path());
            (void)RunFolder::create(child(name), RunSpec{});
        }
        return RunFolder(child(name));
    }
    void end(const std::string& name, const std::string& state, const std::string& reason) const {
        const RunFolder run = folderOf(name);
        writeJsonFile(run.state(), {{"state", "running"}, {"version", 1}});
        writeJsonFile(run.exit(), {{"state", state}, {"reason", reason}, {"ended", state}, {"cause", state == "done" ? "done" : "exit"}});
    }
    void finish(const std::string& name, double heldOut, double tokens, double parameters) const {
        EventWriter events(folderOf(name).events());
        events.write("start", {{"trained_parameters", parameters}});
        events.write("held_out", {{"step", 5}, {"loss", 9.0}});
        events.write("step", {{"step", 10}, {"tokens", tokens}, {"loss", 1.0}});
        events.write("held_out", {{"step", 10}, {"loss", heldOut}});
        events.write("done", {{"step", 10}});
        end(name, "done", "");
    }
    void fail(const std::string& name, const std::string& reason) const { end(name, "failed", reason); }
    void judge(const std::string& name, const std::vector<Needles>& needles, const std::string& scaling = "own") const {
        Json cells = Json::array();
        for (const Needles& cell : needles) {
            cells.push_back({{"task", "demo_busy"}, {"length", cell.length}, {"accuracy", cell.accuracy}, {"n", cell.n}, {"scaling", scaling}});
        }
        (void)folderOf(name);
        writeJsonFile(child(name) / "results.json", {{"schema", 1}, {"cells", cells}});
        end(name, "done", "");
    }
    // Every run done, with these shares of 100 needles by cell; no losses.
    void judgeAll(const std::vector<double>& shares) const {
        for (std::size_t cell = 0; cell < shares.size(); ++cell) {
            const std::string number = std::to_string(cell + 1);
            for (const char* training : {"align-", "distil-"}) {
                EventWriter events(folderOf(training + number).events());
                events.write("start", {{"trained_parameters", 7}});
                events.write("step", {{"step", 1}, {"tokens", 10}, {"loss", 1.0}});
                end(training + number, "done", "");
            }
            judge("needles-" + number, {{64, shares[cell], 100}});
        }
    }

    ScratchFolder m_scratch;
    RunFolder m_study{m_scratch.path() / "study"};
};

} // namespace halyard
