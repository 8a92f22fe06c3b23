// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/sweep_file.h"

#include "core/base/error.h"
#include "core/select/score/sweep_reader.h"
#include "tests/core/run/scratch_folder.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

Sweep example() {
    Sweep sweep;
    sweep.name = "small";
    sweep.layerCount = 2;
    sweep.mixer = "lightning-attn";
    sweep.teacher.emplace()["fda"] = {"contains", 0.75, 0.01, 4, {1, 1, 0, 1}, {"original/a.log", 7}};
    sweep.layers[0]["fda"] = {"contains", 0.5, {}, 4, {1, 0, 0, 1}, {"layer0/a.log", 12}};
    sweep.layers[1]["fda"] = {"contains", 0.625, 0.25, 8, {}, {"elsewhere", 0}};
    sweep.groups = {{"recall", {"fda"}}, {"commonsense", {}}};
    sweep.files = {{"layer0/a.log", "abcd"}};
    sweep.checkpoints = {{"teacher", "qwen3", "1234"}};
    sweep.notes = {"made by hand"};
    return sweep;
}

TEST(SweepFile, ComesBackAsItWasWritten) {
    const ScratchFolder scratch;
    writeSweepFile(scratch.path() / "sweep.json", example());
    Sweep read = readSweep(scratch.path()); // a folder with sweep.json
    ASSERT_EQ(read.files.size(), 2U);
    EXPECT_EQ(read.files[0].path, "sweep.json");
    EXPECT_EQ(read.files[0].hash.size(), 32U);
    read.files.erase(read.files.begin());
    EXPECT_EQ(toJson(read), toJson(example()));
    EXPECT_EQ(read.layers[0]["fda"].perItem, (std::vector<float>{1, 0, 0, 1}));
    EXPECT_EQ(read.layers[1]["fda"].items, 8);
    EXPECT_EQ(read.teacher->at("fda").place, (SourcePlace{"original/a.log", 7}));
    EXPECT_TRUE(read.warnings.empty());
}

TEST(SweepFile, WritesFractionsOfItemsAsShortAsTheyCanBeReadBack) {
    Sweep sweep = example();
    sweep.layers[0]["fda"].perItem = {0.1F, 1, 0.9F, 0};
    const Json entry = toJson(sweep)["layers"][0]["tasks"]["fda"]["per_item"];
    EXPECT_EQ(entry.dump(), "[0.1,1,0.9,0]");
}

std::string refusal(const std::string& change, const Json& value) {
    Json document = toJson(example());
    document[Json::json_pointer(change)] = value;
    try {
        (void)sweepFromJson(document, "f");
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::InvalidInput);
        return error.what();
    }
    return "accepted";
}

TEST(SweepFile, IsReadStrictlyNamingThePlace) {
    EXPECT_EQ(refusal("/format", "other"), "f: \"format\" is \"other\"; it must be \"halyard.sweep\".");
    EXPECT_EQ(refusal("/schema", 2), "f was written by a newer version (schema 2, this program knows 1).");
    EXPECT_EQ(refusal("/num_layer", 2), "f: \"num_layer\" is not known here. Did you mean \"num_layers\"?");
    EXPECT_EQ(refusal("/num_layers", 0), "f: \"num_layers\" is 0; it must be a whole number from 1 to 1024.");
    EXPECT_EQ(refusal("/layers", Json::array()), "f: \"layers\" is empty; there is nothing to rank.");
    EXPECT_EQ(refusal("/layers/1/layer", 0),
              "f: layers/1: layer 0 is there twice: two runs are mixed. Keep one of them.");
    EXPECT_EQ(refusal("/layers/1/layer", 2), "f: layers/1: \"layer\" is 2; it must be a whole number from 0 to 1.");
    EXPECT_EQ(refusal("/layers/1/tasks/swde", {{"value", 0.5}}),
              "f: layers/1: swde: \"tasks\" of the file does not name this task. Add it there with its metric.");
    EXPECT_EQ(refusal("/layers/0/tasks/fda/value", 0.25),
              "f: layers/0: fda: \"value\" is 0.25, but the mean of \"per_item\" is 0.5: they are of two runs.");
    EXPECT_EQ(
        refusal("/layers/0/tasks/fda/per_item/2", nullptr),
        "f: layers/0: fda: number 3 of \"per_item\" is not a number. Leave \"per_item\" out when items are missing.");
    EXPECT_EQ(refusal("/layers/0/tasks/fda/value", "0.5"),
              "f: layers/0: fda: \"value\" is \"0.5\"; it must be a number from -1000000000.0 to 1000000000.0.");
    EXPECT_EQ(refusal("/tasks/fda/higher_is_better", false),
              "f: tasks: fda: \"higher_is_better\" is false; it must be true; a sweep holds results that are better "
              "when higher.");
    EXPECT_NE(refusal("/tasks", nullptr), "accepted");
    EXPECT_NE(refusal("/teacher", 3), "accepted");
    EXPECT_NE(refusal("/layers/0", 3), "accepted");
    EXPECT_EQ(refusal("/license", "CC0-1.0"), "accepted");
}

TEST(SweepFile, TellsWhatWasNotMeasured) {
    Json document = toJson(example());
    document["layers"][0]["tasks"]["fda"] = {{"value", nullptr}};
    document["num_layers"] = 3;
    const Sweep sweep = sweepFromJson(document, "f");
    ASSERT_EQ(sweep.warnings.size(), 3U);
    EXPECT_EQ(sweep.warnings[0].text(), "f: layers/0: fda: \"value\" is null; it counts as not measured.");
    EXPECT_EQ(sweep.warnings[1].text(), "f: there is no result of fda for layer 0; it counts as not measured.");
    EXPECT_EQ(sweep.warnings[2].text(), "f: there are no results of layer 2; it is not ranked.");
}

} // namespace
} // namespace halyard
