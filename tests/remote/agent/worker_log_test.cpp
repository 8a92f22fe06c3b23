// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/worker_log.h"
#include "tests/core/run/scratch_folder.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

TEST(WorkerLog, KeepsTheNewestHalfAndOneOlder) {
    const ScratchFolder scratch;
    WorkerLog log(scratch.path() / "worker-0.txt", 100);
    for (int i = 0; i < 40; ++i) {
        log.append("line " + std::to_string(100 + i) + "\n"); // 9 bytes
    }
    const std::string now = ScratchFolder::read(scratch.path() / "worker-0.txt");
    const std::string old = ScratchFolder::read(scratch.path() / "worker-0.old.txt");
    EXPECT_LE(now.size() + old.size(), 100U);
    EXPECT_TRUE((old + now).ends_with("line 138\nline 139\n"));
    EXPECT_TRUE((old + now).starts_with("line 130\n")) << old + now;
}

TEST(WorkerLog, FindsTheLastWords) {
    const ScratchFolder scratch;
    WorkerLog log(scratch.path() / "worker-0.txt");
    EXPECT_EQ(log.lastWords(), "");
    log.append("first\nstep 1\rstep 2\r\n  the end \x1b[31m\n\n  \n");
    EXPECT_EQ(log.lastWords(), "the end \\x1b[31m");
}

} // namespace
} // namespace halyard
