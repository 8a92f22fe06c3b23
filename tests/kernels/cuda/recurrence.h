// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

namespace halyard {

// The definitions of the kernels in plain fp64 loops; tensors in the order of their shapes.
struct LightningProblem {
    std::int64_t B = 1;
    std::int64_t T = 1;
    std::int64_t H = 1;
    std::int64_t K = 1;
    std::int64_t V = 1;
    double scale = 1;
    std::vector<double> q_BTHK;
    std::vector<double> k_BTHK;
    std::vector<double> v_BTHV;
    std::vector<double> slopes_H;
    std::vector<double> initial_BHKV;
    std::vector<double> do_BTHV;
    std::vector<double> dFinal_BHKV;
    std::vector<std::int64_t> firstToken_B;
};

struct LightningResult {
    std::vector<double> o_BTHV;
    std::vector<double> final_BHKV;
    std::vector<double> dq_BTHK;
    std::vector<double> dk_BTHK;
    std::vector<double> dv_BTHV;
    std::vector<double> dInitial_BHKV;
};

// Forward by the recurrence with every state kept, backward by the chain rule through it.
[[nodiscard]] LightningResult lightningRecurrence(const LightningProblem& problem);

struct RmsNormResult {
    std::vector<double> y_ND;
    std::vector<double> dx_ND;
    std::vector<double> dWeight_D;
};
[[nodiscard]] RmsNormResult rmsNormDefinition(const std::vector<double>& x_ND, const std::vector<double>& weight_D,
                                              const std::vector<double>& dy_ND, double epsilon);

} // namespace halyard
