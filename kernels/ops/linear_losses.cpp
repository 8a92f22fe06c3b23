// SPDX-License-Identifier: GPL-3.0-or-later
// N rows, D and E hidden sizes, V vocabulary, R rows of a chunk.
#include "kernels/ops/linear_losses.h"

#include "kernels/cpu/kernel_table.h"
#include "kernels/reference/linear_losses.h"

#include <algorithm>
#include <vector>

namespace halyard::ops {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Bytes of one chunk of logits. Each chunk reads the head, and reads and writes its gradient; with fewer rows than
// this allows at a vocabulary of 150,000 that traffic begins to cost more than the products.
constexpr std::int64_t kChunkBytes = std::int64_t{160} << 20;
constexpr std::int64_t kSmallestChunk = 16;

std::int64_t rowsOfChunk(std::int64_t asked, std::int64_t rows, std::int64_t vocabulary) {
    const std::int64_t fitting = kChunkBytes / (vocabulary * static_cast<std::int64_t>(sizeof(float)));
    const std::int64_t most = std::max<std::int64_t>(rows, 1);
    if (asked > 0) {
        return std::min(asked, most);
    }
    const std::int64_t chunk = std::clamp(fitting, std::min(kSmallestChunk, most), most);
    const std::int64_t chunks = (most + chunk - 1) / chunk;
    return (most + chunks - 1) / chunks; // equal chunks: a short last one would pay the head's traffic for little work
}

// How a loss is to be computed; gradients only where autograd is recording.
struct LossOptions {
    double divisor = 1;
    std::int64_t chunkRows = 0;
    bool hidden = false; // gradient wanted
    bool head = false;

    LossOptions(double by, std::int64_t chunk, const at::Tensor& hidden_ND, const at::Tensor& head_VD)
        : divisor(by), chunkRows(chunk), hidden(at::GradMode::is_enabled() && hidden_ND.requires_grad()),
          head(at::GradMode::is_enabled() && head_VD.requires_grad()) {}
    [[nodiscard]] float scale() const { return hidden || head ? static_cast<float>(1 / divisor) : 0.0F; }
};

// A projection whose logits are formed chunk by chunk, in fp32.
struct Projection {
    at::Tensor hidden_ND;
    at::Tensor head_VD;
    at::Tensor logits_RV;

    Projection(const at::Tensor& hidden, const at::Tensor& head, std::int64_t chunk)
        : hidden_ND(hidden.detach().to(at::kFloat).contiguous()), head_VD(head.detach().to(at::kFloat).contiguous()),
          logits_RV(at::empty({chunk, head.size(0)}, hidden_ND.options())) {}

    at::Tensor logits(std::int64_t begin, std::int64_t rows) const {
        at::Tensor out_RV = logits_RV.narrow(0, 0, rows);
        at::mm_out(out_RV, hidden_ND.narrow(0, begin, rows), head_VD.t());
        return out_RV;
    }
};

// Gradients of hidden states and head, filled chunk by chunk; the head's sum stays fp32 until the last chunk.
struct Gradients {
    at::Tensor hidden_ND;
    at::Tensor head_VD;

    void add(const Projection& projection, const at::Tensor& gradient_RV, std::int64_t begin) {
        const std::int64_t rows = gradient_RV.size(0);
        if (hidden_ND.defined()) {
            at::Tensor part_RD = hidden_ND.narrow(0, begin, rows);
            at::mm_out(part_RD, gradient_RV, projection.head_VD);
        }
        if (head_VD.defined()) {
            const at::Tensor hidden_RD = projection.hidden_ND.narrow(0, begin, rows);
            if (begin == 0) {
                at::mm_out(head_VD, gradient_RV.t(), hidden_RD);
            } else {
                head_VD.addmm_(gradient_RV.t(), hidden_RD);
            }
        }
    }
};

Gradients gradientsFor(const Projection& projection, const LossOptions& options) {
    Gradients out;
    if (options.hidden) {
        out.hidden_ND = at::empty_like(projection.hidden_ND);
    }
    if (options.head) {
        out.head_VD =
            projection.hidden_ND.size(0) > 0 ? at::empty_like(projection.head_VD) : at::zeros_like(projection.head_VD);
    }
    return out;
}

// Rows are shared out over the threads; their losses are added in order, so that the sum does not depend on the
// threads.
template <typename RowLoss> double sumOverRows(std::int64_t rows, const RowLoss& rowLoss) {
    std::vector<double> losses(static_cast<std::size_t>(rows));
    at::parallel_for(0, rows, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
            losses[static_cast<std::size_t>(row)] = rowLoss(row);
        }
    });
    double total = 0;
    for (const double loss : losses) {
        total += loss;
    }
    return total;
}

