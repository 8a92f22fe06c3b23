// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/demo/demo_chain.h"
#include "core/demo/demo_reading.h"
#include "core/run/scheduler.h"
#include "core/select/score/selection.h"
#include "core/select/score/sweep_file.h"
#include "tests/core/run/scratch_folder.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace halyard {
namespace {

namespace fs = std::filesystem;

// The run of a demo with the children that a test gives it.
class DemoReadingTest : public testing::Test {
protected:
    DemoReadingTest() {
        m_chain = demoChain({.teacher = "/t", .data = "/d", .heldOut = "/d", .longData = "/d", .longHeldOut = "/d", .recallItems = "/r", .choiceItems = "/c"},
                            m_recipe);
        RunFolder::create(m_run.path(), m_chain);
    }

    fs::path child(const std::string& name) {
        const std::vector<std::string> names = childNames(m_chain);
        RunSpec spec = m_chain.children.at(static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin()));
        return RunFolder::create(m_run.children() / name, resolved(std::move(spec))).path();
    }

    // Siblings by their whole paths, as the scheduler writes them.
    RunSpec resolved(RunSpec spec) const {
        for (RunInput& input : spec.inputs) {
            if (siblingOf(input)) {
                input.path = (m_run.path() / input.path).string();
            }
        }
        return spec;
    }

    static Json cell(const char* scaling, const char* task, std::int64_t length, double accuracy) {
        return {{"scaling", scaling}, {"task", task}, {"length", length}, {"n", 16}, {"accuracy", accuracy}};
    }

    void searched(double constant) {
        const Json point = {{"needles", .5}, {"loss", 1}};
        Json best = point;
        best.update({{"scaling", "hype 128"}});
        Json second = point;
        char text[32];
        std::snprintf(text, sizeof text, "%g", constant);
        second.update({{"scaling", text}});
        writeJsonFile(child("search") / "results.json",
                      {{"kind", "scaling"}, {"complete", true}, {"search", {{{"curve", {best, second}}}}}});
    }

    [[nodiscard]] const DemoCurve* curveOf(const DemoResults& results, const std::string& key, const std::string& haystack) const {
        const auto found = std::find_if(results.curves.begin(), results.curves.end(),
                                        [&](const DemoCurve& curve) { return curve.key == key && curve.haystack == haystack; });
        return found == results.curves.end() ? nullptr : &*found;
    }

    ScratchFolder m_scratch;
    DemoRecipe m_recipe = demoRecipe("test");
    RunFolder m_run{m_scratch.path() / "demo"};
    RunSpec m_chain;
};

TEST_F(DemoReadingTest, OfARunThatHasJustBegunKnowsItsStepsAlone) {
    const DemoResults results = readDemoResults(m_run, m_recipe);
    EXPECT_TRUE(results.curves.empty());
    EXPECT_EQ(results.steps.size(), m_chain.children.size());
    EXPECT_EQ(results.trainingLength, 256);
}

TEST_F(DemoReadingTest, PutsTheLengthsOfTwoEvaluationsIntoOneCurve) {
    writeJsonFile(child("teacher-needles") / "results.json", {{"cells", {cell("none", "demo_busy", 512, 0), cell("none", "demo_busy", 128, .5)}}});
    writeJsonFile(child("teacher-needles-short") / "results.json", {{"cells", {cell("none", "demo_busy", 32, 1), cell("none", "demo_filler", 32, .75)}}});
    const DemoResults results = readDemoResults(m_run, m_recipe);
    const DemoCurve* const busy = curveOf(results, "teacher", "busy");
    ASSERT_NE(busy, nullptr);
    ASSERT_EQ(busy->points.size(), 3U);
    EXPECT_EQ(busy->points[0].length, 32);
    EXPECT_EQ(busy->points[1].length, 128);
    EXPECT_DOUBLE_EQ(busy->points[1].found.right, 8);
    EXPECT_EQ(busy->points[2].found.answers, 16);
    ASSERT_NE(curveOf(results, "teacher", "filler"), nullptr);
}

TEST_F(DemoReadingTest, KnowsWhichScalingWasWhich) {
    searched(1.5);
    // ln(256 + 128) / ln(128) = 1.2264: HyPE's scale at the longest length of training.
    writeJsonFile(child("needles") / "results.json",
                  {{"cells", {cell("hype 128", "demo_busy", 512, .9), cell("constant 1.2264", "demo_busy", 512, .8), cell("constant 1.5", "demo_busy", 512, .7),
                              cell("none", "demo_busy", 512, .6)}}});
    const DemoResults results = readDemoResults(m_run, m_recipe);
    for (const auto& [key, share] : {std::pair{"hype", .9}, {"training", .8}, {"constant", .7}, {"none", .6}}) {
        const DemoCurve* const curve = curveOf(results, key, "busy");
        ASSERT_NE(curve, nullptr) << key;
        EXPECT_NEAR(curve->points.at(0).found.value(), share, 1e-12) << key;
    }
    EXPECT_EQ(curveOf(results, "training", "busy")->scaling, "constant 1.2264");
}

TEST_F(DemoReadingTest, GivesTheSelectionWithWhatEachLayerCost) {
    const fs::path folder = child("sweep");
    Sweep sweep{.name = "s", .layerCount = 2, .mixer = "", .teacher = TaskResults{}, .layers = {}, .groups = {}, .files = {}, .checkpoints = {}, .notes = {}, .license = "", .warnings = {}};
    const auto result = [](double value) { return TaskResult{.metric = "contains", .value = value, .standardError = {}, .items = 10, .perItem = {}, .place = {}}; };
    sweep.teacher->emplace("recall", result(1));
    sweep.layers[0].emplace("recall", result(.9));
    sweep.layers[1].emplace("recall", result(.2));
    writeSweepFile(folder / "sweep.json", sweep);
    fs::create_directory(folder / "selections");
    Selection selection;
    selection.selected = {1};
    selection.layers = {{.layer = 0, .score = 1.0, .low = {}, .high = {}, .keptShare = {}, .flags = {}, .from = {}},
                        {.layer = 1, .score = 50.0, .low = {}, .high = {}, .keptShare = {}, .flags = {"clip"}, .from = {}}};
    writeSelection(folder / "selections" / "halo.json", selection);
    const DemoResults results = readDemoResults(m_run, m_recipe);
    ASSERT_EQ(results.selections.size(), 1U);
    EXPECT_EQ(results.layerCount, 2);
    EXPECT_EQ(results.selections[0].teacherRecall.answers, 10);
    ASSERT_EQ(results.selections[0].layers.size(), 2U);
    EXPECT_TRUE(results.selections[0].layers[1].kept);
    EXPECT_DOUBLE_EQ(results.selections[0].layers[1].recall.right, 2);
    EXPECT_EQ(results.selections[0].layers[1].flags, std::vector<std::string>{"clip"});
}

TEST_F(DemoReadingTest, LeavesOutWhatIsDamaged) {
    m_scratch.write("demo/children/speed/results.json", "{\"cells\": [{\"outcome\": 3}, 7");
    m_scratch.write("demo/children/teacher-needles/results.json", R"({"cells": [{"n": "x"}, null, {"task": 5}]})");
    const DemoResults results = readDemoResults(m_run, m_recipe);
    EXPECT_TRUE(results.curves.empty());
    EXPECT_TRUE(results.speed.empty());
}

} // namespace
} // namespace halyard
