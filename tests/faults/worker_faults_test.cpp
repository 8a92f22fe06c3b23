// SPDX-License-Identifier: GPL-3.0-or-later
// Every call by which the worker's commands write files fails in turn (promise P2). The commands run in forked children,
// because loading LibTorch for each of a thousand trials would take too long; nothing here may start threads before.
#include "core/data/token_shards.h"
#include "core/io/checkpoint_store.h"
#include "core/model/mixer.h"
#include "core/run/events.h"
#include "core/run/run_folder.h"
#include "core/worker/data_command.h"
#include "core/worker/export_command.h"
#include "core/worker/run_command.h"
#include "tests/core/export/tiny_model.h"
#include "tests/core/text/small_tokenizer.h"
#include "tests/faults/watched_call.h"

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;

// Text, tokenizer and data that every trial reads.
class World {
public:
    World() {
        writeJsonFile(m_folder / "tokenizer/tokenizer.json", test::smallTokenizer());
        m_folder.write("text.txt", std::string(3000, 'x') + "hello");
        EXPECT_EQ(prepareInto(path() / "data"), 0);
    }
    [[nodiscard]] fs::path path() const { return m_folder.path(); }
    [[nodiscard]] int prepareInto(const fs::path& out) const {
        return call({dataPrepareCommand()},
                    {"data", "prepare", "--tokenizer", (path() / "tokenizer").string(), "--input",
                     (path() / "text.txt").string(), "--out", out.string(), "--packing", "stream", "--block", "16",
                     "--shard-tokens", "1024"});
    }
    [[nodiscard]] RunSpec spec() const {
        RunSpec spec;
        spec.kind = RunKind::Pretrain;
        spec.inputs = {{"data", (path() / "data").string(), {}, {}}};
        spec.model.config = {{"model_type", "qwen3"},    {"vocab_size", 262},      {"hidden_size", 16},
                             {"intermediate_size", 16},  {"num_hidden_layers", 1}, {"num_attention_heads", 2},
                             {"num_key_value_heads", 1}, {"head_dim", 8},          {"tie_word_embeddings", true},
                             {"rms_norm_eps", 1e-6},     {"rope_theta", 1e4},      {"max_position_embeddings", 256}};
        spec.data = {.context_length = 16, .batch_size = 2, .accumulation = 1};
        spec.schedule.steps = 2;
        spec.schedule.warmup_steps = 1;
        spec.train.checkpoint_every_steps = 2;
        spec.train.held_out_every_steps = 0;
        spec.train.threads = 1;
        return spec;
    }

private:
    struct Folder : TemporaryFolder {
        Folder() { fs::create_directories(path() / "tokenizer"); }
    };
    Folder m_folder;
};

std::string refusalOr(const std::function<std::string()>& look) {
    try {
        return look();
    } catch (const Error& error) {
        return error.what();
    }
}

TEST(FailingCalls, NeverLeaveHalfOfPreparedData) {
    const World world;
    expectEveryFaultIsSurvived({.prepare = [](const fs::path&) {},
                                .act = [&](const fs::path& folder) { return world.prepareInto(folder / "work/out"); },
                                .look =
                                    [](const fs::path& folder) {
                                        return fs::exists(folder / "work/out") ? refusalOr([&] {
                                            const TokenShards shards(folder / "work/out");
                                            shards.verify();
                                            return std::string(shards.blockCount() == 187 ? "after" : "other blocks");
                                        })
                                                                               : "before";
                                    },
                                .below = "work"});
}

TEST(FailingCalls, NeverLoseWhatATrainerHasSaved) {
    const World world;
    const auto look = [](const fs::path& folder) {
        const RunFolder run(folder / "work/run");
        std::int64_t told = -1;
        if (fs::exists(run.events())) {
            for (const Event& event : readEvents(run.events()).events) {
                told = event.name == "checkpoint" ? event.fields.at("step").get<std::int64_t>() : told;
            }
        }
        std::vector<std::string> damaged;
        const auto newest = CheckpointStore(run.checkpoints()).newestIntact(&damaged);
        if (!damaged.empty() || (newest ? newest->step : -1) < told) {
            return damaged.empty() ? "an acknowledged checkpoint is lost" : damaged.front();
        }
        return std::string(newest && newest->step == 2 ? "after" : "before");
    };
    expectEveryFaultIsSurvived({.prepare =
                                    [&](const fs::path& folder) {
                                        fs::create_directories(folder / "work");
                                        (void)RunFolder::create(folder / "work/run", world.spec());
                                    },
                                .act =
                                    [&](const fs::path& folder) {
                                        std::vector<std::string> words = {"run", (folder / "work/run").string()};
                                        if (fs::exists(folder / "work/run/checkpoints")) {
                                            words.emplace_back("--resume");
                                        }
                                        return call({runCommand(standardMixers())}, words);
                                    },
                                .look = look,
                                .below = "work",
                                .everyFault = false,
                                .waitsForRoom = true});
}

TEST(FailingCalls, NeverTearAnExport) {
    const TemporaryFolder models;
    writeTinyModel(models / "old", {.seed = 1});
    writeTinyModel(models / "new", {.seed = 2});
    writeTinyTokenizer(models / "tokenizer");
    const auto exportOf = [&](const char* model, const fs::path& folder) {
        at::set_num_threads(1);
        ::setenv("HALYARD_PYTHON", "/nowhere/python", 1);
        return call({exportCommand()},
                    {"export", "--checkpoint", (models / model).string(), "--out", (folder / "work/out").string(),
                     "--tokenizer", (models / "tokenizer").string()});
    };
    std::map<std::string, std::map<std::string, std::string>> whole;
    const TemporaryFolder reference;
    for (const char* model : {"old", "new"}) {
        const fs::path folder = reference / model;
        ASSERT_EQ(watched(folder, "", [&] { return exportOf(model, folder); }).exitCode, 0);
        whole[model] = contentsOf(folder / "work/out");
    }
    expectEveryFaultIsSurvived(
        {.prepare =
             [&](const fs::path& folder) {
                 fs::create_directories(folder / "work");
                 fs::copy(reference / "old/work/out", folder / "work/out", fs::copy_options::recursive);
             },
         .act = [&](const fs::path& folder) { return exportOf("new", folder); },
         .look =
             [&](const fs::path& folder) {
                 const auto now = contentsOf(folder / "work/out");
                 return std::string(now == whole["old"] ? "before" : now == whole["new"] ? "after" : "a mixture");
             },
         .below = "work",
         .everyFault = false});
}

} // namespace
} // namespace halyard::testing
