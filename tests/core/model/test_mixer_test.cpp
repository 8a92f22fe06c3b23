// SPDX-License-Identifier: GPL-3.0-or-later
// A mixer that core does not know has everything that the program's own have.
#include "tests/core/model/test_mixer.h"

#include "core/model/generate.h"
#include "tests/core/model/small_models.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>

namespace halyard {
namespace {

using testing::kTestMixer;
using testing::mixersWithTestMixer;

Json document() {
    Json out = testing::hypenetDocument();
    out.update({{"mixer_types", {kTestMixer, "attn", kTestMixer}}, {"test_mixer_conv_size", 3}});
    return out;
}

Decoder hybrid() {
    return testing::randomDecoder(document(), mixersWithTestMixer());
}

at::Tensor parameter(const Mixer& mixer, const std::string& name) {
    for (const NamedTensor& one : mixer.parameters()) {
        if (one.name == name) {
            return one.tensor;
        }
    }
    return {};
}

TEST(MixerFromOutside, ReadsInPiecesAndDecodesAsItReadsTheWhole) {
    testing::expectCacheEqualsWhole(hybrid());
}

TEST(MixerFromOutside, IsNotChangedByPadding) {
    testing::expectPaddingChangesNothing(hybrid());
}

TEST(MixerFromOutside, KeepsSeveralNamedTensors) {
    const at::NoGradGuard noGradients;
    const Decoder decoder = hybrid();
    DecoderCache cache = decoder.makeCache();
    testing::continued(decoder, testing::randomIds(2, 5, 1), cache);
    const NamedTensors kept = cache.layers[2]->tensors();
    ASSERT_EQ(kept.size(), 2U);
    EXPECT_EQ(kept[0].name, "state");
    EXPECT_EQ(kept[1].name, "v_conv");
    EXPECT_EQ(cache.layers[2]->bytes(), (2 * 4 * 8 * 8 + 2 * 2 * 32) * 4);
}

TEST(MixerFromOutside, IsSavedAndLoadedUnderItsName) {
    const testing::TemporaryFolder folder;
    const Decoder decoder = hybrid();
    saveDecoder(decoder, folder.path());
    EXPECT_EQ(readJsonFile(folder / "config.json").at("test_mixer_conv_size"), 3);
    const Decoder again = Decoder::load(openModelFolder(folder.path()), mixersWithTestMixer(), at::kFloat);
    EXPECT_EQ(again.layers()[0].mixer->kind(), kTestMixer);
    const NamedTensors a = decoder.parameters();
    const NamedTensors b = again.parameters();
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].name, b[i].name);
        EXPECT_TRUE(at::equal(a[i].tensor, b[i].tensor)) << a[i].name;
    }
    const at::NoGradGuard noGradients;
    const at::Tensor ids_BT = testing::randomIds(2, 20, 4);
    EXPECT_TRUE(at::equal(testing::logitsOf(again, ids_BT), testing::logitsOf(decoder, ids_BT)));
    EXPECT_EQ(generate(again, {{1, 2, 3}, {4}}, {}), generate(decoder, {{1, 2, 3}, {4}}, {}));
    testing::expectRefused(
        [&] { (void)Decoder::load(openModelFolder(folder.path()), standardMixers(), at::kFloat); },
        "\"halyard_test_mixer\" is not a mixer this program has (known: attn, lightning-attn, lightning_attn).");
}

TEST(MixerFromOutside, TakesTheProjectionsOfSoftmaxAttention) {
    const Decoder teacher = testing::randomDecoder(testing::qwen3Document());
    const ModelConfig config = modelConfigFromJson(document(), "a test");
    const Stage1Student student = makeStage1Student(teacher, config, mixersWithTestMixer(), at::kFloat, 1);
    EXPECT_EQ(student.transferred.size(), 3U * 4);
    for (std::size_t layer = 0; layer < 3; ++layer) { // stage 1 replaces the softmax layer too
        const Mixer& from = *teacher.layers()[layer].mixer;
        const Mixer& to = *student.mixers[layer];
        EXPECT_EQ(to.kind(), kTestMixer);
        for (const char* name : {"q_proj.weight", "o_proj.weight"}) {
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

} // namespace
} // namespace halyard
