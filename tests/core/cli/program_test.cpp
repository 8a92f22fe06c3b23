// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/run/events.h"
#include "core/run/presets.h"
#include "core/run/process_identity.h"
#include "core/run/run_folder.h"
#include "tests/core/cli/program_fixture.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <thread>

namespace halyard {
namespace {

namespace fs = std::filesystem;

class Halyard : public ProgramTest {
protected:
    Halyard() { m_scratch.write("data/manifest.json", "{}"); }

    [[nodiscard]] std::string data() const { return (m_scratch.path() / "data").string(); }
    [[nodiscard]] std::string runPath() const { return (m_scratch.path() / "run").string(); }
    [[nodiscard]] ProgramResult createDemo() const {
        return call({"new", "pretrain", "--preset", "demo", "--data", data(), "--out", runPath()});
    }
    // What a command must answer to wrong input: one sentence on stderr, nothing on stdout, exit code 2.
    void expectRefusal(const std::vector<std::string>& words, const std::string& sentence) const {
        const ProgramResult result = call(words);
        EXPECT_EQ(result.exitCode, 2) << sentence;
        EXPECT_EQ(result.out, "");
        EXPECT_EQ(result.err, "halyard: " + sentence + "\n");
    }
};

// It answers in milliseconds because the loader has little to do: what the libraries are is the same on every machine.
TEST_F(Halyard, LoadsNeitherLibTorchNorQtAndFewLibraries) {
    m_environment["LD_TRACE_LOADED_OBJECTS"] = "1"; // the loader lists what it would load, and stops
    const std::string libraries = call({"--help"}).out;
    EXPECT_NE(libraries.find("libc.so"), std::string::npos) << libraries;
    EXPECT_EQ(libraries.find("torch"), std::string::npos) << libraries;
    EXPECT_EQ(libraries.find("libQt"), std::string::npos) << libraries;
    EXPECT_LE(std::count(libraries.begin(), libraries.end(), '\n'), 16) << libraries;
}

TEST_F(Halyard, SaysWhichHelpTellsMoreOfAWrongCommandLine) {
    expectRefusal({}, "A subcommand is required. See halyard --help.");
    expectRefusal({"tokenise"}, "\"tokenise\" is not a command. Did you mean \"tokenize\"? See halyard --help.");
    expectRefusal({"fly"}, "\"fly\" is not a command. See halyard --help.");
    expectRefusal({"run"}, "RUN is required. See halyard run --help.");
    expectRefusal({"tokenize", "--text", "a"}, "--model is required. See halyard tokenize --help.");
}

TEST_F(Halyard, CreatesARunAndSaysWhereItStands) {
    const ProgramResult created = createDemo();
    EXPECT_EQ(created.exitCode, 0) << created.err;
    EXPECT_EQ(created.out, "Created " + runPath() + " (pretrain, 500 steps). Start it with: halyard run " + runPath() + "\n");
    const RunSpec spec = RunFolder::open(runPath()).spec();
    EXPECT_EQ(spec.input("data")->path, fs::canonical(data()).string());
    EXPECT_EQ(spec.input("data")->hash.size(), 32U);
    const ProgramResult status = call({"status", runPath(), "--json"});
    EXPECT_EQ(status.exitCode, 0);
    EXPECT_EQ(parseJson(status.out, "status"),
              parseJson(R"({"state":"new","step":0,"total_steps":500,"loss":null,"tokens_per_second":null,
                            "newest_checkpoint":null,"reason":"","cause":"","version":0,"silence":null,"stalled":null,"beside":""})", "expected"));
}

TEST_F(Halyard, TakesSettingsAndASelection) {
    m_scratch.write("teacher/config.json", "{}");
    const std::string selection = m_scratch.write("selection.json", R"({"selected":[4,1],"layers":[]})").string();
    const ProgramResult created =
        call({"new", "stage1", "--preset", "demo", "--out", runPath(), "--data", data(), "--teacher",
              (m_scratch.path() / "teacher").string(), "--set", "optimizer.learning_rate=2e-3", "--set",
              "train.milestones=10,20", "--selection", selection, "--json"});
    EXPECT_EQ(created.exitCode, 0) << created.err;
    EXPECT_NE(created.err.find("\"model.attention_layers\" is not read by a run of kind stage1"), std::string::npos);
    const RunSpec spec = RunFolder::open(runPath()).spec();
    EXPECT_EQ(parseJson(created.out, "out"), (Json{{"run", runPath()}, {"hash", hashOf(spec)}}));
    EXPECT_EQ(spec.optimizer.learning_rate, 2e-3);
    EXPECT_EQ(spec.train.milestones, (std::vector<std::int64_t>{10, 20}));
    EXPECT_EQ(spec.model.attention_layers, (std::vector<std::int64_t>{1, 4}));
}

TEST_F(Halyard, AnswersWrongLinesWithOneSentence) {
    expectRefusal({"new", "pretrain", "--out", runPath(), "--data", data(), "--set", "optimizer.learing_rate=1"},
                  R"("optimizer.learing_rate" is not a setting. Did you mean "optimizer.learning_rate"?)");
    expectRefusal({"new", "pretrian", "--out", runPath()}, R"("pretrian" is not a kind of run. Did you mean "pretrain"?)");
    expectRefusal({"new", "stage1", "--out", runPath(), "--preset", "hypenet-3b"},
                  R"("hypenet-3b" is not a preset. Did you mean "hypenet-2b"?)");
    expectRefusal({"new", "pretrain", "--preset", "demo", "--out", "/", "--data", data()},
                  R"("/" cannot be a run's folder. Choose a folder that does not exist yet.)");
    expectRefusal({"new", "pretrain", "--preset", "demo", "--out", data(), "--data", data()},
                  data() + R"( lies in the input "data". Choose a folder of its own.)");
    expectRefusal({"new", "pretrain", "--preset", "demo", "--out", runPath(), "--data", "/nowhere"},
                  R"("data": /nowhere does not exist.)");
    expectRefusal({"new", "pretrain", "--preset", "demo", "--out", runPath(), "--data", data(), "--set", "nonsense"},
                  R"(--set takes key=value, such as optimizer.learning_rate=0.001, not "nonsense".)");
    expectRefusal({"new", "pretrain", "--preset", "demo", "--out", runPath(), "--data", data(), "--set",
                   "name=hf_AbCdEfGhIjKlMnOpQrSt"},
                  runPath() + "/run.json: \"name\" looks like an access token. Remove it: run files may be shared.");
    expectRefusal({"status", m_scratch.path().string()},
                  m_scratch.path().string() + " is not a run: it has no run.json. \"halyard new\" creates one.");
    EXPECT_FALSE(fs::exists(runPath()));
}

TEST_F(Halyard, CreatesEvaluationsOfSeveralModels) {
    m_scratch.write("a/config.json", "{}");
    m_scratch.write("b/config.json", "{}");
    const std::string a = (m_scratch.path() / "a").string();
    const std::string b = (m_scratch.path() / "b").string();
    const ProgramResult created = call({"new", "niah", "--model", a, "--model", b, "--set", "eval.trials=10", "--out", runPath()});
    EXPECT_EQ(created.exitCode, 0) << created.err;
    EXPECT_EQ(created.out, "Created " + runPath() + " (niah, 240 steps). Start it with: halyard run " + runPath() + "\n");
    const RunSpec spec = RunFolder::open(runPath()).spec();
    ASSERT_EQ(spec.inputs.size(), 2U);
    EXPECT_EQ(spec.inputs[1].path, fs::canonical(b).string());
    EXPECT_EQ(spec.inputs[1].hash.size(), 32U);
    expectRefusal({"eval", "niah", "--model", "/nowhere", "--out", runPath() + "2"}, R"("model": /nowhere does not exist.)");
    expectRefusal({"eval", "niah", "--model", a, "--out", runPath() + "2", "--lengths", "512,128"},
                  R"("eval.lengths" must be in rising order, each number once.)");
    expectRefusal({"eval", "choices", "--model", a, "--out", runPath() + "2", "--file", "piqa"},
                  "--file takes TASK=FILE, such as hellaswag=validation.jsonl, not \"piqa\".");
    EXPECT_NE(call({"eval", "niah", "--help"}).out.find("--needles"), std::string::npos);
    EXPECT_NE(call({"eval", "throughput", "--help"}).out.find("--repeats"), std::string::npos);
}

TEST_F(Halyard, AnswersASpecWrittenByHandWithOneSentence) {
    const std::string file = m_scratch.path() / "mine.json";
    const std::vector<std::pair<std::string, std::string>> cases = {
        {R"({"kind":"pretrain","optimizer":{"learing_rate":1}})",
         R"("optimizer.learing_rate" is not a setting. Did you mean "optimizer.learning_rate"?)"},
        {R"({"kind":"pretrain","env":{"PATH":"/x"}})", R"("env.PATH" may not be set from a run file. Remove it.)"},
        {R"({"kind":"pretrain","schema":9})", R"(written by a newer version (schema 9, this program knows 1).)"},
        {R"({"kind":"pretrain","kind":"stage1"})", R"("kind" is given twice. Remove one of them.)"},
    };
    for (const auto& [document, sentence] : cases) {
        m_scratch.write("mine.json", document);
        expectRefusal({"new", "pretrain", "--spec", file, "--out", runPath()}, file + ": " + sentence);
    }
    EXPECT_FALSE(fs::exists(runPath()));
}

TEST_F(Halyard, RefusesASecondRunInTheSameFolder) {
    EXPECT_EQ(createDemo().exitCode, 0);
    expectRefusal({"new", "pretrain", "--preset", "demo", "--data", data(), "--out", runPath()},
                  runPath() + " is a run already. Choose another folder, or remove it first.");
}

TEST_F(Halyard, ListsSettingsFromTheirDeclarations) {
    const ProgramResult all = call({"fields", "--json"});
    EXPECT_EQ(parseJson(all.out, "fields").size(), 76U);
    const ProgramResult some = call({"fields", "stage2"});
    EXPECT_NE(some.out.find("optimizer.learning_rate = 0.001\n    Peak, reached at the end of the warm-up.\n"
                            "    Allowed: above 0 and at most 1.\n"),
              std::string::npos);
    EXPECT_EQ(some.out.find("train.align_loss"), std::string::npos);
}

TEST_F(Halyard, AnswersWithinFiftyMilliseconds) {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "The sanitizers' own start takes longer.";
#endif
    ASSERT_EQ(createDemo().exitCode, 0);
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"--help"}, {"status", runPath()}, {"new", "--help"}, {"tokenize", "--help"}}) {
        std::chrono::duration<double> best(1e9);
        for (int i = 0; i < 10; ++i) {
            const auto begin = std::chrono::steady_clock::now();
            EXPECT_EQ(call(words).exitCode, 0);
            best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin));
        }
        EXPECT_LT(best.count(), 0.050) << words[0];
    }
}

