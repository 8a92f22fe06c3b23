// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/rank.h"

#include "core/base/error.h"
#include "core/select/score/sweep_file.h"
#include "core/select/score/sweep_reader.h"
#include "tests/core/select/score/sweep_logs.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

class RankLayers : public testing::Test {
protected:
    RankLayers() {
        test::writeSweep(m_scratch, "sweep", test::fourLayersTeacher(), test::fourLayers());
        m_sweep = readSweep(m_scratch.path() / "sweep");
    }
    ScratchFolder m_scratch;
    Sweep m_sweep;
};

TEST_F(RankLayers, GivesASelectionThatSaysWhereEverythingIsFrom) {
    const RankedLayers ranked = rankLayers(m_sweep, {.rule = {}, .top = 2, .uncertainty = {}, .source = "sweep"});
    const Selection& selection = ranked.selection;
    EXPECT_EQ(selection.selected, (std::vector<std::int64_t>{1, 3}));
    EXPECT_EQ(selection.layerCount, 4);
    EXPECT_EQ(selection.method, "halo");
    EXPECT_EQ(selection.baseline, "best-swept");
    EXPECT_EQ(selection.tasks.at("recall"), (std::vector<std::string>{"fda", "ruler_qa_squad", "swde"}));
    EXPECT_EQ(selection.sources.size(), 10U);
    ASSERT_EQ(selection.layers.size(), 4U);
    EXPECT_EQ(selection.layers[1].flags, (std::vector<std::string>{"clip", "small-denominator"}));
    const std::string line = std::to_string(test::firstRowLine(test::retrievalLog(test::fourLayers()[3])));
    EXPECT_EQ(selection.layers[3].from.at(0), "run/layer3/retrieval_eval.log:" + line);
    EXPECT_EQ(selection.layers[3].from.size(), 6U);
    EXPECT_LT(*selection.layers[0].low, *selection.layers[0].score);
    EXPECT_GT(*selection.layers[0].high, *selection.layers[0].score);
    EXPECT_EQ(selection.uncertainty["tasks"]["arc_easy"], "stderr");
    EXPECT_EQ(selection.uncertainty["tasks"]["swde"], "none");
    EXPECT_EQ(selection.uncertainty["independent"], true);
    EXPECT_EQ(selection.stability["of"], 2);
    EXPECT_EQ(selection.stability["count"], 2); // the tasks of this sweep agree
    EXPECT_EQ(selection.stability["left_out"].size(), 6U);
    EXPECT_TRUE(selection.warnings.empty());
    EXPECT_EQ(toJson(selectionFromJson(toJson(selection), "s")), toJson(selection));
}

TEST_F(RankLayers, KeepsAQuarterUnlessTold) {
    EXPECT_EQ(rankLayers(m_sweep, {}).selection.selected, std::vector<std::int64_t>{1});
    const RankOptions teacher = {
        .rule = {ScoreMethod::JetNemotron, Baseline::Teacher}, .top = 1, .uncertainty = {}, .source = "s"};
    EXPECT_EQ(rankLayers(m_sweep, teacher).selection.selected, std::vector<std::int64_t>{3});
    EXPECT_EQ(rankLayers(m_sweep, teacher).selection.tasks.count("commonsense"), 0U);
}

TEST_F(RankLayers, ListsALayerThatWasNotMeasuredWithoutAScore) {
    m_sweep.layers.erase(2);
    const RankedLayers ranked = rankLayers(m_sweep, {});
    EXPECT_FALSE(ranked.selection.layers[2].score);
    EXPECT_EQ(ranked.selection.layers[2].flags, std::vector<std::string>{"not-measured"});
    EXPECT_TRUE(ranked.selection.layers[3].score);
    EXPECT_EQ(toJson(ranked.selection)["layers"][2]["score"], nullptr);
    try {
        (void)rankLayers(m_sweep, {.rule = {}, .top = 4, .uncertainty = {}, .source = "S"});
        FAIL();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "S: 4 layers are to be kept, and 3 were measured. Choose --top between 1 and 3.");
    }
}

TEST_F(RankLayers, SaysWhenATieDecidesTheCut) {
    m_sweep.layers[3] = m_sweep.layers[0];
    const RankedLayers ranked = rankLayers(m_sweep, {.rule = {}, .top = 2, .uncertainty = {}, .source = "S"});
    EXPECT_EQ(ranked.selection.selected, (std::vector<std::int64_t>{0, 1}));
    EXPECT_EQ(ranked.selection.warnings,
              std::vector<std::string>{"Layers 0 and 3 have the same score at the cut; the lower one is kept."});
}

TEST_F(RankLayers, GivesTheSameFromItsOwnTableAsFromTheLogs) {
    Sweep sweep = m_sweep;
    writeSweepFile(m_scratch.path() / "table.json", sweep);
    const Selection fromLogs = rankLayers(m_sweep, {}).selection;
    const Selection fromTable = rankLayers(readSweep(m_scratch.path() / "table.json"), {}).selection;
    EXPECT_EQ(toJson(fromTable)["layers"], toJson(fromLogs)["layers"]); // scores, intervals and places
}

} // namespace
} // namespace halyard
