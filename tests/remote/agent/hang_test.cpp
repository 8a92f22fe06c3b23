// SPDX-License-Identifier: GPL-3.0-or-later
// Ranks that take no step any more: told by their progress, not by their being alive (promises P15 and P16).
#include "remote/agent/supervisor.h"

#include "tests/remote/agent/installation_fixture.h"

#include <atomic>
#include <random>

namespace halyard {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRanks = 4;
constexpr std::chrono::milliseconds kLeast{1500};

class Hanging : public Installation {
protected:
    struct Supervised {
        RunFolder run;
        pid_t supervisor;
    };

    // The run's supervisor in a child of this process, with less patience than a person's runs get.
    [[nodiscard]] Supervised begin(const std::string& name, std::int64_t steps, int processes = kRanks) const {
        const RunFolder run = create(name, steps);
        SuperviseOptions options;
        options.worker = FAKE_WORKER;
        options.arguments = {"run", run.path().string()};
        options.torch = std::getenv("HALYARD_TORCH_DIR");
        options.processes = processes;
        options.hang.least = kLeast;
        options.hang.unknown = std::chrono::seconds(20);
        options.hang.besideSteps = std::chrono::seconds(20);
        options.hang.look = std::chrono::milliseconds(20);
        const pid_t child = ::fork();
        if (child == 0) {
            becomeSubreaper();
            const FileDescriptor lock = run.tryLock();
            ::_exit(supervise(run, lock, options).programExitCode());
        }
        return {run, child};
    }

    static void untilStep(const RunFolder& run, std::size_t step) {
        waitUntil([&] { return count(run, "step") >= step; });
    }

    static RunStatus awaitEnd(const Supervised& one) {
        int status = 0;
        ::waitpid(one.supervisor, &status, 0);
        EXPECT_TRUE(WIFEXITED(status));
        for (const pid_t rank : starts(one.run)) {
            EXPECT_TRUE(isGone(rank));
        }
        return runStatus(one.run);
    }

    [[nodiscard]] static std::vector<pid_t> ranksOf(const RunFolder& run) {
        std::vector<pid_t> out;
        const Json standing = state(run);
        for (const Json& worker : standing["workers"]) {
            out.push_back(worker["pid"].get<pid_t>());
        }
        return out;
    }
};

TEST_F(Hanging, IsToldByProgressAndNamesTheRankThatTheOthersWaitFor) {
    constexpr int kTrials = 24;
    constexpr int kAtOnce = 8;
    std::mt19937 random(std::random_device{}());
    double longest = 0;
    for (int first = 0; first < kTrials; first += kAtOnce) {
        std::string words;
        std::vector<std::pair<Supervised, int>> running;
        for (int trial = first; trial < first + kAtOnce; ++trial) {
            const int rank = static_cast<int>(random() % kRanks);
            const std::string name = "run" + std::to_string(trial);
            const bool blocks = trial % 2 == 0;
            behave(std::to_string(rank) + (blocks ? " together 20 blocked " + std::to_string(40 + random() % 20) : " together 20") +
                   "\n* together 20");
            running.emplace_back(begin(name, 1'000'000), rank);
            waitUntil([&] { return std::filesystem::exists(running.back().first.run.state()) && count(running.back().first.run, "step") > 0; });
        }
        std::vector<Clock::time_point> hung(running.size(), Clock::now());
        for (std::size_t i = 0; i < running.size(); ++i) {
            untilStep(running[i].first.run, 39);
            if (i % 2 == 1) {
                ::kill(ranksOf(running[i].first.run)[static_cast<std::size_t>(running[i].second)], SIGSTOP);
                hung[i] = Clock::now();
            }
        }
        for (std::size_t i = 0; i < running.size(); ++i) {
            SCOPED_TRACE(std::to_string(first + static_cast<int>(i)));
            const auto& [one, rank] = running[i];
            const RunStatus status = awaitEnd(one);
            const std::string who = "Rank " + std::to_string(rank) + (i % 2 == 1 ? " was suspended, and the run took no step for " : " took no step for ");
            EXPECT_EQ(status.state, "crashed");
            EXPECT_EQ(status.cause, "no_progress") << status.reason;
            EXPECT_TRUE(status.reason.starts_with(who)) << status.reason;
            EXPECT_NE(status.reason.find("halyard run " + one.run.path().string() + " --resume --processes 4"), std::string::npos);
            EXPECT_EQ(ending(one.run)["rank"], rank);
            const std::string seen = ScratchFolder::read(one.run.log() / "hang.txt");
            EXPECT_EQ(std::count(seen.begin(), seen.end(), '\n'), kRanks) << seen;
            const double took = std::chrono::duration<double>(Clock::now() - hung[i]).count();
            EXPECT_LT(took, 1.5 + 15);
            longest = std::max(longest, took);
        }
    }
    std::printf("%d hangs; the last ended %.1f s after its beginning\n", kTrials, longest);
}

TEST_F(Hanging, IsNotWhatStartsWaitsSavesOrIsSuspendedAsAWhole) {
    std::vector<Supervised> running;
    for (const char* const words : {"1 together 5 late\n* together 5", "0 together 5 saving 9\n* together 5", "* together 5", "* together 5",
                                    "* together 5"}) {
        behave(words);
        running.push_back(begin("run" + std::to_string(running.size()), 300));
        const RunFolder& run = running.back().run;
        waitUntil([&] { return std::filesystem::exists(run.path() / "started") && starts(run).size() == kRanks; });
        std::this_thread::sleep_for(std::chrono::milliseconds(200)); // the behaviour is read
    }
    const RunFolder& paused = running[2].run;
    postCommand(paused, RunCommand::Pause);
    untilStep(running[3].run, 7);
    untilStep(running[4].run, 7);
    std::vector<pid_t> suspended = ranksOf(running[3].run); // all of one
    const std::vector<pid_t> others = ranksOf(running[4].run);
    suspended.insert(suspended.end(), others.begin() + 1, others.end()); // and the supervisor with all but one of another
    suspended.push_back(running[4].supervisor);
    for (auto process = suspended.rbegin(); process != suspended.rend(); ++process) {
        ::kill(*process, SIGSTOP);
    }
    std::this_thread::sleep_for(3 * kLeast);
    postCommand(paused, RunCommand::Resume);
    for (const pid_t process : suspended) {
        ::kill(process, SIGCONT);
    }
    for (const Supervised& one : running) {
        SCOPED_TRACE(one.run.path());
        const RunStatus status = awaitEnd(one);
        EXPECT_EQ(status.state, "done") << status.reason;
        EXPECT_EQ(status.step, 300);
    }
}

TEST_F(Hanging, OfOneProcessIsLeftToAPerson) {
    behave("* together 5 blocked 9");
    const Supervised one = begin("run", 100, 1);
    untilStep(one.run, 8);
    std::this_thread::sleep_for(2 * kLeast);
    EXPECT_TRUE(one.run.isLocked());
    EXPECT_EQ(runStatus(one.run).state, "running");
    postCommand(one.run, RunCommand::StopNow);
    EXPECT_EQ(awaitEnd(one).cause, "stopped_now");
}

} // namespace
} // namespace halyard
