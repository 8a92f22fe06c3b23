// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/select/score/evaluation_json.h"
#include "core/select/score/evaluation_log.h"
#include "core/select/score/importance.h"
#include "core/select/score/sweep_reader.h"
#include "tests/core/select/score/sweep_logs.h"

#include <filesystem>
#include <functional>

#include <gtest/gtest.h>

namespace halyard {
namespace {

namespace fs = std::filesystem;
using test::LogRow;

TEST(EvaluationLog, GivesEachRowWithItsLineAndNothingOfTheNoise) {
    const std::string log = test::commonsenseLog({"", "", "", "0.4317", "0.6957", "0.6044"});
    const EvaluationLog parsed = parseEvaluationLog(log, "layer0/a.log");
    EXPECT_TRUE(parsed.warnings.empty());
    ASSERT_EQ(parsed.rows.size(), 6U);
    const MetricRow& row = parsed.rows[1];
    EXPECT_EQ(row.task, "arc_challenge");
    EXPECT_EQ(row.metric, "acc_norm");
    EXPECT_EQ(row.value, 0.4317);
    EXPECT_EQ(row.standardError, 0.01);
    EXPECT_EQ(row.place, (SourcePlace{"layer0/a.log", test::firstRowLine(log) + 1}));
    EXPECT_EQ(parsed.rows[4].task, "hellaswag");
    EXPECT_EQ(parsed.rows[4].metric, "acc");
}

TEST(EvaluationLog, ReadsNoErrorWhereNoneIsGivenAndNoValueWhereThereIsNone) {
    const auto rows = parseEvaluationLog(test::evaluationLog({{"a", "4096", "0.5285"},
                                                              {"", "8192", "-1.0000"},
                                                              {"b", "acc", "nan"},
                                                              {"c", "acc", "N/A"},
                                                              {"d", "acc", "78.3"},
                                                              {"e", "acc", "inf"},
                                                              {"f", "word_perplexity", "0.5", "N/A", "↓"}}),
                                         "a.log")
                          .rows;
    ASSERT_EQ(rows.size(), 7U);
    EXPECT_EQ(rows[0].value, 0.5285);
    EXPECT_FALSE(rows[0].standardError);
    for (std::size_t i = 1; i < 6; ++i) {
        EXPECT_FALSE(rows[i].value) << rows[i].written;
    }
    EXPECT_EQ(rows[1].written, "-1.0000");
    EXPECT_TRUE(rows[0].higherIsBetter);
    EXPECT_FALSE(rows[6].higherIsBetter);
}

TEST(EvaluationLog, ReadsOlderTablesFiltersSubtasksAndAHeadingBehindAProgressBar) {
    const std::string old =
        "|    Task     |Version| Metric |Value |   |Stderr|\n|-------------|------:|--------|-----:|---|-----:|\n"
        "|arc_easy     |      0|acc_norm|0.7000|±  |0.0094|\n";
    EXPECT_EQ(parseEvaluationLog(old, "a").rows.at(0).value, 0.7);
    const std::string noisy = "99%|███| 3/4 [00:01<00:02]|Tasks|Version|Filter|n-shot|Metric|   |Value|   |Stderr|\n"
                              "|-----|------:|------|-----:|------|---|----:|---|------|\n"
                              "| - gsm|      3|strict-match|5|exact_match|↑|0.25|±|0.01|\r\n"
                              "|Groups|Version|Filter|n-shot|Metric|   |Value|   |Stderr|\n"
                              "|------|------:|------|-----:|------|---|----:|---|------|\n"
                              "|all|      3|none|5|acc|↑|0.5|±|0.01|\n";
    const EvaluationLog parsed = parseEvaluationLog(noisy, "a");
    ASSERT_EQ(parsed.rows.size(), 1U);
    EXPECT_EQ(parsed.rows[0].task, "gsm");
    EXPECT_EQ(parsed.rows[0].metric, "exact_match,strict-match");
    EXPECT_TRUE(parsed.warnings.empty());
}

TEST(EvaluationLog, NamesTheLineWhereItIsCutOff) {
    const std::string log = test::retrievalLog({"0.7831", "0.5285", "0.8506", "", "", ""});
    const std::string cut = log.substr(0, log.find("0.8506") + 3);
    const EvaluationLog parsed = parseEvaluationLog(cut, "layer3/retrieval_eval.log");
    ASSERT_EQ(parsed.rows.size(), 2U);
    ASSERT_EQ(parsed.warnings.size(), 1U);
    EXPECT_EQ(parsed.warnings[0].text(), "layer3/retrieval_eval.log:" + std::to_string(test::firstRowLine(log) + 2) +
                                             ": the row of the table is cut off; it is not used.");
    const EvaluationLog early = parseEvaluationLog(log.substr(0, log.find("| Tasks")), "x.log");
    ASSERT_EQ(early.warnings.size(), 1U);
    EXPECT_EQ(early.warnings[0].text(), "x.log:" + std::to_string(test::firstRowLine(log) - 3) +
                                            ": the log ends here without a table of results; nothing of it is used.");
    EXPECT_EQ(parseEvaluationLog(log.substr(0, log.find("|fda")), "x.log").warnings.size(), 1U);
    EXPECT_EQ(parseEvaluationLog("", "x.log").warnings.size(), 1U);
}

class SweepFolder : public testing::Test {
protected:
    SweepFolder() { test::writeSweep(m_scratch, "sweep", test::fourLayersTeacher(), test::fourLayers()); }

