// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/study_table.h"
#include "core/run/events.h"
#include "core/run/study.h"
#include "tests/core/run/scratch_folder.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

namespace fs = std::filesystem;

// The folder of a study of two seeds whose runs have left what a test says.
class StudyTableTest : public testing::Test {
protected:
    StudyTableTest() {
        StudyInputs inputs{.teacher = "/t", .layers = 8, .data = "/d", .screenText = "/s", .heldOut = "/h", .sweepRecall = "/r",
                           .sweepChoices = "/c", .verdict = {{"/r0", "/c0"}, {"/r1", "/c1"}}};
        RunFolder::create(m_study.path(), selectionStudy(inputs, studyBudget("full")));
    }

    [[nodiscard]] fs::path child(const std::string& name) const { return m_study.children() / name; }

    void heldOut(const std::string& name, double loss) const {
        fs::create_directories(child(name));
        EventWriter events(child(name) / "events.jsonl");
        events.write("held_out", {{"step", 10}, {"loss", 9.0}});
        events.write("held_out", {{"step", 20}, {"loss", loss}});
    }
    void results(const std::string& name, const Json& cells) const {
        fs::create_directories(child(name));
        writeJsonFile(child(name) / "results.json", {{"schema", 1}, {"cells", cells}});
    }
    static Json needles(int length, double accuracy, int n) { return {{"task", "demo_busy"}, {"length", length}, {"accuracy", accuracy}, {"n", n}}; }
    static Json items(const char* metric, double accuracy, int n) { return {{"task", "x"}, {"metric", metric}, {"accuracy", accuracy}, {"n", n}}; }

    [[nodiscard]] static const StudyRow& row(const StudyTable& table, const std::string& method) {
        for (const StudyRow& each : table.rows) {
            if (each.method == method) {
                return each;
            }
        }
        throw std::runtime_error("no row " + method);
    }

    // A whole verdict on one method and seed.
    void judge(const std::string& method, int seed, double loss, double share) const {
        const std::string name = method + "-" + std::to_string(seed);
        heldOut(name, loss);
        results(name + "-needles", {needles(64, share, 100), needles(128, share, 100), needles(256, share / 2, 100)});
        results(name + "-recall", {items("contains", share, 100), items("acc", share, 100), {{"task", "perplexity"}, {"length", 128}, {"loss", 2.0}}});
    }

    ScratchFolder m_scratch;
    RunFolder m_study{m_scratch.path() / "selections"};
};

TEST_F(StudyTableTest, TakesEachFigureFromTheRunThatMeasuredIt) {
    heldOut("halo-0", 0.25);
    heldOut("halo-1", 0.75);
    results("halo-0-needles", {needles(64, 1, 100), needles(128, .5, 100), needles(256, .25, 200)});
    results("halo-1-recall", {items("contains", .9, 50), items("acc", .75, 40)});
    m_scratch.write("selections/children/sweep-1/selections/halo.json", R"({"selected": [5, 1], "num_layers": 8, "warnings": ["A tie."]})");
    const StudyTable table = studyTable(m_study);
    EXPECT_EQ(table.seeds, (std::vector<std::int64_t>{0, 1}));
    EXPECT_EQ(table.trainingLength, 128);
    ASSERT_EQ(table.rows.size(), 10U);
    EXPECT_EQ(table.rows.front().method, "halo");
    const StudyRow& halo = row(table, "halo");
    EXPECT_EQ(halo.kept, (std::vector<std::vector<std::int64_t>>{{}, {1, 5}}));
    EXPECT_EQ(halo.cells.at("held_out_kl").mean(), 0.5);
    EXPECT_NEAR(*halo.cells.at("held_out_kl").spread(), 0.353553, 1e-6); // √(2 · 0.25² / 1)
    EXPECT_EQ(halo.cells.at("needles").values, (std::vector<std::optional<double>>{0.75, std::nullopt}));
    EXPECT_EQ(halo.cells.at("needles").pooled.answers, 200);
    EXPECT_EQ(halo.cells.at("needles").spread(), std::nullopt);
    EXPECT_EQ(halo.cells.at("needles_beyond").values[0], 0.25);
    EXPECT_EQ(halo.cells.at("recall").values[1], 0.9);
    EXPECT_EQ(halo.cells.at("choices").values[1], 0.75);
    EXPECT_EQ(halo.cells.at("recall").folders[1], "children/halo-1-recall");
    EXPECT_FALSE(table.complete);
    EXPECT_TRUE(toText(table, true).ends_with("Not complete yet.\n\nhalo: A tie.\n"));
}

