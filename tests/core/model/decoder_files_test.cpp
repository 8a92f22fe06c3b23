// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/stage1_files.h"
#include "core/model/stored_tensor.h"
#include "tests/core/model/small_models.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <sys/resource.h>
#include <unistd.h>

namespace halyard {
namespace {

using testing::contentOf;
using testing::expectRefused;
using testing::hypenetDocument;
using testing::qwen3Document;
using testing::randomDecoder;
using testing::refusalOf;
using testing::TemporaryFolder;
using testing::Variant;
using testing::variants;

Decoder loaded(const std::filesystem::path& folder, at::ScalarType type = at::kFloat) {
    return Decoder::load(openModelFolder(folder), standardMixers(), type);
}

std::map<std::string, at::Tensor> tensorsIn(const std::filesystem::path& folder) {
    const TensorFolder stored(folder);
    std::map<std::string, at::Tensor> out;
    for (const auto& [name, entry] : stored.tensors()) {
        out[name] = tensorOf(entry);
    }
    return out;
}

void writeTensors(const std::filesystem::path& folder, const std::map<std::string, at::Tensor>& tensors) {
    std::vector<SafetensorsWriter::Declaration> declarations;
    for (const auto& [name, tensor] : tensors) {
        declarations.push_back(declarationOf({name, tensor}));
    }
    SafetensorsWriter writer(folder / "model.safetensors", declarations);
    for (const auto& [name, tensor] : tensors) {
        const at::Tensor whole = tensor.contiguous();
        writer.append(bytesOf(whole));
    }
    writer.commit();
}

// A saved model, its tensors to be spoiled.
struct Spoiled {
    explicit Spoiled(const Json& document = hypenetDocument()) {
        saveDecoder(randomDecoder(document), m_folder.path());
        tensors = tensorsIn(m_folder.path());
    }
    void expectRefusal(const std::string& part) const {
        writeTensors(m_folder.path(), tensors);
        expectRefusalOfFolder(part);
    }
    void expectRefusalOfFolder(const std::string& part) const {
        const testing::Refusal refusal = refusalOf([&] { (void)loaded(m_folder.path()); });
        EXPECT_EQ(refusal.exitCode, 2) << refusal.sentence;
        EXPECT_TRUE(refusal.says(m_folder.path().string())) << refusal.sentence;
        EXPECT_TRUE(refusal.says(part)) << "expected: " << part << "\nsaid: " << refusal.sentence;
    }
    void change(const Json& changes) const {
        Json document = readJsonFile(m_folder / "config.json");
        document.update(changes);
        writeJsonFile(m_folder / "config.json", document);
    }

