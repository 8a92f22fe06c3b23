// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/kernels/cuda/recurrence.h"

#include <cmath>

namespace halyard {
namespace {

// One sequence and head of a problem.
struct Head {
    const LightningProblem& problem;
    std::int64_t b;
    std::int64_t h;

    [[nodiscard]] std::size_t qk(std::int64_t t, std::int64_t k) const {
        return static_cast<std::size_t>(((b * problem.T + t) * problem.H + h) * problem.K + k);
    }
    [[nodiscard]] std::size_t vo(std::int64_t t, std::int64_t v) const {
        return static_cast<std::size_t>(((b * problem.T + t) * problem.H + h) * problem.V + v);
    }
    [[nodiscard]] std::size_t state(std::int64_t k, std::int64_t v) const {
        return static_cast<std::size_t>(((b * problem.H + h) * problem.K + k) * problem.V + v);
    }
    [[nodiscard]] std::size_t flat(std::int64_t k, std::int64_t v) const {
        return static_cast<std::size_t>(k * problem.V + v);
    }
    [[nodiscard]] double decay() const { return std::exp(-problem.slopes_H[static_cast<std::size_t>(h)]); }
    [[nodiscard]] std::int64_t first() const { return problem.firstToken_B[static_cast<std::size_t>(b)]; }
};

using States = std::vector<std::vector<double>>; // S_{t-1} at index t, the last state at index T

States runForward(const Head& head, LightningResult& result) {
    const LightningProblem& p = head.problem;
    States states(static_cast<std::size_t>(p.T) + 1, std::vector<double>(static_cast<std::size_t>(p.K * p.V)));
    for (std::int64_t k = 0; k < p.K; ++k) {
        for (std::int64_t v = 0; v < p.V; ++v) {
            states[0][head.flat(k, v)] = p.initial_BHKV[head.state(k, v)];
        }
    }
    for (std::int64_t t = 0; t < p.T; ++t) {
        std::vector<double>& next = states[static_cast<std::size_t>(t) + 1];
        next = states[static_cast<std::size_t>(t)];
        for (std::int64_t k = 0; k < p.K && t >= head.first(); ++k) {
            for (std::int64_t v = 0; v < p.V; ++v) {
                double& s = next[head.flat(k, v)];
                s = head.decay() * s + p.k_BTHK[head.qk(t, k)] * p.v_BTHV[head.vo(t, v)];
                result.o_BTHV[head.vo(t, v)] += p.scale * p.q_BTHK[head.qk(t, k)] * s;
            }
        }
    }
    for (std::int64_t k = 0; k < p.K; ++k) {
        for (std::int64_t v = 0; v < p.V; ++v) {
            result.final_BHKV[head.state(k, v)] = states.back()[head.flat(k, v)];
        }
    }
    return states;
}

void runBackward(const Head& head, const States& states, LightningResult& result) {
    const LightningProblem& p = head.problem;
    for (std::int64_t k = 0; k < p.K; ++k) {
        for (std::int64_t v = 0; v < p.V; ++v) {
            double gradient = p.dFinal_BHKV[head.state(k, v)];
            for (std::int64_t t = p.T - 1; t >= head.first(); --t) {
                const double dOut = p.do_BTHV[head.vo(t, v)];
                gradient += p.scale * p.q_BTHK[head.qk(t, k)] * dOut;
                result.dq_BTHK[head.qk(t, k)] += p.scale * dOut * states[static_cast<std::size_t>(t) + 1][head.flat(k, v)];
                result.dk_BTHK[head.qk(t, k)] += gradient * p.v_BTHV[head.vo(t, v)];
                result.dv_BTHV[head.vo(t, v)] += gradient * p.k_BTHK[head.qk(t, k)];
                gradient *= head.decay();
            }
            result.dInitial_BHKV[head.state(k, v)] = gradient;
        }
    }
}

} // namespace

LightningResult lightningRecurrence(const LightningProblem& problem) {
    LightningResult result;
    result.o_BTHV.resize(problem.v_BTHV.size());
    result.dv_BTHV.resize(problem.v_BTHV.size());
    result.dq_BTHK.resize(problem.q_BTHK.size());
    result.dk_BTHK.resize(problem.q_BTHK.size());
    result.final_BHKV.resize(problem.initial_BHKV.size());
    result.dInitial_BHKV.resize(problem.initial_BHKV.size());
    for (std::int64_t b = 0; b < problem.B; ++b) {
        for (std::int64_t h = 0; h < problem.H; ++h) {
            const Head head{problem, b, h};
            runBackward(head, runForward(head, result), result);
        }
    }
    return result;
}

RmsNormResult rmsNormDefinition(const std::vector<double>& x_ND, const std::vector<double>& weight_D,
                                const std::vector<double>& dy_ND, double epsilon) {
    const std::size_t D = weight_D.size();
    RmsNormResult result{std::vector<double>(x_ND.size()), std::vector<double>(x_ND.size()), std::vector<double>(D)};
    for (std::size_t start = 0; start < x_ND.size(); start += D) {
        double squares = 0;
        double product = 0;
        for (std::size_t d = 0; d < D; ++d) {
            squares += x_ND[start + d] * x_ND[start + d];
            product += weight_D[d] * dy_ND[start + d] * x_ND[start + d];
        }
        const double rstd = 1 / std::sqrt(squares / static_cast<double>(D) + epsilon);
        for (std::size_t d = 0; d < D; ++d) {
            const double normal = x_ND[start + d] * rstd;
            result.y_ND[start + d] = weight_D[d] * normal;
            result.dx_ND[start + d] =
                rstd * (weight_D[d] * dy_ND[start + d] - normal * product * rstd / static_cast<double>(D));
            result.dWeight_D[d] += dy_ND[start + d] * normal;
        }
    }
    return result;
}

} // namespace halyard
