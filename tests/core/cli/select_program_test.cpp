// SPDX-License-Identifier: GPL-3.0-or-later
// halyard select, and what halyard new makes of a selection.
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/run/presets.h"
#include "core/run/run_folder.h"
#include "core/run/validate.h"
#include "core/select/score/screen_file.h"
#include "core/select/score/selection.h"
#include "tests/core/cli/program_fixture.h"
#include "tests/core/select/score/sweep_logs.h"
#include "tests/support/refusal.h"

#include <algorithm>
#include <chrono>

namespace halyard {
namespace {

namespace fs = std::filesystem;

class Select : public ProgramTest {
protected:
    Select() {
        test::writeSweep(m_scratch, "sweep", test::fourLayersTeacher(), test::fourLayers());
        m_scratch.write("data/manifest.json", "{}");
        const Json teacher = presetSpec("demo", RunKind::Pretrain).model.config; // six layers
        m_scratch.write("teacher/config.json", teacher.dump());
    }
    [[nodiscard]] std::string path(const std::string& name) const { return (m_scratch.path() / name).string(); }
    [[nodiscard]] ProgramResult newStage2(const std::vector<std::string>& more) const {
        std::vector<std::string> words = {"new",       "stage2",        "--preset",  "demo",
                                          "--teacher", path("teacher"), "--student", path("teacher"),
                                          "--data",    path("data"),    "--out",     path("run")};
        words.insert(words.end(), more.begin(), more.end());
        return call(words);
    }
    void expectRefusal(const ProgramResult& result, const std::string& sentence) const {
        EXPECT_EQ(result.exitCode, 2);
        EXPECT_EQ(result.out, "");
        EXPECT_EQ(result.err, "halyard: " + sentence + "\n");
    }
};

TEST_F(Select, RanksASweepAndWritesTheSelectionThatItPrints) {
    const ProgramResult result = call({"select", "rank", "--sweep", path("sweep"), "--method", "halo", "--top", "2",
                                       "--json", "--out", path("s.json")});
    EXPECT_EQ(result.exitCode, 0);
    EXPECT_EQ(result.err, "");
    const Json document = parseJson(result.out, "stdout");
    EXPECT_EQ(document["selected"], (Json{1, 3}));
    ASSERT_EQ(document["layers"].size(), 4U);
    EXPECT_EQ(document["layers"][1]["layer"], 1);
    EXPECT_EQ(document["layers"][1]["score"], 50);
    EXPECT_EQ(document["layers"][1]["flags"], (Json{"clip", "small-denominator"}));
    EXPECT_EQ(document["warnings"], Json::array());
    EXPECT_EQ(document["stability"]["count"], 2);
    EXPECT_EQ(readJsonFile(path("s.json")), document);
}

TEST_F(Select, PrintsATableForPeople) {
    fs::remove_all(m_scratch.path() / "sweep/run/layer2");
    const ProgramResult result = call(
        {"select", "rank", "--sweep", path("sweep"), "--baseline", "teacher", "--draws", "0", "--compare", "halo/2b"});
    EXPECT_EQ(result.exitCode, 0);
    EXPECT_EQ(result.err, "halyard: " + path("sweep") + ": there are no results of layer 2; it is not ranked.\n");
    EXPECT_NE(result.out.find("  *     3   31.0000       0.3100            0.0100  \n"), std::string::npos)
        << result.out;
    EXPECT_NE(result.out.find("        1   -5.5000       0.1100           -0.0200  negative-denominator\n"),
              std::string::npos)
        << result.out;
    EXPECT_NE(result.out.find("\nKept (1 of 4): 3\n"), std::string::npos);
    EXPECT_NE(result.out.find("Compared with halo/2b: 1 the same; only here: none; only there: 2, 6, 8, 9, 21, 25.\n"),
              std::string::npos);
}

TEST_F(Select, AnswersWrongLinesWithOneSentence) {
    expectRefusal(call({"select", "rank", "--sweep", path("nowhere")}), path("nowhere") + " does not exist.");
    expectRefusal(call({"select", "rank", "--sweep", path("sweep"), "--method", "hallo"}),
                  "\"hallo\" is not a score. There are halo and jet-nemotron.");
    expectRefusal(
        call({"select", "rank", "--sweep", path("sweep"), "--recall", "niah"}),
        path("sweep") +
            ": the score halo needs a task of recall, and the layers have arc_challenge, arc_easy, fda, hellaswag, "
            "ruler_qa_squad, swde. Name the tasks with --recall TASK,TASK.");
    expectRefusal(call({"select", "uniform", "--layers", "4", "--top", "5"}),
                  "5 of 4 layers cannot be kept. Keep between 1 and all of at most 1024 layers.");
    EXPECT_EQ(call({"select", "rank", "--sweep", path("sweep"), "--recall", "fda,swde", "--commonsense", "arc_easy"})
                  .exitCode,
              0);
}

TEST_F(Select, MakesSetsListsThemAndComparesThem) {
    EXPECT_EQ(call({"select", "uniform", "--layers", "28"}).out, "0,4,8,12,16,20,24\n");
    const ProgramResult random =
        call({"select", "random", "--layers", "28", "--seed", "5", "--json", "--out", path("r.json")});
    EXPECT_EQ(parseJson(random.out, "r")["selected"].size(), 7U);
    EXPECT_EQ(readJsonFile(path("r.json")), parseJson(random.out, "r"));
    const Json list = parseJson(call({"select", "list", "--json"}).out, "list");
    EXPECT_EQ(list.size(), 111U);
    EXPECT_EQ(list[0], (Json{{"name", "halo/2b"},
                             {"layers", {2, 3, 6, 8, 9, 21, 25}},
                             {"num_layers", 28},
                             {"teacher", "Qwen3-1.7B"},
                             {"source", "arXiv 2601.22156, the published configuration of HypeNet-2b"},
                             {"note", ""}}));
    const Json agreement = parseJson(call({"select", "compare", "halo/5b", "halo/9b", "--json"}).out, "a");
    EXPECT_EQ(agreement["both"], (Json{1, 7, 24, 33}));
    EXPECT_EQ(agreement["only_first"], (Json{0, 14, 15, 22, 31}));
}

TEST_F(Select, WritesATableThatRanksTheSame) {
    const ProgramResult written =
        call({"select", "table", "--sweep", path("sweep"), "--out", path("t.json"), "--name", "small", "--mixer",
              "lightning-attn", "--note", "from a test", "--license", "CC0-1.0"});
    EXPECT_EQ(written.out, "Wrote " + path("t.json") + ": 4 layers and the teacher.\n") << written.err;
    const Json ranked = parseJson(call({"select", "rank", "--sweep", path("t.json"), "--json"}).out, "t");
    EXPECT_EQ(ranked["layers"],
              parseJson(call({"select", "rank", "--sweep", path("sweep"), "--json"}).out, "s")["layers"]);
    EXPECT_EQ(ranked["notes"][0], "from a test");
}

TEST_F(Select, GivesItsLayersToAStage2Run) {
    ASSERT_EQ(
        call({"select", "random", "--layers", "6", "--top", "3", "--seed", "1", "--out", path("s.json")}).exitCode, 0);
    const ProgramResult created = newStage2({"--selection", path("s.json")});
    ASSERT_EQ(created.exitCode, 0) << created.err;
    const RunSpec spec = RunFolder::open(path("run")).spec();
    EXPECT_EQ(spec.model.attention_layers, readSelection(path("s.json")).selected);
    EXPECT_EQ(spec.input("selection")->path, path("s.json"));
    EXPECT_EQ(spec.input("selection")->hash, hashOfFile(path("s.json")));
}

TEST_F(Select, OfAnotherSetThanTheRunsOrOfAnotherDepthIsRefused) {
    ASSERT_EQ(call({"select", "uniform", "--layers", "6", "--top", "3", "--out", path("s.json")}).exitCode, 0);
    ASSERT_EQ(newStage2({"--selection", path("s.json")}).exitCode, 0);
    RunSpec spec = RunFolder::open(path("run")).spec();
    spec.model.attention_layers = {0, 5};
    EXPECT_EQ(testing::refusalOf([&] { (void)requireValid(spec); }).sentence,
              "\"model.attention_layers\" is 0,5, but the selection " + path("s.json") + " keeps 0,2,4. Take one of them.");
    fs::remove(path("s.json")); // the run has its layers
    EXPECT_TRUE(requireValid(spec).empty());
    fs::remove_all(path("run"));
    ASSERT_EQ(call({"select", "uniform", "--layers", "8", "--top", "3", "--out", path("s.json")}).exitCode, 0);
    expectRefusal(newStage2({"--selection", path("s.json")}),
                  path("s.json") + " is a selection for 8 layers, but the teacher has 6. Rank a sweep of this teacher.");
}

TEST_F(Select, GivesItsLayersToStage2OfAPipeline) {
    ASSERT_EQ(call({"select", "uniform", "--layers", "6", "--top", "3", "--out", path("s.json")}).exitCode, 0);
    const std::vector<std::string> words = {"new",       "pipeline",      "--preset",   "demo",
                                            "--teacher", path("teacher"), "--data",     path("data"),
                                            "--out",     path("all"),     "--selection"};
    std::vector<std::string> good = words;
    good.push_back(path("s.json"));
    ASSERT_EQ(call(good).exitCode, 0);
    EXPECT_EQ(RunFolder::open(path("all")).spec().children.at(1).model.attention_layers,
              (std::vector<std::int64_t>{0, 2, 4}));
    std::vector<std::string> bad = words;
    bad.insert(bad.end(), {"halo/2b"});
    expectRefusal(call(bad),
                  "halo/2b is a selection for 28 layers, but the teacher has 6. Rank a sweep of this teacher.");
    good.insert(good.end(), {"--set", "stage2.model.attention_layers=1"});
    expectRefusal(
        call(good),
        "--selection and --set stage2.model.attention_layers both name the attention layers. Give one of them.");
}

TEST_F(Select, IsRefusedByARunWhenItIsOfAnotherDepthOrGivenTwice) {
    expectRefusal(newStage2({"--selection", "halo/2b"}),
                  "halo/2b is a selection for 28 layers, but the teacher has 6. Rank a sweep of this teacher.");
    expectRefusal(newStage2({"--selection", "halo/2b", "--set", "model.attention_layers=1,2"}),
                  "--selection and --set model.attention_layers both name the attention layers. Give one of them.");
    expectRefusal(newStage2({"--selection", "halo/3b"}),
                  "halo/3b is neither a file nor a published selection. Did you mean \"halo/2b\"?");
    expectRefusal(newStage2({"--selection", m_scratch.write("x.json", R"({"selected": [1, 9]})").string()}),
                  "\"model.attention_layers\" names layer 9; the teacher has 6 layers, 0…5.");
    EXPECT_FALSE(fs::exists(path("run")));
}

TEST_F(Select, NewGaS2MakesOneProbeALayer) {
    m_scratch.write("stage1/mixers.safetensors", "");
    m_scratch.write("stage1/config.json", "{}");
    const std::vector<std::string> words = {"new",       "ga-s2",           "--teacher",           path("teacher"),
                                            "--student", path("stage1"),    "--data",              path("data"),
                                            "--out",     path("run"),       "--set",               "schedule.steps=100",
                                            "--set",     "select.rounds=4", "--set",               "select.keep=2",
                                            "--set",     "train.seed=7",    "--set",               "name=probes"};
    const ProgramResult created = call(words);
    ASSERT_EQ(created.exitCode, 0) << created.err;
    EXPECT_EQ(created.err, "");
    const RunSpec spec = RunFolder::open(path("run")).spec();
    EXPECT_EQ(spec.kind, RunKind::GaS2);
    EXPECT_EQ(spec.name, "probes");
    EXPECT_EQ(spec.select.rounds, 4);
    EXPECT_EQ(spec.select.keep, 2);
    ASSERT_EQ(spec.children.size(), 6U);
    for (std::size_t layer = 0; layer < 6; ++layer) {
        const RunSpec& probe = spec.children[layer];
        EXPECT_EQ(probe.name, "layer-" + std::to_string(layer));
        EXPECT_EQ(probe.model.attention_layers, (std::vector<std::int64_t>{static_cast<std::int64_t>(layer)}));
        EXPECT_EQ(probe.schedule.kind, "constant");
        EXPECT_EQ(probe.schedule.steps, 100);
        EXPECT_EQ(probe.optimizer.learning_rate, 7e-6); // published
        EXPECT_EQ(probe.optimizer.mixer_learning_rate, 1e-4);
        EXPECT_EQ(probe.train.seed, 7);
        EXPECT_EQ(probe.input("student")->hash.size(), 32U);
    }
    fs::remove_all(path("run"));
    std::vector<std::string> whole = words;
    whole[5] = path("teacher");
    expectRefusal(call(whole), "\"student\": " + path("teacher") +
                                   " is no stage 1: GA-S2 exchanges one layer at a time, so it begins with a run of kind stage1, "
                                   "or one of its checkpoints.");
    std::vector<std::string> set = words;
    set.insert(set.end(), {"--set", "model.attention_layers=1"});
    expectRefusal(call(set),
                  "layer-0: \"model.attention_layers\" must be 0 alone; each probe of GA-S2 keeps the layer of its place.");
    EXPECT_FALSE(fs::exists(path("run")));
}

TEST_F(Select, GaS2RanksTheProbesOfARun) {
    RunSpec spec;
    spec.kind = RunKind::GaS2;
    spec.children.resize(3);
    for (RunSpec& probe : spec.children) {
        probe.kind = RunKind::Stage2;
        probe.name = "layer-" + std::to_string(&probe - spec.children.data());
        probe.schedule.steps = 30;
    }
    const RunFolder run = RunFolder::create(path("gas2"), spec);
    expectRefusal(call({"select", "ga-s2", "--run", path("gas2")}),
                  path("gas2") + " has no ranking yet: its probes are on their way to the first one.");
    writeJsonFile(run.path() / "ranking.json",
                  Json{{"format", "halyard.ranking"},
                       {"schema", 1},
                       {"num_layers", 3},
                       {"keep", 1},
                       {"rounds",
                        {{{"step", 10}, {"training_kl", {3, 2, 1}}, {"held_out_kl", {3, 1, 2}}, {"order", {2, 1, 0}}, {"kept", {2}}},
                         {{"step", 20}, {"training_kl", {1, 2, 3}}, {"held_out_kl", {2, 1, 3}}, {"order", {0, 1, 2}}, {"kept", {0}}}}}});
    const ProgramResult printed = call({"select", "ga-s2", "--run", path("gas2"), "--out", path("s.json")});
    EXPECT_EQ(printed.exitCode, 0) << printed.err;
    EXPECT_EQ(printed.out, "    step  layers by training KL, best first; | after those that are kept\n"
                           "      10  2 | 1 0\n"
                           "      20  0 | 1 2\n"
                           "\n"
                           "    layer  training KL  held-out KL  at step 20\n"
                           "  *     0     1.000000     2.000000\n"
                           "        1     2.000000     1.000000\n"
                           "        2     3.000000     3.000000\n"
                           "\n"
                           "Kept (1 of 3): 0\n"
                           "The newest ranking keeps other layers than the one before, or is the only one.\n"
                           "More rankings will follow.\n"
                           "Written to " + path("s.json") + ". Use it with: halyard new stage2 --selection " + path("s.json") + " …\n");
    EXPECT_EQ(readSelection(path("s.json")).layers.at(2).score, -3);
    const Json heldOut = parseJson(call({"select", "ga-s2", "--run", path("gas2"), "--by", "held-out", "--top", "2", "--json"}).out, "j");
    EXPECT_EQ(heldOut["selection"]["selected"], (Json{0, 1}));
    EXPECT_EQ(heldOut["selection"]["method"], "ga-s2-held-out");
    EXPECT_EQ(parseJson(call({"select", "ga-s2", "--run", path("gas2"), "--step", "10", "--json"}).out, "j")["selection"]["selected"],
              Json{2});
    expectRefusal(call({"select", "ga-s2", "--run", path("gas2"), "--step", "15"}),
                  path("gas2") + " has no ranking of step 15; there are those of 10, 20.");
    expectRefusal(call({"select", "ga-s2", "--run", path("gas2"), "--top", "4"}), "--top is 4, but there are 3 layers.");
    spec.kind = RunKind::Pipeline;
    (void)RunFolder::create(path("other"), spec);
    expectRefusal(call({"select", "ga-s2", "--run", path("other")}),
                  path("other") + " is a run of kind pipeline; its layers are not ranked. Give a run of kind ga-s2.");
}

TEST_F(Select, AnswersWithinFiftyMilliseconds) {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "The sanitizers' own start takes longer.";
#endif
    const std::string table = fs::path(std::getenv("HALYARD_SOURCE_DIR")) / "resources/paper/hypenet-2b.json";
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"select", "rank", "--sweep", table, "--json"},
          {"select", "list"},
          {"select", "--help"}}) {
        std::chrono::duration<double> best(1e9);
        for (int i = 0; i < 10; ++i) {
            const auto begin = std::chrono::steady_clock::now();
            EXPECT_EQ(call(words).exitCode, 0);
            best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin));
        }
        EXPECT_LT(best.count(), 0.050) << words[1];
    }
}