TEST_F(Halyard, SaysHowToGetLibTorchWhenItIsMissing) {
    // Away from the source tree, with nothing in the environment.
    const fs::path bin = m_scratch.path() / "installed" / "bin";
    fs::create_directories(bin);
    fs::copy_file(m_program, bin / "halyard");
    m_program = bin / "halyard";
    const std::string away = fs::canonical(bin).string();
    expectRefusal({"doctor"}, "halyard-worker was not found beside " + away +
                                  "/halyard. This installation can read and create runs but not compute; install the "
                                  "worker, or run this on a machine that has it.");
    m_scratch.write("installed/libexec/halyard/halyard-worker", "#!/bin/sh\nexit 0\n");
    const std::string missing = "LibTorch 2.11.0 was not found. Run \"halyard setup\" to fetch it, or set "
                                "HALYARD_TORCH_DIR to the torch folder of a wheel.";
    expectRefusal({"doctor"}, missing);
    expectRefusal({"generate", "--model", "x", "--prompt", "new"}, missing);
    const std::string torch = (m_scratch.path() / "torch").string();
    m_environment["HALYARD_TORCH_DIR"] = torch;
    expectRefusal({"doctor"}, "HALYARD_TORCH_DIR is " + torch + ", which holds no lib/libtorch_cpu.so. Set it to the torch "
                                                                "folder of a wheel, or unset it.");
    m_scratch.write("torch/lib/libtorch_cpu.so", "");
    m_scratch.write("torch/version.py", "__version__ = '2.10.0+cpu'\n");
    expectRefusal({"doctor"}, torch + " is LibTorch 2.10.0+cpu; this program was built for 2.11.0. Run \"halyard setup\", or "
                                      "set HALYARD_TORCH_DIR to the torch folder of that version.");
}

