// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/ops/norm.h"

#include "kernels/ops/cpu_element.h"

#include <algorithm>

namespace halyard::ops {

namespace {

using cpu::NormRows;
using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

// Pieces of a tensor for the threads. Their number depends on the shape alone, so that sums over rows (the gradient of
// the weight) are the same whatever the number of threads.
constexpr std::int64_t kMaxPieces = 32;
constexpr std::int64_t kMinPieceElements = 8192;

std::int64_t rowsAPiece(const NormRows& job) {
    const std::int64_t smallest = std::max<std::int64_t>(1, kMinPieceElements / std::max<std::int64_t>(1, job.dim));
    return std::max((job.rows + kMaxPieces - 1) / kMaxPieces, smallest);
}

template <typename Function>
void runPieces(const NormRows& whole, std::int64_t elementBytes, Function loop) {
    const std::int64_t size = rowsAPiece(whole);
    const std::int64_t pieces = (whole.rows + size - 1) / size;
    const auto skipped = [&](const void* data, std::int64_t rows) {
        return data == nullptr ? nullptr : static_cast<const char*>(data) + rows * whole.dim * elementBytes;
    };
    at::parallel_for(0, pieces, 1, [&](std::int64_t begin, std::int64_t end) {
        std::vector<double> buffer(static_cast<std::size_t>(3 * whole.dim));
        for (std::int64_t i = begin; i < end; ++i) {
            NormRows piece = whole;
            piece.firstRow = i * size;
            piece.rows = std::min(size, whole.rows - piece.firstRow);
            piece.x = skipped(whole.x, piece.firstRow);
            piece.dy = skipped(whole.dy, piece.firstRow);
            piece.y = const_cast<char*>(skipped(whole.y, piece.firstRow));
            piece.dx = const_cast<char*>(skipped(whole.dx, piece.firstRow));
            piece.buffer = buffer.data();
            loop(piece, i);
        }
    });
}

struct NormSettings {
    double epsilon = 1e-6;
    bool roundBeforeWeight = false;
};

NormRows describe(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& cosine, const at::Tensor& sine,
                  const NormSettings& settings) {
    NormRows job;
    job.element = cpuElement(x);
    job.dim = x.size(-1);
    job.rows = job.dim == 0 ? 0 : x.numel() / job.dim;
    job.epsilon = settings.epsilon;
    job.roundBeforeWeight = settings.roundBeforeWeight && weight.defined();
    job.x = x.const_data_ptr();
    job.weight = weight.defined() ? weight.const_data_ptr() : nullptr;
    if (cosine.defined()) {
        job.rowsPerToken = x.size(2);
        job.tokens = cosine.size(0) * cosine.size(1);
        job.cosine = cosine.const_data_ptr();
        job.sine = sine.const_data_ptr();
    }
    return job;
}

at::Tensor forwardOf(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& cosine, const at::Tensor& sine,
                     const NormSettings& settings) {
    const at::Tensor y = at::empty(x.sizes(), x.options());
    NormRows job = describe(x, weight, cosine, sine, settings);
    job.y = y.mutable_data_ptr();
    runPieces(job, x.element_size(), [](const NormRows& piece, std::int64_t) { cpu::kernelTable().normForward(piece); });
    return y;
}

class NormFunction : public torch::autograd::Function<NormFunction> {
public:
    static Variable forward(AutogradContext* ctx, const Variable& x, const std::optional<Variable>& givenWeight,
                            const std::optional<Variable>& givenCosine, const std::optional<Variable>& givenSine,
                            double epsilon, bool roundBeforeWeight) {
        const Variable weight = givenWeight.value_or(Variable());
        const Variable cosine = givenCosine.value_or(Variable());
        const Variable sine = givenSine.value_or(Variable());
        ctx->save_for_backward({x, weight, cosine, sine});
        ctx->saved_data["epsilon"] = epsilon;
        ctx->saved_data["weight"] = weight.defined() && weight.requires_grad();
        return forwardOf(x, weight, cosine, sine, {epsilon, roundBeforeWeight});
    }

