// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/demo/demo_chain.h"
#include "core/run/scheduler.h"
#include "core/run/validate.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace halyard {
namespace {

const DemoInputs kInputs{.teacher = "/t", .data = "/d/train", .heldOut = "/d/held-out", .longData = "/d/train-long", .longHeldOut = "/d/held-out-long",
                         .recallItems = "/d/recall.jsonl", .choiceItems = "/d/choices.jsonl"};

const RunSpec& childOf(const RunSpec& chain, const std::string& name) {
    const std::vector<std::string> names = childNames(chain);
    return chain.children.at(static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin()));
}

TEST(DemoChain, GoesFromTheTeacherToItsSpeed) {
    EXPECT_EQ(childNames(demoChain(kInputs, demoRecipe("default"))),
              (std::vector<std::string>{"teacher-needles-short", "teacher-needles", "teacher-needles-long", "align", "sweep", "distil", "finetune",
                                        "search", "needles-short", "needles", "needles-long", "speed"}));
}

TEST(DemoChain, OfSeveralSeedsNamesEachAndComparesSelections) {
    const std::vector<std::string> names = childNames(demoChain(kInputs, demoRecipe("full")));
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
    EXPECT_EQ(names.size(), 3U + 3U * (5U + 3U + 2U * (2U + 3U)) + 3U);
    for (const char* name : {"align-2", "teacher-needles-far", "needles-far-0", "finetune-uniform-1", "needles-random-2", "speed"}) {
        EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
    }
}

TEST(DemoChain, ReadsOnlyWhatAnEarlierRunMakes) {
    for (const char* budget : {"default", "full", "test"}) {
        const RunSpec chain = demoChain(kInputs, demoRecipe(budget));
        const std::vector<std::string> names = childNames(chain);
        std::set<std::string> made;
        for (std::size_t i = 0; i < names.size(); ++i) {
            for (const std::string& sibling : siblingsOf(chain.children[i])) {
                EXPECT_TRUE(made.contains(sibling)) << budget << ": " << names[i] << " reads " << sibling;
            }
            made.insert(names[i]);
        }
    }
}

TEST(DemoChain, AsksEveryModelTheSameNeedlesWhichNothingElseHasSeen) {
    const RunSpec chain = demoChain(kInputs, demoRecipe("full"));
    for (const char* evaluation : {"needles-short", "needles", "needles-long", "needles-far"}) {
        const RunSpec& teacher = childOf(chain, std::string("teacher-") + evaluation);
        for (const char* seed : {"-0", "-1", "-2"}) {
            if (evaluation == std::string("needles-far") && seed != std::string("-0")) {
                continue; // only the first seed is asked at 64 times its length
            }
            const RunSpec& student = childOf(chain, evaluation + std::string(seed));
            EXPECT_EQ(student.eval.scalings, childOf(chain, "needles-0").eval.scalings);
            EXPECT_EQ(student.train.seed, teacher.train.seed);
            EXPECT_EQ(student.eval.tasks, teacher.eval.tasks);
            EXPECT_EQ(student.eval.lengths, teacher.eval.lengths);
            EXPECT_EQ(student.eval.trials, teacher.eval.trials);
            EXPECT_EQ(student.eval.needles, teacher.eval.needles);
            EXPECT_NE(childOf(chain, "search" + std::string(seed)).train.seed, student.train.seed);
        }
    }
}

TEST(DemoChain, TrainsAndAsksComparedSelectionsAsHalosOwn) {
    const RunSpec chain = demoChain(kInputs, demoRecipe("full"));
    for (const std::string& other : comparedInDemo()) {
        for (const char* stage : {"distil", "finetune"}) {
            RunSpec its = childOf(chain, std::string(stage) + "-" + other + "-1");
            const RunSpec& own = childOf(chain, std::string(stage) + "-1");
            EXPECT_EQ(its.inputs.size(), own.inputs.size());
            its.name = own.name;
            its.inputs = own.inputs;
            EXPECT_EQ(hashOf(its), hashOf(own)) << stage << other;
        }
        EXPECT_EQ(childOf(chain, "distil-" + other + "-1").input("selection")->path, "children/sweep-1/selections/" + other + ".json");
        EXPECT_EQ(childOf(chain, "needles-" + other + "-1").train.seed, childOf(chain, "needles-1").train.seed);
    }
}

TEST(DemoChain, HasAsManyTrialsAPointAsIsPromised) {
    for (const auto& [budget, least] : {std::pair{"default", 100}, std::pair{"full", 200}}) {
        const DemoRecipe recipe = demoRecipe(budget);
        for (const DemoNeedles* needles : {&recipe.shortNeedles, &recipe.needles, &recipe.longNeedles, &recipe.farNeedles}) {
            if (!needles->lengths.empty()) {
                EXPECT_GE(needles->documents * needles->needles, least) << budget;
                EXPECT_GE(needles->documents, budget == std::string("full") ? 25 : 7) << budget;
            }
        }
        EXPECT_EQ(recipe.shortNeedles.lengths.front(), DemoRecipe::kTeacherLength / 4);
        EXPECT_EQ(recipe.longNeedles.lengths, std::vector<std::int64_t>{16 * recipe.finetune.length});
    }
    EXPECT_EQ(demoRecipe("full").farNeedles.lengths, std::vector<std::int64_t>{64 * demoRecipe("full").finetune.length});
    EXPECT_EQ(demoRecipe("full").seeds.size(), 3U);
}

TEST(DemoChain, IsValidWithoutAWarning) {
    for (const char* budget : {"default", "full", "test"}) {
        for (const Issue& issue : validate(demoChain(kInputs, demoRecipe(budget)))) {
            // The paths above are made up.
            EXPECT_NE(issue.message.text().find("does not exist"), std::string::npos) << budget << " " << issue.path << " " << issue.message.text();
        }
    }
}

TEST(DemoRecipe, NamesTheNearestBudget) {
    try {
        (void)demoRecipe("ful");
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("\"full\""), std::string::npos) << error.what();
    }
}

} // namespace
} // namespace halyard