// An installation whose worker is a script of the test: what matters here is how it is started and how it ends.
class WithWorker : public Halyard {
protected:
    WithWorker() {
        const fs::path bin = m_scratch.path() / "installed" / "bin";
        fs::create_directories(bin);
        fs::copy_file(m_program, bin / "halyard");
        fs::copy_file(m_program.parent_path() / "halyard-agent", bin / "halyard-agent");
        m_program = bin / "halyard";
        m_scratch.write("torch/lib/libtorch_cpu.so", "");
        m_scratch.write("torch/version.py", "__version__ = '2.11.0+cpu'\n");
        m_environment["HALYARD_TORCH_DIR"] = (m_scratch.path() / "torch").string();
    }
    void worker(const std::string& script) const {
        const fs::path file = m_scratch.write("installed/libexec/halyard/halyard-worker", "#!/bin/sh\n" + script + "\n");
        fs::permissions(file, fs::perms::owner_all);
    }
    [[nodiscard]] std::string state() const { return runStatus(RunFolder(runPath())).state; }
    void waitFor(const fs::path& file) const {
        for (int i = 0; i < 500 && !fs::exists(file); ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        ASSERT_TRUE(fs::exists(file));
    }
    // A run that was launched is "starting" for a moment.
    void waitForState(const std::string& wanted) const {
        for (int i = 0; i < 1000 && state() != wanted; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        ASSERT_EQ(state(), wanted);
    }
};

TEST_F(WithWorker, PassesTheLineOnWordByWord) {
    worker("printf '%s|' \"$LD_LIBRARY_PATH\" \"$@\"; exit 5");
    m_environment["LD_LIBRARY_PATH"] = "/before";
    const ProgramResult result = call({"generate", "--model", "a b", "--prompt", "$(id); 'x'\n*", "--help", "--", "new"});
    EXPECT_EQ(result.exitCode, 5);
    EXPECT_EQ(result.out, m_environment["HALYARD_TORCH_DIR"] + "/lib:/before|generate|--model|a b|--prompt|$(id); 'x'\n*|"
                                                              "--help|--|new|");
}

TEST_F(WithWorker, RecordsHowARunEnded) {
    struct Case {
        const char* script;
        int exitCode;
        const char* state;
        const char* cause;
        const char* reason;
    };
    const Case cases[] = {
        {"exit 0", 0, "done", "done", ""},
        {"exit 130", 130, "stopped", "stopped", ""},
        {"echo begun; echo halyard-worker: no data >&2; exit 1", 1, "failed", "exit",
         "The worker ended with exit code 1; its last words: halyard-worker: no data"},
        {"exit 2", 2, "failed", "exit", "The worker ended with exit code 2 and said nothing."},
        {"kill -SEGV $$", 1, "crashed", "segfault",
         "The worker crashed by an invalid access to memory (signal 11, Segmentation fault); this is a fault of the program."},
        {"kill -USR1 $$", 1, "crashed", "signal", "The worker was ended by signal 10 (User defined signal 1)."},
    };
    for (const Case& c : cases) {
        fs::remove_all(runPath());
        ASSERT_EQ(createDemo().exitCode, 0);
        worker(c.script);
        EXPECT_EQ(call({"run", runPath()}).exitCode, c.exitCode) << c.script;
        EXPECT_EQ(state(), c.state) << c.script;
        EXPECT_EQ(runStatus(RunFolder(runPath())).reason, c.reason);
        const Json exit = readJsonFile(RunFolder(runPath()).exit());
        EXPECT_EQ(exit["ended"], c.state);
        EXPECT_EQ(exit["cause"], c.cause);
        EXPECT_EQ(exit["boot_id"].get<std::string>().size(), 36U);
    }
}

TEST_F(WithWorker, GivesTheReasonOfThisFailureAndNotOfAnEarlierOne) {
    ASSERT_EQ(createDemo().exitCode, 0);
    const RunFolder run(runPath());
    EventWriter(run.events()).write("failed", {{"reason", "Step 3: the loss is not finite."}});
    worker("exit 1");
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_EQ(call({"run", runPath(), "--resume"}).exitCode, 1);
    EXPECT_EQ(runStatus(run).reason, "The worker ended with exit code 1 and said nothing.");
}

TEST_F(WithWorker, ContinuesAStoppedRunOnlyWhenAsked) {
    ASSERT_EQ(createDemo().exitCode, 0);
    worker("exit 130");
    EXPECT_EQ(call({"run", runPath()}).exitCode, 130);
    expectRefusal({"run", runPath()}, runPath() + " was stopped at step 0. Continue it with: halyard run " + runPath() + " --resume");
    worker("test \"$3\" = --resume && exit 0; exit 9");
    EXPECT_EQ(call({"run", runPath(), "--resume"}).exitCode, 0);
    EXPECT_EQ(state(), "done");
    const ProgramResult again = call({"run", runPath()});
    EXPECT_EQ(again.exitCode, 0);
    EXPECT_EQ(again.out, runPath() + " is done already.\n");
}

TEST_F(WithWorker, KeepsNothingOfADryRun) {
    ASSERT_EQ(createDemo().exitCode, 0);
    worker("test \"$3 $4 $5\" = '--steps 2 --dry'");
    EXPECT_EQ(call({"run", runPath(), "--steps", "2", "--dry"}).exitCode, 0);
    EXPECT_EQ(state(), "new");
    expectRefusal({"run", runPath(), "--steps", "2"}, "--steps goes with --dry; the length of a run is its schedule.steps.");
}

TEST_F(WithWorker, StopsARunGentlyAndTellsASecondRunThatItIsRunning) {
    ASSERT_EQ(createDemo().exitCode, 0);
    const std::string started = (m_scratch.path() / "started").string();
    worker("trap 'exit 130' TERM; : > " + started + "; while :; do sleep 0.05; done");
    m_environment["PATH"] = "/usr/bin:/bin";
    const pid_t child = start({"run", runPath()});
    waitFor(started);
    waitForState("running");
    const ProgramResult status = call({"status", runPath(), "--json"});
    EXPECT_EQ(parseJson(status.out, "status")["state"], "running");
    expectRefusal({"run", runPath()},
                  runPath() + " is running already. \"halyard status " + runPath() + "\" says where it stands, \"halyard run " +
                      runPath() + " --attach\" follows it.");
    EXPECT_EQ(call({"stop", runPath()}).exitCode, 0);
    EXPECT_EQ(finish(child).exitCode, 130);
    EXPECT_EQ(state(), "stopped");
    expectRefusal({"stop", runPath()}, runPath() + " is not running. \"halyard status " + runPath() + "\" says where it stands.");
}

TEST_F(WithWorker, EndsARunAtOnceThatDoesNotListen) {
    ASSERT_EQ(createDemo().exitCode, 0);
    const std::string started = (m_scratch.path() / "started").string();
    // No program below the worker: it would inherit the lock and outlive the worker for a moment.
    worker("trap '' TERM INT; : > " + started + "; while :; do :; done");
    const pid_t child = start({"run", runPath()});
    waitFor(started);
    waitForState("running");
    // Two presses in an instant are one: the worker is asked, not killed.
    ::kill(child, SIGINT);
    ::kill(child, SIGTERM);
    for (int i = 0; i < 3000 && state() != "stopping"; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_EQ(state(), "stopping");
    EXPECT_EQ(call({"stop", runPath(), "--now"}).exitCode, 0);
    EXPECT_EQ(finish(child).exitCode, 130);
    EXPECT_EQ(state(), "stopped");
}

TEST_F(WithWorker, LeavesTheRunGoingWhenItIsKilledAndAttachesAgain) {
    ASSERT_EQ(createDemo().exitCode, 0);
    const std::string started = (m_scratch.path() / "started").string();
    const std::string go = (m_scratch.path() / "go").string();
    worker(": > " + started + "; while [ ! -e " + go + " ]; do sleep 0.05; done");
    m_environment["PATH"] = "/usr/bin:/bin";
    const pid_t child = start({"run", runPath()});
    waitFor(started);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    for (int i = 0; i < 3000 && state() == "starting"; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    EXPECT_EQ(state(), "running");
    const pid_t again = start({"run", runPath(), "--attach"});
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(::waitpid(again, nullptr, WNOHANG), 0);
    m_scratch.write("go", "");
    EXPECT_EQ(finish(again).exitCode, 0);
    EXPECT_EQ(state(), "done");
    EXPECT_EQ(call({"run", runPath(), "--attach"}).exitCode, 0); // it ended in the meantime
}

TEST_F(WithWorker, AttachesToNothingThatHasNotBegun) {
    ASSERT_EQ(createDemo().exitCode, 0);
    expectRefusal({"run", runPath(), "--attach"}, runPath() + " has not begun. Start it with: halyard run " + runPath());
}

TEST_F(WithWorker, StopsTheRunWhenCtrlCIsPressed) {
    ASSERT_EQ(createDemo().exitCode, 0);
    const std::string started = (m_scratch.path() / "started").string();
    worker("trap 'exit 130' TERM; : > " + started + "; while :; do sleep 0.05; done");
    m_environment["PATH"] = "/usr/bin:/bin";
    const pid_t child = start({"run", runPath()});
    waitFor(started);
    ::kill(child, SIGINT);
    const ProgramResult result = finish(child);
    EXPECT_EQ(result.exitCode, 130);
    EXPECT_EQ(result.err, "Stopped. Continue with: halyard run " + runPath() + " --resume\n");
    EXPECT_EQ(state(), "stopped");
}

TEST_F(WithWorker, ShowsWhatTheEventsOfTheRunSay) {
    ASSERT_EQ(createDemo().exitCode, 0);
    const RunFolder run(runPath());
    EventWriter(run.events()).write("warning", {{"message", "an old warning"}});
    const std::string go = (m_scratch.path() / "go").string();
    worker("while [ ! -e " + go + " ]; do sleep 0.05; done");
    m_environment["PATH"] = "/usr/bin:/bin";
    const pid_t child = start({"run", runPath(), "--resume"});
    waitFor(run.state());
    EventWriter events(run.events());
    events.write("warning", {{"message", "the data\x1b[31m is short"}});
    std::this_thread::sleep_for(std::chrono::milliseconds(600));
    events.write("step", {{"step", 250}, {"loss", 2.5}});
    m_scratch.write("go", "");
    const ProgramResult result = finish(child);
    EXPECT_EQ(result.exitCode, 0);
    EXPECT_NE(result.err.find("the data\\x1b[31m is short\n"), std::string::npos) << result.err;
    EXPECT_EQ(result.err.find("old"), std::string::npos);
}

TEST_F(WithWorker, MakesAPipelineOfThreeStages) {
    m_scratch.write("teacher/config.json", "{}");
    const std::string teacher = (m_scratch.path() / "teacher").string();
    m_scratch.write("long/manifest.json", "{\"long\":1}");
    const std::string longer = (m_scratch.path() / "long").string();
    // The attention layers are checked against the teacher's configuration, which must then be one.
    const std::string config = Json(presetSpec("demo", RunKind::Pretrain).model.config).dump();
    m_scratch.write("teacher/config.json", config);
    const ProgramResult created =
        call({"new", "pipeline", "--preset", "demo", "--teacher", teacher, "--data", data(), "--out", runPath(), "--set",
              "stage2.schedule.steps=27", "--set", "train.seed=5", "--set", "limits.hours=2", "--input", "stage3.data=" + longer});
    ASSERT_EQ(created.exitCode, 0) << created.err;
    const RunSpec spec = RunFolder::open(runPath()).spec();
    ASSERT_EQ(spec.children.size(), 3U);
    EXPECT_EQ(spec.limits.hours, 2);
    EXPECT_EQ(spec.children[0].train.seed, 5);
    EXPECT_EQ(spec.children[1].schedule.steps, 27);
    EXPECT_EQ(spec.children[1].input("student")->path, "children/1-stage1");
    EXPECT_EQ(spec.children[2].input("student")->path, "children/2-stage2");
    EXPECT_EQ(spec.children[2].input("data")->path, fs::canonical(longer).string());
    EXPECT_EQ(spec.children[2].input("teacher"), nullptr);
    EXPECT_EQ(spec.children[0].input("data")->hash.size(), 32U);
    worker("exit 0");
    const ProgramResult ran = call({"run", runPath()});
    EXPECT_EQ(ran.exitCode, 0) << ran.err;
    EXPECT_NE(ran.err.find("1-stage1: running ("), std::string::npos); // how many are done by then is chance
    EXPECT_NE(ran.err.find("3-stage3: done\n"), std::string::npos);
    EXPECT_EQ(state(), "done");
    expectRefusal({"new", "pipeline", "--preset", "demo", "--teacher", teacher, "--data", data(), "--out",
                   runPath() + "2", "--input", "stage4.data=x"},
                  "--input takes STAGE.ROLE=DIR of a pipeline, such as stage3.data=data/4096, not \"stage4.data=x\".");
}

TEST_F(WithWorker, NeverSignalsAStrangerWithARecycledPid) {
    ASSERT_EQ(createDemo().exitCode, 0);
    const pid_t stranger = ::fork();
    if (stranger == 0) {
        ::pause();
        ::_exit(0);
    }
    const RunFolder run(runPath());
    const FileDescriptor lock = run.tryLock();
    auto identity = identityOf(stranger);
    ASSERT_TRUE(identity);
    for (int change = 0; change < 2; ++change) {
        ProcessIdentity other = *identity;
        if (change == 0) {
            ++other.startTime;
        } else {
            other.bootId = "00000000-0000-0000-0000-000000000000";
        }
        writeJsonFile(run.state(), toJson(other));
        EXPECT_EQ(call({"stop", runPath(), "--now"}).exitCode, 1);
        EXPECT_EQ(::waitpid(stranger, nullptr, WNOHANG), 0);
    }
    EXPECT_TRUE(sendSignal(*identity, SIGKILL));
    ::waitpid(stranger, nullptr, 0);
    EXPECT_FALSE(isAlive(*identity));
}

} // namespace
} // namespace halyard
