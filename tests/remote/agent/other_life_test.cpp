// SPDX-License-Identifier: GPL-3.0-or-later
// A record that was left by a machine that was restarted (promise P33), and one whose process is another by now (P34).
#include "core/base/subprocess.h"
#include "core/io/checkpoint_store.h"
#include "remote/agent/requests.h"
#include "tests/remote/agent/installation_fixture.h"
#include "tests/support/refusal.h"

#include <fcntl.h>
#include <random>

namespace halyard {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOtherBoot = "00000000-0000-0000-0000-000000000000";

class OtherLife : public Installation {
protected:
    OtherLife() {
        const fs::path program = m_scratch.path() / "bin/halyard";
        const fs::path built = fs::read_symlink(program);
        fs::remove(program);
        fs::copy_file(built, program); // it finds the agent and the worker beside the file it is
    }

    // What it said on stderr is in m_said.
    SubprocessResult call(std::vector<std::string> words) {
        words.insert(words.begin(), (m_scratch.path() / "bin/halyard").string());
        const fs::path file = m_scratch.path() / "said.txt";
        const FileDescriptor own(::dup(STDERR_FILENO));
        const FileDescriptor said(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600));
        ::dup2(said.get(), STDERR_FILENO);
        SubprocessResult result =
            runSubprocess({.arguments = std::move(words), .extraEnvironment = {}, .captureOutput = true, .timeLimitSeconds = 60});
        ::dup2(own.get(), STDERR_FILENO);
        m_said = ScratchFolder::read(file);
        return result;
    }

    std::string m_said;

    std::random_device m_seed;
    std::mt19937_64 m_random{m_seed()};
    [[nodiscard]] int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(m_random); }
};

class RestartedMachine : public OtherLife {
protected:
    // What there is of a run when the power goes while it is like this.
    void bringTo(const RunFolder& run, const std::string& what) {
        launch(run);
        if (what != "starting") {
            waitUntil([&] { return count(run, "step") > 0; });
        }
        if (what == "paused") {
            postCommand(run, RunCommand::Pause);
            waitUntil([&] { return runStatus(run).state == "paused"; });
        } else if (what == "commanded") {
            postCommand(run, RunCommand::Stop);
        } else {
            std::this_thread::sleep_for(std::chrono::milliseconds(below(30)));
        }
    }

    void cutThePower(const RunFolder& run) {
        ::kill(m_supervisors.back(), SIGKILL);
        m_supervisors.pop_back();
        waitUntil([&] {
            ::waitpid(-1, nullptr, WNOHANG);
            return !run.isLocked();
        });
        fs::remove(run.exit()); // had it ended in this moment
        Json left = state(run);
        left["boot_id"] = kOtherBoot;
        if (left["state"] == "stopped" || left["state"] == "done") {
            left["state"] = "stopping";
        }
        writeJsonFile(run.state(), left);
        std::error_code missing;
        if (fs::file_size(run.heartbeat(), missing) > 0 && !missing) { // empty when it was just being made
            Json beat = readJsonFile(run.heartbeat());
            beat["boot_id"] = kOtherBoot;
            writeJsonFile(run.heartbeat(), beat);
        }
    }

    static void save(const RunFolder& run, std::int64_t step) {
        CheckpointStore store(run.checkpoints());
        (void)store.save(step, {}, [](const fs::path& folder) { std::ofstream(folder / "model.safetensors") << "weights"; });
    }
};

constexpr std::int64_t kSteps = 400;

TEST_F(RestartedMachine, IsToldFromAnEndAndOneCommandContinuesTheRun) {
    const char* const kStates[] = {"starting", "running", "paused", "commanded"};
    for (int trial = 0; trial < 50; ++trial) {
        SCOPED_TRACE(std::to_string(trial) + " " + kStates[trial % 4]);
        behave("* steps 5");
        const RunFolder run = create("run" + std::to_string(trial), kSteps);
        bringTo(run, kStates[trial % 4]);
        save(run, 1 + trial);
        cutThePower(run);
        const std::size_t before = starts(run).size(); // none when the power went before the worker's main()
        EXPECT_TRUE(before == 1 || (before == 0 && trial % 4 == 0)) << before;

        const RunStatus status = runStatus(run);
        EXPECT_EQ(status.state, "lost");
        EXPECT_EQ(status.cause, "machine_restarted");
        EXPECT_EQ(status.reason, "The machine was restarted while the run was going on.");
        EXPECT_EQ(status.newestCheckpoint, 1 + trial);
        EXPECT_FALSE(status.silence);
        EXPECT_TRUE(status.canResume());
        const Json said = Json::parse(call({"status", run.path().string(), "--json"}).output);
        EXPECT_EQ(said["reason"], status.reason);
        EXPECT_EQ(said["newest_checkpoint"], 1 + trial);
        const std::string words = "Continue it with: halyard run " + run.path().string() + " --resume";
        EXPECT_TRUE(testing::refusalOf([&] { launch(run); }).says(words));
        EXPECT_EQ(starts(run).size(), before) << "it went on by itself";

        behave("* steps 0");
        const SubprocessResult resumed = call({"run", run.path().string(), "--resume", "--json"});
        EXPECT_EQ(resumed.exitCode, 0) << resumed.output;
        EXPECT_EQ(starts(run).size(), before + 1);
        EXPECT_EQ(runStatus(run).state, "done");
        EXPECT_EQ(runStatus(run).step, kSteps);
    }
}

