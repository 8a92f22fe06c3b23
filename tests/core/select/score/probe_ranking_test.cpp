// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/select/score/probe_ranking.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

Json document() {
    return {{"format", "halyard.ranking"},
            {"schema", 1},
            {"num_layers", 3},
            {"keep", 1},
            {"rounds", {{{"step", 50}, {"training_kl", {0.5, 0.25, 0.75}}, {"held_out_kl", {nullptr, nullptr, nullptr}}, {"order", {1, 0, 2}}, {"kept", {1}}},
                        {{"step", 100}, {"training_kl", {0.4, 0.2, nullptr}}, {"held_out_kl", {0.4, 0.2, nullptr}}, {"order", {1, 0}}, {"kept", {1}}}}},
            {"stable_from_step", 50},
            {"ended_early", false},
            {"complete", false}};
}

TEST(ProbeRanking, IsThatOfTheLastRound) {
    const ProbeRanking ranking = probeRankingFromJson(document(), "ranking.json");
    EXPECT_EQ(ranking.step, 100);
    EXPECT_EQ(ranking.order, (std::vector<std::int64_t>{1, 0}));
    EXPECT_EQ(ranking.kl, (std::vector<std::optional<double>>{0.4, 0.2, std::nullopt}));
    EXPECT_EQ(ranking.stableFrom, 50);
}

TEST(ProbeRanking, OfARunThatHasNotRankedYetHasNoOrder) {
    Json fresh = document();
    fresh["rounds"] = Json::array();
    fresh["stable_from_step"] = nullptr;
    const ProbeRanking ranking = probeRankingFromJson(fresh, "ranking.json");
    EXPECT_TRUE(ranking.order.empty());
    EXPECT_EQ(ranking.kl.size(), 3U);
    EXPECT_FALSE(ranking.stableFrom.has_value());
}

TEST(ProbeRanking, RefusesWhatIsNone) {
    const auto refused = [](const char* pointer, const Json& value) {
        Json wrong = document();
        wrong[Json::json_pointer(pointer)] = value;
        try {
            (void)probeRankingFromJson(wrong, "ranking.json");
        } catch (const Error& error) {
            return error.kind() == ErrorKind::InvalidInput && error.message().text().starts_with("ranking.json: ");
        }
        return false;
    };
    EXPECT_TRUE(refused("/format", "halyard.sweep"));
    EXPECT_TRUE(refused("/schema", 2));
    EXPECT_TRUE(refused("/num_layers", 1'000'000'000));
    EXPECT_TRUE(refused("/num_layers", 4));
    EXPECT_TRUE(refused("/rounds", Json::object()));
    EXPECT_TRUE(refused("/rounds/1", 5));
    EXPECT_TRUE(refused("/rounds/1/training_kl", {1, 2}));
    EXPECT_TRUE(refused("/rounds/1/order", {0, 0}));
    EXPECT_TRUE(refused("/rounds/1/order", {3}));
    EXPECT_TRUE(refused("/rounds/1/step", "soon"));
    EXPECT_THROW((void)probeRankingFromJson(Json::array(), "ranking.json"), Error);
}

} // namespace
} // namespace halyard
