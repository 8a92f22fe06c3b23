// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/run/scheduler.h"
#include "core/run/study_cells.h"
#include "core/run/validate.h"
#include "tests/core/run/grid_documents.h"
#include "tests/core/run/scratch_folder.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace halyard {
namespace {

GridStudy expanded(const Json& document) {
    return expandGrid(gridFromJson(document, "g.json", "/grids"));
}

std::string refusalOf(const Json& document) {
    try {
        (void)expanded(document);
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

std::vector<std::string> namesOf(const GridStudy& study) {
    return childNames(study.spec);
}

const RunSpec& child(const GridStudy& study, const std::string& name) {
    const std::vector<std::string> names = namesOf(study);
    return study.spec.children.at(static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin()));
}

TEST(StudyCells, MakesEveryCombinationWithRepetitionsSlowest) {
    const GridStudy study = expanded(smallGrid());
    ASSERT_EQ(study.cells.size(), 4U);
    EXPECT_EQ(study.cells[1].values, (std::vector<std::size_t>{1, 0})); // the rate changes first
    EXPECT_EQ(study.cells[2].values, (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(labelsOf(study.cells[2], study.grid), "align.optimizer.learning_rate 0.001, seed b");
    EXPECT_EQ(study.spec.kind, RunKind::Study);
    EXPECT_EQ(namesOf(study), (std::vector<std::string>{"align-1", "distil-1", "needles-1", "align-2", "distil-2", "needles-2", "align-3", "distil-3",
                                                        "needles-3", "align-4", "distil-4", "needles-4"}));
    EXPECT_EQ(child(study, "align-4").optimizer.learning_rate, 0.002);
    EXPECT_EQ(child(study, "align-4").train.seed, 2);
    EXPECT_EQ(child(study, "distil-4").input("student")->path, "children/align-4");
    EXPECT_EQ(study.cells[3].runs.at("needles"), "needles-4");
}

TEST(StudyCells, SharesRunsThatAreEqual) {
    Json document = smallGrid();
    document["axes"][0] = {{"key", "distil.optimizer.learning_rate"}, {"values", {1e-3, 2e-3, 3e-3}}};
    const GridStudy study = expanded(document);
    const std::vector<std::string> names = namesOf(study);
    EXPECT_EQ(study.cells.size(), 6U);
    EXPECT_EQ(names.size(), 2U + 6U + 6U); // stage 1 once a seed
    for (const GridCell& cell : study.cells) {
        EXPECT_EQ(cell.runs.at("align"), cell.values[1] == 0 ? "align-1" : "align-2");
        EXPECT_EQ(child(study, cell.runs.at("distil")).input("student")->path, "children/" + cell.runs.at("align"));
    }
}

// A run that no axis reaches keeps its name; a value that says what the run says already makes no other run.
TEST(StudyCells, NamesTheOnlyOneOfARunWithoutANumber) {
    Json document = smallGrid();
    document["axes"] = {{{"key", "align.schedule.steps"}, {"values", {10}}}, {{"key", "needles.eval.trials"}, {"values", {3, 4}}}};
    const GridStudy study = expanded(document);
    EXPECT_EQ(namesOf(study), (std::vector<std::string>{"align", "distil", "needles-1", "needles-2"}));
    EXPECT_EQ(study.cells[1].runs.at("distil"), "distil");
    document["runs"].push_back(document["runs"][2]); // "needles-1" is taken
    document["runs"][3]["name"] = "needles-1";
    document["runs"][3]["settings"]["eval.trials"] = 9;
    EXPECT_EQ(namesOf(expanded(document)), (std::vector<std::string>{"align", "distil", "needles-2", "needles-1", "needles-3"}));
}

TEST(StudyCells, AreTheSameHoweverOftenTheyAreMade) {
    const GridStudy first = expanded(smallGrid());
    const GridStudy second = expanded(smallGrid());
    EXPECT_EQ(hashOf(first.spec), hashOf(second.spec));
    EXPECT_EQ(first.cells.back().runs, second.cells.back().runs);
}

TEST(StudyCells, LeavesRunsOutAndChangesInputs) {
    Json document = smallGrid();
    document["axes"] = {leftOutAxis()};
    const GridStudy study = expanded(document);
    ASSERT_EQ(study.cells.size(), 3U);
    EXPECT_EQ(study.cells[1].runs.count("align"), 0U);
    EXPECT_EQ(child(study, study.cells[1].runs.at("distil")).input("student")->path, "/grids/started");
    EXPECT_EQ(child(study, study.cells[2].runs.at("distil")).input("held_out"), nullptr);
    EXPECT_EQ(study.cells[2].runs.at("align"), study.cells[0].runs.at("align"));
    document["axes"][0]["values"][1].erase("inputs");
    EXPECT_EQ(refusalOf(document), "rates, in the cell stage 1 left out: \"align\" is left out there, and \"distil\" reads it as \"student\". Say in "
                                   "\"inputs\" what it reads instead (\"distil.student\"), or leave it out, too.");
}

TEST(StudyCells, MakeAProbeOfEachLayer) {
    const GridStudy study = expanded(probingGrid());
    const RunSpec& probes = child(study, "probes-4");
    EXPECT_EQ(probes.kind, RunKind::GaS2);
    EXPECT_EQ(probes.select.keep, 1);
    ASSERT_EQ(probes.children.size(), 4U);
    for (std::int64_t layer = 0; layer < 4; ++layer) {
        const RunSpec& probe = probes.children[static_cast<std::size_t>(layer)];
        EXPECT_EQ(probe.kind, RunKind::Stage2);
        EXPECT_EQ(probe.model.attention_layers, std::vector<std::int64_t>{layer});
        EXPECT_EQ(probe.input("student")->path, "children/align-4");
        EXPECT_EQ(probe.train.seed, 2); // "*.train.seed" is theirs, too
        EXPECT_EQ(probe.select.rounds, RunSpec{}.select.rounds);
    }
    EXPECT_EQ(child(study, "distil-4").input("selection")->path, "children/probes-4/selections/ga-s2.json");
    const PlannedTraining training = plannedTraining(study.spec);
    EXPECT_EQ(training.steps, 4 * (10 + 4 * 20 + 10)); // a cell: stage 1, four probes, stage 2
    for (const Issue& issue : validate(study.spec)) {
        EXPECT_TRUE(issue.severity == Issue::Severity::Warning || issue.path.find("/inputs/") != std::string::npos)
            << issue.path << " " << issue.message.text(); // paths are made up
    }
    Json fewer = probingGrid();
    fewer["runs"][1]["settings"]["select.keep"] = 4;
    EXPECT_THROW((void)requireValidRuns(expanded(fewer), false), Error); // all layers
    fewer["runs"][1]["layers"] = 1024;
    fewer["axes"][0]["values"] = {1e-3, 2e-3, 3e-3}; // six cells
    EXPECT_NE(refusalOf(fewer).find("its cells need more than 5,000 runs"), std::string::npos) << refusalOf(fewer);
}

TEST(StudyCells, RefusesRunsThatReadEachOther) {
    Json document = smallGrid();
    document["axes"] = {{{"name", "circle"}, {"values", {{{"label", "yes"}, {"inputs", {{"align.student", "children/distil"}}}}}}}};
    EXPECT_EQ(refusalOf(document), "rates, in the cell circle yes: \"align\" reads what is made from itself. Change what it reads.");
}

TEST(StudyCells, ComeInAnOrderInWhichTheyCanBeMade) {
    Json document = smallGrid();
    std::reverse(document["runs"].begin(), document["runs"].end()); // needles, distil, align
    const GridStudy study = expanded(document);
    std::set<std::string> made;
    for (const RunSpec& run : study.spec.children) {
        for (const std::string& sibling : siblingsOf(run)) {
            EXPECT_EQ(made.count(sibling), 1U) << run.name << " reads " << sibling;
        }
        made.insert(run.name);
    }
}

TEST(StudyCells, RefusesMoreRunsThanTheLimit) {
    Json document = smallGrid();
    const Json needles = document["runs"][2];
    for (int i = 0; i < 5; ++i) { // 8 runs in each of 1,000 cells
        document["runs"].push_back(needles);
        document["runs"].back()["name"] = "needles" + std::string(1, static_cast<char>('a' + i));
        document["runs"].back()["settings"]["eval.trials"] = i + 1;
    }
    Json values = Json::array();
    for (int i = 0; i < 200; ++i) {
        values.push_back(i);
    }
    document["axes"] = {{{"key", "align.train.seed"}, {"values", values}}, {{"key", "distil.train.seed"}, {"values", {1, 2, 3, 4, 5}}}};
    EXPECT_EQ(refusalOf(document), "rates: its cells need more than 5,000 runs. Take out values, or make two grids of it.");
}

TEST(StudyCells, SaysInWhichRunAndCellAValueIsOutOfRange) {
    Json document = smallGrid();
    document["axes"][0]["values"] = {1e-3, 2};
    try {
        (void)requireValidRuns(expanded(document));
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()), "rates, run \"align-1\" (align.optimizer.learning_rate 0.001, seed a): \"teacher\": /teacher does not exist.");
    }
    try {
        (void)requireValidRuns(expanded(document), false); // inputs that are not made yet
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("\"optimizer.learning_rate\" is 2.0"), std::string::npos) << error.what();
    }
    const ScratchFolder scratch;
    scratch.write("t/config.json", "{}");
    scratch.write("d/manifest.json", "{}");
    for (Json& run : document["runs"]) {
        for (Json& input : run["inputs"]) {
            const std::string path = input["path"];
            input["path"] = path == "/teacher" ? (scratch.path() / "t").string() : path.starts_with("text") ? (scratch.path() / "d").string() : path;
        }
    }
    document["runs"][1]["settings"]["model.attention_layers"] = Json::array();
    try {
        (void)requireValidRuns(expanded(document));
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()), "rates, run \"align-2\" (align.optimizer.learning_rate 2, seed a): \"optimizer.learning_rate\" is 2.0; it must be "
                                             "above 0 and at most 1.");
    }
}