    [[nodiscard]] fs::path folder() const { return m_scratch.path() / "sweep"; }
    [[nodiscard]] Sweep read() const { return readSweep(folder()); }
    [[nodiscard]] std::string refusal(const fs::path& path) const {
        try {
            (void)readSweep(path);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::InvalidInput);
            std::string text = error.what();
            const std::string root = m_scratch.path().string();
            for (std::size_t at = text.find(root); at != std::string::npos; at = text.find(root)) {
                text.replace(at, root.size(), "ROOT");
            }
            return text;
        }
        return "accepted";
    }
    [[nodiscard]] std::vector<std::string> warnings(const Sweep& sweep) const {
        std::vector<std::string> texts;
        for (const Message& warning : sweep.warnings) {
            std::string text = warning.text();
            const std::size_t at = text.find(m_scratch.path().string());
            texts.push_back(at == std::string::npos ? text
                                                    : text.replace(at, m_scratch.path().string().size(), "ROOT"));
        }
        return texts;
    }
    static double scoreOf(const Sweep& sweep, std::size_t layer) {
        std::vector<Message> ignored;
        return importance(scoreTable(sweep, {}, "test", ignored), {}).at(layer).score;
    }

    ScratchFolder m_scratch;
};

TEST_F(SweepFolder, HoldsTheTeacherAndEveryLayerWithPlacesAndHashes) {
    const Sweep sweep = read();
    EXPECT_TRUE(sweep.warnings.empty());
    EXPECT_EQ(sweep.layerCount, 4);
    EXPECT_EQ(sweep.layers.size(), 4U);
    ASSERT_TRUE(sweep.teacher);
    EXPECT_EQ(sweep.teacher->at("fda").value, 0.61);
    const TaskResult& result = sweep.layers.at(2).at("arc_easy");
    EXPECT_EQ(result.metric, "acc_norm");
    EXPECT_EQ(result.value, 0.59);
    EXPECT_EQ(result.standardError, 0.01);
    EXPECT_EQ(result.place.file, "run/layer2/commonsense_eval.log");
    EXPECT_EQ(sweep.files.size(), 10U);
    EXPECT_EQ(sweep.files[0].hash.size(), 32U);
    EXPECT_NEAR(scoreOf(sweep, 0), 10.0 / 3, 1e-6);
    EXPECT_EQ(scoreOf(sweep, 1), 50);
    EXPECT_NEAR(scoreOf(sweep, 3), 10, 1e-6);
    // The folder of the layers alone finds the teacher beside it.
    EXPECT_EQ(readSweep(folder() / "run").teacher->at("fda").value, 0.61);
}

TEST_F(SweepFolder, SaysWhichLayerIsMissing) {
    fs::remove_all(folder() / "run/layer1");
    const Sweep sweep = read();
    EXPECT_EQ(sweep.layerCount, 4);
    EXPECT_EQ(sweep.layers.count(1), 0U);
    EXPECT_EQ(warnings(sweep),
              std::vector<std::string>{"ROOT/sweep: there are no results of layer 1; it is not ranked."});
    const auto more = warnings(readSweep(folder(), 6));
    EXPECT_EQ(more.size(), 3U);
    try {
        (void)readSweep(folder(), 3);
        FAIL();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "run/layer3: there are results of layer 3, but the model has 3 layers.");
    }
}

