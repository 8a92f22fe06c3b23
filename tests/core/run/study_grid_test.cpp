// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/run/study_grid.h"
#include "tests/core/run/grid_documents.h"
#include "tests/core/run/scratch_folder.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

std::string refusalOf(const Json& document) {
    try {
        (void)gridFromJson(document, "g.json", "/grids");
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::InvalidInput);
        return error.what();
    }
    return "accepted";
}

// What the grid becomes with one place replaced.
std::string refusalWith(const char* pointer, const Json& value) {
    Json document = smallGrid();
    document[Json::json_pointer(pointer)] = value;
    return refusalOf(document);
}

TEST(StudyGrid, ReadsRunsAxesAndTheShortForm) {
    const StudyGrid grid = gridFromJson(smallGrid(), "g.json", "/grids");
    EXPECT_EQ(grid.name, "rates");
    ASSERT_EQ(grid.runs.size(), 3U);
    EXPECT_EQ(grid.runs[0].spec.kind, RunKind::Stage1);
    EXPECT_EQ(grid.runs[0].spec.schedule.steps, 10);
    EXPECT_EQ(grid.runs[1].spec.model.attention_layers, (std::vector<std::int64_t>{1, 2}));
    EXPECT_EQ(grid.runs[0].spec.input("data")->path, "/grids/text/train"); // relative to the file's folder
    EXPECT_EQ(grid.runs[1].spec.input("student")->path, "children/align");
    EXPECT_EQ(grid.runs[0].spec.train.threads, 1); // of all runs that read it
    ASSERT_EQ(grid.axes.size(), 2U);
    EXPECT_EQ(grid.axes[0].name, "align.optimizer.learning_rate");
    EXPECT_EQ(grid.axes[0].values[1].label, "0.002");
    EXPECT_EQ(grid.axes[0].values[1].set[0].key, "align.optimizer.learning_rate");
    EXPECT_TRUE(grid.axes[1].repeat);
}

TEST(StudyGrid, IsTheSameAfterWritingAndReading) {
    Json document = smallGrid();
    document["axes"].push_back(leftOutAxis());
    const StudyGrid grid = gridFromJson(document, "g.json", "/grids");
    const Json written = toJson(grid);
    EXPECT_EQ(toJson(gridFromJson(written, "again", "/elsewhere")), written);
    EXPECT_EQ(written["axes"][2]["values"][1]["inputs"]["distil.student"], "/grids/started");
    EXPECT_TRUE(written["axes"][2]["values"][2]["inputs"]["distil.held_out"].is_null());
}

TEST(StudyGrid, NamesWhatItDoesNotKnow) {
    EXPECT_EQ(refusalWith("/axis", 1), "g.json: \"axis\" is not a key of a grid. Did you mean \"axes\"?");
    EXPECT_EQ(refusalWith("/runs/0/setting", 1), "g.json, runs[0]: \"setting\" is not a key of a grid. Did you mean \"settings\"?");
    EXPECT_EQ(refusalWith("/runs/0/kind", "stage9"), "g.json, run \"align\": \"stage9\" is not a kind of run. Did you mean \"stage1\"?");
    EXPECT_EQ(refusalWith("/runs/0/settings", {{"optimizer.lerning_rate", 1}}),
              "g.json, run \"align\": \"optimizer.lerning_rate\" is not a setting. Did you mean \"optimizer.learning_rate\"?");
    EXPECT_EQ(refusalWith("/axes/0/key", "alingn.optimizer.learning_rate"),
              "g.json, axis \"alingn.optimizer.learning_rate\": \"alingn\" is not a run of this grid. Did you mean \"align\"?");
    EXPECT_EQ(refusalWith("/axes/0/key", "align.optimizer.lerning_rate"),
              "g.json, axis \"align.optimizer.lerning_rate\": \"optimizer.lerning_rate\" is not a setting. Did you mean \"optimizer.learning_rate\"?");
    EXPECT_EQ(refusalWith("/axes/1/values/0/set", {{"*.train.sed", 1}}),
              "g.json, axis \"seed\", value \"a\": \"train.sed\" is not a setting. Did you mean \"train.seed\"?");
    EXPECT_EQ(refusalWith("/axes/1/values/0/inputs", {{"distil.studnt", "x"}}),
              "g.json, axis \"seed\", value \"a\": \"studnt\" is not an input of that run. Did you mean \"student\"?");
    EXPECT_EQ(refusalWith("/runs/1/inputs/1/path", "children/alin"),
              "g.json, run \"distil\": \"alin\" is not a run of this grid. Did you mean \"align\"?");
    EXPECT_EQ(refusalWith("/axes/1/values/0/without", {"alig"}),
              "g.json, axis \"seed\", value \"a\": \"alig\" is not a run of this grid. Did you mean \"align\"?");
}

