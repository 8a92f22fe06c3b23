// SPDX-License-Identifier: GPL-3.0-or-later
// The disk that a forecast asks for beside what the trainer then writes.
#include "core/cost/run_forecast.h"
#include "tests/core/train/tiny_world.h"

#include <gtest/gtest.h>

namespace halyard {

namespace {

using testing::savedWeights;
using testing::TinyWorld;

struct ModelShape {
    std::int64_t hidden, inner, layers, heads, kvHeads, headDim, vocabulary;
    bool tied;
};

RunSpec pretrain(const TinyWorld& world, const ModelShape& shape) {
    RunSpec spec = world.spec(RunKind::Pretrain);
    spec.model.config.update(Json{{"hidden_size", shape.hidden},
                                  {"intermediate_size", shape.inner},
                                  {"num_hidden_layers", shape.layers},
                                  {"num_attention_heads", shape.heads},
                                  {"num_key_value_heads", shape.kvHeads},
                                  {"head_dim", shape.headDim},
                                  {"vocab_size", shape.vocabulary},
                                  {"tie_word_embeddings", shape.tied}});
    return spec;
}

double folderBytes(const std::filesystem::path& folder) {
    double bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        bytes += entry.is_regular_file() ? static_cast<double>(entry.file_size()) : 0;
    }
    return bytes;
}

// Forecast, trainer's own count and what save() writes agree within 2 % (promises.md P5).
void expectAgreement(const RunSpec& spec, const std::filesystem::path& folder) {
    const Trainer trainer(buildTraining(spec, standardMixers()));
    std::filesystem::create_directories(folder);
    trainer.save(folder);
    const auto forecast = forecastsOf(spec, {".", std::nullopt, 1}).front().checkpointBytes;
    ASSERT_TRUE(forecast);
    const auto counted = static_cast<double>(trainer.checkpointBytes());
    EXPECT_NEAR(*forecast / counted, 1, 0.02) << nameOf(spec.kind);
    EXPECT_NEAR(*forecast / folderBytes(folder), 1, 0.02) << nameOf(spec.kind);
}

TEST(CheckpointForecast, AgreesWithTheTrainerForSixModelShapes) {
    const ModelShape shapes[] = {
        {128, 384, 6, 4, 2, 32, 2048, true}, {128, 384, 6, 4, 2, 32, 2048, false}, {64, 512, 12, 8, 8, 32, 4096, true},
        {256, 700, 2, 2, 1, 128, 512, true}, {96, 96, 3, 3, 1, 48, 16'384, false}, {320, 960, 4, 5, 5, 64, 1024, true},
    };
    const TinyWorld world;
    int index = 0;
    for (const ModelShape& shape : shapes) {
        SCOPED_TRACE(index);
        RunSpec spec = pretrain(world, shape);
        spec.train.dtype = index % 2 == 0 ? "float32" : "bfloat16";
        expectAgreement(spec, world / ("shape-" + std::to_string(index++)));
    }
}

TEST(CheckpointForecast, AgreesWithTheTrainerForEveryStage) {
    const TinyWorld world;
    const RunSpec teaching = pretrain(world, {128, 384, 6, 4, 2, 32, 2048, true});
    const std::string teacher = savedWeights(Trainer(buildTraining(teaching, standardMixers())), world / "teacher");
    RunSpec spec = world.spec(RunKind::Stage1);
    spec.inputs.push_back({"teacher", teacher, {}, {}});
    expectAgreement(spec, world / "stage1");
    spec = world.spec(RunKind::Stage2);
    spec.model.attention_layers = {1, 4};
    spec.inputs.push_back({"teacher", teacher, {}, {}});
    spec.inputs.push_back({"student", world / "stage1", {}, {}});
    expectAgreement(spec, world / "stage2");
    spec = world.spec(RunKind::Stage3);
    spec.inputs.push_back({"student", world / "stage2", {}, {}});
    expectAgreement(spec, world / "stage3");
}

} // namespace

} // namespace halyard