TEST_F(SweepFolder, SaysWhereALogIsCutOffAndCountsTheTaskAsNotMeasured) {
    const std::string log = test::retrievalLog(test::fourLayers()[2]);
    m_scratch.write("sweep/run/layer2/retrieval_eval.log", log.substr(0, log.find("|swde") + 20));
    const Sweep sweep = read();
    EXPECT_EQ(sweep.layers.at(2).count("swde"), 0U);
    EXPECT_EQ(warnings(sweep), (std::vector<std::string>{
                                   "run/layer2/retrieval_eval.log:" + std::to_string(test::firstRowLine(log) + 2) +
                                       ": the row of the table is cut off; it is not used.",
                                   "run/layer2: there is no result of swde for layer 2; it counts as not measured."}));
    std::vector<Message> more;
    const ScoreTable table = scoreTable(sweep, {}, "S", more);
    EXPECT_EQ(table.layers, (std::vector<std::int64_t>{0, 1, 3}));
    EXPECT_EQ(more.at(0).text(),
              "S: layer 2 lacks a task of the score; it is not ranked, and its other results are not used.");
}

TEST_F(SweepFolder, RefusesTwoRunsInOneFolderNamingBothLines) {
    auto means = test::fourLayers()[0];
    means.fda = "0.4000";
    m_scratch.write("sweep/run/layer0/again.log", test::retrievalLog(means));
    const std::string line = std::to_string(test::firstRowLine(test::retrievalLog(means)));
    EXPECT_EQ(refusal(folder()), "run/layer0/retrieval_eval.log:" + line +
                                     ": fda (contains) of layer 0 is 0.5000, but 0.4000 at "
                                     "run/layer0/again.log:" +
                                     line + ": two runs are mixed. Keep the files of one of them.");
    // The same figures twice are one run told twice.
    m_scratch.write("sweep/run/layer0/again.log", test::retrievalLog(test::fourLayers()[0]));
    EXPECT_TRUE(read().warnings.empty());
    // Both tables in one log.
    m_scratch.write("sweep/run/layer0/again.log",
                    test::retrievalLog(test::fourLayers()[0]) + test::retrievalLog(means));
    EXPECT_NE(refusal(folder()).find("two runs are mixed"), std::string::npos);
}

TEST_F(SweepFolder, TellsLogsOfTwoModelsInOneFolder) {
    std::string log = test::retrievalLog(test::fourLayers()[0]);
    log.replace(log.find("models/qwen3"), 12, "models/other");
    m_scratch.write("sweep/run/layer0/retrieval_eval.log", log);
    EXPECT_EQ(warnings(read()),
              std::vector<std::string>{"run/layer0/retrieval_eval.log is a log of the model models/other, but "
                                       "run/layer0/commonsense_eval.log of models/qwen3; "
                                       "both are used. If they are two runs, keep the files of one of them."});
}

TEST_F(SweepFolder, RefusesALayerTwiceTwoSweepsAndTwoTeachers) {
    m_scratch.write("sweep/run/layer_0/x.log", "");
    EXPECT_EQ(
        refusal(folder()),
        "ROOT/sweep/run/layer0 and ROOT/sweep/run/layer_0 are both layer 0: two runs are mixed. Keep one of them.");
    fs::remove_all(folder() / "run/layer_0");
    m_scratch.write("sweep/teacher/x.log", "");
    EXPECT_EQ(
        refusal(folder()),
        "ROOT/sweep/original and ROOT/sweep/teacher are both the teacher's: two runs are mixed. Keep one of them.");
    fs::remove_all(folder() / "teacher");
    m_scratch.write("sweep/other/layer0/x.log", "");
    EXPECT_EQ(refusal(folder()), "ROOT/sweep holds two sweeps, other and run. Give the folder of one of them.");
    EXPECT_EQ(refusal(m_scratch.path() / "nowhere"), "ROOT/nowhere does not exist.");
    EXPECT_EQ(refusal(folder() / "original"),
              "ROOT/sweep/original holds no folders layer0, layer1, … with the logs or results of a sweep.");
    m_scratch.write("empty/layer0/x.txt", "");
    EXPECT_EQ(refusal(m_scratch.path() / "empty"),
              "ROOT/empty: no layer has a table of results. A sweep holds a folder layerN for each layer, with the "
              "logs or results of "
              "lm-evaluation-harness. layer0 holds neither a log (*.log) nor results (results*.json).");
    m_scratch.write("far/layer5000/x.log", "");
    EXPECT_EQ(refusal(m_scratch.path() / "far"),
              "layer5000: layer 5000 is beyond the 1024 layers that a model may have.");
}

