// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/lightning_config.h"
#include "core/io/model_folder.h"
#include "tests/core/io/safetensors_bytes.h"
#include "tests/support/oracle_folder.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

std::string shard(const std::string& tensor, std::size_t bytes = 1) {
    const std::string size = std::to_string(bytes);
    return safetensorsBytes("{" + entry(tensor, "U8", "[" + size + "]", "[0," + size + "]") + "}", bytes);
}

std::string index(const Json& weightMap, const Json& totalSize = nullptr) {
    Json document = {{"weight_map", weightMap}};
    if (!totalSize.is_null()) {
        document["metadata"] = {{"total_size", totalSize}};
    }
    return document.dump();
}

constexpr const char* kIndex = "model.safetensors.index.json";

TEST(TensorFolder, OpensShardsByTheirIndex) {
    const TemporaryFolder folder;
    folder.write("model-1.safetensors", shard("a", 2));
    folder.write("model-2.safetensors", shard("b", 3));
    for (const Json& total : {Json(), Json(5), Json(5.0)}) {
        folder.write(kIndex, index({{"a", "model-1.safetensors"}, {"b", "model-2.safetensors"}}, total));
        const TensorFolder tensors(folder.path());
        EXPECT_EQ(tensors.names(), (std::vector<std::string>{"a", "b"}));
        EXPECT_EQ(tensors.tensors().at("b").bytes().size(), 3U);
    }
}

TEST(TensorFolder, RefusesAnIndexThatLies) {
    const TemporaryFolder folder;
    folder.write("m/one.safetensors", shard("a"));
    folder.write("m/two.safetensors", shard("b"));
    folder.write("m/again.safetensors", shard("a"));
    folder.write("outside.safetensors", shard("a"));
    std::filesystem::create_symlink("../outside.safetensors", folder / "m/link.safetensors");
    std::filesystem::create_symlink("nowhere", folder / "m/broken.safetensors");
    const struct {
        const char* title;
        std::string text;
        std::string says;
    } cases[] = {
        {"parent", index({{"a", "../x.safetensors"}}),
         "shard name \"../x.safetensors\" leaves the model folder. Refused."},
        {"absolute", index({{"a", "/etc/passwd"}}), "shard name \"/etc/passwd\" leaves the model folder. Refused."},
        {"inner parent", index({{"a", "a/../../b"}}), "shard name \"a/../../b\" leaves the model folder. Refused."},
        {"drive", index({{"a", "C:\\x"}}), "shard name \"C:\\x\" leaves the model folder. Refused."},
        {"share", index({{"a", "\\\\srv\\s"}}), "shard name \"\\\\srv\\s\" leaves the model folder. Refused."},
        {"dots", index({{"a", ".."}}), "shard name \"..\" leaves the model folder. Refused."},
        {"empty", index({{"a", ""}}), "shard name \"\" leaves the model folder. Refused."},
        {"NUL", index({{"a", std::string("x\0.safetensors", 14)}}),
         "shard name \"x\\x00.safetensors\" leaves the model folder."},
        {"other kind", index({{"a", "model.bin"}}), "shard name \"model.bin\" does not end in .safetensors. Refused."},
        {"link out", index({{"a", "link.safetensors"}}),
         "shard \"link.safetensors\" is a symbolic link out of the model folder. Refused."},
        {"broken link", index({{"a", "broken.safetensors"}}),
         "shard \"broken.safetensors\" is missing: it is a broken symbolic link"},
        {"missing shard", index({{"a", "none.safetensors"}}),
         "shard \"none.safetensors\" is missing: there is no such file"},
        {"in two shards", index({{"a", "one.safetensors"}, {"b", "again.safetensors"}}),
         "tensor \"a\" is in shard \"again.safetensors\", but the index says \"one.safetensors\"."},
        {"not listed", index({{"b", "one.safetensors"}}),
         "tensor \"a\" is in shard \"one.safetensors\", but the index does not name it."},
        {"absent", index({{"a", "one.safetensors"}, {"c", "one.safetensors"}}),
         "tensor \"c\" is not in its shard \"one.safetensors\"."},
        {"total too large", index({{"a", "one.safetensors"}, {"b", "two.safetensors"}}, 3),
         "\"total_size\" is 3, but the tensors have 2 bytes."},
        {"no map", "{}", "\"weight_map\" must be an object that names the shard of each tensor."},
        {"empty map", index(Json::object()), "\"weight_map\" must be an object"},
        {"number", index({{"a", 5}}), "the shard of tensor \"a\" must be a file name."},
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(c.title);
        const auto file = folder.write(std::string("m/") + kIndex, c.text);
        expectRefused([&] { TensorFolder{folder / "m"}; }, file.string() + ": " + c.says);
    }
}

TEST(TensorFolder, FollowsTheLinksOfTheHuggingFaceCache) {
    const TemporaryFolder folder;
    folder.write("blobs/0123", shard("a"));
    std::filesystem::create_directories(folder / "snapshots/main");
    std::filesystem::create_symlink("../../blobs/0123", folder / "snapshots/main/m.safetensors");
    folder.write(std::string("snapshots/main/") + kIndex, index({{"a", "m.safetensors"}}));
    EXPECT_EQ(TensorFolder(folder / "snapshots/main").names(), (std::vector<std::string>{"a"}));
}