// A process that has nothing to do with any run.
class Stranger {
public:
    Stranger() : m_process(::fork()) {
        if (m_process == 0) {
            ::setpgid(0, 0);
            for (;;) {
                ::pause();
            }
        }
        ::setpgid(m_process, m_process);
    }
    ~Stranger() {
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
    }
    Stranger(const Stranger&) = delete;
    Stranger& operator=(const Stranger&) = delete;

    [[nodiscard]] ProcessIdentity identity() const { return identityOf(m_process).value(); }
    [[nodiscard]] bool lives() const { return ::waitpid(m_process, nullptr, WNOHANG) == 0; }

private:
    pid_t m_process;
};

class RecycledPid : public OtherLife {
protected:
    // A record that names the stranger's pid as that of a process of another life.
    [[nodiscard]] ProcessIdentity anotherLifeOf(const Stranger& stranger) {
        ProcessIdentity other = stranger.identity();
        const int what = below(4);
        if (what != 0) {
            other.startTime += static_cast<std::uint64_t>(1 + below(1000)) * (what == 1 ? 1U : static_cast<std::uint64_t>(-1));
        }
        if (what == 0 || what == 3) {
            other.bootId = kOtherBoot;
        }
        return other;
    }

    static void record(const RunFolder& run, const ProcessIdentity& other, const std::string& word) {
        Json left = {{"version", 2}, {"state", word}, {"time", 1.0}, {"worker", toJson(other)}, {"workers", {toJson(other), toJson(other)}}};
        left.update(toJson(other));
        writeJsonFile(run.state(), left);
    }

    // Every way by which a person or another program ends a run, of one that somebody holds and of one that nobody holds.
    void tryToEnd(const RunFolder& run, bool held) {
        const FileDescriptor lock = held ? run.tryLock() : FileDescriptor();
        for (const bool now : {false, true}) {
            const std::string word = now ? "--now" : "--json";
            EXPECT_EQ(call({"stop", run.path().string(), word}).exitCode, held ? 1 : 2);
            EXPECT_NE(m_said.find(held ? "Nothing was stopped." : "is not running."), std::string::npos) << m_said;
            EXPECT_EQ(refusalOf("command", {{"run", run.path().filename().string()},
                                            {"command", now ? "stop_now" : "stop"},
                                            {"request", "r" + std::to_string(m_random())}})
                          .says("is not running."),
                      !held); // of a held one the command waits for who holds it
        }
    }

    testing::Refusal refusalOf(const std::string& verb, const Json& params) {
        const Project project(m_scratch.path());
        RunWatch watch(project);
        Requests requests(project, watch, m_scratch.path() / "bin/halyard-agent");
        return testing::refusalOf([&] { (void)requests.answer({"1", verb, params}, "ana@laptop"); });
    }
};

TEST_F(RecycledPid, OfAStrangerIsNeverSignalled) {
    behave("* steps 0");
    for (int trial = 0; trial < 100; ++trial) {
        const Stranger stranger;
        const ProcessIdentity other = anotherLifeOf(stranger);
        SCOPED_TRACE("trial " + std::to_string(trial) + ": " + toJson(other).dump());
        for (const int signal : {SIGTERM, SIGKILL, kStopSignal, kStopNowSignal}) {
            EXPECT_FALSE(sendSignal(other, signal));
        }
        const RunFolder run = create("runs/run" + std::to_string(trial), 2);
        record(run, other, trial % 2 == 0 ? "running" : "stopping");
        tryToEnd(run, trial % 2 == 0);
        EXPECT_TRUE(stranger.lives());
        // Nor by the run's own next life, nor by its end.
        if (trial % 5 == 0) {
            EXPECT_EQ(refusalOf("start", {{"run", run.path().filename().string()}, {"resume", true}, {"request", "s"}}).sentence,
                      "accepted");
            EXPECT_EQ(untilEnd(run).state, "done");
            EXPECT_TRUE(stranger.lives());
        }
    }
}

TEST_F(RecycledPid, OfAStrangerIsNotThatOfAChild) {
    RunSpec spec = this->spec(2);
    RunSpec whole;
    whole.kind = RunKind::Pipeline;
    whole.children = {spec};
    for (int trial = 0; trial < 20; ++trial) {
        const Stranger stranger;
        const RunFolder run = RunFolder::create(m_scratch.path() / ("all" + std::to_string(trial)), whole);
        const RunFolder child = RunFolder::create(run.children() / "1-pretrain", spec);
        record(child, anotherLifeOf(stranger), "running");
        const FileDescriptor lock = child.tryLock();
        EXPECT_EQ(call({"stop", run.path().string(), "--now"}).exitCode, 2);
        EXPECT_TRUE(stranger.lives());
    }
}

} // namespace
} // namespace halyard
