// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/grid_effects.h"
#include "core/report/grid_pareto.h"
#include "tests/core/run/grid_documents.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

// A table of two rates and as many seeds as there are pairs of figures, without a folder.
class Figures {
public:
    explicit Figures(std::size_t seeds) {
        Json document = smallGrid();
        document["axes"][1]["values"] = Json::array();
        for (std::size_t seed = 0; seed < seeds; ++seed) {
            document["axes"][1]["values"].push_back({{"label", std::to_string(seed)}, {"set", {{"*.train.seed", seed}}}});
        }
        m_table.grid = gridFromJson(document, "g.json", "/grids");
        m_table.columns = {{"needles.needles", "needles", GridColumn::Unit::Share}, {"distil.loss", "distil KL", GridColumn::Unit::Nats},
                           {"seconds", "training seconds", GridColumn::Unit::Seconds}};
    }
    void add(std::size_t rate, std::size_t seed, const std::string& column, GridFigure figure) {
        for (GridTableCell& cell : m_table.cells) {
            if (cell.cell.values == std::vector<std::size_t>{rate, seed}) {
                cell.figures[column] = figure;
                return;
            }
        }
        m_table.cells.push_back({.cell = {{rate, seed}, {}}, .state = "done", .reason = {}, .figures = {{column, figure}}});
    }
    void loss(std::size_t rate, std::size_t seed, double value) { add(rate, seed, "distil.loss", {value}); }
    void share(std::size_t rate, std::size_t seed, double right, double answers) {
        add(rate, seed, "needles.needles", {right / answers, {right, answers}});
    }
    void setRun(std::size_t rate, std::size_t seed, const std::string& run, const std::string& child) {
        for (GridTableCell& cell : m_table.cells) {
            if (cell.cell.values == std::vector<std::size_t>{rate, seed}) {
                cell.cell.runs[run] = child;
            }
        }
    }
    [[nodiscard]] const GridTable& table() const { return m_table; }
    [[nodiscard]] GridEffect effect(std::size_t value, const std::string& column) const {
        for (const GridEffect& effect : effectsOf(m_table)) {
            if (effect.value == value && effect.column == column) {
                return effect;
            }
        }
        throw std::runtime_error("no such effect");
    }

private:
    GridTable m_table;
};

// Differences 0.1, 0.3, 0.2: mean 0.2, s = 0.1, t(0.975, 2) = 4.302653, half = 4.302653 · 0.1 / √3 = 0.248414.
TEST(GridEffects, ComparesPairsByStudentsT) {
    Figures figures(3);
    for (std::size_t seed = 0; seed < 3; ++seed) {
        figures.loss(0, seed, 1.0 + static_cast<double>(seed));
    }
    figures.loss(1, 0, 1.1);
    figures.loss(1, 1, 2.3);
    figures.loss(1, 2, 3.2);
    const GridEffect effect = figures.effect(1, "distil.loss");
    EXPECT_EQ(effect.cells, 3U);
    EXPECT_EQ(effect.pairs, 3U);
    EXPECT_NEAR(effect.mean, 2.2, 1e-12);
    EXPECT_NEAR(*effect.difference, 0.2, 1e-12);
    EXPECT_EQ(effect.method, "paired-t");
    EXPECT_NEAR(effect.interval->low, 0.2 - 0.248414, 1e-6);
    EXPECT_NEAR(effect.interval->high, 0.2 + 0.248414, 1e-6);
    EXPECT_EQ(figures.effect(0, "distil.loss").difference, std::nullopt); // the first value is what is compared with
}

// Newcombe (1998), table II, example (a): 56/70 and 48/80, method 10: 0.0524 to 0.3339.
TEST(GridEffects, TakesNewcombesIntervalOfOnePairOfShares) {
    Figures figures(1);
    figures.share(0, 0, 48, 80);
    figures.share(1, 0, 56, 70);
    const GridEffect effect = figures.effect(1, "needles.needles");
    EXPECT_NEAR(*effect.difference, 0.2, 1e-12);
    EXPECT_EQ(effect.method, "newcombe");
    EXPECT_NEAR(effect.interval->low, 0.0524, 5e-5);
    EXPECT_NEAR(effect.interval->high, 0.3339, 5e-5);
    EXPECT_NE(effectsText(figures.table(), true).find("| needles | .600 | .800: +.200 (+.052 to +.334)* |"), std::string::npos) << effectsText(figures.table(), true);
}