TEST(StudyGrid, RefusesWrongTypesAndValuesThatHaveNoEffect) {
    EXPECT_EQ(refusalOf(Json::array()), "g.json: \"grid\" must be an object.");
    EXPECT_EQ(refusalWith("/format", "halyard.table"), "g.json is not a grid: its \"format\" must be \"halyard.grid\".");
    EXPECT_EQ(refusalWith("/schema", 2), "g.json: \"schema\" is 2; this program knows 1.");
    EXPECT_EQ(refusalWith("/name", "a/b"),
              "g.json: \"a/b\" cannot be the name of a grid or a run, which is made of letters, digits, \"-\" and \"_\".");
    EXPECT_EQ(refusalWith("/question", "one\ntwo"), "g.json: \"question\" must be one line of at most 1000 bytes.");
    EXPECT_EQ(refusalWith("/axes/0/values", {1e-3, "fast"}),
              "g.json, axis \"align.optimizer.learning_rate\": \"optimizer.learning_rate\" must be a number, not the text \"fast\".");
    EXPECT_EQ(refusalWith("/axes/0/values", Json::array()),
              "g.json, axis \"align.optimizer.learning_rate\": \"values\" must be a list with at least one entry.");
    EXPECT_EQ(refusalWith("/axes", Json::array()), "g.json: \"axes\" must be a list with at least one entry.");
    EXPECT_EQ(refusalWith("/axes/0/values", {1e-3, 1e-3}),
              "g.json, axis \"align.optimizer.learning_rate\": two values are called \"0.001\". Give each a label of its own.");
    EXPECT_EQ(refusalWith("/axes/0/key", "align.eval.trials"),
              "g.json, axis \"align.eval.trials\": \"eval.trials\" must be a whole number, not 0.001.");
    EXPECT_EQ(refusalWith("/runs/0/settings", {{"eval.trials", 3}}),
              "g.json, run \"align\": \"eval.trials\" is not read by a run of kind stage1; it has no effect. Remove it.");
    EXPECT_EQ(refusalWith("/runs/0/kind", "pipeline"),
              "g.json, run \"align\": a run of kind pipeline consists of runs itself and cannot be one of a grid.");
    EXPECT_EQ(refusalWith("/runs/1/name", "align"), "g.json, run \"align\": two runs have this name. Give each a name of its own.");
    EXPECT_EQ(refusalWith("/axes/1/name", "align.optimizer.learning_rate"),
              "g.json, axis \"align.optimizer.learning_rate\": two axes have this name. Give each a name of its own.");
    EXPECT_EQ(refusalWith("/axes/1/values", Json::array({{{"label", "a"}}})),
              "g.json, axis \"seed\": it changes nothing. Give its values a \"set\", \"inputs\" or \"without\".");
    EXPECT_EQ(refusalWith("/axes/0", {{"key", "needles.eval.tasks"}, {"values", {std::string(79, 'a') + "é"}}}),
              "g.json, axis \"needles.eval.tasks\": \"label\" must be one line of at most 80 bytes.");
    EXPECT_EQ(refusalWith("/axes/1/repeat", "yes"), "g.json, axis \"seed\": \"repeat\" must be true or false.");
}

