// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/run_models.h"

namespace halyard {

// Bounds of a duration, in seconds.
struct SecondsRange {
    double least = 0;
    double most = 0;
};

// What one step computes, all its micro-batches together. With f the FLOPs of a forward pass of what is trained and t
// those of the teacher's (forwardFlops, cost.h):
//   pretrain, stage 3   3 f: the backward pass is two forward ones
//   stage 2             3 f + t
//   stage 1             3 · the mixers' part of f + t, both without the head
// and f (without the head) once more with activation checkpointing. A held-out measurement takes the same with f for 3 f.
struct StepWork {
    double flops = 0; // those of bfloat16 count for 1 / 1.6
    double heldOutFlops = 0; // of all batches of one measurement
    double needleFlops = 0;  // of the early needles of one checkpoint: documents and whole answers, read by the student
    double updated = 0;      // elements that the optimizer walks through
    double width = 0;        // hidden size: the smaller the matrices, the lower the speed
};
[[nodiscard]] StepWork stepWork(const RunSpec& spec, const RunModels& models);

// Seconds on a CPU that nobody has measured:
//   reference = flops / (threads · R · width / (width + W0)) + updated · U / threads
// R, W0 and U are those of one core with AVX-512 made in 2024 (core/cost/train_time.cpp). Other machines are seldom
// faster and often several times slower: from 0.65 to 3.6 times the reference.
[[nodiscard]] SecondsRange stepSeconds(const StepWork& work, int threads);
// Of a held-out measurement, and of the early needles of a checkpoint, in terms of a step's seconds.
[[nodiscard]] double heldOutSteps(const StepWork& work);
[[nodiscard]] double needleSteps(const StepWork& work);

} // namespace halyard