    static variable_list backward(AutogradContext* ctx, variable_list gradients) {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor& x = saved[0];
        const at::Tensor& weight = saved[1];
        const at::Tensor dy = gradients[0].contiguous();
        const at::Tensor dx = at::empty(x.sizes(), x.options());
        NormRows job = describe(x, weight, saved[2], saved[3], {ctx->saved_data["epsilon"].toDouble(), false});
        job.dy = dy.const_data_ptr();
        job.dx = dx.mutable_data_ptr();
        at::Tensor partial; // one row a piece, added up in order
        if (ctx->saved_data["weight"].toBool()) {
            const std::int64_t size = rowsAPiece(job);
            partial = at::empty({std::max<std::int64_t>(1, (job.rows + size - 1) / size), job.dim},
                                x.options().dtype(accumulationType(x.scalar_type())));
        }
        const std::int64_t rowBytes = partial.defined() ? job.dim * partial.element_size() : 0;
        char* sums = partial.defined() ? static_cast<char*>(partial.mutable_data_ptr()) : nullptr;
        runPieces(job, x.element_size(), [&](NormRows piece, std::int64_t index) {
            piece.dWeight = sums == nullptr ? nullptr : sums + index * rowBytes;
            cpu::kernelTable().normBackward(piece);
        });
        const at::Tensor dWeight = partial.defined() ? partial.sum(0).to(weight.scalar_type()) : at::Tensor();
        return {dx, dWeight, Variable(), Variable(), Variable(), Variable()};
    }
};

// An argument of an autograd function that may be missing.
std::optional<at::Tensor> given(const at::Tensor& tensor) {
    return tensor.defined() ? std::optional<at::Tensor>(tensor) : std::nullopt;
}

at::Tensor norm(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& cosine, const at::Tensor& sine,
                const NormSettings& settings) {
    TORCH_CHECK(!weight.defined() || (weight.dim() == 1 && weight.size(0) == x.size(-1)), "a norm has ", x.size(-1),
                " channels");
    const at::Tensor flat = x.contiguous();
    // Weights in another type than the activations: parameters kept in fp32 beside bf16 activations.
    const at::Tensor typed = weight.defined() ? weight.to(x.scalar_type()).contiguous() : weight;
    if (!at::GradMode::is_enabled() || !(x.requires_grad() || (weight.defined() && weight.requires_grad()))) {
        return forwardOf(flat, typed, cosine, sine, settings);
    }
    return NormFunction::apply(flat, given(typed), given(cosine), given(sine), settings.epsilon,
                               settings.roundBeforeWeight);
}

} // namespace

at::Tensor rmsNorm(const at::Tensor& x, const at::Tensor& weight_D, double epsilon) {
    TORCH_CHECK(weight_D.defined(), "RMSNorm has a weight");
    return norm(x, weight_D, {}, {}, {epsilon, true});
}

at::Tensor normRotate(const at::Tensor& x_BTHD, const at::Tensor& weight_D, double epsilon, const at::Tensor& cos_BTD,
                      const at::Tensor& sin_BTD) {
    TORCH_CHECK(x_BTHD.dim() == 4, "heads have the shape (B,T,H,D)");
    if (!cos_BTD.defined()) {
        return weight_D.defined() ? norm(x_BTHD, weight_D, {}, {}, {epsilon, true}) : x_BTHD;
    }
    TORCH_CHECK(x_BTHD.size(3) % 2 == 0 && cos_BTD.size(-1) == x_BTHD.size(3) && cos_BTD.size(1) == x_BTHD.size(1) &&
                    (cos_BTD.size(0) == 1 || cos_BTD.size(0) == x_BTHD.size(0)),
                "rotary tables have the shape (1 or B,T,D) with even D");
    const at::ScalarType type = accumulationType(x_BTHD.scalar_type());
    return norm(x_BTHD, weight_D, cos_BTD.to(type).contiguous(), sin_BTD.to(type).contiguous(), {epsilon, false});
}

} // namespace halyard::ops
