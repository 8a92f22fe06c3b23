// SPDX-License-Identifier: GPL-3.0-or-later
// Exactly-once start, and that a run outlives who started it.
#include "tests/remote/agent/installation_fixture.h"
#include "tests/support/refusal.h"

#include <atomic>
#include <fcntl.h>
#include <sys/resource.h>

namespace halyard {
namespace {

namespace fs = std::filesystem;

using Launching = Installation;

TEST_F(Launching, StartsOneSupervisorHoweverManyAskAtOnce) {
    behave("* wait");
    for (int trial = 0; trial < 50; ++trial) {
        const RunFolder run = create("run" + std::to_string(trial));
        std::atomic<int> started = 0;
        std::atomic<int> others = 0;
        std::vector<std::thread> askers;
        for (int i = 0; i < 2; ++i) {
            askers.emplace_back([&] { ++(launchRun(run, options()) == Launch::Started ? started : others); });
        }
        for (std::thread& asker : askers) {
            asker.join();
        }
        EXPECT_EQ(started, 1);
        EXPECT_EQ(others, 1);
        waitUntil([&] { return !starts(run).empty(); }); // a worker that is stopped before its main() tells nothing
        postCommand(run, RunCommand::Stop);
        EXPECT_EQ(untilEnd(run).state, "stopped");
        EXPECT_EQ(starts(run).size(), 1U);
    }
}

TEST_F(Launching, StartsNothingForARequestThatWasAnswered) {
    behave("* silent 130");
    const RunFolder run = create("run");
    LaunchOptions request = options(true);
    request.id = "request-1";
    EXPECT_EQ(launch(run, request), Launch::Started);
    EXPECT_EQ(untilEnd(run).state, "stopped");
    EXPECT_EQ(launch(run, request), Launch::RunningAlready); // its answer was lost; it was sent again
    EXPECT_EQ(untilEnd(run).state, "stopped");
    EXPECT_EQ(starts(run).size(), 1U);
    request.id = "request-2";
    behave("* steps 0");
    EXPECT_EQ(launch(run, request), Launch::Started);
    EXPECT_EQ(untilEnd(run).state, "done");
    request.id = "request-3";
    EXPECT_EQ(launch(run, request), Launch::DoneAlready);
    EXPECT_EQ(starts(run).size(), 2U);
}

TEST_F(Launching, RefusesWithTheSupervisorsSentence) {
    behave("* exit 1");
    const RunFolder run = create("run");
    launch(run);
    EXPECT_EQ(untilEnd(run).state, "failed");
    const std::string path = run.path().string();
    const testing::Refusal again = testing::refusalOf([&] { launch(run); });
    EXPECT_EQ(again.sentence, path + " failed at step 0. Continue it with: halyard run " + path + " --resume");
    EXPECT_EQ(again.exitCode, 2);
    ::setenv("HALYARD_TORCH_DIR", m_scratch.path().c_str(), 1);
    EXPECT_NE(testing::refusalOf([&] { launch(run, true); }).sentence.find("which holds no lib/libtorch_cpu.so"), std::string::npos);
    LaunchOptions missing = options();
    missing.agent = "/nowhere/halyard-agent";
    EXPECT_NE(testing::refusalOf([&] { launch(create("other"), missing); }).sentence.find("ended before it could start"),
              std::string::npos);
}

TEST_F(Launching, GivesTheSupervisorASessionNoTerminalAndNoDescriptor) {
    behave("* wait");
    const RunFolder run = create("run");
    const FileDescriptor open(::open("/dev/null", O_RDONLY)); // inherited by any careless fork
    launch(run);
    const pid_t process = m_supervisors.back();
    EXPECT_NE(::getsid(process), ::getsid(0));
    EXPECT_EQ(::getpriority(PRIO_PROCESS, static_cast<id_t>(process)), std::max(5, ::getpriority(PRIO_PROCESS, 0)));
    // Its session steps back too, where the kernel weighs sessions: "/autogroup-12 nice 5".
    std::ifstream group("/proc/" + std::to_string(process) + "/autogroup");
    if (std::string line; std::getline(group, line) && ::getpriority(PRIO_PROCESS, 0) < 5) {
        EXPECT_TRUE(line.ends_with(" nice 5")) << line;
    }
    std::vector<std::string> targets;
    for (const fs::directory_entry& entry : fs::directory_iterator("/proc/" + std::to_string(process) + "/fd")) {
        std::error_code error;
        targets.push_back(fs::read_symlink(entry.path(), error).string());
    }
    EXPECT_EQ(std::count(targets.begin(), targets.end(), "/dev/null"), 1);
    EXPECT_EQ(std::count(targets.begin(), targets.end(), (run.log() / "supervisor.txt").string()), 2);
    EXPECT_LE(targets.size(), 10U);
    postCommand(run, RunCommand::Stop);
    EXPECT_EQ(untilEnd(run).state, "stopped");
}

TEST_F(Launching, LeavesAFolderThatIsGone) {
    behave("* wait");
    const RunFolder run = create("run");
    const fs::path gone = run.path().parent_path() / "gone";
    fs::create_directory(gone);
    const pid_t starter = ::fork();
    if (starter == 0) {
        fs::current_path(gone);
        fs::remove(gone);
        (void)launchRun(run, options());
        ::_exit(0);
    }
    ::waitpid(starter, nullptr, 0);
    waitUntil([&] { return runStatus(run).state == "running"; });
    const Json state = readJsonFile(run.state());
    EXPECT_EQ(fs::read_symlink("/proc/" + std::to_string(state["worker"]["pid"].get<pid_t>()) + "/cwd"), "/");
    postCommand(run, RunCommand::Stop);
    EXPECT_EQ(untilEnd(run).state, "stopped");
}

TEST_F(Launching, LetsTheRunOutliveWhoStartedIt) {
    behave("* steps 2");
    const RunFolder run = create("run", 200);
    const pid_t starter = ::fork();
    if (starter == 0) {
        ::setsid();
        (void)launchRun(run, options());
        ::pause();
    }
    waitUntil([&] { return count(run, "step") > 0; });
    ::kill(-starter, SIGHUP); // its terminal closes
    ::kill(starter, SIGKILL);
    ::waitpid(starter, nullptr, 0);
    EXPECT_EQ(untilEnd(run).state, "done");
    EXPECT_EQ(starts(run).size(), 1U);
}

} // namespace
} // namespace halyard
