// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/memory_evidence.h"
#include "tests/core/run/scratch_folder.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

TEST(MemoryEvidence, ComparesTheCounterBeforeAndAfter) {
    const ScratchFolder scratch;
    for (const char* name : {"memory.events", "memory.oom_control"}) {
        const auto file = scratch.write(name, "under_oom 0\noom_kill 2\noom_group_kill 0\n");
        const MemoryEvidence evidence({file, {}});
        EXPECT_EQ(evidence.verdictOn(77), MemoryVerdict::NotOutOfMemory);
        scratch.write(name, "under_oom 0\noom_kill 3\noom_group_kill 0\n");
        EXPECT_EQ(evidence.verdictOn(77), MemoryVerdict::OutOfMemory);
    }
}

TEST(MemoryEvidence, ReadsWhatTheKernelsLogAddsAboutThisProcess) {
    const ScratchFolder scratch;
    const std::string old = "6,1,2,-;Out of memory: Killed process 77 (worker) total-vm:1kB\n";
    const auto log = scratch.write("kmsg", old);
    const MemoryEvidence evidence({{}, log});
    scratch.write("kmsg", old + "6,2,3,-;Memory cgroup out of memory: Killed process 777 (other) total-vm:1kB\n");
    EXPECT_EQ(evidence.verdictOn(77), MemoryVerdict::NotOutOfMemory);
    const MemoryEvidence later({{}, log});
    scratch.write("kmsg", ScratchFolder::read(log) + "6,3,4,-;Memory cgroup out of memory: Killed process 77 (worker) x\n");
    EXPECT_EQ(later.verdictOn(77), MemoryVerdict::OutOfMemory);
}

TEST(MemoryEvidence, DoesNotGuessWhereNothingCanBeRead) {
    EXPECT_EQ(MemoryEvidence({"/nowhere/memory.events", "/nowhere/kmsg"}).verdictOn(1), MemoryVerdict::CannotBeSeen);
}

} // namespace
} // namespace halyard
