// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/named_tensor.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// AdamW with decoupled decay (arXiv 1711.05101) and fp32 state. For update t = 1, 2, … and g = clip * gradient:
//   m <- b1 m + (1 - b1) g        v <- b2 v + (1 - b2) g^2
//   w <- w (1 - lr decay) - lr / (1 - b1^t) * m / (sqrt(v / (1 - b2^t)) + epsilon)
// w is the parameter itself when it is fp32; a bf16 parameter gets an fp32 master w and is rounded from it.
// Every element is computed by itself and the norm is summed in a fixed order, so the bits do not depend on the
// threads.
class AdamW {
public:
    struct Options {
        double beta1 = 0.9;
        double beta2 = 0.95;
        double epsilon = 1e-8;
        double weightDecay = 0; // for parameters with two or more dimensions that are not biases
    };
    // A parameter and the group whose learning rate it uses.
    struct Entry {
        NamedTensor parameter;
        std::size_t group = 0;
    };
    AdamW(std::vector<Entry> entries, const Options& options);

    // Global norm of all gradients, in double.
    struct Gradients {
        double norm = 0;
        std::optional<std::string> nonFinite; // the first tensor whose gradient holds a NaN or Inf
    };
    [[nodiscard]] Gradients measure() const;

    // One update with gradients multiplied by clip; learningRates has one number a group. Gradients must be finite.
    void step(double clip, const std::vector<double>& learningRates);
    void clearGradients();

    [[nodiscard]] std::int64_t updates() const { return m_updates; }
    // "m.NAME", "v.NAME" and, for bf16 parameters, "master.NAME"; live references, fp32.
    [[nodiscard]] NamedTensors state() const;
    // After the tensors of state() were overwritten: continues after that many updates and rounds the masters again.
    void restored(std::int64_t updates);

private:
    struct Slot {
        Entry entry;
        bool decays = false;
        at::Tensor m, v, master; // master undefined for fp32 parameters
    };
    std::vector<Slot> m_slots;
    Options m_options;
    std::int64_t m_updates = 0;
};

} // namespace halyard
