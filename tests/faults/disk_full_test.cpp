// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fills up: a small tmpfs. Skipped aloud where mounting one is not permitted.
#include "core/io/checkpoint_store.h"
#include "tests/faults/started_program.h"
#include "tests/faults/tiny_training.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <gtest/gtest.h>
#include <sys/mount.h>

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
    // Leaves this many bytes.
    void fillUpTo(std::uintmax_t left) const {
        std::ofstream file(*this / "ballast", std::ios::binary);
        file << std::string(free() - left, 'x');
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

TEST(DiskFull, StopsATrainingThatSaysWhatItNeedsAndHasAndGoesOnWhenThereIsRoom) {
    const TinyTraining world;
    const SmallDisk disk("4m");
    if (!disk.isMounted()) {
        GTEST_SKIP() << disk.why();
    }
    RunSpec spec = world.spec(6);
    spec.train.keep_checkpoints = 100;
    const RunFolder run = RunFolder::create(disk / "run", spec);
    for (const std::uintmax_t percent : {0U, 10U, 30U, 50U, 70U, 90U}) {
        SCOPED_TRACE(std::to_string(percent) + " % of a checkpoint");
        std::uintmax_t checkpoint = 300'000;
        std::vector<std::string> words = {"run", run.path().string()};
        const auto newest = CheckpointStore(run.checkpoints()).newestIntact();
        if (newest) {
            checkpoint = newest->bytes;
        }
        if (fs::exists(run.events())) {
            words.emplace_back("--resume");
        }
        const std::uintmax_t room = 65'536; // for the events and the rest
        disk.fillUpTo(room + checkpoint * percent / 100 + (percent == 90 ? checkpoint : 0));
        const ProgramEnd end = runProgramToItsEnd("halyard-worker", words);
        expectFull(end, "Disk full: the checkpoint of step ");
        EXPECT_NE(end.said.find(" needs "), std::string::npos) << end.said;
        EXPECT_NE(end.said.find(" left. Free some space and continue with: halyard run "), std::string::npos) << end.said;
        std::vector<std::string> damaged;
        (void)CheckpointStore(run.checkpoints()).newestIntact(&damaged);
        EXPECT_TRUE(damaged.empty()) << damaged.front();
        const RunStatus status = runStatus(run);
        EXPECT_EQ(status.state, "failed");
        EXPECT_NE(status.reason.find("Disk full"), std::string::npos) << status.reason;
        disk.makeRoom();
    }
    const ProgramEnd end = runProgramToItsEnd("halyard-worker", {"run", run.path().string(), "--resume"});
    EXPECT_EQ(end.exitCode, 0) << end.said;
    EXPECT_EQ(CheckpointStore(run.checkpoints()).newestIntact()->step, 6);
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
