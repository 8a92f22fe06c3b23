// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/ops/gated.h"

#include "kernels/ops/cpu_element.h"

namespace halyard::ops {

namespace {

using cpu::GatedRows;
using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

constexpr std::int64_t kGrain = 16384; // elements a task at least

char* offset(void* data, std::int64_t bytes) { return data == nullptr ? nullptr : static_cast<char*>(data) + bytes; }
const char* offset(const void* data, std::int64_t bytes) {
    return data == nullptr ? nullptr : static_cast<const char*>(data) + bytes;
}

void runPieces(const GatedRows& whole, std::int64_t elementBytes, void (*loop)(const GatedRows&)) {
    at::parallel_for(0, whole.count, kGrain, [&](std::int64_t begin, std::int64_t end) {
        GatedRows piece = whole;
        const std::int64_t skip = begin * elementBytes;
        piece.count = end - begin;
        piece.x = offset(whole.x, skip);
        piece.z = offset(whole.z, skip);
        piece.y = offset(whole.y, skip);
        piece.dy = offset(whole.dy, skip);
        piece.dx = offset(whole.dx, skip);
        piece.dz = offset(whole.dz, skip);
        loop(piece);
    });
}

at::Tensor forwardOf(const at::Tensor& x, const at::Tensor& z, GatedRows::Activation activation) {
    TORCH_CHECK(x.sizes() == z.sizes() && x.scalar_type() == z.scalar_type(), "a gate and its values differ in shape");
    const at::Tensor y = at::empty(x.sizes(), x.options());
    GatedRows job;
    job.element = cpuElement(x);
    job.activation = activation;
    job.count = x.numel();
    job.x = x.const_data_ptr();
    job.z = z.const_data_ptr();
    job.y = y.mutable_data_ptr();
    runPieces(job, x.element_size(), cpu::kernelTable().gatedForward);
    return y;
}

class GatedFunction : public torch::autograd::Function<GatedFunction> {
public:
    static Variable forward(AutogradContext* ctx, const Variable& x, const Variable& z, std::int64_t activation) {
        ctx->save_for_backward({x, z});
        ctx->saved_data["activation"] = activation;
        return forwardOf(x, z, static_cast<GatedRows::Activation>(activation));
    }

    static variable_list backward(AutogradContext* ctx, variable_list gradients) {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor& x = saved[0];
        const at::Tensor dy = gradients[0].contiguous();
        const at::Tensor dx = at::empty(x.sizes(), x.options());
        const at::Tensor dz = at::empty(x.sizes(), x.options());
        GatedRows job;
        job.element = cpuElement(x);
        job.activation = static_cast<GatedRows::Activation>(ctx->saved_data["activation"].toInt());
        job.count = x.numel();
        job.x = x.const_data_ptr();
        job.z = saved[1].const_data_ptr();
        job.dy = dy.const_data_ptr();
        job.dx = dx.mutable_data_ptr();
        job.dz = dz.mutable_data_ptr();
        runPieces(job, x.element_size(), cpu::kernelTable().gatedBackward);
        return {dx, dz, Variable()};
    }
};

at::Tensor gated(const at::Tensor& x, const at::Tensor& z, GatedRows::Activation activation) {
    const at::Tensor flatX = x.contiguous();
    const at::Tensor flatZ = z.contiguous();
    if (!at::GradMode::is_enabled() || !(x.requires_grad() || z.requires_grad())) {
        return forwardOf(flatX, flatZ, activation);
    }
    return GatedFunction::apply(flatX, flatZ, static_cast<std::int64_t>(activation));
}

} // namespace

at::Tensor siluGate(const at::Tensor& x, const at::Tensor& z) { return gated(x, z, GatedRows::Activation::Silu); }

at::Tensor sigmoidGate(const at::Tensor& x, const at::Tensor& z) { return gated(x, z, GatedRows::Activation::Sigmoid); }

} // namespace halyard::ops
