// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/evaluation_run.h"

namespace halyard {

// A run of kind sweep: the teacher, and for each layer the teacher with the mixer of stage 1 there, on every chosen task; and
// the screens, which need no task. Weights are read once, mixers are exchanged by pointer, and what is below an exchanged layer
// is computed once (core/model/layer_exchange.h). Into the run folder, beside what evaluateRun() writes there, as results come:
//   sweep.json       core/select/score/sweep_file.h, each item's result with it
//   screen.json      core/select/score/screen_file.h
//   selections/      METHOD.json, when everything is measured: halo and jet-nemotron where there are tasks for them, kl, mse,
//                    ppl, smart, zero-TASK, uniform, random
// A (layer, task) that fails is told and the others go on; it is tried once more by itself at the end. What fails then, too,
// makes Error(Failed) that names it; the run may be continued. The layers are runs themselves, below children/ (layer_runs.h).
// With select.layers only those layers are exchanged, and nothing is selected.
[[nodiscard]] EvaluationEnd sweepRun(const RunSpec& spec, const RunFolder& run, const MixerRegistry& registry, const NeedleTasks& tasks);

// Plans, reads the weights and tries so many steps of the first task; keeps nothing and prints one line a step on stderr.
void sweepDry(const RunSpec& spec, const MixerRegistry& registry, const NeedleTasks& tasks, std::int64_t steps);

} // namespace halyard
