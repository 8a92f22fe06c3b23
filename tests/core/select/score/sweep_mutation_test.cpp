// SPDX-License-Identifier: GPL-3.0-or-later
// Logs and results with bytes changed, removed, repeated and cut: each is read or refused, in bounded time, and no
// figure comes out that is no share.
#include "core/base/error.h"
#include "core/select/score/draws.h"
#include "core/select/score/evaluation_json.h"
#include "core/select/score/evaluation_log.h"
#include "core/select/score/selection.h"
#include "core/select/score/sweep_file.h"
#include "tests/core/select/score/sweep_logs.h"

#include <chrono>
#include <functional>

#include <gtest/gtest.h>

namespace halyard {
namespace {

constexpr int kMutations = 4000;

std::string mutated(std::string text, Draws& draws) {
    static const std::string kPieces[] = {
        "|", "\n",   "\r",   "-",    "nan",   "|Tasks|", "\"",  "{", "}",   "[",
        "]", ",",    "\x00", "\xFF", "1e999", "-1",      "N/A", "±", "\\u", "|Groups|Metric|Value|",
        ":", "null", "NaN"};
    const std::uint32_t changes = 1 + draws.below(6);
    for (std::uint32_t i = 0; i < changes && !text.empty(); ++i) {
        const std::size_t at = draws.below(static_cast<std::uint32_t>(text.size()));
        const std::size_t length = std::min<std::size_t>(draws.below(60), text.size() - at);
        switch (draws.below(6)) {
        case 0:
            text[at] = static_cast<char>(draws.below(256));
            break;
        case 1:
            text.erase(at, length);
            break;
        case 2:
            text.insert(at, text.substr(at, length));
            break;
        case 3:
            text.insert(at, kPieces[draws.below(std::size(kPieces))]);
            break;
        case 4:
            text.resize(at);
            break;
        default:
            text.insert(at, text.substr(draws.below(static_cast<std::uint32_t>(text.size())), length));
            break;
        }
    }
    return text;
}

// Reads each mutation; what it may throw is a refusal and nothing else.
int readsOf(const std::string& seed, const std::function<void(const std::string&)>& read) {
    Draws draws(17);
    int accepted = 0;
    for (int i = 0; i < kMutations; ++i) {
        const std::string text = mutated(seed, draws);
        try {
            read(text);
            ++accepted;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::InvalidInput) << error.what();
            EXPECT_FALSE(std::string(error.what()).empty());
        }
    }
    return accepted;
}

void expectShares(const std::vector<MetricRow>& rows) {
    for (const MetricRow& row : rows) {
        EXPECT_FALSE(row.task.empty());
        EXPECT_TRUE(!row.value || (*row.value >= 0 && *row.value <= 1));
        EXPECT_TRUE(!row.standardError || *row.standardError >= 0);
    }
}

TEST(Mutation, OfALogGivesRowsOrWarnings) {
    const std::string log = test::commonsenseLog(test::fourLayers()[0]);
    std::size_t rows = 0;
    const int accepted = readsOf(log, [&](const std::string& text) {
        const EvaluationLog parsed = parseEvaluationLog(text, "a.log");
        expectShares(parsed.rows);
        rows += parsed.rows.size();
        EXPECT_LE(parsed.warnings.size(), 21U);
    });
    EXPECT_EQ(accepted, kMutations); // a log is never refused as such
    EXPECT_GT(rows, 1000U);          // most mutations leave something to read
}

TEST(Mutation, OfASweepOfLogsIsPutTogetherOrRefused) {
    const std::string retrieval = test::retrievalLog(test::fourLayers()[0]);
    const int accepted = readsOf(retrieval, [&](const std::string& text) {
        SweepBuilder builder("S", 0);
        const std::string whole[] = {retrieval, text};
        for (std::int64_t layer = 0; layer < 2; ++layer) {
            builder.addModel(layer, "layer" + std::to_string(layer));
            for (MetricRow& row : parseEvaluationLog(whole[layer], "a.log").rows) {
                builder.addRow(layer, std::move(row));
            }
        }
        const Sweep sweep = builder.build();
        EXPECT_FALSE(sweep.layers.empty());
        // A figure that is missing is told.
        if (sweep.layers.count(1) == 0 || sweep.layers.at(1).size() < 3) {
            EXPECT_FALSE(sweep.warnings.empty());
        }
    });
    EXPECT_GT(accepted, kMutations / 2);
}

TEST(Mutation, OfResultsIsReadOrRefused) {
    const std::string results =
        R"({"results": {"arc_easy": {"alias": "arc_easy", "acc,none": 0.5, "acc_stderr,none": 0.009, "acc_norm,none": NaN,
        "acc_norm_stderr,none": "N/A"}, "fda": {"contains,none": 0.25}}, "n-samples": {"arc_easy": {"original": 2376, "effective": 4}},
        "higher_is_better": {"arc_easy": {"acc": true}}, "config": {"model": "hf \" {", "limit": null}})";
    const int accepted =
        readsOf(results, [](const std::string& text) { expectShares(parseEvaluationResults(text, "results.json")); });
    EXPECT_GT(accepted, 100);
}

TEST(Mutation, OfItsOwnFilesIsReadOrRefused) {
    Sweep sweep;
    sweep.layerCount = 2;
    for (std::int64_t layer = 0; layer < 2; ++layer) {
        sweep.layers[layer]["fda"] = {"contains", 0.5, 0.1, 4, {1, 0, 0, 1}, {"layer0/a.log", 12}};
    }
    sweep.groups = publishedGroups();
    EXPECT_GT(readsOf(toJson(sweep).dump(),
                      [](const std::string& text) {
                          const Sweep read = sweepFromJson(parseJson(text, "f"), "f");
                          EXPECT_FALSE(read.layers.empty());
                      }),
              50);
    EXPECT_GT(readsOf(toJson(uniformSelection(28, 7)).dump(),
                      [](const std::string& text) {
                          const Selection read = selectionFromJson(parseJson(text, "f"), "f");
                          EXPECT_FALSE(read.selected.empty());
                      }),
              10);
}

TEST(LongLogs, AreReadInTimeThatGrowsWithTheirLength) {
    // A line of 8 MB of progress bars, a table of 100,000 rows, and bars without end.
    std::string log;
    while (log.size() < (8U << 20U)) {
        log += "\rRunning requests:  50%|████▊     | 1/2 [00:01<00:02]|Tasks";
    }
    log += "\n" + test::evaluationLog(std::vector<test::LogRow>(100'000, {"", "acc", "0.5"})) +
           std::string(1U << 20U, '|') + "\n";
    const auto begin = std::chrono::steady_clock::now();
    const EvaluationLog parsed = parseEvaluationLog(log, "a.log");
    EXPECT_LT(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count(), 10.0);
    EXPECT_TRUE(parsed.rows.empty()); // none has a task
    EXPECT_LE(parsed.warnings.size(), 21U);
}

} // namespace
} // namespace halyard
