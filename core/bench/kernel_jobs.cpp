// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bench/jobs.h"
#include "core/io/lightning_config.h"
#include "kernels/ops/lightning_attention.h"
#include "kernels/ops/linear_losses.h"

#include <cmath>

namespace halyard {

namespace {

at::Tensor leaf(at::IntArrayRef sizes) {
    return at::randn(sizes).requires_grad_(true);
}

void differentiate(const at::Tensor& output, const std::vector<at::Tensor>& inputs, const at::Tensor& gradient) {
    (void)torch::autograd::grad({output}, {inputs.begin(), inputs.end()}, {gradient});
}

} // namespace

MeasuredJob lightningJob(const BenchShape& shape, std::uint64_t seed) {
    at::manual_seed(seed);
    const std::vector<std::int64_t> sizes = {shape.batch, shape.length, shape.heads, shape.head_dim};
    const at::Tensor q = leaf(sizes);
    const at::Tensor k = leaf(sizes);
    const at::Tensor v = leaf(sizes);
    const at::Tensor gradient = at::randn(sizes);
    const at::Tensor slopes = at::tensor(lightningSlopes(shape.heads), at::kFloat);
    const double scale = 1 / std::sqrt(static_cast<double>(shape.head_dim));
    return {.call = [=] { differentiate(ops::lightningAttention(q, k, v, slopes, scale).o_BTHV, {q, k, v}, gradient); }};
}

MeasuredJob klJob(const BenchShape& shape, std::uint64_t seed) {
    at::manual_seed(seed);
    const at::Tensor student = leaf({shape.rows, shape.hidden});
    const at::Tensor studentHead = (at::randn({shape.vocab, shape.hidden}) * 0.02).requires_grad_(true);
    const at::Tensor teacher = at::randn({shape.rows, shape.hidden});
    const at::Tensor teacherHead = at::randn({shape.vocab, shape.hidden}) * 0.02;
    const auto rows = static_cast<double>(shape.rows);
    return {.call = [=] {
        const at::Tensor loss = ops::linearKlDivergence(student, studentHead, teacher, teacherHead, rows);
        differentiate(loss, {student, studentHead}, at::ones_like(loss));
    }};
}

MeasuredJob crossEntropyJob(const BenchShape& shape, std::uint64_t seed) {
    at::manual_seed(seed);
    const at::Tensor hidden = leaf({shape.rows, shape.hidden});
    const at::Tensor head = (at::randn({shape.vocab, shape.hidden}) * 0.02).requires_grad_(true);
    const at::Tensor target = at::randint(shape.vocab, {shape.rows}, at::kLong);
    const auto rows = static_cast<double>(shape.rows);
    return {.call = [=] {
        const at::Tensor loss = ops::linearCrossEntropy(hidden, head, target, rows);
        differentiate(loss, {hidden, head}, at::ones_like(loss));
    }};
}

} // namespace halyard
