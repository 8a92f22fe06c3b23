// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/train_time.h"

#include "core/cost/cost.h"
#include "core/cost/train_memory.h"
#include "core/run/early_needles.h"

#include <algorithm>

namespace halyard {

namespace {

constexpr double kFlopsPerSecond = 95e9; // R: of wide matrices
constexpr double kHalfSpeedWidth = 75;   // W0: a model of this width reaches half of it
constexpr double kUpdateSeconds = 4e-9;  // U: memory traffic of an element's weight, gradient and moments
constexpr double kBfloat16Speed = 1.6;   // against fp32: 2.3 where the processor has instructions for it, else below 1
constexpr double kFastest = 0.65, kSlowest = 3.6;

// Of one sequence: a pass through every layer, of it the mixers, and the head.
struct Pass {
    double layers = 0;
    double mixers = 0;
    double head = 0;
};

Pass passOf(const ModelConfig& config, std::int64_t context) {
    ModelConfig mixersAlone = config;
    mixersAlone.intermediate_size = 0;
    Pass pass;
    pass.layers = forwardFlops(config, context, 0);
    pass.mixers = forwardFlops(mixersAlone, context, 0);
    pass.head = forwardFlops(config, context, context) - pass.layers;
    return pass;
}

// An answer in text is read token by token; those of the bundled teacher's language are one token.
double needleFlops(const RunSpec& spec, const ModelConfig& student) {
    if (!asksNeedles(spec)) {
        return 0;
    }
    const RunSpec grid = needleGridOf(spec);
    double flops = 0;
    for (const std::string& task : needleTasksOf(grid)) {
        const std::int64_t answers = grid.eval.needles * (isOfTokens(task) ? 1 : grid.eval.max_new_tokens);
        for (const std::int64_t length : grid.eval.lengths) {
            flops += forwardFlops(student, length + answers, answers);
        }
    }
    return flops * static_cast<double>(grid.eval.trials);
}

} // namespace

StepWork stepWork(const RunSpec& spec, const RunModels& models) {
    const std::int64_t context = spec.data.context_length;
    const Pass student = passOf(models.student, context);
    const Pass teacher = models.teacher ? passOf(*models.teacher, context) : Pass{};
    const bool aligns = spec.kind == RunKind::Stage1;
    const double forward = aligns ? student.mixers : student.layers + student.head;
    const double beside = aligns ? teacher.layers : teacher.layers + teacher.head;
    const double again = !aligns && spec.train.activation_checkpointing ? student.layers : 0;
    const auto batch = static_cast<double>(spec.data.batch_size);
    StepWork work;
    work.flops = batch * static_cast<double>(spec.data.accumulation) * (3 * forward + beside + again);
    work.heldOutFlops = batch * static_cast<double>(spec.train.held_out_batches) * (forward + beside);
    work.needleFlops = needleFlops(spec, models.student);
    work.updated = trainedParameters(spec, models);
    if (spec.train.dtype == "bfloat16") {
        work.flops /= kBfloat16Speed;
        work.heldOutFlops /= kBfloat16Speed;
        work.needleFlops /= kBfloat16Speed;
    }
    work.width = static_cast<double>(models.student.hidden_size);
    return work;
}

SecondsRange stepSeconds(const StepWork& work, int threads) {
    const double speed = kFlopsPerSecond * work.width / (work.width + kHalfSpeedWidth);
    const double reference = (work.flops / speed + work.updated * kUpdateSeconds) / std::max(1, threads);
    return {kFastest * reference, kSlowest * reference};
}

double heldOutSteps(const StepWork& work) {
    return work.flops > 0 ? work.heldOutFlops / work.flops : 0;
}

double needleSteps(const StepWork& work) {
    return work.flops > 0 ? work.needleFlops / work.flops : 0;
}

} // namespace halyard