// All right in every seed: no spread says nothing of certainty.
TEST(GridEffects, TakesNewcombesIntervalWherePairsDoNotDiffer) {
    Figures figures(2);
    for (std::size_t seed = 0; seed < 2; ++seed) {
        figures.share(0, seed, 50, 50);
        figures.share(1, seed, 50, 50);
    }
    const GridEffect effect = figures.effect(1, "needles.needles");
    EXPECT_EQ(effect.method, "newcombe");
    EXPECT_EQ(*effect.difference, 0);
    EXPECT_NEAR(effect.interval->high, 0.0369935, 1e-6); // 1 − Wilson's lower bound of 100 of 100
}

TEST(GridEffects, PairsOnlyCellsThatDifferInNothingElse) {
    Figures figures(3);
    figures.loss(0, 0, 1.0);
    figures.loss(1, 1, 5.0); // another seed
    GridEffect effect = figures.effect(1, "distil.loss");
    EXPECT_EQ(effect.mean, 5.0);
    EXPECT_EQ(effect.pairs, 0U);
    EXPECT_EQ(effect.difference, std::nullopt);
    figures.loss(0, 1, 4.5);
    effect = figures.effect(1, "distil.loss");
    EXPECT_EQ(effect.pairs, 1U);
    EXPECT_EQ(*effect.difference, 0.5);
    EXPECT_EQ(effect.interval, std::nullopt); // of one pair that is no share
}

// Stage 1 is one run of both cells: nothing was compared.
TEST(GridEffects, ComparesNoRunWithItself) {
    Figures figures(1);
    figures.share(0, 0, 5, 10);
    figures.share(1, 0, 5, 10);
    figures.setRun(0, 0, "needles", "needles-1");
    figures.setRun(1, 0, "needles", "needles-1");
    const GridEffect effect = figures.effect(1, "needles.needles");
    EXPECT_EQ(effect.method, "same-runs");
    EXPECT_EQ(effect.interval, std::nullopt);
    EXPECT_EQ(effectsText(figures.table(), false), "");
}

TEST(GridPareto, KeepsWhatNothingDominates) {
    Figures figures(1);
    figures.share(0, 0, 60, 100);
    figures.add(0, 0, "seconds", {10});
    figures.share(1, 0, 60, 100);
    figures.add(1, 0, "seconds", {12});
    GridPareto pareto = paretoOf(figures.table());
    EXPECT_EQ(pareto.y.key, "needles.needles");
    ASSERT_EQ(pareto.points.size(), 2U);
    EXPECT_FALSE(pareto.points[0].dominated);
    EXPECT_TRUE(pareto.points[1].dominated); // as good, and slower
    figures.share(1, 0, 61, 100);
    pareto = paretoOf(figures.table());
    EXPECT_FALSE(pareto.points[1].dominated);
    EXPECT_EQ(paretoText(pareto), "Not dominated in needles and training seconds:\n  0.001: .600 with 10.0\n  0.002: .610 with 12.0\n");
    const std::string svg = toSvg(pareto, "a < b");
    EXPECT_NE(svg.find("a &lt; b"), std::string::npos);
    try {
        (void)paretoOf(figures.table(), "second");
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()), "\"second\" is no column of this table. Did you mean \"seconds\"?");
    }
}

TEST(StudentQuantile, IsThatOfTheTables) {
    EXPECT_NEAR(studentQuantile95(1), 12.706205, 1e-6);
    EXPECT_NEAR(studentQuantile95(5), 2.570582, 1e-6);
    EXPECT_NEAR(studentQuantile95(11), 2.200985, 5e-5);
    EXPECT_NEAR(studentQuantile95(30), 2.042272, 1e-5);
    EXPECT_NEAR(studentQuantile95(1000), 1.962339, 1e-6);
}

} // namespace
} // namespace halyard
