// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/named_tensor.h"

#include <string>
#include <string_view>

namespace halyard {

// The parameters of one module in file order, found by name.
class ParameterSet {
public:
    // Drawn in fp32 whatever the type, so that models of every type start alike. An undefined generator leaves the values
    // unset, for weights that are read next.
    // Normal with a standard deviation; 0 gives zeros.
    void addNormal(const std::string& name, at::IntArrayRef shape, double deviation, at::ScalarType type,
                   at::Generator generator);
    // Uniform in (-bound, bound).
    void addUniform(const std::string& name, at::IntArrayRef shape, double bound, at::ScalarType type,
                    at::Generator generator);
    void addOnes(const std::string& name, at::IntArrayRef shape, at::ScalarType type);

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