TEST(StudyCells, AreReadAgainFromTheRunFolderAlone) {
    const ScratchFolder scratch;
    const GridStudy study = expanded(smallGrid());
    const RunFolder run = createGridStudy(scratch.path() / "s", study, study.spec);
    EXPECT_TRUE(isGridStudy(run));
    const GridStudy again = readGridStudy(run);
    EXPECT_EQ(toJson(again.grid), toJson(study.grid));
    ASSERT_EQ(again.cells.size(), 4U);
    EXPECT_EQ(again.cells[3].runs, study.cells[3].runs);
    EXPECT_EQ(again.cells[3].values, study.cells[3].values);
    EXPECT_EQ(hashOf(again.spec), hashOf(study.spec));
}

TEST(StudyCells, RefusesAFrozenFileThatIsDamaged) {
    const ScratchFolder scratch;
    const GridStudy study = expanded(smallGrid());
    const RunFolder run = createGridStudy(scratch.path() / "s", study, study.spec);
    const Json whole = readJsonFile(run.grid());
    const auto refused = [&](const char* pointer, const Json& value) {
        Json document = whole;
        document[Json::json_pointer(pointer)] = value;
        writeJsonFile(run.grid(), document);
        EXPECT_THROW((void)readGridStudy(run), Error) << pointer << " " << value;
    };
    refused("/cells/0/values/0", 2);
    refused("/cells/0/values/0", -1);
    refused("/cells/0/values", {0});
    refused("/cells/0/runs/align", "other");
    refused("/cells/0/runs/other", "align-1");
    refused("/cells/0", 1);
    refused("/cells", 1);
    refused("/schema", 9);
    refused("/grid", nullptr);
}

} // namespace
} // namespace halyard
