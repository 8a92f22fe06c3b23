// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fills up: a small tmpfs. Skipped aloud where mounting one is not permitted.
#include "core/io/checkpoint_store.h"
#include "core/run/command_inbox.h"
#include "core/run/events.h"
#include "tests/faults/started_program.h"
#include "tests/faults/tiny_training.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <numeric>
#include <sys/mount.h>
#include <thread>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;

class SmallDisk {
public:
    explicit SmallDisk(const char* size) {
        if (::mount("tmpfs", m_folder.path().c_str(), "tmpfs", 0, (std::string("size=") + size).c_str()) == 0) {
            m_mounted = true;
        } else {
            m_why = std::string("mounting a tmpfs is not permitted here: ") + std::strerror(errno);
        }
    }
    ~SmallDisk() {
        if (m_mounted) {
            ::umount2(m_folder.path().c_str(), MNT_DETACH);
        }
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    [[nodiscard]] bool isMounted() const { return m_mounted; }
    [[nodiscard]] const std::string& why() const { return m_why; }
    [[nodiscard]] fs::path operator/(const char* name) const { return m_folder / name; }
    [[nodiscard]] std::uintmax_t free() const { return fs::space(m_folder.path()).available; }
    // Leaves this many bytes at most.
    void fillUpTo(std::uintmax_t left) const {
        if (const std::uintmax_t now = free(); now > left) {
            std::ofstream file(*this / "ballast", std::ios::binary | std::ios::app);
            file << std::string(now - left, 'x');
        }
    }
    void makeRoom() const { fs::remove(*this / "ballast"); }

private:
    TemporaryFolder m_folder;
    bool m_mounted = false;
    std::string m_why;
};

// Exit code 1 and one sentence that says so.
void expectFull(const ProgramEnd& end, const std::string& words) {
    EXPECT_EQ(end.exitCode, 1) << end.said;
    const std::size_t begin = end.said.find("halyard-worker: ");
    ASSERT_NE(begin, std::string::npos) << end.said;
    const std::string sentence = end.said.substr(begin);
    EXPECT_EQ(std::count(sentence.begin(), sentence.end(), '\n'), 1) << end.said;
    EXPECT_NE(sentence.find(words), std::string::npos) << end.said;
}

TEST(DiskFull, StopsPreparingWithOneSentenceAndItGoesOnWhenThereIsRoom) {
    const TinyTraining world;
    const SmallDisk disk("256k");
    if (!disk.isMounted()) {
        GTEST_SKIP() << disk.why();
    }
    disk.fillUpTo(8192);
    const std::vector<std::string> words = {
        "data",   "prepare", "--tokenizer", (world / "tokenizer").string(), "--input", (world / "text.txt").string(),
        "--out",  (disk / "out").string(), "--packing", "stream", "--block", "16"};
    expectFull(runProgramToItsEnd("halyard-worker", words), "the disk is full");
    EXPECT_FALSE(fs::exists(disk / "out"));
    disk.makeRoom();
    EXPECT_EQ(runProgramToItsEnd("halyard-worker", words).exitCode, 0);
    EXPECT_EQ(runProgramToItsEnd("halyard-worker", {"data", "inspect", (disk / "out").string()}).exitCode, 0);
    EXPECT_FALSE(fs::exists(disk / ".out.preparing"));
}

// Until the run is in a state, or half a minute has passed (LibTorch loads slowly on a busy machine).
RunStatus waitFor(const RunFolder& run, const std::function<bool(const RunStatus&)>& reached) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    RunStatus status = runStatus(run);
    while (!reached(status) && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        status = runStatus(run);
    }
    return status;
}

// Until a run is there, or a minute has passed.
bool waitForRun(const RunFolder& run) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (!fs::exists(run.specFile()) && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return fs::exists(run.specFile());
}

bool waitsForRoom(const RunStatus& status) {
    return status.state == "paused" && status.reason.starts_with("Disk full: the run needs ");
}

