// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/adamw.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

namespace halyard {

namespace {

at::Tensor random(at::IntArrayRef shape, std::uint64_t seed) {
    at::Generator generator = at::detail::createCPUGenerator(seed);
    return at::randn(shape, generator, at::dtype(at::kFloat));
}

AdamW::Entry entry(const std::string& name, const at::Tensor& tensor, std::size_t group = 0) {
    return {{name, tensor.clone().requires_grad_()}, group};
}

// The formula of the header in double.
struct Reference {
    at::Tensor w, m, v;
    void step(const at::Tensor& gradient, double t, double rate, double decay) {
        const at::Tensor g = gradient.to(at::kDouble);
        m = 0.9 * m + 0.1 * g;
        v = 0.95 * v + 0.05 * g * g;
        w = w * (1 - rate * decay) - rate / (1 - std::pow(0.9, t)) * m / ((v / (1 - std::pow(0.95, t))).sqrt() + 1e-8);
    }
};

Reference referenceOf(const at::Tensor& w) {
    return {w.to(at::kDouble), at::zeros_like(w, at::kDouble), at::zeros_like(w, at::kDouble)};
}

double difference(const at::Tensor& a, const at::Tensor& b) {
    return (a.to(at::kDouble) - b).abs().max().item<double>();
}

} // namespace

TEST(AdamW, FollowsTheFormulaForSeveralUpdates) {
    const AdamW::Options options{0.9, 0.95, 1e-8, 0.1};
    AdamW::Entry matrix = entry("a.weight", random({70, 301}, 1));
    AdamW::Entry norm = entry("b.norm.weight", random({33}, 2), 1);
    AdamW::Entry bias = entry("c.bias", random({3, 5}, 3));
    AdamW optimizer({matrix, norm, bias}, options);
    std::vector<Reference> references;
    for (const AdamW::Entry& e : {matrix, norm, bias}) {
        references.push_back(referenceOf(e.parameter.tensor.detach()));
    }
    for (int t = 1; t <= 5; ++t) {
        std::size_t i = 0;
        for (const AdamW::Entry& e : {matrix, norm, bias}) {
            const at::Tensor gradient = random(e.parameter.tensor.sizes(), static_cast<std::uint64_t>(10 * t) + i);
            e.parameter.tensor.mutable_grad() = gradient;
            references[i].step(gradient * 0.5, t, i == 1 ? 2e-3 : 1e-2, i == 0 ? 0.1 : 0);
            ++i;
        }
        optimizer.step(0.5, {1e-2, 2e-3});
        optimizer.clearGradients();
    }
    EXPECT_LT(difference(matrix.parameter.tensor, references[0].w), 2e-6);
    EXPECT_LT(difference(norm.parameter.tensor, references[1].w), 2e-6);
    EXPECT_LT(difference(bias.parameter.tensor, references[2].w), 2e-6);
    EXPECT_EQ(optimizer.updates(), 5);
}

TEST(AdamW, KeepsAFloat32MasterOfABfloat16Parameter) {
    AdamW::Entry e = entry("a.weight", at::ones({4, 4}).to(at::kBFloat16));
    AdamW optimizer({e}, {});
    for (int i = 0; i < 4; ++i) {
        e.parameter.tensor.mutable_grad() = at::ones({4, 4}).to(at::kBFloat16);
        optimizer.step(1, {1e-3}); // each update is too small for bf16, which steps by 1/256 below 1
    }
    EXPECT_EQ(e.parameter.tensor.detach()[0][0].item<double>(), 0.99609375);
    EXPECT_NEAR(optimizer.state()[2].tensor[0][0].item<double>(), 0.996, 1e-5);
}

TEST(AdamW, MeasuresTheNormOfAllGradients) {
    AdamW::Entry a = entry("a", at::zeros({3, 7}));
    AdamW::Entry b = entry("b", at::zeros({40000}));
    AdamW optimizer({a, b}, {});
    a.parameter.tensor.mutable_grad() = at::full({3, 7}, 2.0F);
    b.parameter.tensor.mutable_grad() = at::full({40000}, 0.5F);
    EXPECT_DOUBLE_EQ(optimizer.measure().norm, std::sqrt(21 * 4 + 40000 * 0.25));
    EXPECT_FALSE(optimizer.measure().nonFinite);
}

TEST(AdamW, NamesTheFirstTensorWithANonFiniteGradient) {
    AdamW::Entry a = entry("a", at::zeros({3}));
    AdamW::Entry b = entry("b", at::zeros({30000}));
    AdamW optimizer({a, b}, {});
    a.parameter.tensor.mutable_grad() = at::full({3}, 3e38F); // large, and finite
    b.parameter.tensor.mutable_grad() = at::zeros({30000});
    EXPECT_FALSE(optimizer.measure().nonFinite);
    b.parameter.tensor.mutable_grad()[29999] = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(optimizer.measure().nonFinite, "b");
    b.parameter.tensor.mutable_grad()[29999] = -std::numeric_limits<double>::infinity();
    EXPECT_EQ(optimizer.measure().nonFinite, "b");
}

TEST(AdamW, GivesTheSameBitsWhateverTheThreads) {
    const int before = at::get_num_threads();
    std::vector<at::Tensor> results;
    std::vector<double> norms;
    for (const int threads : {1, 2, 3}) {
        at::set_num_threads(threads);
        AdamW::Entry e = entry("a.weight", random({123, 457}, 1));
        AdamW optimizer({e}, {});
        e.parameter.tensor.mutable_grad() = random({123, 457}, 2);
        norms.push_back(optimizer.measure().norm);
        optimizer.step(0.3, {1e-2});
        results.push_back(e.parameter.tensor.detach());
    }
    at::set_num_threads(before);
    EXPECT_TRUE(at::equal(results[0], results[1]) && at::equal(results[0], results[2]));
    EXPECT_TRUE(norms[0] == norms[1] && norms[0] == norms[2]);
}

TEST(AdamW, ContinuesFromItsSavedState) {
    AdamW::Entry a = entry("a.weight", random({20, 20}, 1).to(at::kBFloat16));
    AdamW first({a}, {});
    const auto update = [](AdamW& optimizer, const AdamW::Entry& e, std::uint64_t seed) {
        e.parameter.tensor.mutable_grad() = random({20, 20}, seed).to(at::kBFloat16);
        optimizer.step(1, {1e-2});
    };
    update(first, a, 2);
    AdamW::Entry b = entry("a.weight", at::zeros({20, 20}).to(at::kBFloat16));
    AdamW second({b}, {});
    const NamedTensors from = first.state();
    const NamedTensors to = second.state();
    ASSERT_EQ(from.size(), 3U);
    for (std::size_t i = 0; i < from.size(); ++i) {
        EXPECT_EQ(from[i].name, to[i].name);
        to[i].tensor.copy_(from[i].tensor);
    }
    second.restored(first.updates());
    update(first, a, 3);
    update(second, b, 3);
    EXPECT_TRUE(at::equal(a.parameter.tensor, b.parameter.tensor));
}

} // namespace halyard
