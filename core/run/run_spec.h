// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/io/model_config.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// What a run does.
enum class RunKind { Pretrain, Stage1, Stage2, Stage3, Pipeline, Niah, Eval, Throughput, Scaling, Sweep, GaS2, Study };
[[nodiscard]] std::string_view nameOf(RunKind kind); // "pretrain", "stage1", …
[[nodiscard]] std::optional<RunKind> runKindFromName(std::string_view name);
[[nodiscard]] std::vector<std::string> runKindNames();
// The refusal of a name that is none, with the nearest that is; before begins the sentence ("run.json: " or nothing).
[[nodiscard]] Error unknownKind(const std::string& name, const std::string& before = {});

// Whether a run is done by its children, each a run of its own: pipeline, ga-s2, study.
[[nodiscard]] bool isComposite(RunKind kind);

// Something a run reads. role: "teacher" (model folder), "student" (run or checkpoint folder whose student goes on), "start"
// (the model whose weights pretraining begins with), "model" (what an evaluation measures; there may be several), "data",
// "held_out" (folders of token shards), "tokenizer" (model folder), "selection" (the file that model.attention_layers come
// from). step: of a run's checkpoint; none = newest.
// hash: of the input's defining file when the run was created, so that a changed input is seen as stale.
struct RunInput {
    std::string role;
    std::string path;
    std::optional<std::int64_t> step;
    std::string hash;
};

struct ModelPart {
    // Attention layers that stay softmax (stage 2, 3); 0-based, sorted. Stage 1 gives every layer a mixer.
    std::vector<std::int64_t> attention_layers;
    std::string mixer = "lightning-attn"; // published name of the mixer of the other layers
    bool attn_use_rope = false;
    bool attn_use_output_gate = true;
    std::string attn_logits_scaling = "hype 500"; // for evaluation and export; off in training
    bool expand_kv_proj = true;
    bool rand_init = false;
    // pretrain: the architecture as a config.json document of family qwen3; empty with an input "start". Others: overrides of mixer keys
    // ("lightning_use_short_conv": true).
    Json config = Json::object();
};

struct DataPart {
    std::int64_t context_length = 512; // tokens of a sequence
    std::int64_t batch_size = 4;       // sequences of a micro-batch
    std::int64_t accumulation = 1;     // micro-batches of a step
    bool shuffle = true;
};

struct OptimizerPart {
    double learning_rate = 1e-3; // peak
    double min_learning_rate = 1e-5;
    std::optional<double> mixer_learning_rate; // peak for mixers; none = learning_rate
    double beta1 = 0.9;
    double beta2 = 0.95;
    double epsilon = 1e-8;
    double weight_decay = 0;
    double clip_norm = 1; // 0 = off
};

struct SchedulePart {
    std::string kind = "cosine"; // cosine | wsd | constant
    std::int64_t steps = 0;      // exactly one of steps and tokens is given
    std::int64_t tokens = 0;
    std::int64_t warmup_steps = 50;
    std::int64_t decay_steps = 0; // wsd
};

struct TrainPart {
    std::string dtype = "float32";             // float32 | bfloat16 (with fp32 master weights)
    std::string align_loss = "mse";            // mse | l2norm (stage 1)
    bool activation_checkpointing = false;
    std::string on_non_finite = "stop";        // stop | skip
    std::int64_t log_every_steps = 1;
    std::int64_t held_out_every_steps = 100;   // 0 = never
    std::int64_t held_out_batches = 8;
    std::int64_t checkpoint_every_steps = 1000;
    std::int64_t keep_checkpoints = 3;
    std::vector<std::int64_t> milestones;      // steps whose checkpoint is never removed
    // Needles that the student is asked for at each checkpoint (stages 2 and 3; core/run/early_needles.h).
    std::vector<std::int64_t> needle_lengths;  // tokens of a document; empty = none are asked for
    std::string needle_tasks;                  // names with commas between them; empty = RULER's three single ones
    std::int64_t needle_documents = 8;         // of a task and a length
    std::int64_t needle_questions = 1;         // of one document
    std::string device = "cpu";                // cpu | cuda | cuda:N
    std::int64_t threads = 0;                  // 0 = all cores
    std::int64_t seed = 0;
};