TEST_F(SweepFolder, UsesTheLengthThatEveryLayerHasAndSaysWhatWasUsedInstead) {
    const auto lengths = [](const std::string& at4096, const std::string& at8192) {
        return test::evaluationLog({{"ruler_qa_squad", "4096", at4096}, {"", "8192", at8192}});
    };
    for (int layer = 0; layer < 4; ++layer) {
        const std::string name = "sweep/run/layer" + std::to_string(layer) + "/retrieval_eval.log";
        m_scratch.write(name, lengths("-1", "0.5" + std::to_string(layer)));
    }
    const Sweep sweep = read();
    EXPECT_EQ(sweep.layers.at(3).at("ruler_qa_squad").metric, "8192");
    EXPECT_EQ(sweep.layers.at(3).at("ruler_qa_squad").value, 0.53);
    const std::string line = std::to_string(test::firstRowLine(lengths("-1", "0.50")));
    EXPECT_EQ(warnings(sweep).at(0),
              "run/layer0/retrieval_eval.log:" + line + ": ruler_qa_squad 4096 is -1; 8192 is used instead (rows: 5).");
    // Not run at the other length: the published one is used, and the rows are told once.
    for (int layer = 0; layer < 4; ++layer) {
        m_scratch.write("sweep/run/layer" + std::to_string(layer) + "/retrieval_eval.log", lengths("0.5", "-1"));
    }
    const Sweep again = read();
    EXPECT_EQ(again.layers.at(0).at("ruler_qa_squad").metric, "4096");
    EXPECT_EQ(warnings(again).at(0),
              "run/layer0/retrieval_eval.log:" + std::to_string(test::firstRowLine(lengths("", "")) + 1) +
                  ": ruler_qa_squad 8192 is -1; 4096 is used instead (rows: 4).");
}

TEST_F(SweepFolder, TellsValuesThatAreNoSharesAndNeverTakesThemForZero) {
    for (const char* value : {"nan", "N/A", "-1", "", "1e400", "0.5x", "78.31", "-0.2"}) {
        auto means = test::fourLayers()[1];
        means.swde = value;
        m_scratch.write("sweep/run/layer1/retrieval_eval.log", test::retrievalLog(means));
        const Sweep sweep = read();
        EXPECT_EQ(sweep.layers.at(1).count("swde"), 0U) << value;
        const std::string line = std::to_string(test::firstRowLine(test::retrievalLog(means)) + 2);
        EXPECT_EQ(warnings(sweep),
                  std::vector<std::string>{"run/layer1/retrieval_eval.log:" + line +
                                           ": swde of layer 1 is given as contains " + value +
                                           ", not as a share of contains; it counts as not measured."});
    }
}

TEST_F(SweepFolder, UsesAMetricThatAllLayersHave) {
    for (int layer = 0; layer < 4; ++layer) {
        std::vector<LogRow> rows = {{"arc_easy", "acc", "0.50" + std::to_string(layer), "0.01"}};
        if (layer != 2) {
            rows.push_back({"", "acc_norm", "0.6000", "0.01"});
        }
        m_scratch.write("sweep/run/layer" + std::to_string(layer) + "/commonsense_eval.log", test::evaluationLog(rows));
    }
    const Sweep sweep = read();
    EXPECT_EQ(sweep.layers.at(0).at("arc_easy").metric, "acc");
    EXPECT_EQ(sweep.layers.at(2).at("arc_easy").value, 0.502);
    const auto told = warnings(sweep);
    EXPECT_NE(std::find_if(told.begin(), told.end(),
                           [](const std::string& text) {
                               return text.find("arc_easy acc_norm is 0.") != std::string::npos &&
                                      text.find("acc is used instead") != std::string::npos;
                           }),
              told.end())
        << (told.empty() ? "" : told[0]);
}

