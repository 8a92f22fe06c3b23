// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/ops/norm.h"
#include "tests/kernels/ops/gradient_check.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

using testing::centralDifference;
using testing::leaf;
using testing::normal;
using testing::relativeError;
using testing::rmsError;

// The written formulas in fp64.
at::Tensor normFormula(const at::Tensor& x, const at::Tensor& weight, double epsilon) {
    return weight * (x / at::sqrt(x.square().mean(-1, true) + epsilon));
}

at::Tensor rotateFormula(const at::Tensor& x_BTHD, const at::Tensor& cosine, const at::Tensor& sine) {
    const std::int64_t half = x_BTHD.size(-1) / 2;
    const at::Tensor turned = at::cat({-x_BTHD.slice(-1, half), x_BTHD.slice(-1, 0, half)}, -1);
    return x_BTHD * cosine.unsqueeze(2) + turned * sine.unsqueeze(2);
}

std::pair<at::Tensor, at::Tensor> tables(std::int64_t batch, std::int64_t tokens, std::int64_t dim) {
    const at::Tensor angles = normal({batch, tokens, dim / 2}) * 3;
    const at::Tensor both = at::cat({angles, angles}, -1);
    return {both.cos(), both.sin()};
}

TEST(RmsNorm, FollowsTheFormula) {
    at::manual_seed(1);
    for (const std::int64_t dim : {1, 7, 16, 33, 128, 1000}) {
        const at::Tensor x = normal({3, 5, dim});
        const at::Tensor weight = normal({dim});
        const at::Tensor expected = normFormula(x, weight, 1e-2);
        EXPECT_LT(relativeError(ops::rmsNorm(x, weight, 1e-2), expected), 1e-14);
        EXPECT_LT(relativeError(ops::rmsNorm(x.to(at::kFloat), weight.to(at::kFloat), 1e-2), expected), 1e-6);
    }
}

TEST(RmsNorm, CastsBeforeTheWeightInBfloat16) {
    at::manual_seed(2);
    const at::Tensor x = normal({40, 96}, at::kBFloat16);
    const at::Tensor weight = normal({96}, at::kBFloat16);
    const at::Tensor wide = x.to(at::kFloat);
    const at::Tensor normed = (wide * at::rsqrt(wide.square().mean(-1, true) + 1e-6)).to(at::kBFloat16);
    const at::Tensor difference = (ops::rmsNorm(x, weight, 1e-6) - weight * normed).abs();
    EXPECT_LT((difference > 0).to(at::kDouble).mean().item<double>(), 0.01); // a rounding at a tie, now and then
}

TEST(RmsNorm, HasTheGradientsOfCentralDifferences) {
    at::manual_seed(3);
    const at::Tensor x = leaf(normal({2, 3, 19}));
    const at::Tensor weight = leaf(normal({19}));
    const at::Tensor dy = normal({2, 3, 19});
    const auto loss = [&] { return (normFormula(x, weight, 1e-6) * dy).sum().item<double>(); };
    (ops::rmsNorm(x, weight, 1e-6) * dy).sum().backward();
    EXPECT_LT(relativeError(x.grad(), centralDifference(loss, x)), 1e-8);
    EXPECT_LT(relativeError(weight.grad(), centralDifference(loss, weight)), 1e-8);
}

TEST(RmsNorm, GradientOfTheWeightDoesNotDependOnTheThreads) {
    at::manual_seed(4);
    const at::Tensor x = leaf(normal({500, 130}, at::kFloat));
    const at::Tensor dy = normal({500, 130}, at::kFloat);
    std::vector<at::Tensor> gradients;
    const int before = at::get_num_threads();
    for (const int threads : {1, 2}) {
        at::set_num_threads(threads);
        const at::Tensor weight = leaf(at::ones({130}));
        (ops::rmsNorm(x, weight, 1e-6) * dy).sum().backward();
        gradients.push_back(weight.grad());
    }
    at::set_num_threads(before);
    EXPECT_TRUE(at::equal(gradients[0], gradients[1]));
}

TEST(NormRotate, FollowsTheFormulaWithAndWithoutNormAndTables) {
    at::manual_seed(5);
    for (const std::int64_t dim : {2, 10, 64, 128}) {
        for (const std::int64_t rows : {1, 3}) {
            const at::Tensor x = normal({3, 9, 4, dim});
            const at::Tensor weight = normal({dim});
            const auto [cosine, sine] = tables(rows, 9, dim);
            const at::Tensor both = rotateFormula(normFormula(x, weight, 1e-6), cosine, sine);
            EXPECT_LT(relativeError(ops::normRotate(x, weight, 1e-6, cosine, sine), both), 1e-14);
            EXPECT_LT(relativeError(ops::normRotate(x, {}, 1e-6, cosine, sine), rotateFormula(x, cosine, sine)), 1e-14);
            EXPECT_LT(relativeError(ops::normRotate(x, weight, 1e-6, {}, {}), normFormula(x, weight, 1e-6)), 1e-14);
            EXPECT_LT(relativeError(ops::normRotate(x.to(at::kFloat), weight.to(at::kFloat), 1e-6, cosine, sine), both),
                      2e-6);
        }
    }
}

TEST(NormRotate, HasTheGradientsOfCentralDifferences) {
    at::manual_seed(6);
    const auto [cosine, sine] = tables(1, 4, 6);
    const at::Tensor dy = normal({2, 4, 3, 6});
    for (const bool normed : {true, false}) {
        const at::Tensor x = leaf(normal({2, 4, 3, 6}));
        const at::Tensor weight = leaf(normal({6}));
        const auto loss = [&, cosine = cosine, sine = sine] {
            const at::Tensor n = normed ? normFormula(x, weight, 1e-6) : x;
            return (rotateFormula(n, cosine, sine) * dy).sum().item<double>();
        };
        (ops::normRotate(x, normed ? weight : at::Tensor(), 1e-6, cosine, sine) * dy).sum().backward();
        EXPECT_LT(relativeError(x.grad(), centralDifference(loss, x)), 1e-8);
        if (normed) {
            EXPECT_LT(relativeError(weight.grad(), centralDifference(loss, weight)), 1e-8);
        }
    }
}

TEST(NormRotate, InBfloat16IsAtMostTwiceAsFarOffAsTheNaiveForm) {
    at::manual_seed(7);
    const at::Tensor x = normal({2, 33, 3, 48}, at::kBFloat16);
    const at::Tensor weight = normal({48}, at::kBFloat16);
    const auto [cosine, sine] = tables(1, 33, 48);
    const at::Tensor exact =
        rotateFormula(normFormula(x.to(at::kDouble), weight.to(at::kDouble), 1e-6), cosine, sine);
    const at::Tensor naive = rotateFormula(weight * normFormula(x.to(at::kFloat), at::ones({48}), 1e-6).to(at::kBFloat16),
                                           cosine.to(at::kBFloat16), sine.to(at::kBFloat16));
    EXPECT_LT(rmsError(ops::normRotate(x, weight, 1e-6, cosine, sine), exact), 2 * rmsError(naive, exact));
}

} // namespace
} // namespace halyard
