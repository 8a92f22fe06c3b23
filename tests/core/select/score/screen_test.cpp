// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/screen_selection.h"

#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <gtest/gtest.h>

namespace halyard {
namespace {

using Layers = std::vector<std::int64_t>;
using testing::expectRefused;

const SourceFile kSource = {"screen.json", "abc"};

Screen someScreen() {
    Screen screen;
    screen.layerCount = 4;
    screen.checkpoints = {{"teacher", "runs/teacher", "11"}, {"student", "runs/s1", "22"}};
    TextScreen text;
    text.file = "data/held-out";
    text.hash = "33";
    text.positions = 512;
    text.teacherLoss = 2;
    text.allLinear = {1.5, 4, 0.5};
    text.replaced = {{0.5, 2.25, 0.125}, {0.25, 2.75, 0.25}, {0.125, 2, 0.5}, {0.75, 2.5, 0.0625}};
    text.restored = {{1, 3, 0.5}, {1.25, 3, 0.5}, {0.5, 3, 0.5}, {1.4, 3, 0.5}};
    screen.text = text;
    ZeroedScreen zeroed;
    zeroed.items = 100;
    zeroed.sizes = {{"pairs", 50}};
    zeroed.tasks["associative_recall"] = {{0.9, {0.9, 0.5, 0.9, std::nullopt}}, {0.8, {0.1, 0.5, 0.8, 0.7}}};
    zeroed.tasks["phone_book"] = {{0.02, {0.0, 0.01, 0.02, 0.02}}, {0.02, {0.0, 0.01, 0.02, 0.02}}};
    screen.zeroed = zeroed;
    return screen;
}

TEST(Screen, IsReadAsItWasWritten) {
    const testing::TemporaryFolder folder;
    writeScreenFile(folder.path() / "screen.json", someScreen());
    const Screen read = readScreenFile(folder.path() / "screen.json");
    EXPECT_EQ(toJson(read), toJson(someScreen()));
    EXPECT_FALSE(read.zeroed->tasks.at("associative_recall").lenient.layers[3]);
    EXPECT_EQ(read.text->restored[2].kl, 0.5);
    EXPECT_EQ(read.checkpoints[1].hash, "22");
}

TEST(Screen, MayHoldOnePartAlone) {
    Json document = toJson(someScreen());
    document.erase("text");
    EXPECT_FALSE(screenFromJson(document, "s").text);
    document.erase("zeroed");
    EXPECT_FALSE(screenFromJson(document, "s").zeroed);
}

TEST(Screen, RefusesWhatIsNoScreenNamingThePlace) {
    const auto refused = [](const char* pointer, const Json& value, const std::string& part) {
        Json document = toJson(someScreen());
        document[Json::json_pointer(pointer)] = value;
        expectRefused([&] { (void)screenFromJson(document, "s.json"); }, part);
    };
    refused("/format", "halyard.sweep", "\"halyard.screen\"");
    refused("/schema", 2, "newer version (schema 2");
    refused("/num_layers", 5, "\"replaced\" has 4 entries, but \"num_layers\" is 5");
    refused("/num_layers", 0, "num_layers");
    refused("/texts", 1, "Did you mean \"text\"?");
    refused("/text/replaced/1/kl", nullptr, "s.json: text: replaced/1: \"kl\"");
    refused("/text/replaced/1", 3, "replaced/1");
    refused("/text/all_linear", 3, "\"all_linear\"");
    refused("/zeroed/items", 0, "\"items\"");
    refused("/zeroed/tasks/phone_book/strict/layers", Json::array({0.5}), "\"layers\" has 1 entries");
    refused("/zeroed/tasks/phone_book/strict/layers/1", 1.5, "layers/1");
    refused("/zeroed/tasks/phone_book/lenient", nullptr, "\"lenient\"");
    expectRefused([] { (void)screenFromJson(Json::array(), "s.json"); }, "s.json");
}

TEST(Screen, IsNotWrittenWithAValueThatIsNoNumber) {
    const testing::TemporaryFolder folder;
    Screen screen = someScreen();
    screen.text->replaced[2].loss = std::nan("");
    expectRefused([&] { writeScreenFile(folder.path() / "screen.json", screen); }, "replaced/2: \"loss\"");
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "screen.json"));
}