TEST_F(SweepFolder, LeavesOutWhatIsBetterWhenLower) {
    m_scratch.write("sweep/run/layer0/x.log",
                    test::evaluationLog({{"wikitext", "word_perplexity", "0.9", "N/A", "↓"}}));
    const Sweep sweep = read();
    EXPECT_EQ(sweep.layers.at(0).count("wikitext"), 0U);
    EXPECT_NE(
        warnings(sweep).at(0).find(
            "wikitext word_perplexity is 0.9, which is no share that is better when higher; the task is left out"),
        std::string::npos)
        << warnings(sweep).at(0);
}

// lm-evaluation-harness's own files, in both layouts.
std::string newerResults(const std::string& acc, const std::string& norm) {
    return "{\n \"results\": {\n  \"arc_easy\": {\n   \"alias\": \"arc_easy\",\n   \"acc,none\": " + acc +
           ",\n   \"acc_stderr,none\": 0.0091,\n   \"acc_norm,none\": " + norm +
           ",\n   \"acc_norm_stderr,none\": \"N/A\"\n  }\n },\n \"n-samples\": {\"arc_easy\": {\"original\": 2376, "
           "\"effective\": 4}},\n"
           " \"higher_is_better\": {\"arc_easy\": {\"acc\": true, \"acc_norm\": true}}, \"config\": {\"x\": NaN}, "
           "\"date\": 1.5}";
}

TEST(EvaluationResults, ReadsTheNewerLayoutWithLinesCountsAndNotANumber) {
    const auto rows = parseEvaluationResults(newerResults("NaN", "0.6957"), "results.json");
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].metric, "acc");
    EXPECT_FALSE(rows[0].value);
    EXPECT_EQ(rows[0].written, "not a number");
    EXPECT_EQ(rows[0].standardError, 0.0091);
    EXPECT_EQ(rows[1].metric, "acc_norm");
    EXPECT_EQ(rows[1].value, 0.6957);
    EXPECT_FALSE(rows[1].standardError);
    EXPECT_EQ(rows[1].items, 4);
    EXPECT_EQ(rows[1].place, (SourcePlace{"results.json", 7}));
}

TEST(EvaluationResults, ReadsTheOlderLayout) {
    const auto rows =
        parseEvaluationResults(R"({"results": {"a/../b": {"acc": 0.5, "acc_stderr": Infinity}}, "versions": {}})", "r");
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].task, "a/../b");
    EXPECT_EQ(rows[0].value, 0.5);
    EXPECT_FALSE(rows[0].standardError);
}

TEST(EvaluationResults, RefusesWhatIsNoResults) {
    const auto refusal = [](const std::string& text) {
        try {
            (void)parseEvaluationResults(text, "results.json");
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    EXPECT_EQ(refusal("{}"), "results.json: no \"results\" section. Is this an lm-eval output file?");
    EXPECT_EQ(refusal("[]"), "results.json: no \"results\" section. Is this an lm-eval output file?");
    EXPECT_EQ(refusal("{\"results\": 3}"), "results.json: no \"results\" section. Is this an lm-eval output file?");
    EXPECT_NE(refusal("{\"results\": {"), "accepted");
    EXPECT_EQ(withoutNotANumber(R"({"NaN \" NaN": [NaN, -Infinity, Infinity]})"),
              R"({"NaN \" NaN": [null, null, null]})");
}

