// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/evaluation_run.h"

#include "core/eval/cell_store.h"
#include "core/run/events.h"
#include "tests/core/eval/echo_task.h"
#include "tests/core/eval/tiny_models.h"
#include "tests/support/refusal.h"

#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;

class EvaluationRun : public ::testing::Test {
protected:
    [[nodiscard]] RunSpec spec() const {
        RunSpec spec;
        spec.kind = RunKind::Niah;
        spec.inputs = {{"model", m_models.teacher(), {}, {}}, {"model", m_models.student(), {}, {}}};
        spec.eval.tasks = "niah_single_1, echo";
        spec.eval.lengths = {600, 700};
        spec.eval.trials = 3;
        spec.eval.needles = 2;
        spec.eval.max_new_tokens = 4;
        spec.eval.scalings = "none, 1.5";
        spec.train.threads = 1;
        return spec;
    }
    [[nodiscard]] RunFolder create(const std::string& name, const RunSpec& spec) const {
        return RunFolder::create(m_models.folder() / name, spec);
    }
    [[nodiscard]] EvaluationEnd run(const RunFolder& folder) const {
        return evaluateRun(folder.spec(), folder, standardMixers(), tasksWithEcho());
    }
    static Json results(const RunFolder& run) { return readJsonFile(run.path() / "results.json"); }
    static std::size_t count(const RunFolder& run, const std::string& event) {
        const auto events = readEvents(run.events()).events;
        return static_cast<std::size_t>(std::count_if(events.begin(), events.end(), [&](const Event& e) { return e.name == event; }));
    }

    TinyModels m_models;
};

} // namespace

TEST_F(EvaluationRun, MeasuresEveryCellAndKeepsItsNumbers) {
    const RunFolder folder = create("needles", spec());
    EXPECT_EQ(run(folder), EvaluationEnd::Done);
    const Json all = results(folder);
    EXPECT_EQ(all["schema"], 1);
    EXPECT_EQ(all["kind"], "niah");
    EXPECT_EQ(all["complete"], true);
    ASSERT_EQ(all["cells"].size(), 2U * 2 * 2 * 2); // models, scalings, tasks, lengths
    for (const Json& cell : all["cells"]) {
        EXPECT_EQ(cell["n"], 6);
        EXPECT_EQ(cell["documents"], 3);
        EXPECT_EQ(cell["accuracy"], 0); // of random weights
        EXPECT_NEAR(cell["high"].get<double>(), 0.3903343, 1e-6);
        EXPECT_TRUE(cell["complete"].get<bool>());
        EXPECT_EQ(cell["by_depth"].size(), 5U);
    }
    std::ifstream trials(folder.path() / "trials.jsonl");
    int lines = 0;
    for (std::string line; std::getline(trials, line); ++lines) {
        const Json trial = parseJson(line, "a trial");
        EXPECT_EQ(trial["prompt_hash"].get<std::string>().size(), 32U);
        EXPECT_TRUE(trial.at("expected").is_array());
        EXPECT_FALSE(trial.at("question").get<std::string>().empty());
    }
    EXPECT_EQ(lines, 16 * 6);
    EXPECT_EQ(count(folder, "cell"), 16U);
    EXPECT_EQ(count(folder, "done"), 1U);
    EXPECT_EQ(totalSteps(folder.spec()), 16 * 3);
    const RunStatus status = runStatus(folder);
    EXPECT_EQ(status.step, 16 * 3);
    EXPECT_EQ(status.totalSteps, 16 * 3);
    EXPECT_FALSE(fs::exists(folder.tensorboard()));
}

TEST_F(EvaluationRun, MeasuresNothingTwice) {
    const RunFolder first = create("first", spec());
    ASSERT_EQ(run(first), EvaluationEnd::Done);
    const Json whole = results(first);
    // The same run again, with one cell lost, one cut short and one damaged.
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(first.path() / "results")) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    ASSERT_EQ(files.size(), 16U);
    fs::remove(files[0]);
    Json cut = readJsonFile(files[1]);
    cut["complete"] = false;
    cut["records"].erase(cut["records"].begin() + 1, cut["records"].end());
    cut.erase("summary");
    writeJsonFile(files[1], cut);
    std::ofstream(files[2]) << "{";
    const auto untouched = contentOf(files[3]);
    fs::remove(first.events());
    EXPECT_EQ(run(first), EvaluationEnd::Done);
    EXPECT_EQ(count(first, "cell"), 3U);
    EXPECT_EQ(contentOf(files[3]), untouched);
    const auto withoutTimes = [](Json document) {
        for (Json& cell : document["cells"]) {
            cell.erase("seconds");
            cell.erase("measured_by");
        }
        return document;
    };
    EXPECT_EQ(withoutTimes(results(first)), withoutTimes(whole));
    // Another run beside it, with one length more.
    RunSpec more = spec();
    more.eval.lengths = {600, 700, 800};
    const RunFolder second = create("second", more);
    EXPECT_EQ(run(second), EvaluationEnd::Done);
    EXPECT_EQ(count(second, "cell"), 8U);
    EXPECT_EQ(results(second)["cells"].size(), 24U);
    EXPECT_EQ(results(second)["cells"][0]["measured_by"], "first");
}

TEST_F(EvaluationRun, SaysWhatIsWrongBeforeItMeasures) {
    const auto refused = [&](const std::string& name, const auto& change, const std::string& part) {
        RunSpec changed = spec();
        change(changed);
        const RunFolder folder = create(name, changed);
        expectRefused([&] { (void)run(folder); }, part);
        EXPECT_FALSE(fs::exists(folder.path() / "results"));
    };
    refused("short", [](RunSpec& s) { s.eval.lengths = {100}; }, "is too short");
    refused("unknown", [](RunSpec& s) { s.eval.tasks = "niah_singel_1"; }, "Did you mean \"niah_single_1\"?");
    refused("long", [&](RunSpec& s) { s.eval.lengths = {600, 1 << 24}; s.eval.tasks = "echo"; s.inputs[0].path = m_models.wide(); }, "of memory and");
    fs::remove(fs::path(m_models.teacher()) / "tokenizer.json");
    refused("none", [](RunSpec&) {}, "needs the model's tokenizer");
    EXPECT_EQ(run(create("tokens", [&] { RunSpec s = spec(); s.eval.tasks = "echo"; return s; }())), EvaluationEnd::Done);
}

} // namespace halyard::testing
