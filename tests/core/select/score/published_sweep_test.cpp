// SPDX-License-Identifier: GPL-3.0-or-later
// The published sweeps: from the table that Halyard ships, and from the logs themselves where they lie beside the
// sources.
#include "core/select/score/rank.h"
#include "core/select/score/sweep_reader.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

namespace halyard {
namespace {

namespace fs = std::filesystem;

struct Published {
    const char* name;
    std::int64_t layers;
    std::vector<std::int64_t> halo;
    std::vector<std::int64_t> fromTeacher; // halo with the teacher as the baseline
    std::vector<std::int64_t> jetNemotron;
};

const std::vector<Published>& published() {
    static const std::vector<Published> kAll = {
        {"2b", 28, {2, 3, 6, 8, 9, 21, 25}, {4, 5, 11, 12, 18, 21, 25}, {0, 6, 9, 11, 19, 21, 25}},
        {"4b",
         36,
         {0, 1, 7, 14, 15, 22, 24, 33, 34},
         {13, 14, 15, 16, 20, 21, 22, 24, 29},
         {0, 7, 14, 15, 21, 22, 24, 33, 34}},
    };
    return kAll;
}

fs::path sourceFolder() {
    return std::getenv("HALYARD_SOURCE_DIR");
}

void expectPublished(const Sweep& sweep, const Published& expected) {
    EXPECT_EQ(sweep.layerCount, expected.layers);
    EXPECT_TRUE(sweep.warnings.empty()) << sweep.warnings.front().text();
    const auto selected = [&](ScoreMethod method, Baseline baseline) {
        return rankLayers(sweep, {.rule = {method, baseline},
                                  .top = {},
                                  .uncertainty = {.seed = 0, .draws = 100, .level = 0.95},
                                  .source = "s"})
            .selection.selected;
    };
    EXPECT_EQ(selected(ScoreMethod::Halo, Baseline::BestSwept), expected.halo);
    EXPECT_EQ(selected(ScoreMethod::Halo, Baseline::Teacher), expected.fromTeacher);
    EXPECT_EQ(selected(ScoreMethod::JetNemotron, Baseline::Teacher), expected.jetNemotron);
}

TEST(PublishedSweep, ComesOutOfTheTableThatHalyardShips) {
    for (const Published& expected : published()) {
        const fs::path table = sourceFolder() / "resources/paper" / ("hypenet-" + std::string(expected.name) + ".json");
        EXPECT_LE(fs::file_size(table), 200'000U);
        const Sweep sweep = readSweep(table);
        expectPublished(sweep, expected);
        EXPECT_EQ(sweep.files.size(), 1U + 2U * static_cast<std::size_t>(expected.layers + 1)); // itself and each log
        EXPECT_NE(sweep.layers.at(3).at("swde").place.line, 0);
    }
    const RankedLayers ranked = rankLayers(readSweep(sourceFolder() / "resources/paper/hypenet-2b.json"), {});
    EXPECT_EQ(ranked.scores[3].score, 50);
    EXPECT_NEAR(ranked.scores[8].score, 16.3437, 5e-5);
    EXPECT_EQ(ranked.scores[5].score, 0);
    EXPECT_EQ(ranked.selection.layers[8].flags, std::vector<std::string>{"small-denominator"});
}

TEST(PublishedSweep, ComesOutOfTheLogs) {
    const fs::path logs = sourceFolder() / "../shared/reference/layer_sweep";
    std::error_code error;
    if (!fs::exists(logs, error)) {
        GTEST_SKIP() << "The published logs are not there: " << logs.lexically_normal();
    }
    for (const Published& expected : published()) {
        const fs::path folder = logs / ("layer_sweep_hypenet-" + std::string(expected.name));
        const auto begin = std::chrono::steady_clock::now();
        const Sweep sweep = readSweep(folder);
        RecordProperty(expected.name,
                       std::to_string(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count()));
        expectPublished(sweep, expected);
        // The shipped table says what the logs say.
        const Sweep table =
            readSweep(sourceFolder() / "resources/paper" / ("hypenet-" + std::string(expected.name) + ".json"));
        ASSERT_EQ(table.layers.size(), sweep.layers.size());
        for (const auto& [layer, results] : sweep.layers) {
            for (const auto& [task, result] : results) {
                EXPECT_EQ(table.layers.at(layer).at(task).value, result.value);
                EXPECT_EQ(table.layers.at(layer).at(task).standardError, result.standardError);
                EXPECT_EQ(table.layers.at(layer).at(task).place, result.place);
            }
        }
    }
}

} // namespace
} // namespace halyard