std::vector<std::int64_t> stepsOf(const RunFolder& run) {
    std::vector<std::int64_t> out;
    for (const Event& event : readEvents(run.events()).events) {
        if (event.name == "step") {
            out.push_back(event.fields.at("step").get<std::int64_t>());
        }
    }
    return out;
}

// Fills the disk under a run that has taken a step, and what the run itself frees too.
void fillUnder(const RunFolder& run, const SmallDisk& disk, const std::function<std::uintmax_t(std::uintmax_t checkpoint)>& left) {
    ASSERT_TRUE(waitFor(run, [](const RunStatus& status) { return status.newestCheckpoint.has_value(); }).newestCheckpoint);
    const std::uintmax_t checkpoint = CheckpointStore(run.checkpoints()).newestIntact()->bytes;
    const RunStatus full = waitFor(run, [&](const RunStatus& status) {
        disk.fillUpTo(left(checkpoint));
        return waitsForRoom(status);
    });
    EXPECT_EQ(full.state, "paused");
    EXPECT_NE(full.reason.find(" has "), std::string::npos) << full.reason;
    EXPECT_NE(full.reason.find(run.path().string()), std::string::npos) << full.reason;
}

TEST(DiskFull, PausesATrainingThatGoesOnWhenThereIsRoom) {
    constexpr std::int64_t kSteps = 200;
    const TinyTraining world;
    const SmallDisk disk("4m");
    if (!disk.isMounted()) {
        GTEST_SKIP() << disk.why();
    }
    for (std::uintmax_t percent = 0; percent < 100; percent += 10) {
        SCOPED_TRACE(std::to_string(percent) + " % of a checkpoint");
        const RunFolder run = RunFolder::create(disk / ("run-" + std::to_string(percent)).c_str(), world.spec(kSteps));
        StartedProgram program("halyard", {"run", run.path().string()});
        ASSERT_NO_FATAL_FAILURE(
            fillUnder(run, disk, [&](std::uintmax_t checkpoint) { return checkpoint * percent / 100; }));
        EXPECT_FALSE(program.hasEnded());
        disk.makeRoom();
        const ProgramEnd end = program.wait();
        ASSERT_EQ(end.exitCode, 0) << end.said;
        std::vector<std::int64_t> all(kSteps);
        std::iota(all.begin(), all.end(), 1);
        EXPECT_EQ(stepsOf(run), all); // each step once: nothing lost, nothing taken twice
        std::vector<std::string> damaged;
        EXPECT_EQ(CheckpointStore(run.checkpoints()).newestIntact(&damaged)->step, kSteps);
        EXPECT_TRUE(damaged.empty()) << damaged.front();
        fs::remove_all(run.path());
    }
}

TEST(DiskFull, EndsAPausedTrainingThatIsAskedToStop) {
    const TinyTraining world;
    const SmallDisk disk("4m");
    if (!disk.isMounted()) {
        GTEST_SKIP() << disk.why();
    }
    const RunFolder run = RunFolder::create(disk / "run", world.spec(200));
    StartedProgram program("halyard", {"run", run.path().string()});
    ASSERT_NO_FATAL_FAILURE(fillUnder(run, disk, [](std::uintmax_t) { return 0; })); // not even for a command
    const std::int64_t before = CheckpointStore(run.checkpoints()).newestIntact()->step;
    postCommand(run, RunCommand::Stop);
    const ProgramEnd end = program.wait();
    EXPECT_NE(end.exitCode, 0);
    EXPECT_NE(end.said.find("stopped while it waited for room on the disk of "), std::string::npos) << end.said;
    EXPECT_GE(CheckpointStore(run.checkpoints()).newestIntact()->step, before);
    disk.makeRoom();
    EXPECT_EQ(runProgramToItsEnd("halyard", {"run", run.path().string(), "--resume"}).exitCode, 0);
    EXPECT_EQ(CheckpointStore(run.checkpoints()).newestIntact()->step, 200);
}

