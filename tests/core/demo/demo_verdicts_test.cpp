// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_verdicts.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace halyard {
namespace {

DemoCurve curve(const std::string& key, const std::string& haystack, std::int64_t seed, std::vector<std::pair<std::int64_t, double>> found) {
    DemoCurve out{.key = key, .scaling = "", .haystack = haystack, .seed = seed, .points = {}};
    for (const auto& [length, right] : found) {
        out.points.push_back({.length = length, .found = {.right = right, .answers = 100}});
    }
    return out;
}

// A demo in which everything holds, each gate just so.
DemoResults holding() {
    DemoResults results;
    results.seeds = {0, 1};
    results.teacherLength = 128;
    results.trainingLength = 512;
    results.curves = {curve("teacher", "busy", 0, {{32, 97}, {128, 98}, {512, 30}}),
                      curve("teacher", "filler", 0, {{32, 99}, {128, 98}, {512, 10}}),
                      curve("hype", "busy", 0, {{128, 50}, {512, 92}, {8192, 90}, {32768, 80}}),
                      curve("hype", "filler", 0, {{512, 98}, {8192, 0}}),
                      curve("hype", "busy", 1, {{512, 95}, {8192, 100}}),
                      curve("none", "busy", 0, {{8192, 80}}),
                      curve("uniform", "busy", 0, {{128, 100}, {512, 50}, {8192, 50}}),
                      curve("random", "busy", 0, {{512, 95}, {8192, 100}})};
    for (const std::int64_t seed : results.seeds) {
        DemoSelection selection{.seed = seed, .teacherRecall = {100, 100}, .teacherChoices = {}, .layers = {}, .kept = {1, 5}};
        selection.layers = {{.layer = 3, .recall = {99, 100}, .choices = {}, .score = 50, .low = {}, .high = {}, .flags = {"clip"}, .kept = false},
                            {.layer = 4, .recall = {1, 100}, .choices = {}, .score = -3, .low = {}, .high = {}, .flags = {}, .kept = false},
                            {.layer = 5, .recall = {50, 100}, .choices = {}, .score = 50, .low = {}, .high = {}, .flags = {}, .kept = true}};
        results.selections.push_back(selection);
    }
    return results;
}

DemoVerdict verdictOf(const DemoResults& results, const std::string& key) {
    const std::vector<DemoVerdict> all = demoVerdicts(results);
    const auto found = std::find_if(all.begin(), all.end(), [&](const DemoVerdict& verdict) { return verdict.key == key; });
    EXPECT_NE(found, all.end()) << key;
    return found == all.end() ? DemoVerdict{} : *found;
}

TEST(DemoVerdicts, CountNeedlesOfHaystacksAndSeedsTogether) {
    const DemoResults results = holding();
    EXPECT_DOUBLE_EQ(verdictOf(results, "teacher-inside").measured, .98);
    EXPECT_DOUBLE_EQ(verdictOf(results, "teacher-beyond").measured, .20);
    EXPECT_DOUBLE_EQ(verdictOf(results, "student-inside").measured, .95);
    EXPECT_DOUBLE_EQ(verdictOf(results, "scaling-helps").measured, .95 - .80);
    EXPECT_DOUBLE_EQ(verdictOf(results, "layer-matters").measured, .5);
    EXPECT_DOUBLE_EQ(verdictOf(results, "far").measured, .90);
    EXPECT_DOUBLE_EQ(verdictOf(results, "farther").measured, .80);
    for (const char* key : {"teacher-inside", "teacher-beyond", "student-inside", "layer-matters", "layer-is-kept", "far", "farther"}) {
        EXPECT_TRUE(verdictOf(results, key).holds()) << key;
    }
}

TEST(DemoVerdicts, FailJustBeyondTheirLimits) {
    DemoResults results = holding();
    results.curves[0].points[0].found.right = 96;
    results.curves[1].points[2].found.right = 11;
    results.curves[4].points[0].found.right = 94;
    results.curves[5].points[0].found.right = 81;
    results.selections[1].layers[2].recall.right = 51;
    results.selections[0].layers[2].kept = false;
    for (const char* key : {"teacher-inside", "teacher-beyond", "student-inside", "scaling-helps", "layer-matters", "layer-is-kept"}) {
        EXPECT_TRUE(verdictOf(results, key).known) << key;
        EXPECT_TRUE(verdictOf(results, key).gate) << key;
        EXPECT_FALSE(verdictOf(results, key).holds()) << key;
    }
}

TEST(DemoVerdicts, OfEachSeedTheWorstDecidesTheGoal) {
    DemoResults results = holding();
    results.curves[4].points[1].found.right = 89;
    EXPECT_DOUBLE_EQ(verdictOf(results, "far").measured, .89);
    EXPECT_FALSE(verdictOf(results, "far").holds());
    results.seeds.push_back(2); // not asked yet
    EXPECT_FALSE(verdictOf(results, "far").known);
}

TEST(DemoVerdicts, CompareSelectionsWhereBothWereAsked) {
    const DemoResults results = holding();
    // HALO's of 512 and 8,192, all haystacks and seeds: (92 + 90 + 98 + 0 + 95 + 100) of 600.
    EXPECT_DOUBLE_EQ(verdictOf(results, "selection-uniform").measured, 475.0 / 600 - .5);
    EXPECT_FALSE(verdictOf(results, "selection-random").holds());
}

TEST(DemoVerdicts, SayWhatWasMeasuredAndTheLimit) {
    EXPECT_EQ(verdictOf(holding(), "teacher-beyond").sentence.text(), "The teacher finds 0.200 at 512 tokens (at most 0.20).");
    for (const DemoVerdict& verdict : demoVerdicts(holding())) {
        EXPECT_EQ(verdict.sentence.text().find('{'), std::string::npos) << verdict.sentence.text();
    }
}

TEST(DemoVerdicts, AreNotKnownBeforeAnythingIsMeasured) {
    DemoResults results;
    results.seeds = {0};
    for (const DemoVerdict& verdict : demoVerdicts(results)) {
        EXPECT_FALSE(verdict.known) << verdict.key;
        EXPECT_FALSE(verdict.holds()) << verdict.key;
    }
}

} // namespace
} // namespace halyard
