// SPDX-License-Identifier: GPL-3.0-or-later
// Weights that become NaN, and a trainer that is killed while it removes old checkpoints (promise P9).
#include "core/io/checkpoint_store.h"
#include "tests/faults/watched_call.h"
#include "tests/support/failing_calls.h"

#include <chrono>
#include <csignal>
#include <gtest/gtest.h>
#include <random>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;

constexpr int kTrials = 200;
constexpr std::int64_t kLastStep = 12;

// Saves steps, from firstBad on with NaN in them, and keeps two.
void saveAll(const fs::path& folder, std::int64_t firstBad) {
    CheckpointStore store(folder);
    for (std::int64_t step = 1; step <= kLastStep; ++step) {
        (void)store.save(step, {.finite = step < firstBad}, [&](const fs::path& into) {
            for (const char* name : {"model", "optimizer", "rng"}) {
                writeFileAtomically(into / name, std::string(3000, static_cast<char>('a' + step)));
            }
        });
        store.retain(2);
    }
}

// The newest finite checkpoint whose every byte is right; 0 for none.
std::int64_t newestFinite(const fs::path& folder) {
    std::int64_t step = 0;
    for (const CheckpointInfo& info : CheckpointStore(folder).list()) {
        if (info.finite) {
            CheckpointStore::verify(info.path);
            step = info.step;
        }
    }
    return step;
}

TEST(RetentionKilled, NeverTakesTheLastFiniteCheckpoint) {
    std::random_device seed;
    std::mt19937_64 random(seed());
    const TemporaryFolder measured;
    const auto start = std::chrono::steady_clock::now();
    ASSERT_EQ(watched(measured.path(), "", [&] { return guarded([&] { saveAll(measured.path(), 3); }); }).exitCode, 0);
    // How long it takes changes with what else the machine does: where more than a fifth end by themselves, kills come sooner.
    double window = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    EXPECT_EQ(CheckpointStore(measured.path()).list().size(), 3U); // the finite one, and the last two
    int killed = 0;
    for (int trial = 0; trial < kTrials; ++trial) {
        const TemporaryFolder folder;
        const std::int64_t firstBad = 2 + static_cast<std::int64_t>(random() % 4);
        const pid_t child = ::fork();
        if (child == 0) {
            halyardWatchCalls(folder.path().c_str(), "", ""); // which spares waiting for the disk
            ::_exit(guarded([&] { saveAll(folder.path(), firstBad); }));
        }
        std::uniform_real_distribution<double> moment(0, window);
        std::this_thread::sleep_for(std::chrono::duration<double>(moment(random)));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        killed += WIFSIGNALED(status) ? 1 : 0;
        window *= WIFSIGNALED(status) ? 1.05 : 0.8;
        const std::vector<CheckpointInfo> left = CheckpointStore(folder.path()).list();
        const std::int64_t newest = left.empty() ? 0 : left.back().step;
        EXPECT_EQ(newestFinite(folder.path()), std::min(newest, firstBad - 1)) << "trial " << trial;
    }
    EXPECT_GE(killed, kTrials / 2);
    std::printf("%d of %d killed\n", killed, kTrials);
}

} // namespace
} // namespace halyard::testing
