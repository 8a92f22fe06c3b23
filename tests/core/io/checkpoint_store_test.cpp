// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/checkpoint_store.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <random>
#include <sys/resource.h>
#include <thread>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;

void put(const fs::path& file, const std::string& bytes) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

// Two files of the size of several pages and one below a folder, different at each step.
void writeFiles(const fs::path& into, std::int64_t step) {
    std::string bytes(20'000, 'w');
    bytes[static_cast<std::size_t>(step)] = 'x';
    put(into / "model.safetensors", bytes);
    bytes.back() = 'o';
    put(into / "optimizer.safetensors", bytes);
    put(into / "data" / "position.json", "{\"step\": " + std::to_string(step) + "}");
}

CheckpointInfo save(CheckpointStore& store, std::int64_t step, const CheckpointStore::SaveOptions& options = {}) {
    return store.save(step, options, [&](const fs::path& into) { writeFiles(into, step); });
}

std::vector<std::int64_t> steps(const CheckpointStore& store) {
    std::vector<std::int64_t> out;
    for (const CheckpointInfo& info : store.list()) {
        out.push_back(info.step);
    }
    return out;
}

TEST(CheckpointStore, SavesFilesWithTheirSizesAndHashes) {
    const TemporaryFolder folder;
    CheckpointStore store(folder / "checkpoints");
    const CheckpointInfo info = store.save(
        7, {.finite = false, .milestone = true, .specHash = "abc", .meta = {{"loss", 1.25}, {"tokens", 1'000'000'007}}},
        [&](const fs::path& into) {
            EXPECT_FALSE(fs::exists(folder / "checkpoints/step-7"));
            writeFiles(into, 7);
        });
    EXPECT_EQ(info.path, folder / "checkpoints/step-7");
    EXPECT_EQ(info.step, 7);
    EXPECT_FALSE(info.finite);
    EXPECT_TRUE(info.milestone);
    EXPECT_EQ(info.bytes, 40'011U);
    const Json manifest = CheckpointStore::manifest(info.path);
    EXPECT_EQ(manifest["spec_hash"], "abc");
    EXPECT_EQ(manifest["meta"]["loss"], 1.25);
    EXPECT_EQ(manifest["files"].size(), 3U);
    EXPECT_EQ(manifest["files"][0]["path"], "data/position.json");
    EXPECT_EQ(manifest["files"][0]["bytes"], 11);
    CheckpointStore::verify(info.path);
    EXPECT_EQ(store.list().at(0).bytes, 40'011U);
}

TEST(CheckpointStore, ListsByStepAndIgnoresWhatIsNoCheckpoint) {
    const TemporaryFolder folder;
    CheckpointStore store(folder.path());
    for (const std::int64_t step : {100, 9, 20}) {
        save(store, step);
    }
    fs::create_directories(folder / "step-5");
    fs::create_directories(folder / "step-x");
    fs::create_directories(folder / "step-007");
    put(folder / "step-6/manifest.json", "{}");
    put(folder / "step-8", "a file");
    fs::copy(folder / "step-20", folder / "step-21", fs::copy_options::recursive); // says 20 inside
    EXPECT_EQ(steps(store), (std::vector<std::int64_t>{9, 20, 100}));
    EXPECT_TRUE(CheckpointStore(folder / "none").list().empty());
    EXPECT_FALSE(CheckpointStore(folder / "none").newestIntact().has_value());
}

TEST(CheckpointStore, ReplacesACheckpointOfTheSameStep) {
    const TemporaryFolder folder;
    CheckpointStore store(folder.path());
    save(store, 3);
    store.save(3, {.milestone = true}, [](const fs::path& into) { put(into / "other", "x"); });
    EXPECT_EQ(folder.entries(), 1U);
    EXPECT_TRUE(store.list().at(0).milestone);
    EXPECT_EQ(store.list().at(0).bytes, 1U);
    CheckpointStore::verify(folder / "step-3");
}

TEST(CheckpointStore, LeavesNothingWhenSavingFails) {
    const TemporaryFolder folder;
    CheckpointStore store(folder.path());
    save(store, 1);
    const Refusal refusal = refusalOf([&] {
        store.save(2, {}, [](const fs::path& into) {
            writeFiles(into, 2);
            throw failure(HALYARD_TEXT("the device was lost"));
        });
    });
    EXPECT_EQ(refusal.sentence, "the device was lost");
    EXPECT_EQ(folder.entries(), 1U);
    EXPECT_EQ(store.newestIntact()->step, 1);
}

struct Damage {
    const char* title;
    std::string file; // that the sentence must name
};

// Damages the checkpoint in one of five ways.
Damage damage(const fs::path& checkpoint, std::mt19937_64& random, int kind) {
    static const std::string kFiles[] = {"model.safetensors", "optimizer.safetensors", "data/position.json",
                                         "manifest.json"};
    const std::string name = kFiles[random() % 4];
    const fs::path file = checkpoint / name;
    std::string bytes = contentOf(file);
    switch (kind) {
    case 0:
        bytes[random() % bytes.size()] ^= static_cast<char>(1U << (random() % 8));
        put(file, bytes);
        return {"one bit", name};
    case 1:
        fs::resize_file(file, random() % bytes.size());
        return {"truncated", name};
    case 2:
        fs::remove(file);
        return {"deleted", name};
    case 3:
        fs::rename(checkpoint / "model.safetensors", checkpoint / "swap");
        fs::rename(checkpoint / "optimizer.safetensors", checkpoint / "model.safetensors");
        fs::rename(checkpoint / "swap", checkpoint / "optimizer.safetensors");
        return {"swapped", "model.safetensors"};
    default: {
        std::string page = contentOf(checkpoint / "optimizer.safetensors");
        page.replace(4096 * (random() % 4), 4096, std::string(4096, '\0'));
        put(checkpoint / "optimizer.safetensors", page);
        return {"zeroed page", "optimizer.safetensors"};
    }
    }
}

TEST(CheckpointStore, FindsEveryDamageAndFallsBack) {
    const TemporaryFolder folder;
    CheckpointStore store(folder.path());
    save(store, 1);
    save(store, 2);
    const TemporaryFolder spare;
    fs::copy(folder / "step-2", spare / "step-2", fs::copy_options::recursive);
    std::mt19937_64 random(20'26);
    for (int trial = 0; trial < 250; ++trial) {
        fs::remove_all(folder / "step-2");
        fs::copy(spare / "step-2", folder / "step-2", fs::copy_options::recursive);
        const Damage done = damage(folder / "step-2", random, trial % 5);
        SCOPED_TRACE(std::string(done.title) + " " + done.file + ", trial " + std::to_string(trial));
        std::vector<std::string> damaged;
        const auto newest = store.newestIntact(&damaged);
        ASSERT_TRUE(newest.has_value());
        EXPECT_EQ(newest->step, 1);
        ASSERT_EQ(damaged.size(), 1U);
        EXPECT_NE(damaged[0].find((folder / "step-2" / done.file).string()), std::string::npos) << damaged[0];
    }
}

TEST(CheckpointStore, SaysHowAFileDiffers) {
    const TemporaryFolder folder;
    CheckpointStore store(folder.path());
    const fs::path path = save(store, 4).path;
    fs::resize_file(path / "model.safetensors", 19'000);
    expectRefused([&] { CheckpointStore::verify(path); },
                  (path / "model.safetensors").string() +
                      ": the file has 19,000 bytes, the manifest says 20,000. The checkpoint is damaged");
    fs::remove(path / "model.safetensors");
    fs::create_symlink("optimizer.safetensors", path / "model.safetensors");
    expectRefused([&] { CheckpointStore::verify(path); }, "model.safetensors: the file is missing.");
    fs::remove(path / "manifest.json");
    expectRefused([&] { CheckpointStore::verify(path); }, "manifest.json: there is no such file.");
}

TEST(CheckpointStore, KeepsTheLastOnesTheMilestonesAndTheNewestFiniteOne) {
    const TemporaryFolder folder;
    CheckpointStore store(folder.path());
    for (std::int64_t step = 1; step <= 10; ++step) {
        save(store, step, {.finite = step <= 4, .milestone = step == 2});
        store.retain(3);
    }
    EXPECT_EQ(steps(store), (std::vector<std::int64_t>{2, 4, 8, 9, 10}));
    save(store, 11);
    store.retain(2);
    EXPECT_EQ(steps(store), (std::vector<std::int64_t>{2, 10, 11}));
    EXPECT_EQ(folder.entries(), 3U);
}

TEST(CheckpointStore, NeverCountsADamagedCheckpointAsKept) {
    const TemporaryFolder folder;
    CheckpointStore store(folder.path());
    for (std::int64_t step = 1; step <= 4; ++step) {
        save(store, step);
    }
    fs::resize_file(folder / "step-3/model.safetensors", 5);
    fs::remove(folder / "step-4/optimizer.safetensors");
    store.retain(2);
    EXPECT_EQ(store.newestIntact()->step, 2);
    EXPECT_TRUE(fs::exists(folder / "step-1"));
}

TEST(CheckpointStore, RefusesToKeepFewerThanTwo) {
    const TemporaryFolder folder;
    CheckpointStore store(folder.path());
    save(store, 1);
    save(store, 2);
    for (const int count : {1, 0, -3}) {
        expectRefused([&] { store.retain(count); },
                      "Keeping the last " + std::to_string(count) + " checkpoints is not enough");
    }
    EXPECT_EQ(steps(store), (std::vector<std::int64_t>{1, 2}));
}

TEST(CheckpointStore, ClearsLeftoversOfInterruptedSavesAndRemovals) {
    const TemporaryFolder folder;
    CheckpointStore store(folder.path());
    save(store, 1);
    const std::string id = "0123456789abcdef0123456789abcdef";
    put(folder / (".step-2.tmp-" + id) / "model.safetensors", "half");
    put(folder / (".step-9.tmp-" + id), "a file");
    put(folder / ".keep.tmp-notours", "stays");
    store.retain(2);
    EXPECT_EQ(folder.entries(), 2U);
    EXPECT_EQ(save(store, 2).step, 2);
}

// The limit on file sizes stands in for a disk that fills up while a file is written.
class FileSizeLimit {
public:
    explicit FileSizeLimit(std::uint64_t bytes) : m_handler(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit limit{bytes, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &m_before);
        std::signal(SIGXFSZ, m_handler);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    rlimit m_before{};
    void (*m_handler)(int);
};

TEST(CheckpointStore, SurvivesAWriteThatFailsAnywhere) {
    const TemporaryFolder folder;
    CheckpointStore store(folder.path());
    save(store, 1);
    for (int tenth = 0; tenth < 10; ++tenth) {
        const Refusal refusal = [&] {
            const FileSizeLimit limit(static_cast<std::uint64_t>(tenth) * 10'000);
            return refusalOf([&] {
                store.save(2, {}, [](const fs::path& into) {
                    writeFileAtomically(into / "weights", std::string(100'000, 'w'));
                });
            });
        }();
        EXPECT_EQ(refusal.exitCode, 1);
        EXPECT_TRUE(refusal.says("weights: writing failed: File too large.")) << refusal.sentence;
        EXPECT_EQ(folder.entries(), 1U) << tenth;
        EXPECT_EQ(store.newestIntact()->step, 1);
    }
    store.save(2, {}, [](const fs::path& into) { writeFileAtomically(into / "weights", "w"); });
    EXPECT_EQ(store.newestIntact()->step, 2);
}

TEST(CheckpointStore, FailsWhenOnlyTheManifestCannotBeWritten) {
    const TemporaryFolder folder;
    CheckpointStore store(folder.path());
    const Refusal refusal = [&] {
        const FileSizeLimit limit(100);
        return refusalOf([&] { store.save(2, {}, [](const fs::path& into) { put(into / "small", "w"); }); });
    }();
    EXPECT_TRUE(refusal.says("manifest.json: writing failed: File too large.")) << refusal.sentence;
    EXPECT_EQ(folder.entries(), 0U);
}

} // namespace
} // namespace halyard::testing