    TemporaryFolder m_folder;
    std::map<std::string, at::Tensor> tensors;
};

TEST(DecoderFiles, SavedAndLoadedModelsHaveTheSameBytes) {
    for (const Variant& variant : variants()) {
        SCOPED_TRACE(variant.name);
        const TemporaryFolder first, second;
        const Decoder decoder = randomDecoder(variant.document);
        saveDecoder(decoder, first.path());
        const Decoder again = loaded(first.path());
        const NamedTensors a = decoder.parameters();
        const NamedTensors b = again.parameters();
        ASSERT_EQ(a.size(), b.size());
        for (std::size_t i = 0; i < a.size(); ++i) {
            EXPECT_EQ(a[i].name, b[i].name);
            EXPECT_TRUE(at::equal(a[i].tensor, b[i].tensor)) << a[i].name;
        }
        saveDecoder(again, second.path());
        for (const char* file : {"config.json", "model.safetensors"}) {
            EXPECT_EQ(contentOf(first / file), contentOf(second / file)) << file;
        }
        EXPECT_EQ(first.entries(), 2U);
    }
}

TEST(DecoderFiles, ShardsHoldWhatOneFileHolds) {
    const TemporaryFolder whole, shards, bfloat16;
    const Decoder decoder = randomDecoder(hypenetDocument());
    saveDecoder(decoder, whole.path());
    saveDecoder(decoder, shards.path(), 8'000);
    EXPECT_FALSE(std::filesystem::exists(shards / "model.safetensors"));
    const Json index = readJsonFile(shards / "model.safetensors.index.json");
    EXPECT_EQ(index.at("weight_map").size(), decoder.parameters().size());
    EXPECT_GT(shards.entries(), 2U + 5);
    for (const auto& entry : std::filesystem::directory_iterator(shards.path())) {
        EXPECT_LT(entry.file_size(), 16'000U) << entry.path();
    }
    const auto expected = tensorsIn(whole.path());
    const NamedTensors found = loaded(shards.path()).parameters();
    ASSERT_EQ(found.size(), expected.size());
    for (const NamedTensor& one : found) {
        EXPECT_TRUE(at::equal(one.tensor, expected.at(one.name))) << one.name;
    }
    saveDecoder(loaded(whole.path(), at::kBFloat16), bfloat16.path());
    EXPECT_EQ(readJsonFile(bfloat16 / "config.json").at("dtype"), "bfloat16");
    for (const auto& [name, tensor] : tensorsIn(bfloat16.path())) {
        EXPECT_EQ(tensor.scalar_type(), at::kBFloat16);
        EXPECT_TRUE(at::equal(tensor, expected.at(name).to(at::kBFloat16))) << name;
    }
}

TEST(DecoderFiles, AMissingTensorIsNamed) {
    for (const char* name : {"model.embed_tokens.weight", "model.layers.1.self_attn.k_norm.weight", "lm_head.weight",
                             "model.layers.0.self_attn.q_proj.weight"}) {
        Spoiled model;
        ASSERT_EQ(model.tensors.erase(name), 1U);
        model.expectRefusal(std::string("tensors are missing: ") + name + ".");
    }
}

TEST(DecoderFiles, ATensorWithoutAPlaceIsNamed) {
    for (const char* name : {"model.layers.3.input_layernorm.weight", "model.layers.1.self_attn.q_proj.bias", "extra",
                             "model.layers.0.self_attn.z_proj.weight"}) {
        Spoiled model;
        model.tensors[name] = at::zeros({2});
        model.expectRefusal(std::string("tensors that config.json has no place for: ") + name + ".");
    }
    Spoiled many;
    for (const char* name : {"e1", "e2", "e3", "e4", "e5", "e6", "e7"}) {
        many.tensors[name] = at::zeros({2});
    }
    many.expectRefusal("no place for: e1, e2, e3, e4, e5, … (7 in all).");
}

TEST(DecoderFiles, ATensorOfAnotherShapeIsNamed) {
    for (const char* name : {"model.layers.2.self_attn.v_proj.weight", "lm_head.weight", "model.norm.weight",
                             "model.layers.1.mlp.down_proj.weight", "model.layers.0.mlp.gate_proj.weight"}) {
        Spoiled model;
        const Shape wanted = model.tensors.at(name).sizes().vec();
        model.tensors[name] = at::zeros({5, 3});
        model.expectRefusal(std::string("tensor \"") + name + "\" has the shape [5, 3]; config.json asks for " +
                            toString(wanted) + ".");
    }
}

TEST(DecoderFiles, ATensorThatHoldsNoWeightsIsNamed) {
    Spoiled model;
    model.tensors["model.norm.weight"] = at::ones({24}, at::kLong);
    model.expectRefusal("tensor \"model.norm.weight\" is of type I64, which holds no weights this program reads.");
}

TEST(DecoderFiles, SizesThatTheFilesCannotFillAreRefusedAtOnce) {
    Spoiled model(qwen3Document());
    model.change({{"num_hidden_layers", 1'000'000'000}});
    model.expectRefusalOfFolder("\"num_hidden_layers\" is 1000000000");
    model.change({{"num_hidden_layers", 10'000}});
    model.expectRefusalOfFolder("config.json says 10,000 layers, but there are only ");
    model.change({{"num_hidden_layers", 3}, {"vocab_size", 100'000'000}});
    model.expectRefusalOfFolder("ask for [100000000, 24], but model.embed_tokens.weight has [61, 24].");
    model.change({{"vocab_size", 61}, {"intermediate_size", 1'048'576}});
    model.expectRefusalOfFolder("tensor \"model.layers.0.mlp.gate_proj.weight\" has the shape [40, 24]");
    model.change({{"intermediate_size", 40}, {"num_attention_heads", 65'536}, {"head_dim", 256}});
    model.expectRefusalOfFolder("tensor \"model.layers.0.self_attn.q_proj.weight\" has the shape [32, 24]; config.json "
                                "asks for [16777216, 24].");
}

// Room for what a process may map beyond what it maps now.
class AddressSpaceLimit {
public:
    explicit AddressSpaceLimit(std::uint64_t room) {
        std::uint64_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        EXPECT_EQ(::getrlimit(RLIMIT_AS, &m_before), 0);
        struct rlimit tight = m_before;
        tight.rlim_cur = pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) + room;
        EXPECT_EQ(::setrlimit(RLIMIT_AS, &tight), 0);
    }
    ~AddressSpaceLimit() { EXPECT_EQ(::setrlimit(RLIMIT_AS, &m_before), 0); }
    AddressSpaceLimit(const AddressSpaceLimit&) = delete;
    AddressSpaceLimit& operator=(const AddressSpaceLimit&) = delete;

private:
    struct rlimit m_before {};
};

TEST(DecoderFiles, SizesOfMixersAreRefusedBeforeMemoryIsTaken) {
#ifdef __SANITIZE_ADDRESS__
    GTEST_SKIP() << "the sanitizer needs the whole address space";
#endif
    const Spoiled model;
    // Six projections of 1.6 GB in each of two layers.
    model.change({{"lightning_nh", 4096},
                  {"lightning_nkv", 4096},
                  {"lightning_head_dim", 4096},
                  {"lightning_use_rope", false},
                  {"lightning_use_output_norm", true}});
    const AddressSpaceLimit limit(std::uint64_t{256} << 20U);
    model.expectRefusalOfFolder("has the shape [32, 24]; config.json asks for [16777216, 24]");
}

TEST(DecoderFiles, ATiedModelMayRepeatItsHeadButNotHaveAnother) {
    Json document = qwen3Document();
    document["tie_word_embeddings"] = true;
    Spoiled model(document);
    model.tensors["lm_head.weight"] = model.tensors.at("model.embed_tokens.weight").clone();
    writeTensors(model.m_folder.path(), model.tensors);
    EXPECT_NO_THROW((void)loaded(model.m_folder.path()));
    model.tensors["lm_head.weight"][60][23] += 1;
    model.expectRefusal("tensors that config.json has no place for: lm_head.weight.");
}

// Mixers of stage 1 as a folder, under the names of the published training code if asked for.
std::map<std::string, at::Tensor> mixerTensors(const Stage1Student& student, bool published) {
    std::map<std::string, at::Tensor> out;
    for (std::size_t layer = 0; layer < student.mixers.size(); ++layer) {
        const std::string prefix = (published ? "model.model.layers." : "model.layers.") + std::to_string(layer) +
                                   ".self_attn." + (published ? "student_layer." : "");
        for (const NamedTensor& one : student.mixers[layer]->parameters()) {
            out[prefix + one.name] = one.tensor;
        }
    }
    return out;
}

Stage1Student freshStudent(std::uint64_t seed) {
    return makeStage1Student(randomDecoder(qwen3Document(), standardMixers(), seed),
                             modelConfigFromJson(hypenetDocument(), "a test"), standardMixers(), at::kFloat, seed);
}

TEST(Stage1Files, AreReadUnderBothNames) {
    const Stage1Student source = freshStudent(1);
    for (const bool published : {false, true}) {
        const TemporaryFolder folder;
        auto tensors = mixerTensors(source, published);
        tensors["model.layers.0.mlp.up_proj.weight"] = at::ones({2}); // the teacher's own, not read
        tensors["model.model.layers.0.self_attn.teacher_layer.q_proj.weight"] = at::ones({2});
        writeTensors(folder.path(), tensors);
        Stage1Student student = freshStudent(2);
        loadStage1Mixers(folder.path(), student);
        for (const auto& [name, tensor] : mixerTensors(source, false)) {
            EXPECT_TRUE(at::equal(mixerTensors(student, false).at(name), tensor)) << name;
        }
    }
}

TEST(Stage1Files, AreRefusedByFolderAndTensor) {
    const auto whole = mixerTensors(freshStudent(1), false);
    const std::string name = "model.layers.1.self_attn.v_proj.weight";
    const auto refused = [&](const std::map<std::string, at::Tensor>& tensors, const std::string& part) {
        const TemporaryFolder folder;
        writeTensors(folder.path(), tensors);
        Stage1Student student = freshStudent(2);
        expectRefused([&] { loadStage1Mixers(folder.path(), student); }, folder.path().string() + part);
    };
    auto spoiled = whole;
    spoiled.erase(name);
    refused(spoiled, ": tensor \"" + name + "\" of the stage-1 mixers is missing.");
    spoiled[name] = at::zeros({16, 23});
    refused(spoiled,
            ": tensor \"" + name + "\" has the shape [16, 23]; the student's configuration asks for [16, 24].");
    spoiled = whole;
    spoiled["model.layers.3.self_attn.q_proj.weight"] = at::zeros({2});
    refused(spoiled,
            ": the student's configuration has no place for tensor \"model.layers.3.self_attn.q_proj.weight\".");
}

} // namespace
} // namespace halyard