// Keeps gradients for the backward pass where autograd can take them over without a copy.
void keep(AutogradContext* context, const char* name, const at::Tensor& gradient, at::ScalarType type) {
    context->saved_data[name] = gradient.defined() ? gradient.to(type) : at::Tensor();
}

at::Tensor take(AutogradContext* context, const char* name, const at::Tensor& factor) {
    at::Tensor out = context->saved_data[name].toTensor();
    context->saved_data.erase(name);
    if (out.defined() && factor.item<double>() != 1.0) {
        out = out.mul_(factor.to(out.scalar_type()));
    }
    return out;
}

struct KlFunction : torch::autograd::Function<KlFunction> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& student_ND, const at::Tensor& studentHead_VD,
                              const at::Tensor& teacher_NE, const at::Tensor& teacherHead_VE,
                              const LossOptions& options) {
        const std::int64_t rows = student_ND.size(0);
        const std::int64_t vocabulary = studentHead_VD.size(0);
        const std::int64_t chunk = rowsOfChunk(options.chunkRows, rows, vocabulary);
        const Projection student(student_ND, studentHead_VD, chunk);
        const Projection teacher(teacher_NE, teacherHead_VE, chunk);
        Gradients gradients = gradientsFor(student, options);
        const float scale = options.scale();
        double total = 0;
        for (std::int64_t begin = 0; begin < rows; begin += chunk) {
            const std::int64_t count = std::min(chunk, rows - begin);
            const at::Tensor student_RV = student.logits(begin, count);
            const at::Tensor teacher_RV = teacher.logits(begin, count);
            float* s = student_RV.data_ptr<float>();
            float* t = teacher_RV.data_ptr<float>();
            total += sumOverRows(count, [&](std::int64_t row) {
                return cpu::kernelTable().klRow(s + row * vocabulary, t + row * vocabulary,
                                                static_cast<std::size_t>(vocabulary), scale);
            });
            gradients.add(student, student_RV, begin);
        }
        keep(context, "hidden", gradients.hidden_ND, student_ND.scalar_type());
        keep(context, "head", gradients.head_VD, studentHead_VD.scalar_type());
        return at::scalar_tensor(total / options.divisor, student.hidden_ND.options());
    }

    static variable_list backward(AutogradContext* context, variable_list outputs) {
        const at::NoGradGuard noGrad;
        return {take(context, "hidden", outputs[0]), take(context, "head", outputs[0]), {}, {}, {}};
    }
};

