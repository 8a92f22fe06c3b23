// SPDX-License-Identifier: GPL-3.0-or-later
// How a run ends, from evidence; what is asked of it; what is left behind.
#include "remote/agent/supervisor.h"

#include "tests/remote/agent/installation_fixture.h"
#include "tests/support/refusal.h"

namespace halyard {
namespace {

namespace fs = std::filesystem;

class Supervisor : public Installation {
protected:
    RunStatus endingOf(const std::string& words, const std::string& name = "run") {
        behave(words);
        const RunFolder run = create(name);
        launch(run);
        return untilEnd(run);
    }
};

TEST_F(Supervisor, TellsEachCauseApart) {
    struct Case {
        const char* behaviour;
        const char* state;
        const char* cause;
        const char* reason; // a part of it
    };
    const Case cases[] = {
        {"* steps 0", "done", "done", ""},
        {"* silent 130", "stopped", "stopped", ""},
        {"* exit 1", "failed", "exit", "The worker ended with exit code 1; its last words: halyard-worker: rank 0 gives up."},
        {"* silent 3", "failed", "exit", "The worker ended with exit code 3 and said nothing."},
        {"* no-memory", "failed", "allocation", "The worker was refused the memory it asked for and ended itself."},
        {"* segfault", "crashed", "segfault", "(signal 11, Segmentation fault)"},
        {"* signal 6", "crashed", "signal", "The worker was ended by signal 6 (Aborted)."},
        {"* signal 9", "crashed", "signal", "The worker was killed by signal 9; "},
    };
    int number = 0;
    for (const Case& one : cases) {
        const RunStatus status = endingOf(one.behaviour, "run" + std::to_string(++number));
        EXPECT_EQ(status.state, one.state) << one.behaviour;
        EXPECT_EQ(status.cause, one.cause) << one.behaviour;
        EXPECT_NE(status.reason.find(one.reason), std::string::npos) << status.reason;
        if (status.message) {
            EXPECT_EQ(status.message->text(), status.reason);
        }
    }
}

TEST_F(Supervisor, KeepsWhatTheWorkerSaidAndWhoRan) {
    behave("* exit 1");
    const RunFolder run = create("run");
    launch(run);
    (void)untilEnd(run);
    EXPECT_EQ(ScratchFolder::read(run.log() / "worker-0.txt"), "halyard-worker: rank 0 gives up.\n");
    EXPECT_EQ(state(run)["state"], "failed");
    EXPECT_EQ(state(run)["version"], 3); // starting, running, failed
    EXPECT_EQ(ending(run)["exit_code"], 1);
    EXPECT_EQ(ending(run)["signal"], nullptr);
    EXPECT_EQ(ending(run)["boot_id"].get<std::string>().size(), 36U);
}

TEST_F(Supervisor, AppliesEachCommandOnceAndSaysSo) {
    behave("* steps 5");
    const RunFolder run = create("run", 1000000);
    launch(run);
    waitUntil([&] { return count(run, "step") > 0; });
    postCommand(run, RunCommand::Pause, "first");
    waitUntil([&] { return state(run)["state"] == "paused"; });
    EXPECT_EQ(runStatus(run).state, "paused");
    postCommand(run, RunCommand::Pause, "first"); // sent again
    postCommand(run, RunCommand::Pause, "second");
    m_scratch.write("run/cmd/nonsense.json", "{\"command\": 3");
    waitUntil([&] { return count(run, "command") == 4; });
    // Nothing happens while it is paused.
    std::size_t steps = 0;
    do {
        steps = count(run, "step");
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    } while (steps != count(run, "step"));
    postCommand(run, RunCommand::Resume);
    waitUntil([&] { return state(run)["state"] == "running" && count(run, "step") > steps; });
    postCommand(run, RunCommand::Stop);
    const RunStatus status = untilEnd(run);
    EXPECT_EQ(status.state, "stopped");
    EXPECT_EQ(status.cause, "stopped");
    std::map<std::string, int> results;
    for (const Event& event : readEvents(run.events()).events) {
        if (event.name == "command") {
            ++results[event.fields["result"].get<std::string>()];
            EXPECT_EQ(event.fields["id"] == "nonsense" ? actorHere() : event.fields["actor"].get<std::string>(), actorHere());
        }
    }
    EXPECT_EQ(results, (std::map<std::string, int>{{"applied", 3}, {"applied before", 1}, {"paused already", 1}, {"not a command", 1}}));
    EXPECT_TRUE(fs::is_empty(run.inbox()));
    EXPECT_FALSE(fs::exists(run.pause()));
}

TEST_F(Supervisor, DoesNotApplyWhatWasAskedOfAnEarlierProcess) {
    behave("* steps 1");
    const RunFolder run = create("run", 10);
    postCommand(run, RunCommand::StopNow, "late");
    launch(run);
    EXPECT_EQ(untilEnd(run).state, "done");
    EXPECT_EQ(count(run, "command"), 1U);
}

TEST_F(Supervisor, AppliesAStopThatComesWhileTheRunStarts) {
    behave("* wait");
    for (int trial = 0; trial < 30; ++trial) {
        const RunFolder run = create("run" + std::to_string(trial));
        std::thread starter([&] { launch(run); });
        while (!run.isLocked()) {
        }
        std::this_thread::sleep_for(std::chrono::microseconds(300 * trial));
        postCommand(run, RunCommand::Stop, "early");
        starter.join();
        waitUntil([&] { return count(run, "command") > 0; });
        ASSERT_EQ(readEvents(run.events()).events.at(0).fields["result"], "applied") << "trial " << trial;
        EXPECT_EQ(untilEnd(run).state, "stopped");
    }
}

TEST_F(Supervisor, CountsTheVersionsOfARunOnWhenItIsContinued) {
    behave("* silent 130");
    const RunFolder run = create("run");
    launch(run);
    (void)untilEnd(run);
    EXPECT_EQ(state(run)["version"], 3);
    launch(run, true);
    (void)untilEnd(run);
    EXPECT_EQ(state(run)["version"], 6);
}

TEST_F(Supervisor, EndsAtOnceAWorkerThatDoesNotListen) {
    behave("* deaf");
    const RunFolder run = create("run");
    launch(run);
    waitUntil([&] { return fs::exists(run.path() / "deaf"); });
    postCommand(run, RunCommand::Stop);
    waitUntil([&] { return state(run)["state"] == "stopping"; });
    EXPECT_TRUE(run.isLocked());
    postCommand(run, RunCommand::StopNow);
    const RunStatus status = untilEnd(run);
    EXPECT_EQ(status.state, "stopped");
    EXPECT_EQ(status.cause, "stopped_now");
}

TEST_F(Supervisor, StopsARunAtItsTimeLimit) {
    behave("* steps 5");
    RunSpec limited = spec(1000000);
    limited.limits.hours = 0.5 / 3600;
    const RunFolder run = RunFolder::create(m_scratch.path() / "run", limited);
    launch(run);
    const RunStatus status = untilEnd(run);
    EXPECT_EQ(status.state, "stopped");
    EXPECT_EQ(status.cause, "time_limit");
    EXPECT_EQ(status.reason, "The run reached its time limit of 0.000138889 hours (\"limits.hours\") and was stopped.");
    EXPECT_EQ(count(run, "stopped"), count(run, "start")); // it finished its step, if it had come so far
}

TEST_F(Supervisor, LeavesNoProcessBehind) {
    behave("* leave-orphan");
    const RunFolder run = create("run");
    launch(run);
    const pid_t process = m_supervisors.back();
    EXPECT_EQ(untilEnd(run).state, "done");
    // Orphans of the supervisor would have come back to this process.
    waitUntil([&] { return ::waitpid(-1, nullptr, WNOHANG) < 0; });
    EXPECT_TRUE(isGone(process));
}

TEST_F(Supervisor, TakesTheWorkerAlongWhenItIsKilled) {
    behave("* deaf");
    const RunFolder run = create("run");
    launch(run);
    waitUntil([&] { return fs::exists(run.path() / "deaf"); });
    const pid_t worker = starts(run).front();
    ::kill(m_supervisors.back(), SIGKILL);
    waitUntil([&] { ::waitpid(-1, nullptr, WNOHANG); return isGone(worker) && !run.isLocked(); });
    const RunStatus status = runStatus(run);
    EXPECT_EQ(status.state, "lost");
    EXPECT_EQ(status.cause, "supervisor_lost");
    EXPECT_TRUE(status.canResume());
    EXPECT_EQ(testing::refusalOf([&] { launch(run); }).sentence,
              run.path().string() + " was lost at step 0. Continue it with: halyard run " + run.path().string() + " --resume");
    behave("* steps 0");
    EXPECT_EQ(launch(run, true), Launch::Started);
    EXPECT_EQ(untilEnd(run).state, "done");
}

TEST_F(Supervisor, KnowsARestartedMachine) {
    const RunFolder run = create("run");
    Json before = {{"version", 7}, {"state", "running"}, {"time", 1.0}, {"pid", 1}, {"start_time", 5}};
    before["boot_id"] = "00000000-0000-0000-0000-000000000000";
    writeJsonFile(run.state(), before);
    const RunStatus status = runStatus(run);
    EXPECT_EQ(status.state, "lost");
    EXPECT_EQ(status.cause, "machine_restarted");
    EXPECT_EQ(status.version, 7);
    EXPECT_EQ(status.reason, "The machine was restarted while the run was going on.");
}

TEST_F(Supervisor, EndsAllRanksWhenOneDiesAndNamesIt) {
    struct Case {
        const char* behaviour;
        const char* state;
        const char* part;
    };
    const Case cases[] = {
        {"2 signal 9\n* wait", "crashed", "Rank 2 was killed by signal 9; "},
        {"1 exit 3\n* deaf", "failed", "Rank 1 ended with exit code 3; its last words: halyard-worker: rank 1 gives up."},
        {"3 segfault\n* wait", "crashed", "Rank 3 crashed by an invalid access to memory"},
    };
    int number = 0;
    for (const Case& one : cases) {
        behave(one.behaviour);
        const RunFolder run = create("run" + std::to_string(++number));
        LaunchOptions four = options();
        four.processes = 4;
        launch(run, four);
        const auto begin = std::chrono::steady_clock::now();
        const RunStatus status = untilEnd(run);
        EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(15)) << one.behaviour;
        EXPECT_EQ(status.state, one.state);
        EXPECT_NE(status.reason.find(one.part), std::string::npos) << status.reason;
        EXPECT_EQ(starts(run).size() <= 4U, true);
        for (const pid_t rank : starts(run)) {
            EXPECT_TRUE(isGone(rank)) << one.behaviour;
        }
        EXPECT_EQ(state(run)["state"], one.state);
    }
}

// The kernel's record, as a test can write it: the counter grows while the worker runs.
TEST_F(Supervisor, BelievesTheKernelsRecordOfMemory) {
    for (const bool grows : {true, false}) {
        behave("* signal 9");
        const RunFolder run = create(grows ? "grows" : "stays");
        const std::string counter = m_scratch.write("memory.events", "low 0\noom 3\noom_kill 3\n").string();
        const pid_t child = ::fork();
        if (child == 0) {
            const FileDescriptor lock = run.tryLock();
            SuperviseOptions options;
            options.worker = FAKE_WORKER;
            options.arguments = {"run", run.path().string()};
            options.torch = std::getenv("HALYARD_TORCH_DIR");
            options.memory = {counter, ""};
            options.started = [&] {
                if (grows) {
                    std::ofstream(counter) << "low 0\noom 4\noom_kill 4\n";
                }
            };
            ::_exit(supervise(run, lock, options).programExitCode());
        }
        int waited = 0;
        ::waitpid(child, &waited, 0);
        EXPECT_EQ(WEXITSTATUS(waited), 1);
        const RunStatus status = runStatus(run);
        EXPECT_EQ(status.cause, grows ? "out_of_memory" : "signal");
        EXPECT_NE(status.reason.find(grows ? "because memory ran out" : "shows no out-of-memory kill"), std::string::npos)
            << status.reason;
    }
}

// A control group of 32 MB of which the supervisor is a member; only where this process may make one.
TEST_F(Supervisor, SeesTheKernelEndAWorkerForItsMemory) {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "The sanitizers' own memory does not fit into a small group.";
#endif
    const fs::path group = "/sys/fs/cgroup/memory/halyard-test-" + std::to_string(::getpid());
    std::error_code error;
    if (!fs::exists("/sys/fs/cgroup/memory/memory.oom_control") || !fs::create_directory(group, error)) {
        GTEST_SKIP() << "No control group of memory can be made here.";
    }
    std::ofstream(group / "memory.limit_in_bytes") << "33554432";
    behave("* memory");
    const RunFolder run = create("run");
    const pid_t child = ::fork();
    if (child == 0) {
        std::ofstream(group / "cgroup.procs") << ::getpid();
        const FileDescriptor lock = run.tryLock();
        SuperviseOptions options;
        options.worker = FAKE_WORKER;
        options.arguments = {"run", run.path().string()};
        options.torch = std::getenv("HALYARD_TORCH_DIR");
        options.memory = memorySourcesHere();
        ::_exit(supervise(run, lock, options).programExitCode());
    }
    ::waitpid(child, nullptr, 0);
    fs::remove(group, error);
    const RunStatus status = runStatus(run);
    EXPECT_EQ(status.state, "crashed");
    EXPECT_EQ(status.cause, "out_of_memory") << status.reason;
}

} // namespace
} // namespace halyard
