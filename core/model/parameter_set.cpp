// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/parameter_set.h"

#include "core/base/error.h"
#include "core/io/safetensors.h"

#include <algorithm>

namespace halyard {

at::Tensor freshTensor(at::IntArrayRef shape, at::ScalarType type, const at::Generator& generator,
                       const FillTensor& fill) {
    if (!generator.defined()) {
        return at::empty(shape, at::TensorOptions(type).device(at::kMeta));
    }
    at::Tensor drawn = at::empty(shape, at::kFloat);
    fill(drawn, generator);
    return drawn.to(type);
}

void ParameterSet::addNormal(const std::string& name, at::IntArrayRef shape, double deviation, at::ScalarType type,
                             at::Generator generator) {
    m_tensors.push_back({name, freshTensor(shape, type, generator, [&](at::Tensor& drawn, at::Generator from) {
                             drawn.normal_(0, deviation, std::move(from));
                         })});
}

void ParameterSet::addUniform(const std::string& name, at::IntArrayRef shape, double bound, at::ScalarType type,
                              at::Generator generator) {
    m_tensors.push_back({name, freshTensor(shape, type, generator, [&](at::Tensor& drawn, at::Generator from) {
                             drawn.uniform_(-bound, bound, std::move(from));
                         })});
}

void ParameterSet::addOnes(const std::string& name, at::IntArrayRef shape, at::ScalarType type,
                           at::Generator generator) {
    m_tensors.push_back(
        {name, freshTensor(shape, type, generator, [](at::Tensor& drawn, const at::Generator&) { drawn.fill_(1); })});
}

const at::Tensor& ParameterSet::get(std::string_view name) const {
    static const at::Tensor kNone;
    const auto found =
        std::find_if(m_tensors.begin(), m_tensors.end(), [&](const NamedTensor& t) { return t.name == name; });
    return found == m_tensors.end() ? kNone : found->tensor;
}

void ParameterSet::set(const std::string& name, const at::Tensor& tensor) {
    const auto found =
        std::find_if(m_tensors.begin(), m_tensors.end(), [&](const NamedTensor& t) { return t.name == name; });
    if (found == m_tensors.end()) {
        throw invalidInput(HALYARD_TEXT("This model has no tensor \"{name}\"."), {{"name", printable(name)}});
    }
    if (found->tensor.sizes() != tensor.sizes()) {
        throw invalidInput(
            HALYARD_TEXT("Tensor \"{name}\" has the shape {found}; the model's configuration asks for {wanted}."),
            {{"name", printable(name)},
             {"found", toString(tensor.sizes().vec())},
             {"wanted", toString(found->tensor.sizes().vec())}});
    }
    found->tensor = tensor;
}

at::Tensor project(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias) {
    return at::linear(x, weight, bias.defined() ? std::optional<at::Tensor>(bias) : std::nullopt);
}

} // namespace halyard
