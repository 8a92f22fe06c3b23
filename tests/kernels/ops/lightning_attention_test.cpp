// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/ops/lightning_attention.h"
#include "tests/kernels/ops/gradient_check.h"

#include <gtest/gtest.h>

#include <random>

namespace halyard {
namespace {

using ops::lightningAttention;
using ops::LightningForm;
using testing::centralDifference;
using testing::leaf;
using testing::normal;
using testing::relativeError;
using testing::rmsError;

struct Inputs {
    at::Tensor q, k, v, slopes, state;
    double scale = 0.4;

    [[nodiscard]] Inputs as(at::ScalarType type) const {
        const at::ScalarType stateType = type == at::kDouble ? at::kDouble : at::kFloat;
        return {q.to(type), k.to(type), v.to(type), slopes, state.to(stateType), scale};
    }
    [[nodiscard]] ops::LightningAttentionOutput run(LightningForm form, std::int64_t chunk = 0,
                                                    const at::Tensor& first = {}) const {
        return lightningAttention(q, k, v, slopes, scale, state, first, form, chunk);
    }
};

struct Sizes {
    std::int64_t batch, tokens, heads, key, value;
};

Inputs randomInputs(const Sizes& s) {
    Inputs in;
    in.q = normal({s.batch, s.tokens, s.heads, s.key});
    in.k = normal({s.batch, s.tokens, s.heads, s.key});
    in.v = normal({s.batch, s.tokens, s.heads, s.value});
    in.slopes = at::pow(2.0, -8.0 * at::arange(1, s.heads + 1, at::kDouble) / static_cast<double>(s.heads));
    in.state = normal({s.batch, s.heads, s.key, s.value});
    return in;
}

class LightningChunks : public ::testing::TestWithParam<std::int64_t> {};
INSTANTIATE_TEST_SUITE_P(Sizes, LightningChunks, ::testing::Values(8, 16, 64));

TEST_P(LightningChunks, EqualTheRecurrenceWithARaggedLastChunk) {
    at::manual_seed(1);
    const Inputs in = randomInputs({2, 37, 3, 6, 5});
    const auto expected = in.run(LightningForm::Reference);
    const auto chunked = in.run(LightningForm::Chunked, GetParam());
    EXPECT_LT(relativeError(chunked.o_BTHV, expected.o_BTHV), 1e-13);
    EXPECT_LT(relativeError(chunked.state_BHKV, expected.state_BHKV), 1e-13);
}

TEST_P(LightningChunks, HaveTheGradientsOfCentralDifferences) {
    at::manual_seed(2);
    Inputs in = randomInputs({1, 37, 2, 6, 5});
    const at::Tensor dOut = normal(in.v.sizes());
    const at::Tensor dState = normal(in.state.sizes());
    const auto loss = [&] {
        const auto out = in.run(LightningForm::Reference);
        return ((out.o_BTHV * dOut).sum() + (out.state_BHKV * dState).sum()).item<double>();
    };
    for (at::Tensor* input : {&in.q, &in.k, &in.v, &in.state}) {
        *input = leaf(*input);
    }
    const auto out = in.run(LightningForm::Chunked, GetParam());
    ((out.o_BTHV * dOut).sum() + (out.state_BHKV * dState).sum()).backward();
    for (const at::Tensor* input : {&in.q, &in.k, &in.v, &in.state}) {
        EXPECT_LT(relativeError(input->grad(), centralDifference(loss, *input)), 1e-8);
    }
}

TEST(LightningAttention, FormsAgreeOnRandomOddShapes) {
    at::manual_seed(3);
    std::mt19937 random(3);
    const auto upTo = [&](std::int64_t n) { return 1 + static_cast<std::int64_t>(random() % static_cast<unsigned>(n)); };
    for (int i = 0; i < 20; ++i) {
        const Sizes sizes{upTo(3), upTo(150), upTo(6), upTo(70), upTo(70)};
        const Inputs exact = randomInputs(sizes);
        const auto expected = exact.run(LightningForm::Reference);
        const Inputs in = exact.as(at::kFloat);
        for (const LightningForm form : {LightningForm::Chunked, LightningForm::Recurrent, LightningForm::Automatic}) {
            const auto out = in.run(form);
            EXPECT_LT(rmsError(out.o_BTHV, expected.o_BTHV), 1e-5);
            EXPECT_LT(rmsError(out.state_BHKV, expected.state_BHKV), 1e-5);
        }
    }
}

TEST(LightningAttention, GradientsOfTheFloatFormAgreeWithTheReferences) {
    at::manual_seed(4);
    for (const Sizes& sizes : {Sizes{2, 200, 4, 32, 32}, Sizes{1, 65, 5, 17, 33}, Sizes{2, 1, 2, 8, 8}}) {
        const Inputs exact = randomInputs(sizes);
        const at::Tensor dOut = normal(exact.v.sizes());
        const auto gradients = [&](const Inputs& inputs, LightningForm form) {
            Inputs in{leaf(inputs.q), leaf(inputs.k), leaf(inputs.v), inputs.slopes, leaf(inputs.state), inputs.scale};
            const auto out = in.run(form);
            (out.o_BTHV * dOut.to(in.v.scalar_type())).sum().backward();
            return std::vector<at::Tensor>{in.q.grad(), in.k.grad(), in.v.grad(), in.state.grad()};
        };
        const auto expected = gradients(exact, LightningForm::Reference);
        const auto found = gradients(exact.as(at::kFloat), LightningForm::Chunked);
        for (std::size_t i = 0; i < expected.size(); ++i) {
            EXPECT_LT(rmsError(found[i], expected[i]), 1e-5) << "input " << i;
        }
    }
}

TEST(LightningAttention, InBfloat16IsAtMostTwiceAsFarOffAsTheNaiveForm) {
    at::manual_seed(5);
    const Inputs exact = randomInputs({2, 131, 4, 24, 40});
    const Inputs in = exact.as(at::kBFloat16);
    const auto expected = in.as(at::kDouble).run(LightningForm::Reference);
    const double naive = rmsError(in.run(LightningForm::Reference).o_BTHV, expected.o_BTHV);
    for (const LightningForm form : {LightningForm::Chunked, LightningForm::Recurrent}) {
        EXPECT_LT(rmsError(in.run(form).o_BTHV, expected.o_BTHV), 2 * naive);
        EXPECT_LT(rmsError(in.run(form).state_BHKV, expected.state_BHKV), 1e-5);
    }
}

TEST(LightningAttention, LeftPaddingNeitherEntersNorDecaysTheState) {
    at::manual_seed(6);
    const Inputs in = randomInputs({3, 90, 2, 8, 8}).as(at::kFloat);
    const at::Tensor first = at::tensor({0, 17, 90}, at::kLong);
    for (const LightningForm form : {LightningForm::Reference, LightningForm::Recurrent, LightningForm::Chunked}) {
        const auto padded = in.run(form, 0, first);
        for (std::int64_t b = 0; b < 2; ++b) {
            const std::int64_t skip = first[b].item<std::int64_t>();
            const auto row = [&](const at::Tensor& x) { return x.slice(0, b, b + 1).slice(1, skip); };
            const auto alone = lightningAttention(row(in.q), row(in.k), row(in.v), in.slopes, in.scale,
                                                  in.state.slice(0, b, b + 1), {}, LightningForm::Reference);
            EXPECT_LT(relativeError(row(padded.o_BTHV), alone.o_BTHV), 1e-5);
            EXPECT_LT(relativeError(padded.state_BHKV[b], alone.state_BHKV[0]), 1e-5);
            EXPECT_EQ(padded.o_BTHV[b].slice(0, 0, skip).abs().sum().item<double>(), 0);
        }
        EXPECT_TRUE(at::equal(padded.state_BHKV[2], in.state[2]));
    }
}

TEST(LightningAttention, PaddedTokensHaveZeroGradients) {
    at::manual_seed(7);
    const Inputs plain = randomInputs({2, 70, 2, 8, 8}).as(at::kFloat);
    const Inputs in{leaf(plain.q), leaf(plain.k), leaf(plain.v), plain.slopes, leaf(plain.state), plain.scale};
    const auto out = in.run(LightningForm::Chunked, 16, at::tensor({0, 21}, at::kLong));
    (out.o_BTHV.sum() + out.state_BHKV.sum()).backward();
    for (const at::Tensor* input : {&in.q, &in.k, &in.v}) {
        EXPECT_EQ(input->grad()[1].slice(0, 0, 21).abs().sum().item<double>(), 0);
        EXPECT_GT(input->grad()[0].slice(0, 0, 21).abs().sum().item<double>(), 0);
    }
}

TEST(LightningAttention, ChunksOfASequenceWithCarriedStateEqualOneCall) {
    at::manual_seed(8);
    const Inputs in = randomInputs({1, 100, 3, 16, 16}).as(at::kFloat);
    const auto whole = in.run(LightningForm::Chunked);
    at::Tensor state = in.state;
    std::vector<at::Tensor> outputs;
    for (const auto& [begin, end] : {std::pair<std::int64_t, std::int64_t>{0, 33}, {33, 34}, {34, 100}}) {
        const auto part = lightningAttention(in.q.slice(1, begin, end), in.k.slice(1, begin, end),
                                             in.v.slice(1, begin, end), in.slopes, in.scale, state);
        outputs.push_back(part.o_BTHV);
        state = part.state_BHKV;
    }
    EXPECT_LT(relativeError(at::cat(outputs, 1), whole.o_BTHV), 1e-5);
    EXPECT_LT(relativeError(state, whole.state_BHKV), 1e-5);
}

TEST(LightningAttention, RefusesShapesThatDoNotFit) {
    const Inputs in = randomInputs({1, 4, 2, 3, 3});
    EXPECT_THROW((void)lightningAttention(in.q, in.k.slice(1, 0, 3), in.v, in.slopes, 1), c10::Error);
    EXPECT_THROW((void)lightningAttention(in.q, in.k, in.v, in.slopes.slice(0, 0, 1), 1), c10::Error);
    EXPECT_THROW((void)lightningAttention(in.q, in.k, in.v, in.slopes, 1, in.state.slice(1, 0, 1)), c10::Error);
}

} // namespace
} // namespace halyard
