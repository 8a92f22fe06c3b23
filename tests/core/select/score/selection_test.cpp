// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/selection.h"

#include "core/base/error.h"
#include "core/select/score/published_selections.h"
#include "tests/core/run/scratch_folder.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace halyard {
namespace {

Selection example() {
    Selection selection;
    selection.selected = {1, 4};
    selection.layerCount = 6;
    selection.method = "halo";
    selection.baseline = "best-swept";
    selection.layers = {{1, 12.5, 10.0, 20.0, 0.75, {"clip"}, {"layer1/a.log:3"}},
                        {2, {}, {}, {}, {}, {"not-measured"}, {}}};
    selection.sources = {{"layer1/a.log", "0123"}};
    selection.tasks = {{"recall", {"fda"}}};
    selection.checkpoints = {{"teacher", "qwen3", "4567"}};
    selection.notes = {"a note"};
    selection.warnings = {"a warning"};
    selection.stability = {{"count", 1}};
    return selection;
}

TEST(SelectionFile, ComesBackAsItWasWritten) {
    const ScratchFolder scratch;
    writeSelection(scratch.path() / "s.json", example());
    const Selection read = readSelection(scratch.path() / "s.json");
    EXPECT_EQ(toJson(read), toJson(example()));
    EXPECT_EQ(read.layers[0].keptShare, 0.75);
    EXPECT_FALSE(read.layers[1].score);
    EXPECT_EQ(read.checkpoints[0].hash, "4567");
}

std::string refusal(const std::string& text) {
    try {
        (void)selectionFromJson(parseJson(text, "s.json"), "s.json");
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::InvalidInput);
        return error.what();
    }
    return "accepted";
}

TEST(SelectionFile, IsReadStrictly) {
    EXPECT_EQ(refusal(R"({"selected": [4, 1]})"), "accepted");
    EXPECT_EQ(refusal("[1, 2]"), "s.json is not a selection: it needs \"selected\", a list of layer numbers.");
    EXPECT_EQ(refusal(R"({"selected": [1.5]})"),
              "s.json is not a selection: it needs \"selected\", a list of layer numbers.");
    EXPECT_EQ(refusal(R"({"selected": []})"), "s.json: \"selected\" is empty; a selection keeps at least one layer.");
    EXPECT_EQ(refusal(R"({"selected": [3, 1, 3]})"), "s.json: \"selected\" names layer 3 twice.");
    EXPECT_EQ(refusal(R"({"selected": [1, 6], "num_layers": 6})"),
              "s.json: \"selected\" names layer 6, but \"num_layers\" is 6: layers are numbered from 0.");
    EXPECT_NE(refusal(R"({"selected": [-1]})"), "accepted");
    EXPECT_NE(refusal(R"({"selected": [18446744073709551615]})"), "accepted");
    EXPECT_EQ(refusal(R"({"selected": [1], "num_layer": 6})"),
              "s.json: \"num_layer\" is not known here. Did you mean \"num_layers\"?");
    EXPECT_EQ(refusal(R"({"selected": [1], "schema": 2})"),
              "s.json was written by a newer version (schema 2, this program knows 1).");
    EXPECT_EQ(refusal(R"({"selected": [1], "format": "halyard.sweep"})"),
              "s.json: \"format\" is \"halyard.sweep\"; it must be \"halyard.selection\".");
    EXPECT_NE(refusal(R"({"selected": [1], "layers": [{"layer": "x"}]})"), "accepted");
    EXPECT_NE(refusal(R"({"selected": [1], "layers": {}})"), "accepted");
    EXPECT_NE(refusal(R"({"selected": [1], "stability": 3})"), "accepted");
}

TEST(SelectionFile, IsNotWrittenWhenItIsWrong) {
    const ScratchFolder scratch;
    Selection selection = example();
    selection.selected = {7};
    EXPECT_THROW(writeSelection(scratch.path() / "s.json", selection), Error);
    EXPECT_FALSE(std::filesystem::exists(scratch.path() / "s.json"));
}