TEST(TensorFolder, SaysWhatAFolderLacks) {
    const TemporaryFolder folder;
    expectRefused([&] { TensorFolder{folder / "none"}; }, "/none: there is no such folder.");
    expectRefused([&] { TensorFolder{folder.path()}; },
                  "neither model.safetensors nor model.safetensors.index.json is there.");
    folder.write("model.safetensors", "");
    expectRefused([&] { TensorFolder{folder.path()}; }, "model.safetensors: the file is 0 bytes;");
}

TEST(ModelFolder, ComparesTheVocabularyWithTheEmbedding) {
    const TemporaryFolder folder;
    const Json config = {{"model_type", "qwen3"},  {"vocab_size", 101},      {"hidden_size", 1},
                         {"intermediate_size", 1}, {"num_hidden_layers", 1}, {"num_attention_heads", 1}};
    folder.write("config.json", config.dump());
    folder.write("model.safetensors",
                 safetensorsBytes("{" + entry("model.embed_tokens.weight", "U8", "[97,1]", "[0,97]") + "}", 97));
    expectRefused(
        [&] { (void)openModelFolder(folder.path()); },
        "config.json: \"vocab_size\" and \"hidden_size\" ask for [101, 1], but model.embed_tokens.weight has [97, 1].");
    std::filesystem::remove(folder / "config.json");
    expectRefused([&] { (void)openModelFolder(folder.path()); }, "config.json: there is no such file.");
}

TEST(ModelFolder, OpensEveryReferenceCase) {
    const auto oracles = oracleFolder();
    if (!oracles) {
        GTEST_SKIP() << "no folder of reference cases (HALYARD_ORACLES)";
    }
    int configs = 0;
    int files = 0;
    int folders = 0;
    for (const auto& found : std::filesystem::recursive_directory_iterator(*oracles)) {
        const std::filesystem::path& path = found.path();
        SCOPED_TRACE(path.string());
        if (path.filename().string().ends_with("config.json")) {
            const ModelConfig config = readModelConfig(path);
            EXPECT_EQ(config.mixer_types.size(), static_cast<std::size_t>(config.num_hidden_layers));
            EXPECT_GT(lightningConfig(config, path.string()).scale, 0);
            ++configs;
        }
        if (path.extension() == ".safetensors") {
            EXPECT_FALSE(SafetensorsFile(path).tensors().empty());
            ++files;
        }
        if (found.is_directory() && exists(path / "model.safetensors")) {
            EXPECT_FALSE(TensorFolder(path).names().empty());
            ++folders;
        }
    }
    EXPECT_GE(configs, 23);
    EXPECT_GE(files, 39);
    EXPECT_GE(folders, 21);
}

TEST(ShardPlan, KeepsOneFileWhereOneIsEnough) {
    const ShardPlan plan = planShards({{"a", DType::F32, {2}}, {"b", DType::F32, {3}}}, 20);
    ASSERT_EQ(plan.shards.size(), 1U);
    EXPECT_EQ(plan.shards[0].fileName, "model.safetensors");
    EXPECT_EQ(plan.shards[0].tensors.size(), 2U);
    EXPECT_TRUE(plan.index.is_null());
    EXPECT_EQ(planShards({}).shards.size(), 1U);
}

TEST(ShardPlan, SplitsInOrderAndCoversEveryTensorOnce) {
    const ShardPlan plan = planShards({{"a", DType::U8, {6}},
                                       {"big", DType::U8, {50}},
                                       {"b", DType::U8, {5}},
                                       {"c", DType::U8, {5}},
                                       {"d", DType::U8, {1}}},
                                      10);
    ASSERT_EQ(plan.shards.size(), 4U);
    EXPECT_EQ(plan.shards[0].fileName, "model-00001-of-00004.safetensors");
    EXPECT_EQ(plan.shards[1].tensors[0].name, "big");
    EXPECT_EQ(plan.shards[2].tensors.size(), 2U);
    EXPECT_EQ(plan.shards[3].tensors[0].name, "d");
    EXPECT_EQ(plan.index["metadata"]["total_size"], 67);
    EXPECT_EQ(plan.index["weight_map"].size(), 5U);
    EXPECT_EQ(plan.index["weight_map"]["c"], "model-00003-of-00004.safetensors");
}

TEST(ShardPlan, OfAThousandShardsIsReadBack) {
    const TemporaryFolder folder;
    std::vector<SafetensorsWriter::Declaration> tensors;
    for (int i = 0; i < 1000; ++i) {
        tensors.push_back({"t" + std::to_string(i), DType::U8, {1}});
    }
    const ShardPlan plan = planShards(tensors, 1);
    ASSERT_EQ(plan.shards.size(), 1000U);
    for (const ShardPlan::Shard& part : plan.shards) {
        folder.write(part.fileName, shard(part.tensors[0].name));
    }
    folder.write(kIndex, plan.index.dump());
    EXPECT_EQ(TensorFolder(folder.path()).tensors().size(), 1000U);
}

} // namespace
} // namespace halyard::testing
