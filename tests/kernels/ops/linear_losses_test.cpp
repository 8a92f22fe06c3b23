// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/ops/linear_losses.h"
#include "kernels/reference/linear_losses.h"

#include <gtest/gtest.h>

namespace halyard {

namespace {

struct Case {
    std::int64_t rows, hidden, teacherHidden, vocabulary, chunk;
};

at::Tensor normal(at::IntArrayRef shape, std::uint64_t seed, double scale = 1) {
    at::Generator generator = at::globalContext().defaultGenerator(at::kCPU).clone();
    generator.set_current_seed(seed);
    return at::normal(0.0, scale, shape, generator, at::dtype(at::kDouble));
}

double relative(const at::Tensor& value, const at::Tensor& truth) {
    return ((value.to(at::kDouble) - truth).abs().max() / truth.abs().max()).item<double>();
}

struct Result {
    double loss = 0;
    at::Tensor hidden, head;
};

// Loss and gradients with every input rounded to a type; kDouble runs the reference.
Result kl(const Case& c, at::ScalarType rounded, at::ScalarType type, bool reference) {
    const auto input = [&](at::IntArrayRef shape, std::uint64_t seed, double scale) {
        return normal(shape, seed, scale).to(rounded).to(type);
    };
    at::Tensor hs = input({c.rows, c.hidden}, 1, 1).requires_grad_();
    at::Tensor ws = input({c.vocabulary, c.hidden}, 2, 0.3).requires_grad_();
    const at::Tensor ht = input({c.rows, c.teacherHidden}, 3, 1);
    const at::Tensor wt = input({c.vocabulary, c.teacherHidden}, 4, 0.3);
    const double divisor = static_cast<double>(c.rows) * 2;
    const at::Tensor loss = reference ? reference::linearKlDivergence(hs, ws, ht, wt, divisor)
                                      : ops::linearKlDivergence(hs, ws, ht, wt, divisor, c.chunk);
    loss.backward();
    return {loss.item<double>(), hs.grad(), ws.grad()};
}

Result crossEntropy(const Case& c, at::ScalarType rounded, at::ScalarType type, bool reference) {
    at::Tensor h = normal({c.rows, c.hidden}, 5).to(rounded).to(type).requires_grad_();
    at::Tensor w = normal({c.vocabulary, c.hidden}, 6, 0.3).to(rounded).to(type).requires_grad_();
    at::Tensor target = at::arange(c.rows, at::kLong) * 7919 % c.vocabulary;
    target.slice(0, 1, c.rows, 3).fill_(-100);
    const double divisor = static_cast<double>(c.rows) * 0.75;
    const at::Tensor loss = reference ? reference::linearCrossEntropy(h, w, target, divisor)
                                      : ops::linearCrossEntropy(h, w, target, divisor, c.chunk);
    loss.backward();
    return {loss.item<double>(), h.grad(), w.grad()};
}

const Case kCases[] = {{1, 1, 1, 1, 0},      {1, 3, 2, 2, 0},       {7, 5, 9, 17, 3},
                       {33, 16, 16, 101, 8}, {64, 24, 32, 2049, 0}, {130, 8, 8, 4100, 64}};

void expectClose(const Result& value, const Result& truth, const Result& naive, double floor) {
    EXPECT_NEAR(value.loss, truth.loss, std::max(2 * std::abs(naive.loss - truth.loss), floor * (1 + truth.loss)));
    const auto check = [&](const at::Tensor& v, const at::Tensor& t, const at::Tensor& n) {
        if (t.abs().max().item<double>() == 0) {
            EXPECT_EQ(v.abs().max().item<double>(), 0);
            return;
        }
        EXPECT_LE(relative(v, t), std::max(2 * relative(n, t), floor));
    };
    check(value.hidden, truth.hidden, naive.hidden);
    check(value.head, truth.head, naive.head);
}

} // namespace

TEST(LinearKlDivergence, IsAsExactAsTheNaiveFormInFloat32) {
    for (const Case& c : kCases) {
        SCOPED_TRACE(c.vocabulary);
        expectClose(kl(c, at::kFloat, at::kFloat, false), kl(c, at::kFloat, at::kDouble, true),
                    kl(c, at::kFloat, at::kFloat, true), 1e-6);
    }
}

TEST(LinearKlDivergence, IsAsExactAsTheNaiveFormInBfloat16) {
    for (const Case& c : kCases) {
        SCOPED_TRACE(c.vocabulary);
        const Result value = kl(c, at::kBFloat16, at::kBFloat16, false);
        EXPECT_EQ(value.hidden.scalar_type(), at::kBFloat16);
        expectClose(value, kl(c, at::kBFloat16, at::kDouble, true), kl(c, at::kBFloat16, at::kBFloat16, true), 1e-6);
    }
}

TEST(LinearCrossEntropy, IsAsExactAsTheNaiveFormInFloat32) {
    for (const Case& c : kCases) {
        SCOPED_TRACE(c.vocabulary);
        expectClose(crossEntropy(c, at::kFloat, at::kFloat, false), crossEntropy(c, at::kFloat, at::kDouble, true),
                    crossEntropy(c, at::kFloat, at::kFloat, true), 1e-6);
    }
}

TEST(LinearCrossEntropy, IsAsExactAsTheNaiveFormInBfloat16) {
    for (const Case& c : kCases) {
        SCOPED_TRACE(c.vocabulary);
        expectClose(crossEntropy(c, at::kBFloat16, at::kBFloat16, false),
                    crossEntropy(c, at::kBFloat16, at::kDouble, true),
                    crossEntropy(c, at::kBFloat16, at::kBFloat16, true), 1e-6);
    }
}

TEST(LinearLosses, GradientsAgreeWithFiniteDifferences) {
    const at::Tensor ht = normal({3, 4}, 1);
    const at::Tensor wt = normal({9, 4}, 2);
    const at::Tensor w = normal({9, 5}, 3);
    const at::Tensor target = at::tensor({4, -1, 8}, at::kLong);
    const auto losses = [&](const at::Tensor& h) {
        return ops::linearKlDivergence(h, w, ht, wt, 3) + ops::linearCrossEntropy(h, w, target, 2);
    };
    at::Tensor h = normal({3, 5}, 4).requires_grad_();
    losses(h).backward();
    const at::Tensor fast = h.detach().to(at::kFloat).requires_grad_();
    (ops::linearKlDivergence(fast, w.to(at::kFloat), ht.to(at::kFloat), wt.to(at::kFloat), 3) +
     ops::linearCrossEntropy(fast, w.to(at::kFloat), target, 2))
        .backward();
    for (std::int64_t i = 0; i < h.numel(); ++i) {
        at::Tensor step = at::zeros({15}, at::kDouble);
        step[i] = 1e-5;
        const double difference =
            ((losses(h.detach() + step.view({3, 5})) - losses(h.detach() - step.view({3, 5}))) / 2e-5).item<double>();
        EXPECT_NEAR(h.grad().view(-1)[i].item<double>(), difference, 1e-8);
        EXPECT_NEAR(fast.grad().view(-1)[i].item<double>(), difference, 1e-5);
    }
}

TEST(LinearLosses, AScaledLossScalesTheGradient) {
    const Case c{12, 6, 6, 40, 5};
    const Result once = kl(c, at::kFloat, at::kFloat, false);
    at::Tensor hs = normal({c.rows, c.hidden}, 1).to(at::kFloat).requires_grad_();
    const at::Tensor ws = normal({c.vocabulary, c.hidden}, 2, 0.3).to(at::kFloat);
    const at::Tensor ht = normal({c.rows, c.hidden}, 3).to(at::kFloat);
    const at::Tensor wt = normal({c.vocabulary, c.hidden}, 4, 0.3).to(at::kFloat);
    (ops::linearKlDivergence(hs, ws, ht, wt, 24) * 3).backward();
    EXPECT_LT(relative(hs.grad(), (once.hidden * 3).to(at::kDouble)), 1e-6);
}

TEST(LinearLosses, TheSameBitsWhateverTheThreads) {
    const Case c{64, 24, 32, 2049, 0};
    const int threads = at::get_num_threads();
    at::set_num_threads(1);
    const double one = kl(c, at::kFloat, at::kFloat, false).loss;
    at::set_num_threads(2);
    EXPECT_EQ(one, kl(c, at::kFloat, at::kFloat, false).loss);
    at::set_num_threads(threads);
}

TEST(LinearLosses, ANonFiniteInputGivesANonFiniteLoss) {
    for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity()}) {
        at::Tensor h = normal({4, 6}, 1).to(at::kFloat);
        const at::Tensor w = normal({50, 6}, 2).to(at::kFloat);
        h[2][3] = bad;
        EXPECT_FALSE(std::isfinite(ops::linearCrossEntropy(h, w, at::arange(4, at::kLong), 4).item<double>()));
        EXPECT_FALSE(std::isfinite(ops::linearKlDivergence(h, w, at::zeros({4, 6}), w, 4).item<double>()));
        EXPECT_FALSE(std::isfinite(ops::linearKlDivergence(at::zeros({4, 6}), w, h, w, 4).item<double>()));
    }
}

TEST(LinearLosses, FarApartLogitsStayFinite) {
    const at::Tensor h = at::eye(2) * 500;
    const at::Tensor w = at::tensor({1.0F, -1.0F, -1.0F, 1.0F}).view({2, 2});
    EXPECT_NEAR(ops::linearCrossEntropy(h, w, at::tensor({1, 1}, at::kLong), 1).item<double>(), 1000, 1e-3);
    EXPECT_NEAR(ops::linearKlDivergence(h, w, h.flip(0), w, 2).item<double>(), 1000, 1e-3);
}

} // namespace halyard