TEST(Agreement, CountsWhatTwoSetsShare) {
    const Agreement agreement = agreementOf({3, 1, 2, 1}, {2, 5, 3});
    EXPECT_EQ(agreement.both, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(agreement.onlyFirst, std::vector<std::int64_t>{1});
    EXPECT_EQ(agreement.onlySecond, std::vector<std::int64_t>{5});
    EXPECT_EQ(agreement.jaccard, 0.5);
    EXPECT_EQ(agreementOf({}, {}).jaccard, 1);
    EXPECT_EQ(agreementOf({1}, {}).jaccard, 0);
}

TEST(UniformSelection, IsThatOfThePublishedSets) {
    for (const char* name : {"qwen2_3b/gdn_v4/0.125", "qwen2_3b/gdn_v4/0.25", "qwen2_3b/gdn_v4/0.33",
                             "qwen2_3b/gdn_v4/0.5", "qwen2_1_5b/gdn_v4/0.25", "qwen2_1_5b/gdn_v4/0.33"}) {
        const PublishedSelection* published = findPublishedSelection("kl-guided/" + std::string(name) + "/uniform");
        ASSERT_NE(published, nullptr) << name;
        EXPECT_EQ(uniformSelection(published->layerCount, static_cast<std::int64_t>(published->layers.size())).selected,
                  published->layers);
    }
    EXPECT_EQ(uniformSelection(28, 1).selected, std::vector<std::int64_t>{0});
    EXPECT_EQ(uniformSelection(3, 3).selected, (std::vector<std::int64_t>{0, 1, 2}));
    EXPECT_THROW((void)uniformSelection(3, 4), Error);
    EXPECT_THROW((void)uniformSelection(3, 0), Error);
    EXPECT_EQ(publishedCount(28), 7U);
    EXPECT_EQ(publishedCount(3), 1U);
}

TEST(RandomSelection, IsOneOfAllSetsWithEqualChances) {
    EXPECT_EQ(randomSelection(28, 7, 3).selected, randomSelection(28, 7, 3).selected);
    EXPECT_NE(randomSelection(28, 7, 3).selected, randomSelection(28, 7, 4).selected);
    std::map<std::vector<std::int64_t>, int> counts;
    for (std::uint64_t seed = 0; seed < 6000; ++seed) {
        ++counts[randomSelection(4, 2, seed).selected];
    }
    EXPECT_EQ(counts.size(), 6U);
    for (const auto& [set, count] : counts) {
        EXPECT_NEAR(count, 1000, 150); // five standard deviations
    }
    EXPECT_EQ(randomSelection(5, 5, 0).selected, (std::vector<std::int64_t>{0, 1, 2, 3, 4}));
}

TEST(PublishedSelections, HoldThePublishedSets) {
    const auto layersOf = [](const char* name) {
        const PublishedSelection* found = findPublishedSelection(name);
        return found == nullptr ? std::vector<std::int64_t>{} : found->layers;
    };
    EXPECT_EQ(publishedSelections().size(), 111U);
    EXPECT_EQ(layersOf("halo/2b"), (std::vector<std::int64_t>{2, 3, 6, 8, 9, 21, 25}));
    EXPECT_EQ(layersOf("halo/5b"), (std::vector<std::int64_t>{0, 1, 7, 14, 15, 22, 24, 31, 33}));
    EXPECT_EQ(layersOf("halo/9b"), (std::vector<std::int64_t>{1, 2, 4, 6, 7, 10, 24, 33, 34}));
    EXPECT_EQ(layersOf("kl-guided/qwen2_3b/gdn_v4/0.25/ga_s2"),
              (std::vector<std::int64_t>{20, 32, 33, 21, 22, 25, 17, 19, 5}));
    EXPECT_EQ(layersOf("kl-guided/qwen2_3b/gdn_v4/jet_nemotron"),
              (std::vector<std::int64_t>{17, 20, 32, 5, 16, 19, 21, 22, 25, 27}));
    EXPECT_EQ(layersOf("kl-guided/llama3_3b/gla_v1/0.25/gla_v1_ranking"),
              (std::vector<std::int64_t>{14, 8, 12, 5, 16, 15, 13}));
    std::set<std::string> names;
    for (const PublishedSelection& one : publishedSelections()) {
        EXPECT_TRUE(names.insert(one.name).second) << one.name;
        EXPECT_FALSE(one.teacher.empty());
        const Selection selection = toSelection(one);
        EXPECT_EQ(toJson(selectionFromJson(toJson(selection), one.name)),
                  toJson(selection)); // it passes the checks of a file
    }
}

TEST(OpenSelection, TakesAFileOrAPublishedName) {
    EXPECT_EQ(openSelection("halo/2b").layerCount, 28);
    const ScratchFolder scratch;
    EXPECT_EQ(openSelection(scratch.write("x.json", R"({"selected": [2]})").string()).selected,
              std::vector<std::int64_t>{2});
    const auto refused = [](const std::string& name) {
        try {
            (void)openSelection(name);
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    EXPECT_EQ(refused("halo/2B"), "halo/2B is neither a file nor a published selection. Did you mean \"halo/2b\"?");
    EXPECT_EQ(refused("nothing-like-it"),
              "nothing-like-it is neither a file nor a published selection; \"halyard select list\" prints those.");
}

} // namespace
} // namespace halyard
