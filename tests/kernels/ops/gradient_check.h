// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/torch_prelude.h"

#include <functional>
#include <vector>

namespace halyard::testing {

// max |a - b| / max |b|
inline double relativeError(const at::Tensor& a, const at::Tensor& b) {
    const double largest = b.to(at::kDouble).abs().max().item<double>();
    return (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>() / (largest > 0 ? largest : 1);
}

// Root mean square of a - b over that of b.
inline double rmsError(const at::Tensor& a, const at::Tensor& b) {
    const at::Tensor exact = b.to(at::kDouble);
    return ((a.to(at::kDouble) - exact).square().mean().sqrt() / exact.square().mean().sqrt()).item<double>();
}

// Gradient of a scalar function by central differences, one element at a time, in fp64.
inline at::Tensor centralDifference(const std::function<double()>& loss, const at::Tensor& input) {
    constexpr double kStep = 1e-5;
    at::NoGradGuard noGradients;
    const at::Tensor gradient = at::empty(input.sizes(), input.options().requires_grad(false));
    const at::Tensor values = input.detach().view(-1);
    const at::Tensor flat = gradient.view(-1);
    for (std::int64_t i = 0; i < values.numel(); ++i) {
        const at::Tensor element = values.select(0, i);
        const double before = element.item<double>();
        element.fill_(before + kStep);
        const double above = loss();
        element.fill_(before - kStep);
        const double below = loss();
        element.fill_(before);
        flat.select(0, i).fill_((above - below) / (2 * kStep));
    }
    return gradient;
}

inline at::Tensor normal(at::IntArrayRef shape, at::ScalarType type = at::kDouble) {
    return at::randn(shape, at::TensorOptions().dtype(at::kDouble)).to(type);
}

inline at::Tensor leaf(const at::Tensor& tensor) { return tensor.detach().clone().requires_grad_(true); }

} // namespace halyard::testing
