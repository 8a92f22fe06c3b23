// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/grid_effects.h"
#include "core/report/grid_pareto.h"
#include "core/report/grid_table.h"
#include "tests/core/report/grid_fixture.h"

namespace halyard {
namespace {

namespace fs = std::filesystem;

TEST_F(GridTest, TakesEachFigureFromTheRunThatMeasuredIt) {
    finish("align-1", 4.0, 1000, 100);
    finish("distil-1", 0.25, 500, 40);
    judge("needles-1", {{64, 0.9, 100}, {512, 0.7, 100}, {1024, 0.5, 50}});
    const GridTable table = gridTable(m_study);
    EXPECT_EQ(table.trainingLength, 512);
    EXPECT_EQ(table.runs, 12U);
    EXPECT_FALSE(table.complete());
    ASSERT_EQ(table.cells.size(), 4U);
    const GridTableCell& cell = table.cells.front();
    EXPECT_EQ(cell.state, "done");
    EXPECT_DOUBLE_EQ(cell.figures.at("needles.needles").value, 0.8); // (90 + 70) / 200
    EXPECT_EQ(cell.figures.at("needles.needles").share.answers, 200);
    EXPECT_DOUBLE_EQ(cell.figures.at("needles.needles_beyond").value, 0.5);
    EXPECT_EQ(cell.figures.at("align.loss").value, 4.0);
    EXPECT_EQ(cell.figures.at("distil.loss").value, 0.25);
    EXPECT_EQ(cell.figures.at("tokens").value, 1500);
    EXPECT_EQ(cell.figures.at("parameters").value, 40); // of the last training
    EXPECT_EQ(table.cells[1].state, "waiting");
    EXPECT_TRUE(table.cells[1].figures.empty());
    std::vector<std::string> labels;
    for (const GridColumn& column : table.columns) {
        labels.push_back(column.label);
    }
    EXPECT_EQ(labels, (std::vector<std::string>{"needles to 512", "needles beyond 512", "align loss", "distil KL", "training tokens", "training seconds",
                                                "trained parameters"}));
}

TEST_F(GridTest, TellsScalingsApart) {
    judge("needles-1", {{64, 0.9, 100}}, "hype 128");
    Json results = readJsonFile(child("needles-1") / "results.json");
    results["cells"].push_back({{"task", "x"}, {"length", 64}, {"accuracy", 0.1}, {"n", 100}, {"scaling", "none"}});
    writeJsonFile(child("needles-1") / "results.json", results);
    const GridTable table = gridTable(m_study);
    EXPECT_EQ(table.cells[0].figures.at("needles.needles at hype 128").value, 0.9);
    EXPECT_EQ(table.cells[0].figures.at("needles.needles at none").value, 0.1);
}

TEST_F(GridTest, NamesTheRunThatFailedAndWhy) {
    finish("align-1", 4.0, 1000, 100);
    fail("distil-1", "Step 3: the loss is not finite.");
    EventWriter(m_study.events()).write("child", {{"child", "align-2"}, {"state", "failed"}, {"reason", "/data does not exist."}, {"offset", 0}});
    const GridTable table = gridTable(m_study);
    EXPECT_EQ(table.cells[0].state, "failed");
    EXPECT_EQ(table.cells[0].reason, "distil-1: Step 3: the loss is not finite.");
    EXPECT_EQ(table.cells[0].figures.at("align.loss").value, 4.0); // what is done counts
    EXPECT_EQ(table.cells[0].figures.count("tokens"), 0U);         // what is not whole does not
    EXPECT_EQ(table.cells[1].reason, "align-2: /data does not exist."); // it could not even be created
    const std::string text = toText(table, false);
    EXPECT_NE(text.find("4 cells, 12 runs: 2 failed, 2 waiting."), std::string::npos) << text;
    EXPECT_NE(text.find("Failed: align.optimizer.learning_rate 0.001, seed a. distil-1: Step 3: the loss is not finite.\n"), std::string::npos) << text;
}

TEST_F(GridTest, PutsRepetitionsIntoOneRow) {
    judgeAll({.8, .6, .9, .4});
    const GridTable table = gridTable(m_study);
    const std::vector<GridRow> rows = rowsOf(table);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(labelOf(rows[1]), "0.002");
    const GridMean mean = meanOf(rows[0], "needles.needles");
    EXPECT_DOUBLE_EQ(*mean.mean, 0.85);
    EXPECT_NEAR(*mean.spread, 0.0707107, 1e-6); // √(2 · 0.05²)
    EXPECT_EQ(mean.pooled.answers, 200);
    EXPECT_NEAR(mean.pooled.right, 170, 1e-9);
    EXPECT_TRUE(table.complete());
    const std::string text = toText(table, true);
    EXPECT_NE(text.find("| 0.001 | .850 ± .071 (.794–.893) |"), std::string::npos) << text;
    EXPECT_NE(toText(table, false, 40).find("needles to 512"), std::string::npos); // a narrow terminal: a field a line
}

TEST_F(GridTest, WritesItsFilesIntoTheStudy) {
    judgeAll({.8, .6, .9, .4});
    const GridTable table = writeGridTable(m_study);
    const Json document = readJsonFile(m_study.path() / "table.json");
    EXPECT_EQ(document, toJson(table));
    EXPECT_EQ(document["cells"][1]["labels"]["seed"], "a");
    EXPECT_EQ(document["cells"][1]["runs"]["needles"], "needles-2");
    EXPECT_EQ(document["cells"][1]["figures"]["needles.needles"]["n"], 100);
    const std::string csv = ScratchFolder::read(m_study.path() / "table.csv");
    EXPECT_TRUE(csv.starts_with("align.optimizer.learning_rate,seed,needles.needles,tokens,seconds,parameters,state,reason,folders\n"
                                "0.001,a,0.8,20,"))
        << csv;
    EXPECT_NE(csv.find(",done,,children/align-1 children/distil-1 children/needles-1\n"), std::string::npos) << csv;
    EXPECT_NE(ScratchFolder::read(m_study.path() / "effects.md").find("| align.optimizer.learning_rate | 0.001 | 0.002 |"), std::string::npos);
    EXPECT_NE(ScratchFolder::read(m_study.path() / "pareto.svg").find("<circle"), std::string::npos);
}

// As a workbench reads it, which has table.json alone.
TEST_F(GridTest, IsTheSameTableAgainFromItsFile) {
    judgeAll({.8, .6, .9, .4});
    fail("needles-3", "It broke.");
    finish("align-1", 4.0, 1000, 100);
    const GridTable table = writeGridTable(m_study);
    const GridTable again = gridTableFromJson(readJsonFile(m_study.path() / "table.json"), "table.json");
    EXPECT_EQ(toJson(again), toJson(table));
    EXPECT_EQ(toText(again, false), toText(table, false));
    EXPECT_EQ(again.cells[0].figures.at("needles.needles").share.answers, 100);
}

TEST_F(GridTest, RefusesATableThatNoProgramWrote) {
    judgeAll({.8, .6, .9, .4});
    const Json good = toJson(gridTable(m_study));
    const auto refuses = [&](const Json::json_pointer& place, const Json& value) {
        Json document = good;
        document[place] = value;
        EXPECT_THROW((void)gridTableFromJson(document, "table.json"), Error) << place.to_string() << ": " << value.dump();
    };
    using At = Json::json_pointer;
    refuses(At("/format"), "halyard.grid");
    refuses(At("/schema"), 2);
    refuses(At("/grid/axes"), Json::array());
    refuses(At("/training_length"), -1);
    refuses(At("/columns/0/unit"), "metres");
    refuses(At("/columns"), Json::object());
    refuses(At("/columns"), Json::array());
    refuses(At("/cells/0/values/0"), 2);   // the axis has two
    refuses(At("/cells/0/values"), {0});   // two axes
    refuses(At("/cells/0/runs/other"), "align-1");
    refuses(At("/cells/0/runs/align"), 1);
    refuses(At("/cells/0/state"), "well");
    refuses(At("/cells/0/figures/unknown"), {{"value", 1}});
    refuses(At("/cells/0/figures/needles.needles/value"), 1.5); // a share
    refuses(At("/cells/0/figures/needles.needles/n"), -100);
    refuses(At("/cells/0/figures"), "none");
    EXPECT_THROW((void)gridTableFromJson(Json(), "table.json"), Error);
    EXPECT_NO_THROW((void)gridTableFromJson(good, "table.json"));
}

Json sweepingGrid() {
    Json grid = smallGrid();
    grid["runs"].push_back({{"name", "sweep"}, {"kind", "sweep"}, {"inputs", {{{"role", "teacher"}, {"path", "/teacher"}}, {{"role", "student"}, {"path", "children/align"}}}}});
    return grid;
}

class SweepingGridTest : public GridTest {
protected:
    SweepingGridTest() : GridTest(sweepingGrid()) {}
};

// What a sweep finds is of models with one layer exchanged, and of none that the study makes.
TEST_F(SweepingGridTest, HasNoColumnsOfTheSweep) {
    judge("sweep-1", {{64, 0.3, 100}});
    judge("needles-1", {{64, 0.9, 100}});
    const GridTable table = gridTable(m_study);
    EXPECT_EQ(table.cells[0].figures.count("sweep.needles"), 0U);
    EXPECT_EQ(table.columns.front().label, "needles to 512");
}

// The study of a grid in which GA-S2 chooses the layers of stage 2.
class ProbingGridTest : public GridTest {
protected:
    ProbingGridTest() : GridTest(probingGrid()) {
        for (const char* number : {"1", "2", "3", "4"}) {
            finish(std::string("align-") + number, 4.0, 1000, 100);
            end(std::string("probes-") + number, "done", "");
            for (const char* layer : {"0", "1", "2", "3"}) {
                finish(std::string("probes-") + number + "/children/layer-" + layer, 0.5, 200, 9);
            }
        }
    }
    void distil(const std::string& name, const std::vector<std::int64_t>& kept) const {
        RunSpec made;
        made.model.attention_layers = kept;
        (void)RunFolder::create(child(name), made);
        finish(name, 0.25, 500, 40);
    }
};

TEST_F(ProbingGridTest, CountsProbesAsCostAndShowsTheLayersTheyChose) {
    distil("distil-1", {2});
    judge("needles-1", {{64, 0.9, 100}});
    distil("distil-3", {1, 3});
    judge("needles-3", {{64, 0.8, 100}});
    const GridTable table = writeGridTable(m_study);
    EXPECT_TRUE(table.selectsLayers());
    EXPECT_EQ(table.cells[0].state, "done");
    EXPECT_EQ(table.cells[0].kept, std::vector<std::int64_t>{2});
    EXPECT_TRUE(table.cells[1].kept.empty()); // not made yet
    EXPECT_EQ(table.cells[0].figures.at("tokens").value, 1000 + 4 * 200 + 500);
    EXPECT_EQ(table.cells[0].figures.at("parameters").value, 40); // of the student, not of a probe
    EXPECT_EQ(table.cells[0].figures.count("probes.loss"), 0U);
    EXPECT_EQ(keptText(rowsOf(table)[0]), "2 · 1, 3");
    EXPECT_EQ(keptText(rowsOf(table)[1]), "–");
    EXPECT_NE(toText(table, true).find("| 0.001 | 2 · 1, 3 |"), std::string::npos) << toText(table, true);
    EXPECT_TRUE(toCsv(table).starts_with("align.optimizer.learning_rate,seed,kept_layers,")) << toCsv(table);
    EXPECT_NE(toCsv(table).find("0.001,b,1 3,0.8,"), std::string::npos) << toCsv(table);

    const Json document = readJsonFile(m_study.path() / "table.json");
    EXPECT_EQ(toJson(gridTableFromJson(document, "table.json")), document);
    for (const Json& wrong : {Json{3, 1}, Json{1, 1}, Json{-1}, Json{4096}, Json{"1"}, Json::array(), Json(2)}) {
        Json broken = document;
        broken["cells"][0]["kept"] = wrong;
        EXPECT_THROW((void)gridTableFromJson(broken, "table.json"), Error) << wrong;
    }
}

// A run that was killed as it wrote, or another program's file, is a figure that is missing.
TEST_F(GridTest, CountsWhatCannotBeReadAsNotMeasured) {
    judgeAll({.8, .6, .9, .4});
    m_scratch.write("study/children/needles-1/results.json", "{");
    m_scratch.write("study/children/needles-2/results.json", R"({"cells": [1, {"length": "x"}, {"n": null, "accuracy": 1, "length": 64}]})");
    m_scratch.write("study/children/distil-3/events.jsonl", "not json\n");
    const GridTable table = gridTable(m_study);
    EXPECT_EQ(table.cells[0].figures.count("needles.needles"), 0U);
    EXPECT_EQ(table.cells[1].figures.count("needles.needles"), 0U);
    EXPECT_EQ(table.cells[3].figures.count("needles.needles"), 1U);
    EXPECT_NO_THROW((void)toText(table, false));
}

} // namespace
} // namespace halyard
