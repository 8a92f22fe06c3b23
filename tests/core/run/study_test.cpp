// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/run/scheduler.h"
#include "core/run/study.h"
#include "core/run/validate.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace halyard {
namespace {

StudyInputs inputsFor(std::size_t seeds) {
    StudyInputs inputs{.teacher = "/models/t", .layers = 8, .data = "/data/train", .screenText = "/data/screen", .heldOut = "/data/held-out",
                       .sweepRecall = "/data/sweep-recall.jsonl", .sweepChoices = "/data/sweep-choices.jsonl", .verdict = {}};
    for (std::size_t seed = 0; seed < seeds; ++seed) {
        const std::string name = "/data/verdict-" + std::to_string(seed);
        inputs.verdict.push_back({name + "-recall.jsonl", name + "-choices.jsonl"});
    }
    return inputs;
}

const RunSpec& childOf(const RunSpec& study, const std::string& name) {
    const std::vector<std::string> names = childNames(study);
    return study.children.at(static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin()));
}

std::vector<std::string> messages(const std::vector<Issue>& issues, Issue::Severity severity) {
    std::vector<std::string> out;
    for (const Issue& issue : issues) {
        if (issue.severity == severity) {
            out.push_back(issue.path + " " + issue.message.text());
        }
    }
    return out;
}

TEST(SelectionStudy, HasTheTeachersTwoRunsAndThirtyThreeASeed) {
    const RunSpec study = selectionStudy(inputsFor(3), studyBudget("full"));
    const std::vector<std::string> names = childNames(study);
    EXPECT_EQ(study.kind, RunKind::Study);
    EXPECT_EQ(names.size(), 2U + 3U * (3U + 10U * 3U));
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
    EXPECT_EQ(std::vector<std::string>(names.begin(), names.begin() + 8),
              (std::vector<std::string>{"teacher-needles", "teacher-recall", "align-0", "sweep-0", "probes-0", "halo-0", "halo-0-needles",
                                        "halo-0-recall"}));
    EXPECT_EQ(names.back(), "random-2-recall");
}

TEST(SelectionStudy, TrainsEverySelectionInTheSameWay) {
    const RunSpec study = selectionStudy(inputsFor(2), studyBudget("full"));
    RunSpec first = childOf(study, "halo-1");
    for (const std::string& method : comparedSelectors()) {
        RunSpec other = childOf(study, method + "-1");
        const std::string from = method == "ga-s2" ? "probes-1" : "sweep-1";
        EXPECT_EQ(other.input("selection")->path, "children/" + from + "/selections/" + method + ".json");
        EXPECT_EQ(other.input("student")->path, "children/align-1");
        EXPECT_EQ(other.train.seed, 1);
        other.name = first.name;
        other.inputs = first.inputs;
        EXPECT_EQ(hashOf(other), hashOf(first)) << method;
    }
}

TEST(SelectionStudy, JudgesByTextAndItemsThatNoSelectionHasSeen) {
    const RunSpec study = selectionStudy(inputsFor(2), studyBudget("full"));
    const RunSpec& sweep = childOf(study, "sweep-1");
    const RunSpec& probe = childOf(study, "probes-1").children.at(7);
    const RunSpec& recall = childOf(study, "kl-1-recall");
    EXPECT_EQ(sweep.input("held_out")->path, "/data/screen");
    EXPECT_EQ(probe.input("held_out")->path, "/data/screen");
    EXPECT_EQ(probe.model.attention_layers, std::vector<std::int64_t>{7});
    EXPECT_EQ(childOf(study, "kl-1").input("held_out")->path, "/data/held-out");
    EXPECT_EQ(sweep.eval.files.at("recall"), "/data/sweep-recall.jsonl");
    EXPECT_EQ(recall.eval.files.at("recall"), "/data/verdict-1-recall.jsonl");
    EXPECT_EQ(recall.input("model")->path, "children/kl-1");
    EXPECT_NE(childOf(study, "kl-1-needles").train.seed, sweep.train.seed);
}

// What is wrong is only that these folders do not exist.
TEST(SelectionStudy, IsAValidRunButForItsInputs) {
    for (const char* budget : {"full", "test"}) {
        const std::vector<Issue> issues = validate(selectionStudy(inputsFor(1), studyBudget(budget)));
        for (const std::string& message : messages(issues, Issue::Severity::Error)) {
            EXPECT_NE(message.find("/inputs"), std::string::npos) << message;
        }
        EXPECT_EQ(messages(issues, Issue::Severity::Warning), std::vector<std::string>{}) << budget;
    }
}

TEST(SelectionStudy, RefusesUnknownNamesWithTheNearest) {
    const auto refusal = [](const auto& action) -> std::string {
        try {
            action();
        } catch (const Error& error) {
            return error.what();
        }
        return "accepted";
    };
    EXPECT_EQ(refusal([] { requireStudyPreset("selection"); }), "\"selection\" is not a study. Did you mean \"selections\"?");
    EXPECT_EQ(refusal([] { (void)studyBudget("tiny"); }), "\"tiny\" is not a budget of the study. Choose full or test.");
}

} // namespace
} // namespace halyard
