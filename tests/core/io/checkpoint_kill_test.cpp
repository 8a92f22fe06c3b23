// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/checkpoint_store.h"
#include "tests/core/io/checkpoint_payload.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

constexpr int kTrials = 60;
constexpr std::int64_t kFarStep = 1000;

// The writing program as a child process.
class Writer {
public:
    Writer(const char* mode, const std::filesystem::path& folder, std::int64_t first, std::int64_t last) {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) {
            throw std::runtime_error("pipe");
        }
        const std::string from = std::to_string(first);
        const std::string to = std::to_string(last);
        const std::string program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "checkpoint_writer";
        m_pid = ::fork();
        if (m_pid == 0) {
            ::dup2(ends[1], STDOUT_FILENO);
            ::close(ends[0]);
            ::close(ends[1]);
            ::execl(program.c_str(), program.c_str(), mode, folder.c_str(), from.c_str(), to.c_str(), nullptr);
            ::_exit(127);
        }
        ::close(ends[1]);
        m_out = FileDescriptor(ends[0]);
    }
    ~Writer() { finish(); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // One line; empty at the end.
    std::string line() {
        std::string text;
        char c = 0;
        while (::read(m_out.get(), &c, 1) == 1 && c != '\n') {
            text += c;
        }
        return text;
    }
    void kill() const { ::kill(m_pid, SIGKILL); }
    // The last step it said was saved, -1 for none; the process is gone then.
    std::int64_t lastAcknowledged() {
        std::int64_t last = -1;
        for (std::string text = line(); !text.empty(); text = line()) {
            last = std::stoll(text);
        }
        finish();
        return last;
    }

private:
    void finish() {
        if (m_pid > 0) {
            ::kill(m_pid, SIGKILL);
            ::waitpid(m_pid, nullptr, 0);
            m_pid = -1;
        }
    }
    pid_t m_pid = -1;
    FileDescriptor m_out;
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double saveSeconds(const char* mode) {
    const TemporaryFolder folder;
    Writer writer(mode, folder.path(), 1, 9);
    EXPECT_EQ(writer.line(), "ready");
    std::vector<double> seconds;
    for (int i = 0; i < 9; ++i) {
        const auto start = std::chrono::steady_clock::now();
        EXPECT_FALSE(writer.line().empty());
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return median(seconds);
}

void sleepThenKill(Writer& writer, double seconds) {
    EXPECT_EQ(writer.line(), "ready");
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    writer.kill();
}

TEST(CheckpointKill, NineNeverTearsOrLosesAnAcknowledgedCheckpoint) {
    std::random_device seed;
    std::mt19937_64 random(seed());
    std::uniform_real_distribution<double> moment(0, 1.2 * saveSeconds("store"));
    int interrupted = 0;
    for (int trial = 0; trial < kTrials; ++trial) {
        const TemporaryFolder folder;
        CheckpointStore store(folder.path());
        (void)store.save(1, {}, [](const auto& into) { writePayload(into, 1, false); });
        Writer writer("store", folder.path(), 2, kFarStep);
        const double when = moment(random);
        sleepThenKill(writer, when);
        const std::int64_t acknowledged = std::max<std::int64_t>(1, writer.lastAcknowledged());
        interrupted += folder.entries() > store.list().size() ? 1 : 0;

        SCOPED_TRACE("killed after " + std::to_string(when) + " s");
        std::vector<std::string> damaged;
        const auto newest = store.newestIntact(&damaged);
        ASSERT_TRUE(newest.has_value());
        EXPECT_TRUE(damaged.empty()) << damaged.front();
        for (const CheckpointInfo& info : store.list()) {
            EXPECT_EQ(payloadStep(info.path, info.step, info.step), info.step);
        }
        EXPECT_GE(newest->step, acknowledged);
        store.retain(2);
        EXPECT_EQ(folder.entries(), store.list().size()) << "leftovers stayed";
    }
    // Most kills must have hit a save, or the trials say nothing.
    EXPECT_GE(interrupted, kTrials / 2);
}

TEST(CheckpointKill, NineTearsWhatIsWrittenInPlace) {
    std::random_device seed;
    std::mt19937_64 random(seed());
    std::uniform_real_distribution<double> moment(0, 1.2 * saveSeconds("in-place"));
    int torn = 0;
    for (int trial = 0; trial < kTrials; ++trial) {
        const TemporaryFolder folder;
        writePayload(folder.path(), 1, false);
        Writer writer("in-place", folder.path(), 2, kFarStep);
        sleepThenKill(writer, moment(random));
        const std::int64_t acknowledged = std::max<std::int64_t>(1, writer.lastAcknowledged());
        torn += payloadStep(folder.path(), acknowledged, acknowledged + 1) == -1 ? 1 : 0;
    }
    EXPECT_GE(torn, kTrials / 2) << "the kills are too gentle to prove anything";
}

} // namespace
} // namespace halyard::testing
