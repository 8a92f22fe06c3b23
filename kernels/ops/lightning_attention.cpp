// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/ops/lightning_attention.h"

#include "kernels/ops/cpu_element.h"
#include "kernels/reference/lightning_attention.h"

#include <algorithm>
#include <memory>
#include <new>

namespace halyard::ops {

namespace {

using cpu::LightningHead;
using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

constexpr std::int64_t kDefaultChunk = 64;
constexpr std::int64_t kRecurrentBelow = 16; // shorter calls run the recurrence

struct AlignedDelete {
    void operator()(char* data) const { ::operator delete(data, std::align_val_t{64}); }
};
using Scratch = std::unique_ptr<char, AlignedDelete>;

Scratch allocateScratch(std::size_t bytes) {
    return Scratch(static_cast<char*>(::operator new(bytes, std::align_val_t{64})));
}

// The tensors of one call; the gradients are undefined in the forward pass.
struct Call {
    at::Tensor q, k, v, slopes, initialState, firstToken;
    at::Tensor output, finalState;
    at::Tensor dOutput, dFinalState, dq, dk, dv, dInitialState;
    double scale = 1;
    std::int64_t chunk = kDefaultChunk;
};

enum class Pass { Recurrent, Chunked, Backward };

template <typename Pointer>
Pointer shifted(Pointer data, std::int64_t bytes) {
    using Byte = std::conditional_t<std::is_const_v<std::remove_pointer_t<Pointer>>, const char, char>;
    return data == nullptr ? nullptr : static_cast<Byte*>(data) + bytes;
}

const void* readable(const at::Tensor& tensor) { return tensor.defined() ? tensor.const_data_ptr() : nullptr; }
void* writable(const at::Tensor& tensor) { return tensor.defined() ? tensor.mutable_data_ptr() : nullptr; }

// The job of one head of one sequence; index = b * H + h.
LightningHead headOf(const Call& call, std::int64_t index, double slope) {
    const std::int64_t heads = call.q.size(2);
    const std::int64_t tokens = call.q.size(1);
    const std::int64_t keyDim = call.q.size(3);
    const std::int64_t valueDim = call.v.size(3);
    const std::int64_t b = index / heads;
    const std::int64_t first =
        call.firstToken.defined()
            ? std::clamp<std::int64_t>(call.firstToken.const_data_ptr<std::int64_t>()[b], 0, tokens)
            : 0;
    const std::int64_t row = (b * tokens + first) * heads + index % heads;
    const std::int64_t keyOffset = row * keyDim * call.q.element_size();
    const std::int64_t valueOffset = row * valueDim * call.v.element_size();
    const std::int64_t stateOffset =
        index * keyDim * valueDim * static_cast<std::int64_t>(call.q.scalar_type() == at::kDouble ? 8 : 4);
    LightningHead head;
    head.element = cpuElement(call.q);
    head.tokens = tokens - first;
    head.keyDim = keyDim;
    head.valueDim = valueDim;
    head.chunk = call.chunk;
    head.slope = slope;
    head.scale = call.scale;
    head.keyStride = heads * keyDim;
    head.valueStride = heads * valueDim;
    head.q = shifted(readable(call.q), keyOffset);
    head.k = shifted(readable(call.k), keyOffset);
    head.v = shifted(readable(call.v), valueOffset);
    head.output = shifted(writable(call.output), valueOffset);
    head.initialState = shifted(readable(call.initialState), stateOffset);
    head.finalState = shifted(writable(call.finalState), stateOffset);
    head.dOutput = shifted(readable(call.dOutput), valueOffset);
    head.dFinalState = shifted(readable(call.dFinalState), stateOffset);
    head.dq = shifted(writable(call.dq), keyOffset);
    head.dk = shifted(writable(call.dk), keyOffset);
    head.dv = shifted(writable(call.dv), valueOffset);
    head.dInitialState = shifted(writable(call.dInitialState), stateOffset);
    return head;
}

void run(const Call& call, Pass pass) {
    const cpu::KernelTable& table = cpu::kernelTable();
    const std::int64_t heads = call.q.size(2);
    const double* slopes = call.slopes.const_data_ptr<double>();
    at::parallel_for(0, call.q.size(0) * heads, 1, [&](std::int64_t begin, std::int64_t end) {
        Scratch scratch;
        if (pass != Pass::Recurrent) {
            LightningHead widest = headOf(call, begin, 1);
            widest.tokens = call.q.size(1);
            scratch = allocateScratch(table.lightningScratch(widest, pass == Pass::Backward));
        }
        for (std::int64_t index = begin; index < end; ++index) {
            const LightningHead head = headOf(call, index, slopes[index % heads]);
            if (pass == Pass::Recurrent) {
                table.lightningRecurrent(head);
            } else if (pass == Pass::Chunked) {
                table.lightningChunked(head, scratch.get());
            } else {
                table.lightningBackward(head, scratch.get());
            }
        }
    });
}

at::Tensor emptyOrZero(const at::Tensor& like, const at::Tensor& firstToken) {
    return firstToken.defined() ? at::zeros(like.sizes(), like.options()) : at::empty(like.sizes(), like.options());
}

void runForward(Call& call, Pass pass) {
    call.output = emptyOrZero(call.v, call.firstToken);
    call.finalState = at::empty({call.q.size(0), call.q.size(2), call.q.size(3), call.v.size(3)},
                                call.q.options().dtype(accumulationType(call.q.scalar_type())));
    run(call, pass);
}

class LightningFunction : public torch::autograd::Function<LightningFunction> {
public:
    static variable_list forward(AutogradContext* ctx, const Variable& q, const Variable& k, const Variable& v,
                                 const std::optional<Variable>& initialState, const Variable& slopes,
                                 const std::optional<Variable>& firstToken, double scale, std::int64_t chunk) {
        const Variable state = initialState.value_or(Variable());
        const Variable first = firstToken.value_or(Variable());
        ctx->save_for_backward({q, k, v, state, slopes, first});
        ctx->saved_data["scale"] = scale;
        ctx->saved_data["chunk"] = chunk;
        ctx->set_materialize_grads(false);
        Call call;
        call.q = q;
        call.k = k;
        call.v = v;
        call.initialState = state;
        call.slopes = slopes;
        call.firstToken = first;
        call.scale = scale;
        call.chunk = chunk;
        runForward(call, Pass::Chunked);
        return {call.output, call.finalState};
    }

