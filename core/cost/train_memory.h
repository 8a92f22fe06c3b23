// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/run_models.h"

namespace halyard {

// Resident bytes of halyard-worker while it trains on the CPU, from the second step on (the first one creates the
// optimizer's moments). With P parameters held, M of them trained, and e bytes an element of weights, gradients and
// activations (fp32: 4, bfloat16: 2):
//   program    LibTorch, its threads and their work space: measured, constant
//   weights    e · P; stages 1 and 2 hold the teacher besides what is trained
//   optimizer  8 · M (two moments in fp32), and 4 · M more for the fp32 masters of bfloat16 parameters
//   step       the most that gradients and activations of a micro-batch of N = batch · context tokens take together
//              step > gradients of earlier micro-batches (e · M with accumulation) + the largest of
//                loss       activations of every layer, a chunk of logits (two for stage 2), gradients of head and states
//                backward   activations of every layer and what the last layer's backward pass makes
//                end        gradients of everything, and the embedding's own before it is added to a tied head's
//              With activation checkpointing a layer keeps its input alone; one layer's activations come back at a time,
//              and of all of them 43 % stay resident in the end (measured).
//              Stage 1 keeps the activations of one mixer at a time and needs no head (halo.md section 5).
//   holes      what the allocator rounds up and leaves free between: 4 % of the three above, measured
// What a layer keeps for its backward pass, in elements of e bytes (D hidden, F feed-forward, W = heads · head size,
// K = key/value heads · head size):
//   every layer     4ND + 3NF
//   attention       N (3W + K + 2 max(W, K)), 2NW more with an output gate, and 4 bytes for each head and token
//   lightning       N (3W + K + 2W), NW more for the norm, 2NW for the gate, 3N (W + 2K) for short convolutions
struct TrainMemory {
    double program = 0;
    double weights = 0;
    double optimizer = 0;
    double step = 0;
    double holes = 0;
    [[nodiscard]] double total() const { return program + weights + optimizer + step + holes; }
};
// threads: of the run (train.threads, or the machine's cores). Throws Error(InvalidInput) for a mixer of unknown cost.
[[nodiscard]] TrainMemory trainMemory(const RunSpec& spec, const RunModels& models, int threads);

// Elements that are trained.
[[nodiscard]] double trainedParameters(const RunSpec& spec, const RunModels& models);

} // namespace halyard