TEST_F(Select, KeepsLayersByAScreen) {
    Screen screen;
    screen.layerCount = 4;
    TextScreen text;
    text.positions = 8;
    text.replaced = {{.5, 1, 1}, {.25, 3, 2}, {.125, 2, 8}, {.75, 1, 4}};
    text.allLinear = {2, 2, 2};
    text.restored = {{1, 1, 1}, {1.5, 1, 1}, {.5, 1, 1}, {1.75, 1, 1}};
    screen.text = text;
    screen.zeroed = ZeroedScreen{50, {}, {{"phone_book", {{.5, {.5, .25, .5, .375}}, {.25, {.25, .25, 0, 0}}}}}};
    fs::create_directories(path("screened"));
    writeScreenFile(path("screened/screen.json"), screen);
    const auto kept = [&](const std::vector<std::string>& words) {
        std::vector<std::string> all = {"select"};
        all.insert(all.end(), words.begin(), words.end());
        all.insert(all.end(), {"--screen", path("screened"), "--top", "2", "--json"});
        const ProgramResult result = call(all);
        EXPECT_EQ(result.exitCode, 0) << result.err;
        return parseJson(result.out, "stdout")["selected"];
    };
    EXPECT_EQ(kept({"kl"}), (Json{0, 3}));
    EXPECT_EQ(kept({"ppl"}), (Json{1, 2}));
    EXPECT_EQ(kept({"mse"}), (Json{2, 3}));
    EXPECT_EQ(kept({"smart"}), (Json{0, 2}));
    EXPECT_EQ(kept({"zero", "--task", "phone_book"}), (Json{1, 3}));
    EXPECT_EQ(kept({"zero", "--task", "phone_book", "--strict"}), (Json{2, 3}));
    const ProgramResult table = call({"select", "kl", "--screen", path("screened/screen.json"), "--out", path("kl.json")});
    EXPECT_EQ(table.exitCode, 0);
    EXPECT_NE(table.out.find("Kept by kl (1 of 4): 3"), std::string::npos) << table.out;
    EXPECT_EQ(readSelection(path("kl.json")).selected, (std::vector<std::int64_t>{3}));
}

