// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/presets.h"

#include "core/base/error.h"
#include "core/run/evaluation.h"
#include "core/run/nearest_name.h"

#include <algorithm>

namespace halyard {

namespace {

// A published model (halo.md section 4): what the stages share, and where the sizes differ.
struct PublishedModel {
    const char* preset;
    std::int64_t heads; // of the teacher, and of each lightning layer for queries, keys and values alike
    std::vector<std::int64_t> attentionLayers;
    double stage2LearningRate;
};

const std::vector<PublishedModel>& publishedModels() {
    static const std::vector<PublishedModel> kModels = {
        {"hypenet-2b", 16, {2, 3, 6, 8, 9, 21, 25}, 1e-4},
        {"hypenet-5b", 32, {0, 1, 7, 14, 15, 22, 24, 31, 33}, 5e-5},
        {"hypenet-9b", 32, {1, 2, 4, 6, 7, 10, 24, 33, 34}, 3e-5},
    };
    return kModels;
}

// Settings of the mixers that every published model shares.
Json lightningKeys(std::int64_t heads, std::int64_t headDim) {
    return {{"lightning_nh", heads},          {"lightning_nkv", heads},
            {"lightning_head_dim", headDim},  {"lightning_scale", "1/sqrt(d)"},
            {"lightning_use_rope", true},     {"lightning_use_qk_norm", true},
            {"lightning_use_output_norm", true}, {"lightning_use_output_gate", true}};
}

// The three stages of halo.md section 5. Published runs use 8 GPUs: batch and accumulation are those of one of them,
// and the number of GPUs is the run's --processes.
RunSpec publishedStage(const PublishedModel& model, RunKind kind) {
    RunSpec spec;
    spec.model.config = lightningKeys(model.heads, 128);
    spec.model.config["max_position_embeddings"] = 1048576;
    spec.optimizer.min_learning_rate = 1e-5;
    spec.schedule.warmup_steps = 50;
    spec.train.dtype = "bfloat16";
    spec.train.device = "cuda";
    if (kind == RunKind::Stage1) {
        spec.optimizer.learning_rate = 1e-3;
        spec.data = {.context_length = 512, .batch_size = 4, .accumulation = 1};
        spec.schedule.steps = 20000;
    } else if (kind == RunKind::Stage2) {
        spec.model.attention_layers = model.attentionLayers;
        spec.optimizer.learning_rate = model.stage2LearningRate;
        spec.data = {.context_length = 512, .batch_size = 12, .accumulation = 1};
        spec.schedule.steps = 20000;
    } else {
        spec.model.config = Json::object(); // the student says what it is
        spec.optimizer.learning_rate = 1e-5;
        spec.schedule.kind = "constant";
        spec.data = {.context_length = 16384, .batch_size = 1, .accumulation = 16};
        spec.schedule.steps = 500;
        spec.train.activation_checkpointing = true;
    }
    return spec;
}

constexpr std::int64_t kDemoHeads = 4;
constexpr std::int64_t kDemoHeadDim = 32;

Json demoTeacher() {
    return {{"model_type", "qwen3"},
            {"architectures", {"Qwen3ForCausalLM"}},
            {"vocab_size", 2048},
            {"hidden_size", 128},
            {"intermediate_size", 384},
            {"num_hidden_layers", 6},
            {"num_attention_heads", kDemoHeads},
            {"num_key_value_heads", 2},
            {"head_dim", kDemoHeadDim},
            {"max_position_embeddings", 4096},
            {"rms_norm_eps", 1e-6},
            {"rope_theta", 10000.0},
            {"tie_word_embeddings", true},
            {"initializer_range", 0.05},
            {"eos_token_id", 0},
            {"dtype", "float32"}};
}

// A model of 1.6 million parameters and its stages, small enough for two cores.
RunSpec demoRun(RunKind kind) {
    RunSpec spec;
    spec.data = {.context_length = 128, .batch_size = 16, .accumulation = 1};
    spec.schedule.warmup_steps = 20;
    spec.train.checkpoint_every_steps = 100;
    spec.train.held_out_every_steps = 50;
    spec.model.config = kind == RunKind::Pretrain ? demoTeacher()
                        : kind == RunKind::Stage3 ? Json::object()
                                                  : lightningKeys(kDemoHeads, kDemoHeadDim);
    if (kind != RunKind::Pretrain) {
        spec.model.attn_logits_scaling = "hype 128"; // A = the teacher's training length
    }
    if (kind == RunKind::Pretrain) {
        spec.optimizer.learning_rate = 3e-3;
        spec.optimizer.min_learning_rate = 1e-4;
        spec.optimizer.weight_decay = 0.1;
        spec.schedule.steps = 500;
    } else if (kind == RunKind::Stage1) {
        spec.optimizer.learning_rate = 3e-3;
        spec.schedule.steps = 150;
    } else if (kind == RunKind::Stage2) {
        spec.model.attention_layers = {1, 4};
        spec.optimizer.learning_rate = 1e-3;
        spec.schedule.steps = 250;
    } else {
        spec.data = {.context_length = 512, .batch_size = 4, .accumulation = 1};
        spec.optimizer.learning_rate = 3e-4;
        spec.optimizer.min_learning_rate = 3e-4;
        spec.schedule.kind = "constant";
        spec.schedule.steps = 100;
    }
    return spec;
}

} // namespace

std::vector<std::string> presetNames() {
    std::vector<std::string> names;
    for (const PublishedModel& model : publishedModels()) {
        names.emplace_back(model.preset);
    }
    names.emplace_back("demo");
    return names;
}

RunSpec presetSpec(const std::string& preset, RunKind kind) {
    const auto& models = publishedModels();
    const auto model =
        std::find_if(models.begin(), models.end(), [&](const PublishedModel& m) { return preset == m.preset; });
    const bool published = model != models.end();
    if (!published && preset != "demo") {
        throw invalidInput(HALYARD_TEXT("\"{preset}\" is not a preset. Did you mean \"{near}\"?"),
                           {{"preset", printable(preset)},
                            {"near", nearestName(preset, presetNames()).value_or("hypenet-2b")}});
    }
    if (isComposite(kind) || isEvaluation(kind) || (published && kind == RunKind::Pretrain)) {
        throw invalidInput(HALYARD_TEXT("The preset \"{preset}\" has no {kind}; it has stage1, stage2 and stage3."),
                           {{"preset", preset}, {"kind", std::string(nameOf(kind))}});
    }
    RunSpec spec = published ? publishedStage(*model, kind) : demoRun(kind);
    spec.kind = kind;
    spec.preset = preset;
    return spec;
}

} // namespace halyard