// Described by the stage 2 that its probes are.
TEST(StudyGrid, ReadsGaS2ByItsProbes) {
    const StudyGrid grid = gridFromJson(probingGrid(), "g.json", "/grids");
    const GridRun& probes = grid.runs[1];
    EXPECT_EQ(probes.spec.kind, RunKind::GaS2);
    EXPECT_EQ(probes.layers, 4);
    EXPECT_EQ(probes.spec.select.rounds, 2);
    EXPECT_EQ(probes.spec.schedule.steps, 20);
    EXPECT_EQ(probes.spec.schedule.kind, "constant"); // as "halyard new ga-s2" has it
    EXPECT_EQ(probes.spec.train.threads, 1);          // of all runs that read it
    EXPECT_EQ(toJson(gridFromJson(toJson(grid), "again", "/elsewhere")), toJson(grid));

    const auto refused = [](const char* pointer, const Json& value) {
        Json document = probingGrid();
        document[Json::json_pointer(pointer)] = value;
        return refusalOf(document);
    };
    EXPECT_EQ(refused("/runs/1/layers", 1), "g.json, run \"probes\": \"layers\" must be a whole number from 2 to 1024.");
    EXPECT_EQ(refused("/runs/1/layers", 1e9), "g.json, run \"probes\": \"layers\" must be a whole number from 2 to 1024.");
    EXPECT_EQ(refused("/runs/2/layers", 4), "g.json, run \"distil\": \"layers\" belongs to runs of kind ga-s2, which need it: how many layers the teacher has.");
    EXPECT_EQ(refused("/runs/1/settings", {{"model.attention_layers", {1}}}),
              "g.json, run \"probes\": \"model.attention_layers\" is not read by a run of kind ga-s2; it has no effect. Remove it.");
    EXPECT_EQ(refused("/axes/1/values/0/inputs", {{"probes.selection", "x"}}),
              "g.json, axis \"seed\", value \"a\": \"selection\" is not an input of that run; known here: teacher, student, data, held_out, tokenizer.");
}

TEST(StudyGrid, LetsOneAxisChangeASetting) {
    EXPECT_EQ(refusalWith("/axes/1/values/0/set", {{"*.optimizer.learning_rate", 1e-3}}),
              "g.json, axis \"seed\": \"align.optimizer.learning_rate\" is changed by the axis \"align.optimizer.learning_rate\" too. Only one axis can "
              "change it.");
    EXPECT_EQ(refusalWith("/axes/1/values/0/set", {{"*.train.seed", 1}, {"align.train.seed", 2}}),
              "g.json, axis \"seed\", value \"a\": \"align.train.seed\" is set twice, and which one counts is not said. Remove one of them.");
    Json document = smallGrid();
    document["axes"][0] = {{"name", "whole"}, {"values", {{{"label", "x"}, {"set", {{"align.model.config", Json::object()}}}}}}};
    document["axes"][1] = {{"name", "part"}, {"values", {{{"label", "y"}, {"set", {{"align.model.config.lightning_nh", 4}}}}}}};
    EXPECT_EQ(refusalOf(document),
              "g.json, axis \"part\": \"align.model.config.lightning_nh\" is changed by the axis \"whole\" too. Only one axis can change it.");
}

// Said with the number, before any is made.
TEST(StudyGrid, RefusesAMillionCells) {
    Json document = smallGrid();
    document["axes"] = Json::array();
    const std::vector<std::string> keys = {"align.optimizer.learning_rate", "distil.optimizer.learning_rate", "align.optimizer.beta1"};
    for (const std::string& key : keys) {
        Json values = Json::array();
        for (int i = 1; i <= 100; ++i) {
            values.push_back(i * 1e-4);
        }
        document["axes"].push_back({{"key", key}, {"values", values}});
    }
    EXPECT_EQ(refusalOf(document), "g.json: the axes make 1,000,000 cells; the limit is 1,000. Take out values, or make two grids of it.");
    document["axes"][0]["values"] = Json(std::vector<double>(201, 1.0));
    EXPECT_EQ(refusalOf(document), "g.json, axis \"align.optimizer.learning_rate\": \"values\" has 201 entries; the limit is 200.");
    document = smallGrid();
    document["runs"] = Json(std::vector<Json>(65, smallGrid()["runs"][0]));
    EXPECT_EQ(refusalOf(document), "g.json: \"runs\" has 65 entries; the limit is 64.");
}

TEST(StudyGrid, RefusesFilesThatAreNoStrictJson) {
    const ScratchFolder scratch;
    const auto refusal = [&](const std::string& bytes) -> std::string {
        try {
            (void)readGrid(scratch.write("g.json", bytes));
        } catch (const Error& error) {
            return error.what();
        }
        return "accepted";
    };
    EXPECT_NE(refusal(std::string("\xFF\xFE{\0}\0", 6)).find("g.json"), std::string::npos);
    EXPECT_NE(refusal(R"({"name": "a", "name": "b"})").find("given twice"), std::string::npos);
    EXPECT_NE(refusal(std::string(40, '[')).find("16 levels"), std::string::npos) << refusal(std::string(40, '['));
    EXPECT_NE(refusal("").find("not valid JSON"), std::string::npos);
    EXPECT_EQ(refusal(smallGrid().dump()), "accepted");
}

} // namespace
} // namespace halyard