TEST_F(StudyTableTest, ReportsThePreconditionsOfTheTeacher) {
    results("teacher-needles", {needles(64, 1, 100), needles(128, .97, 100), needles(256, 0, 100)});
    results("teacher-recall", {items("contains", .9, 200), items("acc", .1, 200)});
    const StudyTable table = studyTable(m_study);
    ASSERT_EQ(table.preconditions.size(), 2U);
    EXPECT_EQ(table.preconditions[0].column, "needles");
    EXPECT_FALSE(table.preconditions[0].met()); // 197 of 200 are less than .99
    EXPECT_TRUE(table.preconditions[1].met());
    const std::string text = toText(table, false);
    EXPECT_NE(text.find("Teacher: needles to 128 .985 (.957–.995, n 200); at least .990 is asked for: NOT met"), std::string::npos) << text;
    EXPECT_NE(text.find("Teacher: recall .900 (.851–.934, n 200); at least .900 is asked for: met."), std::string::npos) << text;
}

TEST_F(StudyTableTest, NamesTheSelectorsThatLoseToThoseWithoutMeasurements) {
    results("teacher-needles", Json::array({needles(64, 1, 100)}));
    results("teacher-recall", Json::array({items("contains", 1, 200)}));
    for (const std::string& method : comparedSelectors()) {
        for (const int seed : {0, 1}) {
            judge(method, seed, method == "ppl" ? 0.9 : method == "random" ? 0.5 : 0.1, method == "uniform" ? .5 : .9);
        }
    }
    const StudyTable table = writeStudyTable(m_study);
    EXPECT_TRUE(table.complete);
    EXPECT_EQ(row(table, "ppl").worseThan,
              (std::map<std::string, std::vector<std::string>>{{"random", {"held_out_kl"}}, {"uniform", {"held_out_kl"}}}));
    EXPECT_TRUE(row(table, "halo").worseThan.empty());
    const std::string text = toText(table, true);
    EXPECT_NE(text.find("Worse than uniform, by the mean: ppl (held-out KL).\n"), std::string::npos) << text;
    EXPECT_NE(text.find("| halo | – | 0.1000 ± 0.0000 | .900 ± .000 (.851–.934) |"), std::string::npos) << text;
    EXPECT_LT(text.find("| halo |"), text.find("| ppl |")); // the best first
    const Json document = readJsonFile(m_study.path() / "table.json");
    EXPECT_EQ(document, toJson(table));
    EXPECT_EQ(document["rows"][0]["cells"]["needles"]["pooled"]["n"], 400);
    const std::string csv = ScratchFolder::read(m_study.path() / "table.csv");
    EXPECT_TRUE(csv.starts_with("method,seed,kept_layers,held_out_kl,recall,needles,needles_beyond,choices,folder\n"
                                "halo,0,,0.1,0.9,0.9,0.45,0.9,children/halo-0\n"))
        << csv;
}

// A run that was killed as it wrote, or another program's file, is a figure that is missing.
TEST_F(StudyTableTest, CountsWhatCannotBeReadAsNotMeasured) {
    m_scratch.write("selections/children/halo-0/events.jsonl", "not json\n");
    m_scratch.write("selections/children/halo-0-needles/results.json", R"({"cells": [1, {"length": "x"}, {"n": null, "accuracy": 1, "length": 64}]})");
    m_scratch.write("selections/children/halo-0-recall/results.json", "{");
    m_scratch.write("selections/children/halo-1-recall/results.json", R"([{"cells": []}])");
    m_scratch.write("selections/children/sweep-0/selections/halo.json", R"({"selected": [5, 5]})");
    const StudyRow halo = row(studyTable(m_study), "halo");
    for (const auto& [column, cell] : halo.cells) {
        EXPECT_EQ(cell.values, (std::vector<std::optional<double>>{std::nullopt, std::nullopt})) << column;
    }
    EXPECT_EQ(halo.kept, (std::vector<std::vector<std::int64_t>>{{}, {}}));
}

} // namespace
} // namespace halyard
