// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/ops/gated.h"
#include "tests/kernels/ops/gradient_check.h"

#include <gtest/gtest.h>

#include <limits>

namespace halyard {
namespace {

using testing::centralDifference;
using testing::leaf;
using testing::normal;
using testing::relativeError;
using testing::rmsError;

at::Tensor siluFormula(const at::Tensor& x, const at::Tensor& z) { return x * at::sigmoid(x) * z; }
at::Tensor sigmoidFormula(const at::Tensor& x, const at::Tensor& z) { return x * at::sigmoid(z); }

TEST(Gates, FollowTheFormulasInEveryType) {
    at::manual_seed(1);
    for (const std::int64_t count : {1, 17, 40000}) {
        const at::Tensor x = normal({count}) * 4;
        const at::Tensor z = normal({count}) * 4;
        const at::Tensor silu = siluFormula(x, z);
        const at::Tensor gated = sigmoidFormula(x, z);
        EXPECT_LT(relativeError(ops::siluGate(x, z), silu), 1e-14);
        EXPECT_LT(relativeError(ops::sigmoidGate(x, z), gated), 1e-14);
        EXPECT_LT(relativeError(ops::siluGate(x.to(at::kFloat), z.to(at::kFloat)), silu), 1e-6);
        EXPECT_LT(relativeError(ops::sigmoidGate(x.to(at::kFloat), z.to(at::kFloat)), gated), 1e-6);
        EXPECT_LT(rmsError(ops::siluGate(x.to(at::kBFloat16), z.to(at::kBFloat16)), silu), 1e-2);
    }
}

TEST(Gates, StayFiniteAtTheEndsOfTheRangeAndPassNanOn) {
    const float big = std::numeric_limits<float>::max();
    const at::Tensor x = at::tensor({1.0F, 1.0F, 1.0F, 1.0F});
    const at::Tensor z = at::tensor({-big, -200.0F, 200.0F, std::numeric_limits<float>::quiet_NaN()});
    const at::Tensor y = ops::sigmoidGate(x, z);
    EXPECT_NEAR(y[0].item<double>(), 0, 1e-37);
    EXPECT_NEAR(y[1].item<double>(), 0, 1e-37);
    EXPECT_EQ(y[2].item<double>(), 1);
    EXPECT_TRUE(at::isnan(y[3]).item<bool>());
}

TEST(Gates, HaveTheGradientsOfCentralDifferences) {
    at::manual_seed(2);
    const at::Tensor dy = normal({23});
    for (const bool silu : {true, false}) {
        const at::Tensor x = leaf(normal({23}));
        const at::Tensor z = leaf(normal({23}));
        const auto loss = [&] {
            return ((silu ? siluFormula(x, z) : sigmoidFormula(x, z)) * dy).sum().item<double>();
        };
        ((silu ? ops::siluGate(x, z) : ops::sigmoidGate(x, z)) * dy).sum().backward();
        EXPECT_LT(relativeError(x.grad(), centralDifference(loss, x)), 1e-8);
        EXPECT_LT(relativeError(z.grad(), centralDifference(loss, z)), 1e-8);
    }
}

} // namespace
} // namespace halyard
