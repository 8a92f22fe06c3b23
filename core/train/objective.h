// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/decoder.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace halyard {

// Result of an objective on one micro-batch. Gradients have been added to the .grad of the trained parameters.
struct ObjectiveResult {
    double loss = 0;
    std::vector<double> perLayer; // stage 1
    std::int64_t tokens = 0;
};

// What a stage minimises, as the trainer and `halyard loss` both run it.
class Objective {
public:
    virtual ~Objective() = default;
    // Parameters that receive gradients, under their Hugging Face names in the student.
    [[nodiscard]] virtual NamedTensors trained() const = 0;
    // Loss and gradients of ids (B,T, int64), scaled by weight (1 / accumulation).
    virtual ObjectiveResult accumulate(const at::Tensor& ids_BT, double weight) = 0;
    // Loss alone (held-out data).
    [[nodiscard]] virtual ObjectiveResult evaluate(const at::Tensor& ids_BT) = 0;
};

// Stage 1, layer-local (halo.md section 5): the teacher's hidden state enters each mixer; per layer the student's
// forward, loss and backward happen at once. loss: "mse" | "l2norm".
[[nodiscard]] std::unique_ptr<Objective> makeAlignObjective(std::shared_ptr<Decoder> teacher, Stage1Student& student,
                                                            const std::string& loss);
// Stage 2: KL(teacher || student), mean over all positions.
[[nodiscard]] std::unique_ptr<Objective> makeDistillObjective(std::shared_ptr<Decoder> teacher,
                                                              std::shared_ptr<Decoder> student, bool checkpointed);
// Stage 3 and pretrain: next-token cross-entropy, mean over the B (T - 1) predicted positions.
[[nodiscard]] std::unique_ptr<Objective> makeNextTokenObjective(std::shared_ptr<Decoder> model, bool checkpointed);

} // namespace halyard
