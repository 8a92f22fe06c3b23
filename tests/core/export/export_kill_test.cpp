// SPDX-License-Identifier: GPL-3.0-or-later
// A program of its own: it forks, so nothing here may have started threads in the parent.
#include "core/export/export.h"

#include "core/io/model_folder.h"
#include "kernels/torch_prelude.h"
#include "tests/core/export/tiny_model.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace halyard;
using halyard::testing::contentsOf;
using halyard::testing::TestFolder;
using halyard::testing::writeTinyModel;

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

// Exports in a child process, killed after the delay if it still runs then. True when it ended by itself, well.
bool exportInAChild(const fs::path& checkpoint, const fs::path& out, std::optional<std::chrono::microseconds> delay) {
    const pid_t child = ::fork();
    if (child == 0) {
        at::set_num_threads(1); // waiting for each other would take longer than the tiny model
        ExportOptions options;
        options.checkpoint = checkpoint;
        options.out = out;
        options.pythons = {"/nowhere/python"};
        options.maxShardBytes = 2000;
        try {
            (void)exportModel(options);
            ::_exit(0);
        } catch (const std::exception&) {
            ::_exit(1);
        }
    }
    if (delay) {
        std::this_thread::sleep_for(*delay);
        ::kill(child, SIGKILL);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

} // namespace

TEST(ExportKilledAtAnyMoment, LeavesTheOlderExportOrTheCompleteNewOne) {
    const TestFolder folder;
    writeTinyModel(folder / "first", {.seed = 1});
    writeTinyModel(folder / "second", {.seed = 2});
    // The quicker of two: one that the machine held up would have the kills come too late.
    auto duration = std::chrono::microseconds::max();
    const auto exported = [&](const char* model) {
        const auto begin = Clock::now();
        EXPECT_TRUE(exportInAChild(folder / model, folder / "out", std::nullopt));
        duration = std::min(duration, std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin));
        return contentsOf(folder / "out");
    };
    const auto second = exported("second");
    const auto first = exported("first");
    ASSERT_NE(first, second);

    constexpr int kTrials = 60;
    int interrupted = 0;
    for (int trial = 0; trial < kTrials; ++trial) {
        // The older export, open and mapped by a reader, as one that serves it would have it.
        const bool firstIsOld = contentsOf(folder / "out") == first;
        const ModelFolder reader = openModelFolder(folder / "out");
        const auto delay = duration * 12 * (trial + 1) / (10 * kTrials);
        interrupted += exportInAChild(folder / (firstIsOld ? "second" : "first"), folder / "out", delay) ? 0 : 1;
        const auto now = contentsOf(folder / "out");
        ASSERT_TRUE(now == first || now == second) << "trial " << trial;
        for (const auto& [name, entry] : reader.tensors.tensors()) {
            ASSERT_FALSE(entry.bytes().empty()) << name; // still readable
        }
    }
    EXPECT_GE(interrupted, kTrials / 4); // otherwise the trials tried nothing
    ASSERT_TRUE(exportInAChild(folder / "second", folder / "out", std::nullopt));
    EXPECT_EQ(contentsOf(folder / "out"), second);
    // Of all interrupted exports nothing is left beside it.
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 3);
}