struct CrossEntropyFunction : torch::autograd::Function<CrossEntropyFunction> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& hidden_ND, const at::Tensor& head_VD,
                              const at::Tensor& target_N, const LossOptions& options) {
        const std::int64_t rows = hidden_ND.size(0);
        const std::int64_t vocabulary = head_VD.size(0);
        const std::int64_t chunk = rowsOfChunk(options.chunkRows, rows, vocabulary);
        const Projection projection(hidden_ND, head_VD, chunk);
        Gradients gradients = gradientsFor(projection, options);
        const float scale = options.scale();
        const at::Tensor targets = target_N.contiguous();
        const std::int64_t* target = targets.const_data_ptr<std::int64_t>();
        double total = 0;
        for (std::int64_t begin = 0; begin < rows; begin += chunk) {
            const std::int64_t count = std::min(chunk, rows - begin);
            const at::Tensor logits_RV = projection.logits(begin, count);
            float* z = logits_RV.data_ptr<float>();
            total += sumOverRows(count, [&](std::int64_t row) {
                float* const at = z + row * vocabulary;
                if (target[begin + row] < 0) {
                    std::fill(at, at + vocabulary, 0.0F);
                    return 0.0;
                }
                return cpu::kernelTable().crossEntropyRow(at, static_cast<std::size_t>(vocabulary),
                                                          static_cast<std::size_t>(target[begin + row]), scale);
            });
            gradients.add(projection, logits_RV, begin);
        }
        keep(context, "hidden", gradients.hidden_ND, hidden_ND.scalar_type());
        keep(context, "head", gradients.head_VD, head_VD.scalar_type());
        return at::scalar_tensor(total / options.divisor, projection.hidden_ND.options());
    }

    static variable_list backward(AutogradContext* context, variable_list outputs) {
        const at::NoGradGuard noGrad;
        return {take(context, "hidden", outputs[0]), take(context, "head", outputs[0]), {}, {}};
    }
};

// The fast form: fp32 or bf16 on the CPU. Everything else is computed by the reference.
bool isFast(std::initializer_list<at::Tensor> tensors) {
    return std::all_of(tensors.begin(), tensors.end(), [](const at::Tensor& x) {
        return x.is_cpu() && (x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16);
    });
}

void checkProjection(const at::Tensor& hidden_ND, const at::Tensor& head_VD) {
    TORCH_CHECK(hidden_ND.dim() == 2 && head_VD.dim() == 2 && hidden_ND.size(1) == head_VD.size(1) &&
                    head_VD.size(0) > 0,
                "hidden states ", hidden_ND.sizes(), " do not fit the head ", head_VD.sizes());
}

} // namespace

at::Tensor linearKlDivergence(const at::Tensor& student_ND, const at::Tensor& studentHead_VD,
                              const at::Tensor& teacher_NE, const at::Tensor& teacherHead_VE, double divisor,
                              std::int64_t chunkRows) {
    checkProjection(student_ND, studentHead_VD);
    checkProjection(teacher_NE, teacherHead_VE);
    TORCH_CHECK(student_ND.size(0) == teacher_NE.size(0) && studentHead_VD.size(0) == teacherHead_VE.size(0),
                "student and teacher differ in rows or vocabulary");
    if (!isFast({student_ND, studentHead_VD, teacher_NE, teacherHead_VE})) {
        return reference::linearKlDivergence(student_ND, studentHead_VD, teacher_NE, teacherHead_VE, divisor);
    }
    return KlFunction::apply(student_ND, studentHead_VD, teacher_NE, teacherHead_VE,
                             LossOptions(divisor, chunkRows, student_ND, studentHead_VD));
}

at::Tensor linearCrossEntropy(const at::Tensor& hidden_ND, const at::Tensor& head_VD, const at::Tensor& target_N,
                              double divisor, std::int64_t chunkRows) {
    checkProjection(hidden_ND, head_VD);
    TORCH_CHECK(target_N.dim() == 1 && target_N.size(0) == hidden_ND.size(0) && target_N.scalar_type() == at::kLong,
                "one int64 target a row is needed");
    TORCH_CHECK(target_N.numel() == 0 || target_N.max().item<std::int64_t>() < head_VD.size(0),
                "a target is outside the vocabulary");
    if (!isFast({hidden_ND, head_VD})) {
        return reference::linearCrossEntropy(hidden_ND, head_VD, target_N, divisor);
    }
    return CrossEntropyFunction::apply(hidden_ND, head_VD, target_N,
                                       LossOptions(divisor, chunkRows, hidden_ND, head_VD));
}

} // namespace halyard::ops