// Two trainings, one after the other; the disk is full during the second.
TEST(DiskFull, PausesTheStudyOfAGridAndLosesNothing) {
    constexpr std::int64_t kSteps = 200;
    const TinyTraining world;
    const SmallDisk disk("8m");
    if (!disk.isMounted()) {
        GTEST_SKIP() << disk.why();
    }
    const Json settings = {{"model.config", world.spec(kSteps).model.config}, {"data.context_length", 16}, {"data.batch_size", 2},
                           {"schedule.steps", kSteps}, {"schedule.warmup_steps", 1}, {"train.threads", 1},
                           {"train.checkpoint_every_steps", 1}, {"train.keep_checkpoints", 2}};
    const Json train = {{"name", "train"}, {"kind", "pretrain"}, {"settings", settings}, {"inputs", {{{"role", "data"}, {"path", "data"}}}}};
    writeJsonFile(world / "grid.json", {{"format", "halyard.grid"}, {"schema", 1}, {"name", "seeds"}, {"question", "Which seed?"},
                                        {"runs", {train}}, {"axes", {{{"key", "train.train.seed"}, {"values", {1, 2}}}}}});
    const RunFolder study(disk / "study");
    const RunFolder first(study.children() / "train-1");
    const RunFolder second(study.children() / "train-2");
    StartedProgram program("halyard", {"study", (world / "grid.json").string(), "--out", study.path().string()});
    ASSERT_TRUE(waitForRun(second)); // made once the first is done
    EXPECT_EQ(runStatus(first).state, "done");
    ASSERT_NO_FATAL_FAILURE(fillUnder(second, disk, [](std::uintmax_t) { return 0; }));
    EXPECT_FALSE(program.hasEnded());
    disk.makeRoom();
    const ProgramEnd end = program.wait();
    ASSERT_EQ(end.exitCode, 0) << end.said;
    std::vector<std::int64_t> all(kSteps);
    std::iota(all.begin(), all.end(), 1);
    EXPECT_EQ(stepsOf(first), all);
    EXPECT_EQ(stepsOf(second), all);
    EXPECT_TRUE(readJsonFile(study.path() / "table.json").at("complete").get<bool>());
}

TEST(DiskFull, RefusesATrainingThatCannotKeepItsCheckpoints) {
    const TinyTraining world;
    const SmallDisk disk("4m");
    if (!disk.isMounted()) {
        GTEST_SKIP() << disk.why();
    }
    RunSpec spec = world.spec(100);
    spec.train.keep_checkpoints = 100;
    const RunFolder run = RunFolder::create(disk / "run", spec);
    const ProgramEnd end = runProgramToItsEnd("halyard-worker", {"run", run.path().string()});
    expectFull(end, " left on its disk, but the run needs ");
    EXPECT_NE(end.said.find(": 100 checkpoints of "), std::string::npos) << end.said;
    EXPECT_TRUE(stepsOf(run).empty());
    EXPECT_TRUE(CheckpointStore(run.checkpoints()).list().empty());
}

TEST(DiskFull, StopsAnExportThatLeavesTheOlderOne) {
    const TinyTraining world;
    const RunFolder run = world.createRun("run", world.spec(2));
    ASSERT_EQ(runProgramToItsEnd("halyard-worker", {"run", run.path().string()}).exitCode, 0);
    const SmallDisk disk("1m");
    if (!disk.isMounted()) {
        GTEST_SKIP() << disk.why();
    }
    const std::map<std::string, std::string> noPython = {{"HALYARD_PYTHON", "/nowhere/python"}};
    const std::vector<std::string> words = {"export", "--run", run.path().string(), "--out", (disk / "out").string()};
    ASSERT_EQ(runProgramToItsEnd("halyard-worker", words, noPython).exitCode, 0);
    const std::string older = readFile(disk / "out/model.safetensors", 1U << 24U);
    disk.fillUpTo(20'000);
    expectFull(runProgramToItsEnd("halyard-worker", words, noPython), "the disk is full");
    EXPECT_TRUE(readFile(disk / "out/model.safetensors", 1U << 24U) == older);
    EXPECT_GE(disk.free(), 16'000U) << "what was half done stayed";
    disk.makeRoom();
    EXPECT_EQ(runProgramToItsEnd("halyard-worker", words, noPython).exitCode, 0);
}

} // namespace
} // namespace halyard::testing