TEST(EvaluationResults, ComeWithTheResultsOfSingleItems) {
    const ScratchFolder scratch;
    for (int layer = 0; layer < 2; ++layer) {
        const std::string folder = "s/layer" + std::to_string(layer) + "/model__name/";
        scratch.write(folder + "results_2026-01-01T10-00-00.json", newerResults("0.25", layer == 0 ? "0.75" : "0.5"));
        // Written in the order in which the processes were done.
        scratch.write(folder + "samples_arc_easy_2026-01-01T10-00-00.jsonl",
                      R"({"doc_id": 2, "doc": {"q": "NaN"}, "acc": 0.0, "acc_norm": 1.0})"
                      "\n"
                      R"({"doc_id": 0, "acc": 0.0, "acc_norm": )" +
                          std::string(layer == 0 ? "1.0" : "0.0") +
                          "}\n\n"
                          R"({"doc_id": 1, "acc": 1.0, "acc_norm": 0.0, "x": NaN})"
                          "\n"
                          R"({"doc_id": 3, "acc": 0.0, "acc_norm": 1.0})");
    }
    const Sweep sweep = readSweep(scratch.path() / "s");
    EXPECT_EQ(sweep.layers.at(0).at("arc_easy").perItem, (std::vector<float>{1, 0, 1, 1}));
    EXPECT_EQ(sweep.layers.at(1).at("arc_easy").perItem, (std::vector<float>{0, 0, 1, 1}));
    EXPECT_EQ(sweep.layers.at(1).at("arc_easy").items, 4);
    EXPECT_EQ(sweep.files.size(), 4U);
    scratch.write("s/layer0/model__name/samples_arc_easy_2026-01-01T10-00-00.jsonl", "{\"doc_id\": 0}\n[]\n");
    try {
        (void)readSweep(scratch.path() / "s");
        FAIL();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(),
                     "layer0/model__name/samples_arc_easy_2026-01-01T10-00-00.jsonl:2: this is no sample of "
                     "lm-evaluation-harness: it has no \"doc_id\".");
    }
}

TEST(EvaluationResults, LeaveOutSamplesOfAnotherRun) {
    const ScratchFolder scratch;
    for (int layer = 0; layer < 2; ++layer) {
        const std::string folder = "s/layer" + std::to_string(layer) + "/";
        scratch.write(folder + "results.json", R"({"results": {"fda": {"contains": 0.5}}})");
        scratch.write(folder + "samples_fda.jsonl", layer == 0 ? "{\"doc_id\": 0, \"contains\": 1}\n{\"doc_id\": 0, \"contains\": 0}\n"
                                                               : "{\"doc_id\": 0, \"contains\": 1}\n{\"doc_id\": 1, \"contains\": 1}\n");
    }
    const Sweep sweep = readSweep(scratch.path() / "s");
    EXPECT_TRUE(sweep.layers.at(0).at("fda").perItem.empty());
    EXPECT_TRUE(sweep.layers.at(1).at("fda").perItem.empty());
    ASSERT_EQ(sweep.warnings.size(), 2U);
    EXPECT_EQ(sweep.warnings[0].text(),
              "layer0/samples_fda.jsonl: item 0 is there twice, of two runs or filters; the samples are not used.");
    EXPECT_EQ(sweep.warnings[1].text(),
              "layer1/samples_fda.jsonl: the mean of contains is not the 0.5 of layer1/results.json:1; the samples are not used.");
}

TEST_F(SweepFolder, TakesTheExactFigureWhereALogAndResultsTellTheSameRun) {
    const std::string results = R"({"results": {"fda": {"contains,none": 0.50004}}})";
    m_scratch.write("sweep/run/layer0/results_a.json", results);
    EXPECT_EQ(read().layers.at(0).at("fda").value, 0.50004);
    m_scratch.write("sweep/run/layer0/results_a.json", R"({"results": {"fda": {"contains,none": 0.51}}})");
    EXPECT_NE(refusal(folder()).find("two runs are mixed"), std::string::npos);
}

TEST_F(SweepFolder, TellsOfEachModelBeforeItIsReadAndEndsWhenThatThrows) {
    std::vector<std::pair<std::size_t, std::size_t>> told;
    (void)readSweep(folder(), 0, [&](std::size_t done, std::size_t all) { told.emplace_back(done, all); });
    ASSERT_FALSE(told.empty());
    for (std::size_t i = 0; i < told.size(); ++i) {
        EXPECT_EQ(told[i], std::pair(i, told.size()));
    }
    const auto stop = [](std::size_t done, std::size_t) {
        if (done == 1) {
            throw Error(ErrorKind::Stopped, Sentence{"Stopped."});
        }
    };
    EXPECT_THROW((void)readSweep(folder(), 0, stop), Error);
}

} // namespace
} // namespace halyard