TEST_F(Select, RefusesAScreenThatHoldsNoSuchScores) {
    Screen screen;
    screen.layerCount = 4;
    writeScreenFile(path("screen.json"), screen);
    expectRefusal(call({"select", "kl", "--screen", path("screen.json")}),
                  path("screen.json") + " holds no screen on held-out text. Run a sweep with the screen kl and the input \"held_out\".");
    expectRefusal(call({"select", "zero", "--task", "phone_book", "--screen", path("screen.json")}),
                  path("screen.json") + " holds no drops on synthetic tasks. Run a sweep with the screen zero.");
    EXPECT_EQ(call({"select", "kl", "--screen", path("nowhere.json")}).exitCode, 2);
}

TEST_F(Select, RefusesASweepWithNothingToJudgeBy) {
    expectRefusal(call({"select", "sweep", "--teacher", path("teacher"), "--student", path("teacher"), "--out", path("run")}),
                  "A run of kind sweep needs something to judge layers by: tasks in \"eval.tasks\", a file of items in \"eval.files\", or a "
                  "screen in \"select.screens\".");
    expectRefusal(call({"select", "sweep", "--teacher", path("teacher"), "--student", path("teacher"), "--out", path("run"), "--screens", "kl"}),
                  "The screen kl needs held-out text. Give it as the input \"held_out\", or take kl out of \"select.screens\".");
    EXPECT_NE(call({"select", "sweep", "--help"}).out.find("--synthetic-items"), std::string::npos);
}

} // namespace
} // namespace halyard
