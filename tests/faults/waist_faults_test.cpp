// SPDX-License-Identifier: GPL-3.0-or-later
// Every call by which checkpoints and run folders are written fails in turn (promise P2).
#include "core/base/file.h"
#include "core/cli/new_command.h"
#include "core/io/checkpoint_store.h"
#include "core/io/safetensors.h"
#include "core/run/events.h"
#include "core/run/run_folder.h"
#include "tests/faults/watched_call.h"

#include <gtest/gtest.h>

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

} // namespace
} // namespace halyard::testing
