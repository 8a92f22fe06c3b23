// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/early_needle_fields.h"
#include "core/run/evaluation_fields.h"
#include "core/run/field_info.h"
#include "core/run/run_spec.h"

#include <concepts>
#include <type_traits>
#include <utility>

namespace halyard {

// The one list of settings: reading and writing run.json, --set, ranges, help and forms all come from it.
// visitFields(spec, visit) calls visit(member, const FieldInfo&) for each setting in the order a form shows them; spec
// may be const. A setting is one declaration below: its member, and what a person needs to know of it.

using FieldKinds = std::vector<RunKind>;

template <class Member> constexpr FieldInfo::Type fieldTypeOf() {
    using Type = FieldInfo::Type;
    if constexpr (std::same_as<Member, bool>) {
        return Type::Flag;
    } else if constexpr (std::same_as<Member, std::int64_t>) {
        return Type::Integer;
    } else if constexpr (std::same_as<Member, double> || std::same_as<Member, std::optional<double>>) {
        return Type::Number;
    } else if constexpr (std::same_as<Member, std::vector<std::int64_t>>) {
        return Type::IntegerList;
    } else if constexpr (std::same_as<Member, Json>) {
        return Type::Document;
    } else {
        static_assert(std::same_as<Member, std::string>);
        return Type::Text;
    }
}

// Passes one declaration on; the type of the setting is that of its member.
template <class Member, class Visitor> void declareField(Visitor& visit, Member& member, FieldInfo info) {
    info.type = info.choices.empty() ? fieldTypeOf<std::remove_const_t<Member>>() : FieldInfo::Type::Choice;
    visit(member, std::as_const(info));
}

template <class Part, class Visitor> void visitModelFields(Part& model, Visitor& visit) {
    const FieldKinds students = {RunKind::Stage1, RunKind::Stage2};
    declareField(visit, model.attention_layers,
                 {.key = "model.attention_layers",
                  .label = HALYARD_TEXT("Attention layers"),
                  .help = HALYARD_TEXT("Layers that keep softmax attention, counted from 0."),
                  .minimum = 0,
                  .maximum = 1023,
                  .kinds = {RunKind::Stage2}});
    declareField(visit, model.mixer,
                 {.key = "model.mixer",
                  .label = HALYARD_TEXT("Mixer"),
                  .help = HALYARD_TEXT("Mixer of the layers without softmax attention, by its published name."),
                  .kinds = students});
    declareField(visit, model.attn_use_rope,
                 {.key = "model.attn_use_rope",
                  .label = HALYARD_TEXT("Rotary positions in attention"),
                  .help = HALYARD_TEXT("Off is NoPE: the kept attention layers see no positions, as HyPE asks."),
                  .kinds = students});
    declareField(visit, model.attn_use_output_gate,
                 {.key = "model.attn_use_output_gate",
                  .label = HALYARD_TEXT("Output gate in attention"),
                  .help = HALYARD_TEXT("Multiplies the output of the kept attention layers by a learned gate."),
                  .kinds = students});
    declareField(visit, model.attn_logits_scaling,
                 {.key = "model.attn_logits_scaling",
                  .label = HALYARD_TEXT("Logits scaling"),
                  .help = HALYARD_TEXT("For evaluation and export: none, a number, or two words such as \"hype 500\". "
                                       "It is off in training."),
                  .kinds = {RunKind::Stage1, RunKind::Stage2, RunKind::Stage3}});
    declareField(visit, model.expand_kv_proj,
                 {.key = "model.expand_kv_proj",
                  .label = HALYARD_TEXT("Expand keys and values"),
                  .help = HALYARD_TEXT("Repeats the teacher's key and value heads so that each head has its own."),
                  .kinds = students});
    declareField(visit, model.rand_init,
                 {.key = "model.rand_init",
                  .label = HALYARD_TEXT("Random mixers"),
                  .help = HALYARD_TEXT("Starts mixers from random weights instead of the teacher's attention."),
                  .kinds = students});
    declareField(visit, model.config,
                 {.key = "model.config",
                  .label = HALYARD_TEXT("Model configuration"),
                  .help = HALYARD_TEXT("pretrain: the architecture as a config.json of family qwen3, unless it starts from a model. "
                                       "Other kinds: keys of the mixers that differ from the defaults."),
                  .kinds = {RunKind::Pretrain, RunKind::Stage1, RunKind::Stage2}});
}

// Kinds that measure models.
inline FieldKinds evaluationKinds() {
    return {RunKind::Niah, RunKind::Eval, RunKind::Throughput, RunKind::Scaling, RunKind::Sweep};
}

// Kinds that compute, in a worker of their own.
inline FieldKinds workingKinds() {
    return {RunKind::Pretrain, RunKind::Stage1, RunKind::Stage2, RunKind::Stage3,
            RunKind::Niah,     RunKind::Eval,   RunKind::Throughput, RunKind::Scaling, RunKind::Sweep};
}

inline FieldKinds everyKind() {
    FieldKinds out = workingKinds();
    out.insert(out.end(), {RunKind::Pipeline, RunKind::GaS2, RunKind::Study});
    return out;
}

// Kinds that take training steps.
inline FieldKinds trainingKinds() {
    return {RunKind::Pretrain, RunKind::Stage1, RunKind::Stage2, RunKind::Stage3};
}

template <class Part, class Visitor> void visitDataFields(Part& data, Visitor& visit) {
    declareField(visit, data.context_length,
                 {.key = "data.context_length",
                  .label = HALYARD_TEXT("Context length"),
                  .help = HALYARD_TEXT("Tokens of a sequence; the prepared data must have blocks of this length."),
                  .unit = "tokens",
                  .minimum = 2,
                  .maximum = 1 << 24,
                  .kinds = trainingKinds()});
    declareField(visit, data.batch_size,
                 {.key = "data.batch_size",
                  .label = HALYARD_TEXT("Batch size"),
                  .help = HALYARD_TEXT("Sequences of a micro-batch, on each process."),
                  .unit = "sequences",
                  .minimum = 1,
                  .maximum = 65536,
                  .kinds = trainingKinds()});
    declareField(visit, data.accumulation,
                 {.key = "data.accumulation",
                  .label = HALYARD_TEXT("Accumulation"),
                  .help = HALYARD_TEXT("Micro-batches of a step, on each process."),
                  .minimum = 1,
                  .maximum = 65536,
                  .kinds = trainingKinds()});
    declareField(visit, data.shuffle,
                 {.key = "data.shuffle",
                  .label = HALYARD_TEXT("Shuffle"),
                  .help = HALYARD_TEXT("Visits the blocks in a random order that depends on the seed alone."),
                  .kinds = trainingKinds()});
}

template <class Part, class Visitor> void visitOptimizerFields(Part& optimizer, Visitor& visit) {
    declareField(visit, optimizer.learning_rate,
                 {.key = "optimizer.learning_rate",
                  .label = HALYARD_TEXT("Learning rate"),
                  .help = HALYARD_TEXT("Peak, reached at the end of the warm-up."),
                  .minimum = 0,
                  .maximum = 1,
                  .exclusiveMinimum = true,
                  .kinds = trainingKinds()});
    declareField(visit, optimizer.min_learning_rate,
                 {.key = "optimizer.min_learning_rate",
                  .label = HALYARD_TEXT("Least learning rate"),
                  .help = HALYARD_TEXT("Where the schedule ends."),
                  .minimum = 0,
                  .maximum = 1,
                  .kinds = trainingKinds()});
    declareField(visit, optimizer.mixer_learning_rate,
                 {.key = "optimizer.mixer_learning_rate",
                  .label = HALYARD_TEXT("Learning rate of mixers"),
                  .help = HALYARD_TEXT("Peak for the parameters of mixers; none is the learning rate of all."),
                  .minimum = 0,
                  .maximum = 1,
                  .exclusiveMinimum = true,
                  .kinds = {RunKind::Stage2, RunKind::Stage3}});
    declareField(visit, optimizer.beta1,
                 {.key = "optimizer.beta1",
                  .label = HALYARD_TEXT("Beta 1"),
                  .help = HALYARD_TEXT("AdamW's decay of the mean of gradients."),
                  .minimum = 0,
                  .maximum = 0.999999,
                  .kinds = trainingKinds()});
    declareField(visit, optimizer.beta2,
                 {.key = "optimizer.beta2",
                  .label = HALYARD_TEXT("Beta 2"),
                  .help = HALYARD_TEXT("AdamW's decay of the mean of squared gradients."),
                  .minimum = 0,
                  .maximum = 0.999999,
                  .kinds = trainingKinds()});
    declareField(visit, optimizer.epsilon,
                 {.key = "optimizer.epsilon",
                  .label = HALYARD_TEXT("Epsilon"),
                  .help = HALYARD_TEXT("Added to the denominator of AdamW's step."),
                  .minimum = 0,
                  .maximum = 1,
                  .exclusiveMinimum = true,
                  .kinds = trainingKinds()});
    declareField(visit, optimizer.weight_decay,
                 {.key = "optimizer.weight_decay",
                  .label = HALYARD_TEXT("Weight decay"),
                  .help = HALYARD_TEXT("Decoupled decay of matrices; vectors never decay."),
                  .minimum = 0,
                  .maximum = 10,
                  .kinds = trainingKinds()});
    declareField(visit, optimizer.clip_norm,
                 {.key = "optimizer.clip_norm",
                  .label = HALYARD_TEXT("Gradient clipping"),
                  .help = HALYARD_TEXT("Largest norm of all gradients together; 0 is off."),
                  .minimum = 0,
                  .maximum = 1e6,
                  .kinds = trainingKinds()});
}

template <class Part, class Visitor> void visitScheduleFields(Part& schedule, Visitor& visit) {
    declareField(visit, schedule.kind,
                 {.key = "schedule.kind",
                  .label = HALYARD_TEXT("Schedule"),
                  .help = HALYARD_TEXT("Learning rate after the warm-up: a cosine, flat with a decay at the end (wsd), "
                                       "or constant."),
                  .choices = {"cosine", "wsd", "constant"},
                  .kinds = trainingKinds()});
    declareField(visit, schedule.steps,
                 {.key = "schedule.steps",
                  .label = HALYARD_TEXT("Steps"),
                  .help = HALYARD_TEXT("Length of the run; give either steps or tokens."),
                  .unit = "steps",
                  .minimum = 0,
                  .maximum = 1e9,
                  .kinds = trainingKinds()});
    declareField(visit, schedule.tokens,
                 {.key = "schedule.tokens",
                  .label = HALYARD_TEXT("Tokens"),
                  .help = HALYARD_TEXT("Length of the run in tokens, rounded up to whole steps."),
                  .unit = "tokens",
                  .minimum = 0,
                  .maximum = 1e15,
                  .kinds = trainingKinds()});
    declareField(visit, schedule.warmup_steps,
                 {.key = "schedule.warmup_steps",
                  .label = HALYARD_TEXT("Warm-up"),
                  .help = HALYARD_TEXT("Steps in which the learning rate rises from 0 to its peak."),
                  .unit = "steps",
                  .minimum = 0,
                  .maximum = 1e9,
                  .kinds = trainingKinds()});
    declareField(visit, schedule.decay_steps,
                 {.key = "schedule.decay_steps",
                  .label = HALYARD_TEXT("Decay"),
                  .help = HALYARD_TEXT("wsd: steps of the decay at the end."),
                  .unit = "steps",
                  .minimum = 0,
                  .maximum = 1e9,
                  .kinds = trainingKinds()});
}

template <class Part, class Visitor> void visitComputeFields(Part& train, Visitor& visit) {
    declareField(visit, train.dtype,
                 {.key = "train.dtype",
                  .label = HALYARD_TEXT("Number format"),
                  .help = HALYARD_TEXT("bfloat16 keeps float32 master weights and moments."),
                  .choices = {"float32", "bfloat16"},
                  .kinds = workingKinds()});
    declareField(visit, train.align_loss,
                 {.key = "train.align_loss",
                  .label = HALYARD_TEXT("Alignment loss"),
                  .help = HALYARD_TEXT("mse: mean of squares. l2norm: mean of norms, divided by the root of the width."),
                  .choices = {"mse", "l2norm"},
                  .kinds = {RunKind::Stage1}});
    declareField(visit, train.activation_checkpointing,
                 {.key = "train.activation_checkpointing",
                  .label = HALYARD_TEXT("Activation checkpointing"),
                  .help = HALYARD_TEXT("Computes activations twice to hold fewer of them."),
                  .kinds = {RunKind::Pretrain, RunKind::Stage2, RunKind::Stage3}});
    declareField(visit, train.on_non_finite,
                 {.key = "train.on_non_finite",
                  .label = HALYARD_TEXT("On a loss that is not finite"),
                  .help = HALYARD_TEXT("The step is never applied; then the run stops, or skips the batch."),
                  .choices = {"stop", "skip"},
                  .kinds = trainingKinds()});
    declareField(visit, train.device,
                 {.key = "train.device",
                  .label = HALYARD_TEXT("Device"),
                  .help = HALYARD_TEXT("cpu, cuda, or one GPU by its number: cuda:0."),
                  .kinds = workingKinds()});
    declareField(visit, train.threads,
                 {.key = "train.threads",
                  .label = HALYARD_TEXT("Threads"),
                  .help = HALYARD_TEXT("CPU threads; 0 is all cores."),
                  .minimum = 0,
                  .maximum = 1024,
                  .kinds = workingKinds()});
    declareField(visit, train.seed,
                 {.key = "train.seed",
                  .label = HALYARD_TEXT("Seed"),
                  .help = HALYARD_TEXT("The same seed and settings give the same loss bits on a CPU."),
                  .minimum = 0,
                  .maximum = 9007199254740991.0,
                  .kinds = workingKinds()});
}

template <class Part, class Visitor> void visitRecordFields(Part& train, Visitor& visit) {
    declareField(visit, train.log_every_steps,
                 {.key = "train.log_every_steps",
                  .label = HALYARD_TEXT("Log every"),
                  .help = HALYARD_TEXT("Steps between two entries of loss and speed."),
                  .unit = "steps",
                  .minimum = 1,
                  .maximum = 1e9,
                  .kinds = trainingKinds()});
    declareField(visit, train.held_out_every_steps,
                 {.key = "train.held_out_every_steps",
                  .label = HALYARD_TEXT("Held-out loss every"),
                  .help = HALYARD_TEXT("Steps between two measurements on held-out data; 0 is never."),
                  .unit = "steps",
                  .minimum = 0,
                  .maximum = 1e9,
                  .kinds = trainingKinds()});
    declareField(visit, train.held_out_batches,
                 {.key = "train.held_out_batches",
                  .label = HALYARD_TEXT("Held-out batches"),
                  .help = HALYARD_TEXT("Batches of one measurement on held-out data."),
                  .minimum = 1,
                  .maximum = 1e6,
                  .kinds = trainingKinds()});
    declareField(visit, train.checkpoint_every_steps,
                 {.key = "train.checkpoint_every_steps",
                  .label = HALYARD_TEXT("Checkpoint every"),
                  .help = HALYARD_TEXT("Steps between two checkpoints."),
                  .unit = "steps",
                  .minimum = 1,
                  .maximum = 1e9,
                  .kinds = trainingKinds()});
    declareField(visit, train.keep_checkpoints,
                 {.key = "train.keep_checkpoints",
                  .label = HALYARD_TEXT("Checkpoints kept"),
                  .help = HALYARD_TEXT("Newest checkpoints that stay, at least two, so that a damaged one has a predecessor; the "
                                       "last finite one and milestones always stay."),
                  .minimum = 2,
                  .maximum = 100000,
                  .kinds = trainingKinds()});
    declareField(visit, train.milestones,
                 {.key = "train.milestones",
                  .label = HALYARD_TEXT("Milestones"),
                  .help = HALYARD_TEXT("Steps whose checkpoint is never removed."),
                  .unit = "steps",
                  .minimum = 1,
                  .maximum = 1e9,
                  .kinds = trainingKinds()});
}

template <class Part, class Visitor> void visitLimitFields(Part& limits, Visitor& visit) {
    declareField(visit, limits.hours,
                 {.key = "limits.hours",
                  .label = HALYARD_TEXT("Time limit"),
                  .help = HALYARD_TEXT("Hours after which the run is stopped as by \"halyard stop\"; each start counts anew. "
                                       "0 is no limit."),
                  .unit = "hours",
                  .minimum = 0,
                  .maximum = 1e5,
                  .kinds = everyKind()});
    declareField(visit, limits.retries,
                 {.key = "limits.retries",
                  .label = HALYARD_TEXT("Retries"),
                  .help = HALYARD_TEXT("How often a run below this one that crashed is continued by itself."),
                  .minimum = 0,
                  .maximum = 100,
                  .kinds = {RunKind::Pipeline, RunKind::GaS2, RunKind::Study}});
}

template <class Spec, class Visitor> void visitFields(Spec& spec, Visitor&& visit) {
    declareField(visit, spec.name,
                 {.key = "name",
                  .label = HALYARD_TEXT("Name"),
                  .help = HALYARD_TEXT("What the run is called in lists; the folder's name when empty."),
                  .kinds = everyKind()});
    visitModelFields(spec.model, visit);
    visitDataFields(spec.data, visit);
    visitOptimizerFields(spec.optimizer, visit);
    visitScheduleFields(spec.schedule, visit);
    visitComputeFields(spec.train, visit);
    visitRecordFields(spec.train, visit);
    visitEarlyNeedles(spec.train, visit);
    visitEvaluationTasks(spec.eval, visit);
    visitEvaluationMeans(spec.eval, visit);
    visitSelect(spec.select, visit);
    visitLimitFields(spec.limits, visit);
}

} // namespace halyard
