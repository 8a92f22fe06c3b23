// SPDX-License-Identifier: GPL-3.0-or-later
// Ranking layers by the KL of their probes: order, ties, missing values, and from when on a ranking is stable.
#include "core/select/score/ranking.h"

#include "tests/support/refusal.h"

#include <cmath>

namespace halyard {
namespace {

using Layers = std::vector<std::int64_t>;
constexpr auto kNone = std::nullopt;

Ranking rankingOf(const std::vector<PerLayer>& rounds, std::int64_t keep = 2) {
    Ranking ranking;
    ranking.layerCount = static_cast<std::int64_t>(rounds.front().size());
    ranking.keep = keep;
    for (const PerLayer& kl : rounds) {
        ranking.rounds.push_back(rankedRound(10 * static_cast<std::int64_t>(ranking.rounds.size() + 1), kl, {}, keep));
    }
    return ranking;
}

TEST(LayersByKl, PutTheLowestFirst) {
    EXPECT_EQ(layersByKl({0.5, 0.25, 1.0, 0.125}), (Layers{3, 1, 0, 2}));
}

TEST(LayersByKl, KeepTheirNumbersOrderWhenEqual) {
    EXPECT_EQ(layersByKl({0.5, 0.25, 0.5, 0.25, 0.5}), (Layers{1, 3, 0, 2, 4}));
    EXPECT_EQ(layersByKl({1.0, 1.0, 1.0}), (Layers{0, 1, 2}));
}

TEST(LayersByKl, PutWhatWasNotMeasuredLast) {
    EXPECT_EQ(layersByKl({kNone, 0.5, kNone, 0.25}), (Layers{3, 1, 0, 2}));
    EXPECT_EQ(layersByKl({std::nan(""), 2.0, HUGE_VAL, 1.0}), (Layers{3, 1, 0, 2}));
    EXPECT_EQ(layersByKl({kNone, kNone}), (Layers{0, 1}));
}

TEST(FirstLayers, AreInRisingOrderAndNoMoreThanThereAre) {
    EXPECT_EQ(firstLayers({3, 1, 0, 2}, 2), (Layers{1, 3}));
    EXPECT_EQ(firstLayers({3, 1}, 5), (Layers{1, 3}));
    EXPECT_EQ(firstLayers({3, 1}, 0), Layers{});
}

TEST(RankedRound, TakesNoValueThatIsNotFinite) {
    const RankingRound round = rankedRound(7, {std::nan(""), 0.5, 0.25}, {1.0, -HUGE_VAL, 3.0}, 1);
    EXPECT_EQ(round.trainingKl, (PerLayer{kNone, 0.5, 0.25}));
    EXPECT_EQ(round.heldOutKl, (PerLayer{1.0, kNone, 3.0}));
    EXPECT_EQ(round.order, (Layers{2, 1, 0}));
    EXPECT_EQ(round.kept, Layers{2});
}

TEST(StableFromStep, IsTheFirstOfTheNewestRankingsThatKeepTheSame) {
    const PerLayer early = {1.0, 2.0, 3.0};
    const PerLayer later = {3.0, 2.0, 1.0};
    const PerLayer other = {3.0, 1.0, 2.0}; // keeps the same two in another order
    EXPECT_EQ(stableFromStep(rankingOf({early})), kNone);
    EXPECT_EQ(stableFromStep(rankingOf({early, later})), kNone);
    EXPECT_EQ(stableFromStep(rankingOf({early, later, other})), 20);
    EXPECT_EQ(stableFromStep(rankingOf({later, early, later, other, later})), 30);
    EXPECT_EQ(unchangedRounds(rankingOf({later, early, later, other, later})), 3U);
}

TEST(StableFromStep, IsNotKnownWhereALayerWasNotMeasured) {
    const PerLayer whole = {1.0, 2.0, 3.0};
    const PerLayer torn = {1.0, 2.0, kNone};
    EXPECT_EQ(stableFromStep(rankingOf({whole, whole, torn})), kNone);
    EXPECT_EQ(unchangedRounds(rankingOf({whole, whole, torn})), 0U);
    EXPECT_EQ(stableFromStep(rankingOf({whole, torn, whole, whole})), 30);
}

TEST(IsSettled, OnceAsManyRankingsKeepTheSameAsAreAskedFor) {
    const PerLayer a = {1.0, 2.0, 3.0};
    const PerLayer b = {3.0, 2.0, 1.0};
    EXPECT_TRUE(isSettled(rankingOf({b, a, a, a}), 3));
    EXPECT_FALSE(isSettled(rankingOf({b, a, a}), 3));
    EXPECT_FALSE(isSettled(rankingOf({a, a, b}), 2));
    EXPECT_TRUE(isSettled(rankingOf({a}), 1));
    EXPECT_FALSE(isSettled(rankingOf({a, a, a, a}), 0)); // never
}

TEST(RankingFile, IsReadAsItWasWritten) {
    Ranking ranking = rankingOf({{0.5, 0.25, kNone}, {0.5, 0.25, 0.75}, {0.5, 0.25, 0.75}});
    ranking.rounds[1].heldOutKl = {1.0, kNone, 2.0};
    ranking.endedEarly = ranking.complete = true;
    const Json document = toJson(ranking);
    EXPECT_EQ(document["rounds"][0], (Json{{"step", 10},
                                           {"training_kl", {0.5, 0.25, nullptr}},
                                           {"held_out_kl", nullptr},
                                           {"order", {1, 0, 2}},
                                           {"kept", {0, 1}}}));
    EXPECT_EQ(document["stable_from_step"], 20);
    EXPECT_EQ(document["num_layers"], 3);
    EXPECT_EQ(toJson(rankingFromJson(document, "r")), document);
}

TEST(RankingFile, IsRefusedWithPlaceAndReason) {
    const Json good = toJson(rankingOf({{0.5, 0.25, 0.75}, {0.5, 0.25, 0.75}}));
    const auto refusal = [&](const auto& change) {
        Json document = good;
        change(document);
        return testing::refusalOf([&] { (void)rankingFromJson(document, "r"); }).sentence;
    };
    EXPECT_EQ(refusal([](Json& d) { d["rounds"][1]["order"] = {0, 1, 2}; }),
              "r: rounds/1: \"order\" is [0,1,2]; it must be the layers by \"training_kl\", lowest first.");
    EXPECT_EQ(refusal([](Json& d) { d["rounds"][0]["training_kl"] = {0.5, "N/A", 0.75}; }),
              "r: rounds/0: \"training_kl\" is [0.5,\"N/A\",0.75]; it must be a list of 3 numbers, one a layer.");
    EXPECT_EQ(refusal([](Json& d) { d["rounds"][0]["training_kl"] = {0.5, 0.75}; }),
              "r: rounds/0: \"training_kl\" is [0.5,0.75]; it must be a list of 3 numbers, one a layer.");
    EXPECT_EQ(refusal([](Json& d) { d["rounds"][1]["step"] = 10; }),
              "r: rounds/1: \"step\" is 10; it must be more than the step of the ranking before.");
    EXPECT_EQ(refusal([](Json& d) { d["keep"] = 4; }), "r: \"keep\" is 4; it must be a whole number from 1 to 3.");
    EXPECT_EQ(refusal([](Json& d) { d["format"] = "halyard.sweep"; }),
              "r: \"format\" is \"halyard.sweep\"; it must be \"halyard.ranking\".");
    EXPECT_EQ(refusal([](Json& d) { d["schema"] = 2; }), "r was written by a newer version (schema 2, this program knows 1).");
}

} // namespace
} // namespace halyard
