// SPDX-License-Identifier: GPL-3.0-or-later
// Every call by which checkpoints and run folders are written fails in turn (promise P2).
#include "core/base/file.h"
#include "core/cli/new_command.h"
#include "core/io/checkpoint_store.h"
#include "core/io/safetensors.h"
#include "core/run/command_inbox.h"
#include "core/run/events.h"
#include "core/run/process_identity.h"
#include "core/run/run_folder.h"
#include "tests/faults/watched_call.h"

#include <cerrno>
#include <csignal>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;

std::string weightsOf(std::int64_t step) {
    return std::string(5000, static_cast<char>('a' + step));
}

void save(const fs::path& folder, std::int64_t step) {
    CheckpointStore store(folder / "checkpoints");
    (void)store.save(step, {}, [&](const fs::path& into) {
        SafetensorsWriter writer(into / "model.safetensors", {{"w", DType::U8, {5000}}});
        const std::string weights = weightsOf(step);
        writer.append(std::as_bytes(std::span<const char>(weights)));
        writer.commit();
        fs::create_directory(into / "rank0");
        writeJsonFile(into / "rank0/state.json", {{"step", step}});
    });
    store.retain(2);
}

// "before": the newest one is complete and is step 2; "after": step 3.
std::string newestCheckpoint(const fs::path& folder) {
    CheckpointStore store(folder / "checkpoints");
    std::vector<std::string> damaged;
    const auto newest = store.newestIntact(&damaged);
    if (!damaged.empty() || !newest) {
        return damaged.empty() ? "no checkpoint" : damaged.front();
    }
    const SafetensorsFile file(newest->path / "model.safetensors");
    const auto bytes = file.bytes(*file.find("w"));
    const std::string weights(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return weights != weightsOf(newest->step) ? "other weights" : newest->step == 3 ? "after" : "before";
}

// Complete or not there.
std::string newRun(const fs::path& folder) {
    const fs::path run = folder / "project/runs/teacher";
    if (!fs::exists(run)) {
        return "before";
    }
    try {
        return RunFolder::open(run).spec().kind == RunKind::Pretrain ? "after" : "another kind";
    } catch (const Error& error) {
        return error.what();
    }
}

TEST(FailingCalls, NeverTearACheckpoint) {
    expectEveryFaultIsSurvived({.prepare =
                                    [](const fs::path& folder) {
                                        save(folder, 1);
                                        save(folder, 2);
                                    },
                                .act = [](const fs::path& folder) { return guarded([&] { save(folder, 3); }); },
                                .look = newestCheckpoint});
}

TEST(FailingCalls, NeverTearACheckpointThatReplacesOneOfTheSameStep) {
    expectEveryFaultIsSurvived({.prepare =
                                    [](const fs::path& folder) {
                                        save(folder, 2);
                                        save(folder, 3);
                                    },
                                .act = [](const fs::path& folder) { return guarded([&] { save(folder, 3); }); },
                                .look = newestCheckpoint,
                                .everyFault = false});
}

TEST(FailingCalls, NeverLeaveHalfARun) {
    expectEveryFaultIsSurvived(
        {.prepare =
             [](const fs::path& folder) {
                 fs::create_directories(folder / "data");
                 writeFileAtomically(folder / "data/manifest.json", "{}");
             },
         .act =
             [](const fs::path& folder) {
                 return call({newCommand()}, {"new", "pretrain", "--preset", "demo", "--out",
                                              (folder / "project/runs/teacher").string(), "--data",
                                              (folder / "data").string()});
             },
         .look = newRun,
         .below = "project",
         .repeatable = false});
}

TEST(FailingCalls, CutShortAnEventButNotTheOneThatFollows) {
    const TemporaryFolder folder;
    const fs::path file = fs::canonical(folder.path()) / "events.jsonl";
    const WatchedEnd end = watched(file.parent_path(), "0 each 0", [&] {
        EventWriter events(file);
        events.write("start", {{"pid", 1}});
        return 0;
    });
    EXPECT_EQ(end.exitCode, 0);
    EXPECT_EQ(readEvents(file).events.size(), 1U);
}

// A command that finds no room is a signal to the supervisor: to that very process alone, never to another with its pid.
TEST(FailingCalls, LeaveNoRoomToStopAStrangerWithARecycledPid) {
    const TemporaryFolder folder;
    const RunFolder run(fs::canonical(folder.path()));
    fs::create_directory(run.inbox());
    const std::string full = "2 once " + std::to_string(ENOSPC); // the file; the first is that of the folder
    for (int trial = 0; trial <= 100; ++trial) {
        const bool isSupervisor = trial == 100;
        const pid_t process = ::fork();
        if (process == 0) {
            for (;;) {
                ::pause();
            }
        }
        ProcessIdentity named = identityOf(process).value();
        named.startTime += isSupervisor || trial % 2 == 0 ? 0 : static_cast<std::uint64_t>(trial);
        named.bootId = isSupervisor || trial % 2 != 0 ? named.bootId : "00000000-0000-0000-0000-000000000000";
        writeJsonFile(run.state(), toJson(named));
        const RunCommand command = trial % 4 < 2 ? RunCommand::Stop : RunCommand::StopNow;
        const WatchedEnd end = watched(run.path(), full, [&] { return guarded([&] { postCommand(run, command); }); });
        EXPECT_EQ(end.exitCode, isSupervisor ? 0 : 1) << end.said;
        EXPECT_EQ(end.said.find("the disk is full") != std::string::npos, !isSupervisor) << end.said;
        int status = 0;
        EXPECT_EQ(::waitpid(process, &status, isSupervisor ? 0 : WNOHANG), isSupervisor ? process : 0) << "trial " << trial;
        ::kill(process, SIGKILL);
        ::waitpid(process, nullptr, 0);
    }
}

} // namespace
} // namespace halyard::testing
