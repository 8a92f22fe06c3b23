// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/importance.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

Sweep sweepOf(const std::vector<std::pair<double, double>>& layers, std::pair<double, double> teacher) {
    const auto results = [](std::pair<double, double> values) {
        TaskResults out;
        out["swde"] = {"contains", values.first, {}, {}, {}, {"a.log", 1}};
        out["arc_easy"] = {"acc_norm", values.second, {}, {}, {}, {"a.log", 2}};
        return out;
    };
    Sweep sweep;
    sweep.layerCount = static_cast<std::int64_t>(layers.size());
    sweep.teacher = results(teacher);
    for (std::size_t i = 0; i < layers.size(); ++i) {
        sweep.layers[static_cast<std::int64_t>(i)] = results(layers[i]);
    }
    return sweep;
}

const std::vector<std::pair<double, double>> kLayers = {{0.50, 0.60}, {0.75, 0.625}, {0.25, 0.50}, {0.50, 0.62450}};

std::vector<LayerScore> scored(const ScoreRule& rule, std::pair<double, double> teacher = {0.625, 0.5}) {
    std::vector<Message> warnings;
    return importance(scoreTable(sweepOf(kLayers, teacher), rule, "test", warnings), rule);
}

TEST(Importance, IsTheRecallDropOverTheCommonsenseDropFromTheBestSweptLayers) {
    const auto scores = scored({ScoreMethod::Halo, Baseline::BestSwept});
    EXPECT_DOUBLE_EQ(scores[0].score, 0.25 / (0.025 + 1e-10));
    EXPECT_EQ(scores[1].score, 0); // best at both: 0 / 1e-10
    EXPECT_DOUBLE_EQ(scores[2].score, 0.5 / (0.125 + 1e-10));
    EXPECT_EQ(scores[3].score, 50); // 0.25 / 0.0005 = 500
    EXPECT_EQ(scores[0].flags(), std::vector<std::string>{});
    EXPECT_EQ(scores[1].flags(), std::vector<std::string>{"small-denominator"});
    EXPECT_EQ(scores[3].flags(), (std::vector<std::string>{"clip", "small-denominator"}));
}

TEST(Importance, IsClippedAtFiftyWhereTheDenominatorIsTheEpsilonAlone) {
    std::vector<Message> warnings;
    const ScoreRule rule;
    const auto scores = importance(scoreTable(sweepOf({{0.5, 0.6}, {0.6, 0.5}}, {0, 0}), rule, "test", warnings), rule);
    EXPECT_EQ(scores[0].score, 50); // 0.1 / 1e-10
    EXPECT_TRUE(scores[0].atClip);
    EXPECT_EQ(scores[1].score, 0);
}

TEST(Importance, FromTheTeacherMayTurnItsSignAndSaysSo) {
    const auto scores = scored({ScoreMethod::Halo, Baseline::Teacher});
    EXPECT_DOUBLE_EQ(scores[0].score, 0.125 / (-0.1 + 1e-10));
    EXPECT_DOUBLE_EQ(scores[1].score, -0.125 / (-0.125 + 1e-10)); // better at both, yet above 0
    EXPECT_EQ(scores[0].flags(), std::vector<std::string>{"negative-denominator"});
    EXPECT_EQ(scores[2].flags(), (std::vector<std::string>{"clip", "small-denominator"})); // 0.375 / 1e-10
}

TEST(Importance, OfJetNemotronIsTheRecallDropFromTheTeacher) {
    const auto scores = scored({ScoreMethod::JetNemotron, Baseline::Teacher});
    const std::vector<double> expected = {0.125, -0.125, 0.375, 0.125};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_DOUBLE_EQ(scores[i].score, expected[i]);
        EXPECT_TRUE(scores[i].flags().empty());
    }
    EXPECT_EQ(ranking(scores), (std::vector<std::int64_t>{2, 0, 3, 1})); // 0 and 3 are equal: the lower one first
    EXPECT_EQ(topLayers(scores, 2), (std::vector<std::int64_t>{0, 2}));
    EXPECT_DOUBLE_EQ(keptImportance(scores, {2}), 0.6);
    EXPECT_EQ(publishedBaseline(ScoreMethod::JetNemotron), Baseline::Teacher);
    EXPECT_EQ(publishedBaseline(ScoreMethod::Halo), Baseline::BestSwept);
}

TEST(Importance, NamesAreThoseOfTheCommandLine) {
    EXPECT_EQ(scoreMethodFromName("halo"), ScoreMethod::Halo);
    EXPECT_EQ(scoreMethodFromName("jet-nemotron"), ScoreMethod::JetNemotron);
    EXPECT_EQ(baselineFromName("teacher"), Baseline::Teacher);
    EXPECT_EQ(baselineFromName("best-swept"), Baseline::BestSwept);
    EXPECT_THROW((void)scoreMethodFromName("hale"), Error);
    EXPECT_THROW((void)baselineFromName(""), Error);
}

