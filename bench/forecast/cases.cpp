// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/forecast/cases.h"

#include "core/run/presets.h"

namespace halyard {

namespace {

struct ModelSize {
    const char* name;
    std::int64_t vocabulary, hidden, inner, layers, heads, kvHeads, headDim;
    bool tied;
    std::int64_t length, batch, steps;
};
constexpr ModelSize kSizes[] = {
    {"demo", 2048, 128, 384, 6, 4, 2, 32, true, 128, 16, 60},
    {"20M", 16384, 384, 1152, 8, 6, 2, 64, true, 256, 4, 16},
    {"75M", 32768, 512, 1536, 12, 8, 4, 64, false, 256, 4, 8},
};

Json configOf(const ModelSize& size) {
    return {{"model_type", "qwen3"},
            {"architectures", {"Qwen3ForCausalLM"}},
            {"vocab_size", size.vocabulary},
            {"hidden_size", size.hidden},
            {"intermediate_size", size.inner},
            {"num_hidden_layers", size.layers},
            {"num_attention_heads", size.heads},
            {"num_key_value_heads", size.kvHeads},
            {"head_dim", size.headDim},
            {"max_position_embeddings", 4096},
            {"tie_word_embeddings", size.tied},
            {"eos_token_id", 0}};
}

RunSpec specOf(const ModelSize& size, RunKind kind) {
    RunSpec spec = presetSpec("demo", kind);
    spec.model.config = kind == RunKind::Pretrain ? configOf(size) : Json::object();
    spec.data = {.context_length = size.length, .batch_size = size.batch, .accumulation = 1};
    spec.schedule.steps = size.steps;
    spec.schedule.warmup_steps = 2;
    spec.train.held_out_every_steps = size.steps / 2;
    spec.train.held_out_batches = 2;
    spec.train.checkpoint_every_steps = size.steps / 2;
    const std::string data = "data-" + std::to_string(size.length);
    spec.inputs = {{"data", data, {}, {}}, {"held_out", data, {}, {}}};
    const std::string before = std::string(size.name) + "-";
    if (kind == RunKind::Stage1 || kind == RunKind::Stage2) {
        spec.inputs.push_back({"teacher", before + "pretrain", {}, {}});
    }
    if (kind == RunKind::Stage2 || kind == RunKind::Stage3) {
        spec.inputs.push_back({"student", before + (kind == RunKind::Stage2 ? "stage1" : "stage2"), {}, {}});
    }
    return spec;
}

ForecastCase caseOf(const ModelSize& size, RunKind kind, const std::string& variant = "") {
    return {std::string(size.name) + "-" + std::string(nameOf(kind)) + variant, size.name, specOf(size, kind)};
}

} // namespace

std::vector<ForecastCase> forecastCases() {
    std::vector<ForecastCase> cases;
    for (const ModelSize& size : kSizes) {
        for (const RunKind kind : {RunKind::Pretrain, RunKind::Stage1, RunKind::Stage2, RunKind::Stage3}) {
            cases.push_back(caseOf(size, kind));
        }
    }
    const ModelSize& middle = kSizes[1];
    for (const RunKind kind : {RunKind::Pretrain, RunKind::Stage1, RunKind::Stage2}) {
        cases.push_back(caseOf(middle, kind, "-bfloat16"));
        cases.back().spec.train.dtype = "bfloat16";
    }
    cases.push_back(caseOf(middle, RunKind::Stage2, "-accumulation"));
    cases.back().spec.data.accumulation = 3;
    for (const char* setting : {"-long", "-checkpointing"}) {
        cases.push_back(caseOf(middle, RunKind::Stage3, setting));
        RunSpec& spec = cases.back().spec;
        spec.data = {.context_length = 2048, .batch_size = 2, .accumulation = 1};
        spec.inputs[0].path = spec.inputs[1].path = "data-2048";
        spec.schedule.steps = 6;
        spec.train.held_out_batches = 1;
        spec.train.activation_checkpointing = std::string(setting) == "-checkpointing";
    }
    return cases;
}

} // namespace halyard