TEST(ScreenSelection, KeepsTheLayersWhoseExchangeDoesMost) {
    const auto chosen = [](const char* method) { return selectByScreen(someScreen(), {method, "", false}, 2, kSource).selected; };
    EXPECT_EQ(chosen("kl"), (Layers{0, 3}));
    EXPECT_EQ(chosen("ppl"), (Layers{1, 3}));
    EXPECT_EQ(chosen("mse"), (Layers{1, 2}));
}

TEST(ScreenSelection, SpacesThoseOfSmart) {
    const Selection selection = selectByScreen(someScreen(), {"smart", "", false}, 2, kSource);
    // Sensitivities 0.5, 0.25, 1, 0.1: alone 0 and 2 would do, too, and they are spaced.
    EXPECT_EQ(selection.selected, (Layers{0, 2}));
    EXPECT_EQ(selection.layers[2].score, 1.0);
    EXPECT_EQ(selection.baseline, "all-linear");
    EXPECT_EQ(selection.layers[2].from, std::vector<std::string>{"screen.json: text/restored/2"});
}

TEST(ScreenSelection, KeepsTheLayersWhoseAttentionIsMissedMost) {
    const Selection strict = selectByScreen(someScreen(), {"zero", "associative_recall", true}, 2, kSource);
    EXPECT_EQ(strict.method, "zero-associative_recall-strict");
    EXPECT_EQ(strict.selected, (Layers{0, 1}));
    EXPECT_NEAR(*strict.layers[0].score, 0.7, 1e-12);
    // Newcombe's own arithmetic for 80/100 against 10/100.
    EXPECT_NEAR(*strict.layers[0].low, 0.58415, 1e-4);
    EXPECT_NEAR(*strict.layers[0].high, 0.78028, 1e-4);
    EXPECT_TRUE(strict.warnings.empty());
    const Selection lenient = selectByScreen(someScreen(), {"zero", "associative_recall", false}, 2, kSource);
    EXPECT_EQ(lenient.selected, (Layers{0, 1}));
    EXPECT_EQ(lenient.layers[3].flags, std::vector<std::string>{"not-measured"});
    ASSERT_EQ(lenient.warnings.size(), 1U);
    EXPECT_EQ(lenient.warnings[0], "Layers 0 and 2 have the same score at the cut; the lower one is kept.");
}

TEST(ScreenSelection, TellsThatATeacherNearNothingCannotLoseMuch) {
    const Selection selection = selectByScreen(someScreen(), {"zero", "phone_book", false}, 1, kSource);
    EXPECT_EQ(selection.layers[0].flags, std::vector<std::string>{"small-denominator"});
    ASSERT_EQ(selection.warnings.size(), 1U);
    EXPECT_NE(selection.warnings[0].find("0.02 of the items of phone_book"), std::string::npos);
}

TEST(ScreenSelection, SaysWhereItIsFrom) {
    const Selection selection = selectByScreen(someScreen(), {"kl", "", false}, 1, kSource);
    EXPECT_EQ(selection.layerCount, 4);
    ASSERT_EQ(selection.sources.size(), 2U);
    EXPECT_EQ(selection.sources[0].hash, "abc");
    EXPECT_EQ(selection.sources[1].path, "data/held-out");
    EXPECT_EQ(selection.checkpoints[0].hash, "11");
    const Selection again = selectionFromJson(toJson(selection), "again");
    EXPECT_EQ(again.selected, selection.selected);
}

TEST(ScreenSelection, RefusesWhatTheScreenDoesNotHold) {
    const auto refused = [](const Screen& screen, const ScreenRule& rule, std::int64_t keep, const std::string& part) {
        expectRefused([&] { (void)selectByScreen(screen, rule, keep, kSource); }, part);
    };
    Screen nothing;
    nothing.layerCount = 4;
    refused(nothing, {"kl", "", false}, 1, "no screen on held-out text");
    refused(nothing, {"zero", "phone_book", false}, 1, "no drops on synthetic tasks");
    refused(someScreen(), {"zero", "phonebook", false}, 1, "it has associative_recall, phone_book");
    refused(someScreen(), {"zero", "associative_recall", false}, 4, "3 were measured");
    refused(someScreen(), {"kl", "", false}, 0, "between 1 and 4");
    refused(someScreen(), {"kll", "", false}, 1, "Did you mean \"kl\"?");
    EXPECT_TRUE(rulesOf(nothing).empty());
    EXPECT_EQ(rulesOf(someScreen()).size(), 6U);
    EXPECT_EQ(nameOf(rulesOf(someScreen())[4]), "zero-associative_recall");
}

} // namespace
} // namespace halyard