// Three tasks of recall, so that leaving one out changes the order; the numbers are checked by hand.
TEST(LeaveOneTaskOut, TellsWhichLayersStayWhicheverTaskIsMissing) {
    Sweep sweep;
    sweep.layerCount = 3;
    const double recall[3][3] = {{0.0, 0.5, 0.5}, {0.5, 0.2, 0.2}, {0.5, 0.5, 0.5}};
    for (std::int64_t layer = 0; layer < 3; ++layer) {
        const char* const names[] = {"fda", "ruler_qa_squad", "swde"};
        for (std::size_t task = 0; task < 3; ++task) {
            sweep.layers[layer][names[task]] = {"contains", recall[layer][task], {}, {}, {}, {}};
        }
    }
    const ScoreRule rule = {ScoreMethod::JetNemotron, Baseline::BestSwept};
    std::vector<Message> warnings;
    const ScoreTable table = scoreTable(sweep, rule, "test", warnings);
    EXPECT_TRUE(warnings.empty());
    // Drops: layer 0 has 0.5 / 3, layer 1 has 0.6 / 3. Without swde: 0.25 and 0.15.
    const Stability stability = leaveOneTaskOut(table, rule, 1);
    ASSERT_EQ(stability.leftOut.size(), 3U);
    EXPECT_EQ(stability.leftOut[0].task, "fda");
    EXPECT_EQ(stability.leftOut[0].selected, std::vector<std::int64_t>{1});
    EXPECT_EQ(stability.leftOut[0].kept, 1U);
    EXPECT_EQ(stability.leftOut[1].selected, std::vector<std::int64_t>{0});
    EXPECT_EQ(stability.leftOut[2].selected, std::vector<std::int64_t>{0});
    EXPECT_EQ(stability.leftOut[2].kept, 0U);
    EXPECT_TRUE(stability.always.empty());
    EXPECT_EQ(leaveOneTaskOut(table, rule, 2).always, (std::vector<std::int64_t>{0, 1}));
}

TEST(LeaveOneTaskOut, DoesNotLeaveOutATaskThatIsAloneInItsGroup) {
    std::vector<Message> warnings;
    const ScoreRule rule;
    const ScoreTable table = scoreTable(sweepOf(kLayers, {0, 0}), rule, "test", warnings);
    EXPECT_TRUE(leaveOneTaskOut(table, rule, 1).leftOut.empty());
}

TEST(ScoreTable, TellsWhatItLacksAndRefusesWhatCannotBeScored) {
    std::vector<Message> warnings;
    const ScoreTable table = scoreTable(sweepOf(kLayers, {0, 0}), {}, "F", warnings);
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_EQ(warnings[0].text(), "F: no layer has fda, ruler_qa_squad, arc_challenge, hellaswag; the score is the "
                                  "mean of swde, arc_easy alone.");
    const auto refusal = [](const Sweep& sweep, const ScoreRule& rule) {
        std::vector<Message> ignored;
        try {
            (void)scoreTable(sweep, rule, "F", ignored);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::InvalidInput);
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    Sweep sweep = sweepOf(kLayers, {0, 0});
    sweep.teacher.reset();
    EXPECT_EQ(refusal(sweep, {ScoreMethod::JetNemotron, Baseline::Teacher}),
              "F: the baseline is the teacher, but there are no results of the teacher for swde. Use --baseline "
              "best-swept, or add them.");
    sweep.groups = {{"recall", {"niah"}}, {"commonsense", {"arc_easy"}}};
    EXPECT_EQ(refusal(sweep, {}),
              "F: the score halo needs a task of recall, and the layers have arc_easy, swde. Name the tasks with "
              "--recall TASK,TASK.");
    sweep.groups = {{"recall", {"swde"}}, {"commonsense", {}}};
    EXPECT_EQ(refusal(sweep, {}),
              "F: the score halo needs a task of commonsense, and the layers have arc_easy, swde. Name the tasks with "
              "--commonsense TASK,TASK.");
    EXPECT_EQ(refusal(sweep, {ScoreMethod::JetNemotron, Baseline::BestSwept}), "accepted");
    for (std::int64_t layer = 1; layer < 4; ++layer) {
        sweep.layers[layer].erase("swde");
    }
    EXPECT_EQ(refusal(sweep, {ScoreMethod::JetNemotron, Baseline::BestSwept}),
              "F: 1 layers have results of all of swde; at least two are needed to rank.");
}

} // namespace
} // namespace halyard
