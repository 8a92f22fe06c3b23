// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/layer_exchange.h"

#include "core/base/error.h"
#include "tests/core/model/small_models.h"
#include "tests/core/model/test_mixer.h"

namespace halyard::testing {
namespace {

// What one model makes of a text, and what it says after it.
struct Heard {
    at::Tensor whole_BTD;
    at::Tensor last_BD;
    std::vector<std::int64_t> said;
};

constexpr std::int64_t kSaid = 6;

GreedyOptions answering() {
    GreedyOptions options;
    options.maxNewTokens = kSaid;
    return options;
}

class LayerExchanges : public ::testing::Test {
protected:
    LayerExchanges() : m_model(randomDecoder(qwen3Document(), mixersWithTestMixer())), m_mixers(someMixers()) {}

    // Another kind in each layer, always the same weights.
    [[nodiscard]] std::vector<std::unique_ptr<Mixer>> someMixers() const {
        const MixerRegistry registry = mixersWithTestMixer();
        const ModelConfig config = modelConfigFromJson(hypenetDocument(), "test");
        std::vector<std::unique_ptr<Mixer>> out;
        for (const char* kind : {"lightning-attn", kTestMixer, "attn"}) {
            Json document = hypenetDocument();
            document["mixer_types"] = {kind, kind, kind};
            out.push_back(std::move(randomDecoder(document, registry, 11).layers()[out.size()].mixer));
        }
        return out;
    }

    // A model of its own with the mixer in the layer, which knows nothing of sharing.
    [[nodiscard]] Heard heardAlone(std::size_t which) const {
        Decoder model = randomDecoder(qwen3Document(), mixersWithTestMixer());
        if (which < 3) {
            model.layers()[which].mixer = std::move(someMixers()[which]);
        }
        const at::NoGradGuard noGradients;
        Heard out;
        out.whole_BTD = model.hidden_BTD(m_batch_BT, model.contextFor(2, m_batch_BT.size(1), nullptr, {}, true));
        DecoderCache cache = model.makeCache(40);
        (void)prefill(model, m_first_BT, cache, m_reading);
        out.last_BD = prefill(model, m_second_BT, cache, m_reading);
        out.said = decodeGreedy(model, out.last_BD, cache, answering());
        return out;
    }

    [[nodiscard]] std::map<std::size_t, Heard> heardTogether(double budget, const LayerExchange::Hooks& hooks) {
        LayerExchange exchange(m_model, m_mixers, budget);
        std::map<std::size_t, Heard> out;
        exchange.forward(m_batch_BT, hooks, [&](const LayerExchange::Read& read) { out[read.which].whole_BTD = read.hidden; });
        exchange.read({m_first_BT, m_second_BT}, 40, m_reading, hooks, [&](const LayerExchange::Read& read) {
            out[read.which].last_BD = read.hidden;
            out[read.which].said = decodeGreedy(read.decoder, read.hidden, *read.cache, answering());
        });
        return out;
    }

    static LayerExchange::Hooks allOf(std::vector<std::size_t> wanted = {0, 1, 2, 3}) {
        return {[wanted](std::size_t which) { return std::find(wanted.begin(), wanted.end(), which) != wanted.end(); },
                [](std::size_t which, const std::exception& reason) { ADD_FAILURE() << which << ": " << reason.what(); }};
    }

    void expectEqualAlone(const std::map<std::size_t, Heard>& together, std::size_t which) const {
        const Heard alone = heardAlone(which);
        const Heard& found = together.at(which);
        EXPECT_TRUE(at::equal(found.whole_BTD, alone.whole_BTD)) << which;
        EXPECT_TRUE(at::equal(found.last_BD, alone.last_BD)) << which;
        EXPECT_EQ(found.said, alone.said) << which;
    }

    Decoder m_model;
    std::vector<std::unique_ptr<Mixer>> m_mixers;
    at::Tensor m_batch_BT = randomIds(2, 9, 1);
    at::Tensor m_first_BT = randomIds(1, 17, 2);
    at::Tensor m_second_BT = randomIds(1, 3, 3);
    PrefillOptions m_reading = {.chunk = 7, .scaleLogits = true, .beforeChunk = {}};
};

} // namespace

TEST_F(LayerExchanges, GiveTheBitsOfWholeModels) {
    const auto together = heardTogether(1e9, allOf());
    ASSERT_EQ(together.size(), 4U);
    for (std::size_t which = 0; which <= 3; ++which) {
        expectEqualAlone(together, which);
    }
    // The exchanges do something, and each another thing.
    EXPECT_GT(errorOf(together.at(0).last_BD, together.at(3).last_BD), 1e-3);
    EXPECT_GT(errorOf(together.at(0).last_BD, together.at(1).last_BD), 1e-3);
}

TEST_F(LayerExchanges, AreReadAloneWhereTheStatesHaveNoRoom) {
    const auto together = heardTogether(0, allOf());
    for (std::size_t which = 0; which <= 3; ++which) {
        expectEqualAlone(together, which);
    }
}

TEST_F(LayerExchanges, AskThoseThatAreWanted) {
    for (const double budget : {0.0, 1e9}) {
        const auto together = heardTogether(budget, allOf({1}));
        ASSERT_EQ(together.size(), 1U);
        expectEqualAlone(together, 1);
    }
    EXPECT_TRUE(heardTogether(1e9, allOf({})).empty());
}

TEST_F(LayerExchanges, GoOnWithoutOneThatFails) {
    m_mixers[1]->set("q_proj.weight", at::full_like(m_mixers[1]->parameters().front().tensor, std::nan("")));
    std::map<std::size_t, std::string> failed;
    LayerExchange::Hooks hooks = allOf();
    hooks.failed = [&](std::size_t which, const std::exception& reason) { failed[which] = reason.what(); };
    for (const double budget : {0.0, 1e9}) {
        failed.clear();
        const auto together = heardTogether(budget, hooks);
        ASSERT_EQ(failed.size(), 1U);
        EXPECT_EQ(failed.at(1), "With the mixer of layer 1 exchanged, the model's states are not finite numbers.");
        for (const std::size_t which : {0U, 2U, 3U}) {
            expectEqualAlone(together, which);
        }
    }
}

TEST_F(LayerExchanges, LeaveTheModelAsItWasWhenTheyAreStopped) {
    const Mixer* const before = m_model.layers()[1].mixer.get();
    LayerExchange exchange(m_model, m_mixers, 1e9);
    const auto stopAtTheSecond = [](const LayerExchange::Read& read) {
        if (read.which == 1) {
            throw Error(ErrorKind::Stopped, HALYARD_TEXT("Stopped."));
        }
    };
    EXPECT_THROW(exchange.forward(m_batch_BT, allOf(), stopAtTheSecond), Error);
    EXPECT_EQ(m_model.layers()[1].mixer.get(), before);
    EXPECT_THROW(exchange.read({m_first_BT}, 40, m_reading, allOf(), stopAtTheSecond), Error);
    EXPECT_EQ(m_model.layers()[1].mixer.get(), before);
}

} // namespace halyard::testing
