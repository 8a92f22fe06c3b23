// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/named_tensor.h"

#include <functional>
#include <string>
#include <string_view>

namespace halyard {

// A fresh parameter: fill draws its values in fp32 whatever the type, so that models of every type start alike. An
// undefined generator gives a tensor of that shape without memory (on the meta device), for weights that are read next:
// sizes of a configuration cost nothing before they were compared with the files.
using FillTensor = std::function<void(at::Tensor&, at::Generator)>;
[[nodiscard]] at::Tensor freshTensor(at::IntArrayRef shape, at::ScalarType type, const at::Generator& generator,
                                     const FillTensor& fill);

// The parameters of one module in file order, found by name.
class ParameterSet {
public:
    // Each as freshTensor makes it. Normal with a standard deviation; 0 gives zeros.
    void addNormal(const std::string& name, at::IntArrayRef shape, double deviation, at::ScalarType type,
                   at::Generator generator);
    // Uniform in (-bound, bound).
    void addUniform(const std::string& name, at::IntArrayRef shape, double bound, at::ScalarType type,
                    at::Generator generator);
    void addOnes(const std::string& name, at::IntArrayRef shape, at::ScalarType type, at::Generator generator);

    // The tensor, or an undefined one when there is none of that name.
    [[nodiscard]] const at::Tensor& get(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return get(name).defined(); }
    [[nodiscard]] const NamedTensors& all() const { return m_tensors; }
    // Replaces a parameter; the shape must fit. Throws Error(InvalidInput).
    void set(const std::string& name, const at::Tensor& tensor);

private:
    NamedTensors m_tensors;
};

// x W^T + b; the bias may be undefined.
[[nodiscard]] at::Tensor project(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias = {});

} // namespace halyard
