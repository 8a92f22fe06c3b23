// SPDX-License-Identifier: GPL-3.0-or-later
// Forecasts of memory beside what the runs of bench/forecast took (bench/results/forecast-2-cores.json).
#include "bench/forecast/cases.h"
#include "core/base/json.h"
#include "core/cost/run_forecast.h"
#include "tests/support/temporary_folder.h"

#include <map>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

// Peak resident memory of halyard-worker with two threads, in MB.
const std::map<std::string, double> kMeasured = {
    {"demo-pretrain", 336}, {"demo-stage1", 203}, {"demo-stage2", 377}, {"demo-stage3", 355},
    {"20M-pretrain", 789},  {"20M-stage1", 398},  {"20M-stage2", 1009}, {"20M-stage3", 861},
    {"75M-pretrain", 1739}, {"75M-stage1", 818},  {"75M-stage2", 2341}, {"75M-stage3", 1922},
    {"20M-pretrain-bfloat16", 738}, {"20M-stage1-bfloat16", 328}, {"20M-stage2-bfloat16", 932},
    {"20M-stage2-accumulation", 1201}, {"20M-stage3-long", 1832}, {"20M-stage3-checkpointing", 1389},
};

// What a run leaves behind for the forecast of the next: its model's configuration.
void leaveConfig(const ForecastCase& run, const RunModels& models, const std::filesystem::path& folder) {
    if (run.spec.kind == RunKind::Pretrain || run.spec.kind == RunKind::Stage2) {
        std::filesystem::create_directories(folder / run.name);
        writeJsonFile(folder / run.name / "config.json", toJson(models.student));
    }
}

TEST(TrainMemory, IsWithin15PercentOfEveryRunThatWasMeasured) {
    const TemporaryFolder folder;
    std::size_t compared = 0;
    for (const ForecastCase& run : forecastCases()) {
        const auto models = modelsOf(run.spec, folder.path());
        ASSERT_TRUE(models) << run.name;
        leaveConfig(run, *models, folder.path());
        const auto measured = kMeasured.find(run.name);
        if (measured != kMeasured.end()) {
            EXPECT_NEAR(trainMemory(run.spec, *models, 2).total() / (1e6 * measured->second), 1, 0.15) << run.name;
            ++compared;
        }
    }
    EXPECT_EQ(compared, kMeasured.size());
}

} // namespace
} // namespace halyard::testing
