// SPDX-License-Identifier: GPL-3.0-or-later
// The reference cases: small models and what the published code computes with them.
#include "core/model/generate.h"
#include "core/model/stage1_files.h"
#include "core/model/stored_tensor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace halyard {
namespace {

namespace fs = std::filesystem;

constexpr double kTolerance = 2e-5; // of max |a - b| / max |b|
constexpr std::size_t kCases = 9;

fs::path oracleFolder() {
    if (const char* folder = std::getenv("HALYARD_ORACLES"); folder != nullptr && *folder != '\0') {
        return folder;
    }
    const char* source = std::getenv("HALYARD_SOURCE_DIR");
    return fs::path(source != nullptr ? source : ".") / ".." / "shared" / "oracles";
}

std::vector<fs::path> casesWith(const char* part) {
    std::vector<fs::path> out;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(oracleFolder(), error)) {
        if (fs::exists(entry.path() / part)) {
            out.push_back(entry.path());
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

bool casesAreRequired() {
    const char* required = std::getenv("HALYARD_REQUIRE_ORACLES");
    return required != nullptr && std::strcmp(required, "1") == 0;
}

std::map<std::string, at::Tensor> tensorsIn(const fs::path& file) {
    const SafetensorsFile stored(file);
    std::map<std::string, at::Tensor> out;
    for (const TensorInfo& info : stored.tensors()) {
        out[info.name] = tensorOf(stored, info);
    }
    return out;
}

at::Tensor idsOf(const fs::path& oracle) {
    std::vector<at::Tensor> rows;
    for (const Json& row : readJsonFile(oracle / "ids.json")) {
        rows.push_back(at::tensor(row.get<std::vector<std::int64_t>>(), at::kLong));
    }
    return at::stack(rows);
}

double errorOf(const at::Tensor& found, const at::Tensor& expected) {
    EXPECT_EQ(found.sizes(), expected.sizes());
    return (found - expected).abs().max().item<double>() / expected.abs().max().item<double>();
}

Decoder loaded(const fs::path& folder) {
    return Decoder::load(openModelFolder(folder), standardMixers(), at::kFloat);
}

at::Tensor logitsOf(const Decoder& decoder, const at::Tensor& ids_BT, bool scaled) {
    const auto context = decoder.contextFor(ids_BT.size(0), ids_BT.size(1), nullptr, {}, scaled);
    return decoder.logits(decoder.hidden_BTD(ids_BT, context));
}

class Oracles : public ::testing::Test {
protected:
    void SetUp() override {
        const std::size_t found = casesWith("expected.safetensors").size();
        if (casesAreRequired()) {
            ASSERT_GE(found, kCases) << "reference cases in " << oracleFolder();
        } else if (found == 0) {
            GTEST_SKIP() << "REFERENCE CASES WERE NOT COMPARED: there is no " << oracleFolder()
                         << "; set HALYARD_ORACLES to their folder.";
        }
    }
    at::NoGradGuard m_noGradients;
};

TEST_F(Oracles, GiveTheSameLogits) {
    for (const fs::path& oracle : casesWith("student")) {
        SCOPED_TRACE(oracle.filename());
        const auto expected = tensorsIn(oracle / "expected.safetensors");
        const at::Tensor ids_BT = idsOf(oracle);
        const Decoder student = loaded(oracle / "student");
        EXPECT_LT(errorOf(logitsOf(loaded(oracle / "teacher"), ids_BT, true), expected.at("teacher_logits")),
                  kTolerance);
        EXPECT_LT(errorOf(logitsOf(student, ids_BT, true), expected.at("student_logits")), kTolerance);
        const bool scaling = student.config().attn_logits_scaling.kind != LogitsScaling::Kind::None;
        EXPECT_EQ(expected.contains("student_logits_unscaled"), scaling);
        if (scaling) {
            EXPECT_LT(errorOf(logitsOf(student, ids_BT, false), expected.at("student_logits_unscaled")), kTolerance);
        }
    }
}

void compareLayers(const Decoder& decoder, const at::Tensor& ids_BT, const std::string& who,
                   const std::map<std::string, at::Tensor>& expected) {
    const auto near = [&](const std::string& name, const at::Tensor& found) {
        EXPECT_LT(errorOf(found, expected.at(who + name)), kTolerance) << who << name;
    };
    DecoderCache cache = decoder.makeCache();
    const auto context = decoder.contextFor(ids_BT.size(0), ids_BT.size(1), &cache, {}, true);
    at::Tensor hidden = decoder.embed(ids_BT);
    near("hidden/0", hidden);
    for (std::size_t i = 0; i < decoder.layers().size(); ++i) {
        const DecoderLayer& layer = decoder.layers()[i];
        const std::string number = std::to_string(i);
        const at::Tensor input = layer.mixerInput(hidden);
        const at::Tensor mixed = layer.mixer->forward(input, context, cache.layers[i].get());
        near("mixer_in/" + number, input);
        near("mixer_out/" + number, mixed);
        hidden = layer.finish(hidden, mixed);
        near("hidden/" + std::to_string(i + 1), hidden);
        for (const NamedTensor& kept : cache.layers[i]->tensors()) {
            if (kept.name == "state") {
                near("state/" + number, kept.tensor);
            }
        }
    }
}

TEST_F(Oracles, AgreeLayerByLayerAndInTheRecurrentState) {
    for (const fs::path& oracle : casesWith("layerwise.safetensors")) {
        SCOPED_TRACE(oracle.filename());
        const auto expected = tensorsIn(oracle / "layerwise.safetensors");
        const at::Tensor ids_BT = idsOf(oracle);
        compareLayers(loaded(oracle / "teacher"), ids_BT, "teacher_", expected);
        compareLayers(loaded(oracle / "student"), ids_BT, "student_", expected);
    }
}

TEST_F(Oracles, TransferTheSameWeights) {
    for (const fs::path& oracle : casesWith("transfer.safetensors")) {
        SCOPED_TRACE(oracle.filename());
        const Decoder teacher = loaded(oracle / "teacher");
        const ModelConfig config = readModelConfig(oracle / "student" / "config.json");
        const Stage1Student student = makeStage1Student(teacher, config, standardMixers(), at::kFloat, 0);
        const auto expected = tensorsIn(oracle / "transfer.safetensors");
        EXPECT_EQ(student.transferred.size(), expected.size());
        for (const NamedTensor& tensor : student.transferred) {
            ASSERT_TRUE(expected.contains(tensor.name)) << tensor.name;
            EXPECT_TRUE(at::equal(tensor.tensor, expected.at(tensor.name))) << tensor.name;
        }
    }
}

TEST_F(Oracles, ContinueGreedilyWithTheSameTokensAndLogits) {
    for (const fs::path& oracle : casesWith("student")) {
        SCOPED_TRACE(oracle.filename());
        const Json decode = readJsonFile(oracle / "expected.json").at("decode");
        const auto prompt = decode.at("prompt").get<std::vector<std::int64_t>>();
        const auto tokens = decode.at("tokens").get<std::vector<std::int64_t>>();
        const Decoder student = loaded(oracle / "student");
        GenerateOptions options;
        options.maxNewTokens = static_cast<std::int64_t>(tokens.size());
        EXPECT_EQ(generate(student, {prompt}, options).front(), tokens);
        DecoderCache cache = student.makeCache();
        at::Tensor next = at::tensor(prompt, at::kLong).unsqueeze(0);
        std::vector<at::Tensor> logits;
        for (const std::int64_t token : tokens) {
            const auto context = student.contextFor(1, next.size(1), &cache, {}, true);
            logits.push_back(student.logits(student.hidden_BTD(next, context, &cache)).select(1, -1)[0]);
            next = at::full({1, 1}, token, at::kLong);
        }
        EXPECT_LT(errorOf(at::stack(logits), tensorsIn(oracle / "expected.safetensors").at("decode_logits")),
                  kTolerance);
    }
}

TEST_F(Oracles, ImportThePublishedStage1CheckpointExactly) {
    const fs::path oracle = oracleFolder() / "t_training_checkpoints";
    const ModelConfig config = readModelConfig(oracle / "stage2" / "student_config.json");
    const Decoder teacher = Decoder::load(openModelFolder(oracle / "teacher"), standardMixers(), at::kBFloat16);
    Stage1Student mixers = makeStage1Student(teacher, config, standardMixers(), at::kBFloat16, 0);
    loadStage1Mixers(oracle / "stage1" / "ckpt_20000", mixers);
    const Decoder student =
        makeStage2Student(teacher, config, std::move(mixers.mixers), standardMixers(), at::kBFloat16, 0);
    const auto expected = tensorsIn(oracle / "stage2_start.safetensors");
    std::size_t compared = 0;
    for (const NamedTensor& parameter : student.parameters()) {
        const auto found = expected.find(parameter.name);
        if (found == expected.end()) {
            EXPECT_NE(parameter.name.find("o_gate.weight"), std::string::npos) << parameter.name;
            continue;
        }
        EXPECT_TRUE(at::equal(parameter.tensor, found->second)) << parameter.name;
        ++compared;
    }
    EXPECT_EQ(compared, expected.size());
}

TEST_F(Oracles, GiveTheLogitsOfTrainedModels) {
    const fs::path oracle = oracleFolder() / "t_training_checkpoints";
    const auto expected = tensorsIn(oracle / "expected.safetensors");
    const at::Tensor ids_BT = idsOf(oracle);
    EXPECT_LT(errorOf(logitsOf(loaded(oracle / "teacher"), ids_BT, true), expected.at("teacher_logits")), kTolerance);
    Decoder student = loaded(oracle / "export");
    EXPECT_LT(errorOf(logitsOf(student, ids_BT, true), expected.at("export_logits")), kTolerance);
    const std::string prefix = "student_model.";
    std::size_t taken = 0;
    for (const auto& [name, tensor] : tensorsIn(oracle / "stage2" / "ckpt_20000" / "model.safetensors")) {
        if (name.starts_with(prefix)) {
            student.set(name.substr(prefix.size()), tensor.to(at::kFloat));
            ++taken;
        }
    }
    EXPECT_EQ(taken, student.parameters().size());
    EXPECT_LT(errorOf(logitsOf(student, ids_BT, true), expected.at("stage2_student_logits")), kTolerance);
}

} // namespace
} // namespace halyard
