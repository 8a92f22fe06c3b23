// SPDX-License-Identifier: GPL-3.0-or-later
// B batch, T tokens, D hidden, V vocabulary.
#include "core/model/mixers/attn/softmax_attention.h"
#include "tests/core/model/small_models.h"
#include "tests/support/refusal.h"

#include <algorithm>

namespace halyard {
namespace {

using testing::errorOf;
using testing::expectRefused;
using testing::hypenetDocument;
using testing::logitsOf;
using testing::qwen3Document;
using testing::randomDecoder;
using testing::randomIds;
using testing::Variant;
using testing::variants;

at::Tensor parameter(const NamedTensors& parameters, const std::string& name) {
    const auto found =
        std::find_if(parameters.begin(), parameters.end(), [&](const NamedTensor& one) { return one.name == name; });
    return found == parameters.end() ? at::Tensor() : found->tensor;
}

Json with(Json document, const Json& changes) {
    document.update(changes);
    return document;
}

TEST(Decoder, ReadingInPiecesEqualsTheWholeSequence) {
    for (const Variant& variant : variants()) {
        SCOPED_TRACE(variant.name);
        testing::expectCacheEqualsWhole(randomDecoder(variant.document));
    }
}

TEST(Decoder, PaddedRowsEqualSingleRowsAndPaddingEntersNoState) {
    for (const Variant& variant : variants()) {
        SCOPED_TRACE(variant.name);
        testing::expectPaddingChangesNothing(randomDecoder(variant.document));
    }
}

TEST(Decoder, ScalesByThePositionAmongRealTokens) {
    // Without rotary embeddings in softmax, positions matter there through the scaling only.
    const Json document = with(qwen3Document(), {{"model_type", "hypenet"},
                                                 {"mixer_types", {"attn", "attn", "attn"}},
                                                 {"attn_use_rope", false},
                                                 {"attn_logits_scaling", "hype 20"}});
    const at::NoGradGuard noGradients;
    const Decoder decoder = randomDecoder(document);
    const at::Tensor ids_BT = randomIds(1, 12, 1);
    const at::Tensor padded_BT = at::cat({randomIds(1, 40, 2), ids_BT}, 1);
    const at::Tensor alone = logitsOf(decoder, ids_BT);
    EXPECT_LT(errorOf(logitsOf(decoder, padded_BT, at::tensor({40}, at::kLong)).slice(1, 40), alone), 1e-5);
    auto context = decoder.contextFor(1, 12, nullptr, {}, true);
    context.positions_BT = context.positions_BT + 40; // as if padding counted
    EXPECT_GT(errorOf(decoder.logits(decoder.hidden_BTD(ids_BT, context)), alone), 1e-3);
    context.scaleLogits = false;
    EXPECT_GT(errorOf(decoder.logits(decoder.hidden_BTD(ids_BT, context)), alone), 1e-3);
}

TEST(Decoder, ScalingByAConstantEqualsLargerQueryNorms) {
    const Json document = with(qwen3Document(), {{"model_type", "hypenet"}, {"attn_logits_scaling", 1.5}});
    const at::NoGradGuard noGradients;
    Decoder decoder = randomDecoder(document);
    const at::Tensor ids_BT = randomIds(2, 20, 1);
    const at::Tensor scaled = logitsOf(decoder, ids_BT);
    for (const char* layer : {"0", "1", "2"}) {
        const std::string name = std::string("model.layers.") + layer + ".self_attn.q_norm.weight";
        decoder.set(name, 1.5 * parameter(decoder.parameters(), name));
    }
    const auto plain = decoder.contextFor(2, 20, nullptr, {}, false);
    EXPECT_LT(errorOf(decoder.logits(decoder.hidden_BTD(ids_BT, plain)), scaled), 1e-5);
}

TEST(Decoder, CachesTakeTheBytesOfTheFormula) {
    const at::NoGradGuard noGradients;
    const Decoder decoder = randomDecoder(with(
        hypenetDocument(),
        {{"lightning_nh", 4}, {"lightning_nkv", 2}, {"lightning_use_short_conv", true}, {"lightning_conv_size", 4}}));
    DecoderCache cache = decoder.makeCache();
    EXPECT_EQ(cache.bytes(), 0);
    // B 3; softmax: keys and values of 2 heads of 8, 4 bytes. Linear, two layers: 4 states of 8 x 8 in fp32, and the
    // last 3 inputs of (4 + 2 + 2) heads of 8.
    const std::int64_t linear = 2 * 3 * (4 * 8 * 8 + 3 * 8 * 8) * 4;
    testing::continued(decoder, randomIds(3, 10, 1), cache);
    EXPECT_EQ(cache.bytes(), 2 * 3 * 2 * 10 * 8 * 4 + linear);
    testing::continued(decoder, randomIds(3, 1, 2), cache);
    EXPECT_EQ(cache.bytes(), 2 * 3 * 2 * 11 * 8 * 4 + linear);
    EXPECT_EQ(cache.layers[0]->bytes(), linear / 2);
    EXPECT_EQ(cache.layers[1]->bytes(), 2 * 3 * 2 * 11 * 8 * 4);
}

std::vector<at::Tensor> gradients(const Decoder& decoder, const at::Tensor& ids_BT, bool checkpointed,
                                  at::Tensor& loss) {
    for (const NamedTensor& one : decoder.parameters()) {
        at::Tensor tensor = one.tensor;
        tensor.set_requires_grad(true);
        tensor.mutable_grad().reset();
    }
    const auto context = decoder.contextFor(ids_BT.size(0), ids_BT.size(1), nullptr);
    const at::Tensor logits = decoder.logits(decoder.hidden_BTD(ids_BT, context, nullptr, checkpointed));
    loss = at::cross_entropy_loss(logits.flatten(0, 1), ids_BT.flatten());
    torch::autograd::backward({loss}, {});
    std::vector<at::Tensor> out;
    for (const NamedTensor& one : decoder.parameters()) {
        out.push_back(one.tensor.grad().clone());
    }
    return out;
}

TEST(Decoder, CheckpointedGradientsAreTheGradients) {
    for (const Variant& variant : variants()) {
        SCOPED_TRACE(variant.name);
        const Decoder decoder = randomDecoder(variant.document);
        const at::Tensor ids_BT = randomIds(2, 30, 5);
        at::Tensor plainLoss, checkpointedLoss;
        const std::vector<at::Tensor> plain = gradients(decoder, ids_BT, false, plainLoss);
        const std::vector<at::Tensor> checkpointed = gradients(decoder, ids_BT, true, checkpointedLoss);
        EXPECT_TRUE(at::equal(plainLoss, checkpointedLoss));
        const NamedTensors names = decoder.parameters();
        for (std::size_t i = 0; i < names.size(); ++i) {
            EXPECT_GT(plain[i].abs().max().item<double>(), 0) << names[i].name;
            EXPECT_LE(errorOf(checkpointed[i], plain[i]), 1e-6) << names[i].name;
        }
    }
}

TEST(Decoder, ATiedHeadIsTheEmbeddingAndAnUntiedOneItsOwn) {
    const at::NoGradGuard noGradients;
    const at::Tensor ids_BT = randomIds(1, 9, 1);
    Decoder untied = randomDecoder(qwen3Document());
    const at::Tensor before = logitsOf(untied, ids_BT);
    untied.set("lm_head.weight", 2 * untied.head_VD());
    EXPECT_TRUE(at::equal(logitsOf(untied, ids_BT), 2 * before));
    Decoder tied = randomDecoder(with(qwen3Document(), {{"tie_word_embeddings", true}}));
    EXPECT_TRUE(tied.head_VD().is_same(tied.embedding_VD()));
    EXPECT_FALSE(parameter(tied.parameters(), "lm_head.weight").defined());
    expectRefused([&] { tied.set("lm_head.weight", tied.embedding_VD()); },
                  "This model has no tensor \"lm_head.weight\"");
}

TEST(Decoder, SetRefusesUnknownNamesAndOtherShapes) {
    Decoder decoder = randomDecoder(qwen3Document());
    const at::Tensor tensor = at::zeros({3, 2});
    for (const char* name : {"model.layers.3.input_layernorm.weight", "model.layers.01.input_layernorm.weight",
                             "model.layers.-1.input_layernorm.weight", "model.layers.1", "model.layers.1.self_attn.",
                             "model.layers.99999999999999999999.mlp.up_proj.weight", ""}) {
        expectRefused([&] { decoder.set(name, tensor); }, "This model has no tensor \"" + std::string(name) + "\"");
    }
    for (const char* name : {"model.embed_tokens.weight", "model.norm.weight", "model.layers.2.mlp.up_proj.weight",
                             "model.layers.0.self_attn.q_proj.weight"}) {
        expectRefused([&] { decoder.set(name, tensor); },
                      "Tensor \"" + std::string(name) +
                          "\" has the shape [3, 2]; the model's configuration asks for [");
    }
}

TEST(Student, GetsKeysAndValuesRepeatedHeadByHead) {
    const Decoder teacher = randomDecoder(qwen3Document());
    const ModelConfig config =
        modelConfigFromJson(with(hypenetDocument(), {{"lightning_nkv", 4}, {"lightning_use_qk_norm", true}}), "a test");
    const Stage1Student student = makeStage1Student(teacher, config, standardMixers(), at::kFloat, 3);
    ASSERT_EQ(student.mixers.size(), 3U);
    EXPECT_EQ(student.transferred.size(), 3U * 6);
    for (std::size_t layer = 0; layer < 3; ++layer) {
        const NamedTensors from = teacher.layers()[layer].mixer->parameters();
        const NamedTensors to = student.mixers[layer]->parameters();
        EXPECT_EQ(student.mixers[layer]->kind(), "lightning-attn");
        for (const char* name : {"q_proj.weight", "o_proj.weight", "q_norm.weight", "k_norm.weight"}) {
            EXPECT_TRUE(at::equal(parameter(to, name), parameter(from, name))) << name;
        }
        for (const char* name : {"k_proj.weight", "v_proj.weight"}) {
            for (const std::int64_t head : {0, 1, 2, 3}) {
                EXPECT_TRUE(at::equal(parameter(to, name).narrow(0, 8 * head, 8),
                                      parameter(from, name).narrow(0, 8 * (head / 2), 8)))
                    << name << " head " << head;
            }
        }
    }
}

TEST(Student, OfStage2KeepsTheTeachersAttentionWhereAsked) {
    const Decoder teacher = randomDecoder(qwen3Document());
    const ModelConfig config = modelConfigFromJson(with(hypenetDocument(), {{"attn_use_output_gate", true}}), "a test");
    Stage1Student stage1 = makeStage1Student(teacher, config, standardMixers(), at::kFloat, 3);
    const at::Tensor linear = parameter(stage1.mixers[2]->parameters(), "k_proj.weight");
    linear.add_(1); // what stage 1 learned
    const Decoder student =
        makeStage2Student(teacher, config, std::move(stage1.mixers), standardMixers(), at::kFloat, 3);
    const NamedTensors parameters = student.parameters();
    EXPECT_TRUE(at::equal(parameter(parameters, "model.layers.2.self_attn.k_proj.weight"), linear));
    for (const NamedTensor& one : teacher.parameters()) {
        const bool ofLinear =
            one.name.starts_with("model.layers.0.self_attn") || one.name.starts_with("model.layers.2.self_attn");
        if (!ofLinear) {
            EXPECT_TRUE(at::equal(parameter(parameters, one.name), one.tensor)) << one.name;
        }
    }
    const at::Tensor gate = parameter(parameters, "model.layers.1.self_attn.o_gate.weight");
    EXPECT_NEAR(gate.std().item<double>(), 0.02, 0.002); // 768 draws
    expectRefused([&] { (void)makeStage2Student(teacher, config, {}, standardMixers(), at::kFloat, 3); },
                  "The stage-1 mixers are for 0 layers and the student has 3; the teacher has 3.");
}

TEST(MixerRegistry, NamesTheMixersItKnows) {
    const ModelConfig config =
        modelConfigFromJson(with(hypenetDocument(), {{"mixer_types", {"attn", "mamba\x1b", "attn"}}}), "a test");
    expectRefused([&] { (void)Decoder(config, standardMixers(), at::kFloat, 1); },
                  "is not a mixer this program has (known: attn, lightning-attn, lightning_attn).");
}

} // namespace
} // namespace halyard
