// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/adamw.h"

#include <algorithm>
#include <cmath>

namespace halyard {

namespace {

constexpr std::int64_t kBlock = 16384; // elements; a thread's unit of work, and of the norm's partial sums

// A piece of one tensor.
struct Block {
    std::size_t slot = 0;
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

std::vector<Block> blocksOf(const std::vector<at::Tensor>& gradients) {
    std::vector<Block> out;
    for (std::size_t i = 0; i < gradients.size(); ++i) {
        const std::int64_t count = gradients[i].defined() ? gradients[i].numel() : 0;
        for (std::int64_t begin = 0; begin < count; begin += kBlock) {
            out.push_back({i, begin, std::min(begin + kBlock, count)});
        }
    }
    return out;
}

void overBlocks(const std::vector<Block>& blocks, const std::function<void(std::size_t)>& work) {
    at::parallel_for(0, static_cast<std::int64_t>(blocks.size()), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = begin; i < end; ++i) {
            work(static_cast<std::size_t>(i));
        }
    });
}

// Four sums, so that the additions of neighbouring elements do not wait for each other.
template <typename T> double sumOfSquares(const T* x, std::int64_t count) {
    double sums[4] = {};
    std::int64_t i = 0;
    for (; i + 4 <= count; i += 4) {
        for (std::int64_t lane = 0; lane < 4; ++lane) {
            const auto value = static_cast<double>(static_cast<float>(x[i + lane]));
            sums[lane] += value * value;
        }
    }
    for (; i < count; ++i) {
        const auto value = static_cast<double>(static_cast<float>(x[i]));
        sums[0] += value * value;
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

// The numbers of one update that all elements of a group share.
struct Coefficients {
    float clip, beta1, beta2, epsilon, keep, size, rootCorrection;
};

template <typename T>
void updateBlock(float* __restrict w, float* __restrict m, float* __restrict v, const T* __restrict gradient,
                 std::int64_t count, const Coefficients& c) {
    const float newM = 1 - c.beta1;
    const float newV = 1 - c.beta2;
    for (std::int64_t i = 0; i < count; ++i) {
        const float g = static_cast<float>(gradient[i]) * c.clip;
        m[i] = c.beta1 * m[i] + newM * g;
        v[i] = c.beta2 * v[i] + newV * g * g;
        w[i] = w[i] * c.keep - c.size * m[i] / (std::sqrt(v[i]) * c.rootCorrection + c.epsilon);
    }
}

bool decays(const NamedTensor& parameter) {
    return parameter.tensor.dim() > 1 && !parameter.name.ends_with(".bias");
}

// Calls with the gradient's elements in their type.
template <typename Function> void withElements(const at::Tensor& gradient, const Function& function) {
    if (gradient.scalar_type() == at::kBFloat16) {
        function(gradient.const_data_ptr<at::BFloat16>());
    } else {
        function(gradient.const_data_ptr<float>());
    }
}

} // namespace

AdamW::AdamW(std::vector<Entry> entries, const Options& options) : m_options(options) {
    for (Entry& entry : entries) {
        const at::Tensor& parameter = entry.parameter.tensor;
        TORCH_CHECK(parameter.is_contiguous() && parameter.is_cpu() &&
                        (parameter.scalar_type() == at::kFloat || parameter.scalar_type() == at::kBFloat16),
                    "AdamW needs contiguous fp32 or bf16 parameters on the CPU");
        const auto wide = parameter.options().dtype(at::kFloat).requires_grad(false);
        Slot slot;
        slot.decays = decays(entry.parameter);
        slot.m = at::zeros(parameter.sizes(), wide);
        slot.v = at::zeros(parameter.sizes(), wide);
        if (parameter.scalar_type() != at::kFloat) {
            slot.master = parameter.detach().to(at::kFloat);
        }
        slot.entry = std::move(entry);
        m_slots.push_back(std::move(slot));
    }
}

AdamW::Gradients AdamW::measure() const {
    std::vector<at::Tensor> gradients;
    for (const Slot& slot : m_slots) {
        const at::Tensor& gradient = slot.entry.parameter.tensor.grad();
        gradients.push_back(gradient.defined() ? gradient.contiguous() : gradient);
    }
    const std::vector<Block> blocks = blocksOf(gradients);
    std::vector<double> partial(blocks.size());
    overBlocks(blocks, [&](std::size_t i) {
        withElements(gradients[blocks[i].slot], [&](const auto* elements) {
            partial[i] = sumOfSquares(elements + blocks[i].begin, blocks[i].end - blocks[i].begin);
        });
    });
    Gradients out;
    double total = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        // Squares of finite fp32 numbers cannot overflow double.
        if (!std::isfinite(partial[i]) && !out.nonFinite) {
            out.nonFinite = m_slots[blocks[i].slot].entry.parameter.name;
        }
        total += partial[i];
    }
    out.norm = std::sqrt(total);
    return out;
}

void AdamW::step(double clip, const std::vector<double>& learningRates) {
    ++m_updates;
    const auto t = static_cast<double>(m_updates);
    const double first = 1 - std::pow(m_options.beta1, t);
    const double second = 1 - std::pow(m_options.beta2, t);
    std::vector<at::Tensor> gradients;
    std::vector<Coefficients> coefficients;
    for (const Slot& slot : m_slots) {
        const at::Tensor& gradient = slot.entry.parameter.tensor.grad();
        gradients.push_back(gradient.defined() ? gradient.contiguous() : gradient);
        const double rate = learningRates.at(slot.entry.group);
        coefficients.push_back({static_cast<float>(clip), static_cast<float>(m_options.beta1),
                                static_cast<float>(m_options.beta2), static_cast<float>(m_options.epsilon),
                                static_cast<float>(slot.decays ? 1 - rate * m_options.weightDecay : 1.0),
                                static_cast<float>(rate / first), static_cast<float>(1 / std::sqrt(second))});
    }
    const std::vector<Block> blocks = blocksOf(gradients);
    overBlocks(blocks, [&](std::size_t i) {
        const Block& block = blocks[i];
        const Slot& slot = m_slots[block.slot];
        const at::Tensor& parameter = slot.entry.parameter.tensor;
        float* const w = (slot.master.defined() ? slot.master : parameter).data_ptr<float>() + block.begin;
        const std::int64_t count = block.end - block.begin;
        withElements(gradients[block.slot], [&](const auto* elements) {
            updateBlock(w, slot.m.data_ptr<float>() + block.begin, slot.v.data_ptr<float>() + block.begin,
                        elements + block.begin, count, coefficients[block.slot]);
        });
        if (slot.master.defined()) {
            at::BFloat16* const rounded = parameter.data_ptr<at::BFloat16>() + block.begin;
            std::transform(w, w + count, rounded, [](float x) { return at::BFloat16(x); });
        }
    });
}

void AdamW::clearGradients() {
    for (Slot& slot : m_slots) {
        slot.entry.parameter.tensor.mutable_grad() = at::Tensor();
    }
}

NamedTensors AdamW::state() const {
    NamedTensors out;
    for (const Slot& slot : m_slots) {
        const std::string& name = slot.entry.parameter.name;
        out.push_back({"m." + name, slot.m});
        out.push_back({"v." + name, slot.v});
        if (slot.master.defined()) {
            out.push_back({"master." + name, slot.master});
        }
    }
    return out;
}

void AdamW::restored(std::int64_t updates) {
    m_updates = updates;
    const at::NoGradGuard noGrad;
    for (Slot& slot : m_slots) {
        if (slot.master.defined()) {
            slot.entry.parameter.tensor.detach().copy_(slot.master);
        }
    }
}

} // namespace halyard