    static variable_list backward(AutogradContext* ctx, variable_list gradients) {
        const variable_list saved = ctx->get_saved_variables();
        Call call;
        call.q = saved[0];
        call.k = saved[1];
        call.v = saved[2];
        call.initialState = saved[3];
        call.slopes = saved[4];
        call.firstToken = saved[5];
        call.scale = ctx->saved_data["scale"].toDouble();
        call.chunk = ctx->saved_data["chunk"].toInt();
        if (gradients[0].defined()) {
            call.dOutput = gradients[0].contiguous();
        }
        if (gradients[1].defined()) {
            call.dFinalState = gradients[1].contiguous();
        }
        call.dq = emptyOrZero(call.q, call.firstToken);
        call.dk = emptyOrZero(call.k, call.firstToken);
        call.dv = emptyOrZero(call.v, call.firstToken);
        if (call.initialState.defined()) {
            call.dInitialState = at::empty(call.initialState.sizes(), call.initialState.options());
        }
        run(call, Pass::Backward);
        return {call.dq,    call.dk,    call.dv,    call.dInitialState,
                Variable(), Variable(), Variable(), Variable()};
    }
};

// An argument of an autograd function that may be missing.
std::optional<at::Tensor> given(const at::Tensor& tensor) {
    return tensor.defined() ? std::optional<at::Tensor>(tensor) : std::nullopt;
}

void checkShapes(const Call& call) {
    const auto& q = call.q;
    TORCH_CHECK(q.dim() == 4 && call.v.dim() == 4 && q.sizes() == call.k.sizes() && q.size(0) == call.v.size(0) &&
                    q.size(1) == call.v.size(1) && q.size(2) == call.v.size(2) &&
                    q.scalar_type() == call.k.scalar_type() && q.scalar_type() == call.v.scalar_type(),
                "lightning attention: q, k (B,T,H,K) and v (B,T,H,V) do not fit: ", q.sizes(), " ", call.k.sizes(), " ",
                call.v.sizes());
    TORCH_CHECK(call.slopes.dim() == 1 && call.slopes.size(0) == q.size(2), "lightning attention: one slope a head");
    TORCH_CHECK(call.chunk > 0, "lightning attention: chunks are positive");
    const std::vector<std::int64_t> state{q.size(0), q.size(2), q.size(3), call.v.size(3)};
    TORCH_CHECK(!call.initialState.defined() || call.initialState.sizes() == at::IntArrayRef(state),
                "lightning attention: the state has the shape (B,H,K,V)");
    TORCH_CHECK(!call.firstToken.defined() || (call.firstToken.numel() == q.size(0) &&
                                               call.firstToken.scalar_type() == at::kLong),
                "lightning attention: one first token a sequence, int64");
}

} // namespace

LightningAttentionOutput lightningAttention(const at::Tensor& q_BTHK, const at::Tensor& k_BTHK,
                                            const at::Tensor& v_BTHV, const at::Tensor& slopes_H, double scale,
                                            const std::optional<at::Tensor>& initialState_BHKV,
                                            const std::optional<at::Tensor>& firstToken_B, LightningForm form,
                                            std::int64_t chunk) {
    Call call;
    call.q = q_BTHK.contiguous();
    call.k = k_BTHK.contiguous();
    call.v = v_BTHV.contiguous();
    call.slopes = slopes_H.to(at::kDouble).contiguous();
    const at::ScalarType stateType = accumulationType(q_BTHK.scalar_type());
    if (initialState_BHKV.has_value() && initialState_BHKV->defined()) {
        call.initialState = initialState_BHKV->to(stateType).contiguous();
    }
    if (firstToken_B.has_value() && firstToken_B->defined()) {
        call.firstToken = firstToken_B->contiguous();
    }
    call.scale = scale;
    call.chunk = chunk == 0 ? kDefaultChunk : chunk;
    checkShapes(call);
    if (form == LightningForm::Reference) {
        return reference::lightningAttention(call.q, call.k, call.v, call.slopes, scale, call.initialState,
                                             call.firstToken);
    }
    const bool differentiable = at::GradMode::is_enabled() &&
                                (call.q.requires_grad() || call.k.requires_grad() || call.v.requires_grad() ||
                                 (call.initialState.defined() && call.initialState.requires_grad()));
    if (differentiable) {
        const variable_list result = LightningFunction::apply(call.q, call.k, call.v, given(call.initialState),
                                                              call.slopes, given(call.firstToken), scale, call.chunk);
        return {result[0], result[1]};
    }
    const bool recurrent = form == LightningForm::Recurrent ||
                           (form == LightningForm::Automatic && call.q.size(1) < kRecurrentBelow);
    runForward(call, recurrent ? Pass::Recurrent : Pass::Chunked);
    return {call.output, call.finalState};
}

} // namespace halyard::ops
