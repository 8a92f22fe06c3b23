// SPDX-License-Identifier: GPL-3.0-or-later
// What one run of "halyard demo --full" found is kept in resources/demo/results/full: its gates hold, and they are judged again
// here from its numbers.
#include "core/base/json.h"
#include "core/demo/demo_recipe.h"
#include "core/demo/demo_verdicts.h"

#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

namespace halyard {
namespace {

DemoShare shareIn(const Json& share) {
    return {.right = share.at("right"), .answers = share.at("answers")};
}

class ShippedResultsTest : public testing::Test {
protected:
    ShippedResultsTest() : m_document(readJsonFile(std::filesystem::path(std::getenv("HALYARD_SOURCE_DIR")) / "resources/demo/results/full/report.json")) {
        m_results.budget = m_document.at("budget");
        m_results.seeds = m_document.at("seeds").get<std::vector<std::int64_t>>();
        m_results.teacherLength = m_document.at("teacher_length");
        m_results.trainingLength = m_document.at("training_length");
        for (const Json& curve : m_document.at("curves")) {
            DemoCurve& read = m_results.curves.emplace_back(DemoCurve{curve.at("key"), curve.at("scaling"), curve.at("haystack"), curve.at("seed"), {}});
            for (const Json& point : curve.at("points")) {
                read.points.push_back({point.at("length"), shareIn(point)});
            }
        }
        for (const Json& selection : m_document.at("selections")) {
            DemoSelection& read = m_results.selections.emplace_back();
            read.seed = selection.at("seed");
            read.teacherRecall = shareIn(selection.at("teacher").at("recall"));
            for (const Json& layer : selection.at("layers")) {
                DemoLayer& one = read.layers.emplace_back();
                one.layer = layer.at("layer");
                one.recall = shareIn(layer.at("recall"));
                one.kept = layer.at("kept");
                if (layer.at("score").is_number()) {
                    one.score = layer.at("score").get<double>();
                }
            }
        }
    }

    Json m_document;
    DemoResults m_results;
};

TEST_F(ShippedResultsTest, EveryGateHolds) {
    std::size_t gates = 0;
    for (const DemoVerdict& verdict : demoVerdicts(m_results)) {
        if (verdict.gate) {
            ++gates;
            EXPECT_TRUE(verdict.holds()) << verdict.sentence.text();
        }
    }
    EXPECT_EQ(gates, 6U);
}

TEST_F(ShippedResultsTest, TheVerdictsAreThoseThatWereWritten) {
    const std::vector<DemoVerdict> verdicts = demoVerdicts(m_results);
    ASSERT_EQ(verdicts.size(), m_document.at("verdicts").size());
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        const Json& written = m_document.at("verdicts").at(i);
        EXPECT_EQ(verdicts[i].key, written.at("key"));
        EXPECT_TRUE(verdicts[i].known) << verdicts[i].key;
        EXPECT_NEAR(verdicts[i].measured, written.at("measured").get<double>(), 1e-9) << verdicts[i].key;
    }
}

TEST_F(ShippedResultsTest, IsOfTheFullBudgetWithItsTrials) {
    const DemoRecipe recipe = demoRecipe("full");
    EXPECT_EQ(m_results.budget, "full");
    EXPECT_EQ(m_results.seeds, recipe.seeds);
    EXPECT_EQ(m_results.trainingLength, recipe.finetune.length);
    for (const DemoCurve& curve : m_results.curves) {
        for (const DemoPoint& point : curve.points) {
            EXPECT_GE(point.found.answers, 200) << curve.key << " " << point.length;
        }
    }
}

} // namespace
} // namespace halyard