// What an evaluation measures (core/run/evaluation.h).
struct EvaluationPart {
    std::string tasks;                                     // names with commas between them
    Json files = Json::object();                           // task -> file of items (eval)
    std::vector<std::int64_t> lengths = {512, 1024, 2048, 4096}; // tokens of a prompt
    std::vector<std::int64_t> depths = {0, 25, 50, 75, 100};     // percent
    std::int64_t trials = 25;                              // documents of a cell
    std::int64_t needles = 1;                              // asked of one document
    std::string filler;                                    // text file; empty = generated
    std::string scalings = "own";                          // own | none | c | "hype A", with commas between them
    std::string constants = "1.1,1.2,1.33,1.5,1.75,2";     // scaling: constant scales that are tried
    std::vector<std::int64_t> values = {16, 32, 64, 128, 256, 500, 1000, 2000}; // scaling: values of A
    std::int64_t max_new_tokens = 128;
    std::int64_t prefill_chunk = 2048;
    std::int64_t limit = 0;                                // items of a file; 0 = all
    std::int64_t new_tokens = 32;                          // throughput: decoded after each prompt
    std::int64_t repeats = 5;                              // throughput
};

// What the layers of a model are judged by (kinds sweep and ga-s2; core/run/evaluation.h).
struct SelectPart {
    std::int64_t keep = 0;             // layers a selection keeps; 0 = a quarter of them
    std::string screens = "kl";        // sweep: kl, zero, with a comma between them; empty = none
    std::int64_t synthetic_items = 100; // sweep: items of each synthetic task of the screen "zero"
    std::vector<std::int64_t> layers{}; // sweep: those that are exchanged, one after the other; empty = all
    std::int64_t rounds = 10;          // ga-s2: how often the probes are ranked, at equal steps
    std::int64_t patience = 3;         // ga-s2: ends once the kept layers were the same in so many rankings; 0 = never
};

// How far a run may go; not part of what it computes, so hashOf() leaves it out.
struct LimitsPart {
    double hours = 0;          // since its start or resumption, pauses included; 0 = no limit
    std::int64_t retries = 0;  // pipeline: how often a failed child is started again by itself
};

// The frozen description of a run, run.json. Keys are the field names, nested by part: "optimizer.learning_rate".
struct RunSpec {
    static constexpr std::int64_t kSchema = 1;
    std::int64_t schema = kSchema;
    RunKind kind = RunKind::Pretrain;
    std::string name;
    std::string preset;
    std::vector<RunInput> inputs;
    ModelPart model;
    DataPart data;
    OptimizerPart optimizer;
    SchedulePart schedule;
    TrainPart train;
    EvaluationPart eval;
    SelectPart select;
    LimitsPart limits;
    std::vector<RunSpec> children; // of a composite run, in order; empty for other kinds

    [[nodiscard]] const RunInput* input(std::string_view role) const;
};

// Strict: an unknown key is refused with the nearest known name, a newer schema by its number; types are checked here,
// ranges by validate(). Throws Error(InvalidInput).
[[nodiscard]] RunSpec runSpecFromJson(const Json& document, const std::string& source);
[[nodiscard]] Json toJson(const RunSpec& spec);
// XXH3-128 of the canonical JSON without limits, and without eval, select and early needles where they are not read: the identity
// of what was asked for.
[[nodiscard]] std::string hashOf(const RunSpec& spec);

// --set key=value: value is parsed by the field's type ("model.attention_layers=0,3,7"); a key below a document is set
// alone ("model.config.hidden_size=128"). Throws Error(InvalidInput).
void setField(RunSpec& spec, const std::string& dottedKey, const std::string& value);
// The same with a value of a document, whose type must be the setting's; source begins the sentence of a refusal.
void setField(RunSpec& spec, const std::string& dottedKey, const Json& value, const std::string& source);

} // namespace halyard
