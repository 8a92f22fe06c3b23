// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "core/demo/needles.h"
#include "core/demo/teacher_start.h"
#include "core/model/decoder.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace halyard {
namespace {

// What resources/demo/README.md says of the teacher, measured again.
class BundledTeacher : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        at::set_num_threads(1); // so small a model loses more by waiting for threads than it wins
        s_teacher = std::make_unique<Decoder>(Decoder::load(openModelFolder(folder()), standardMixers(), at::kFloat));
    }
    static void TearDownTestSuite() { s_teacher.reset(); }
    static std::filesystem::path folder() { return std::filesystem::path(std::getenv("HALYARD_SOURCE_DIR")) / "resources/demo/teacher"; }

    static at::Tensor logits_TV(const DemoLanguage::Sentence& tokens) {
        const at::NoGradGuard noGrad;
        at::Tensor ids_BT = at::empty({1, static_cast<std::int64_t>(tokens.size())}, at::kLong);
        std::copy(tokens.begin(), tokens.end(), ids_BT.mutable_data_ptr<std::int64_t>());
        const SequenceContext context = s_teacher->contextFor(1, ids_BT.size(1), nullptr);
        return s_teacher->logits(s_teacher->hidden_BTD(ids_BT, context)).squeeze(0);
    }

    // The share of needles it finds, of `documents` haystacks.
    static double found(std::size_t length, std::size_t needles, bool busy, int documents) {
        Dice dice(length);
        double right = 0;
        for (int i = 0; i < documents; ++i) {
            const NeedleDocument document = needleDocument(kLanguage, {length, needles, busy}, dice);
            const at::Tensor said_T = logits_TV(document.tokens).argmax(-1);
            for (const NeedleDocument::Question& question : document.questions) {
                const auto said = said_T[static_cast<std::int64_t>(question.answer) - 1].item<std::int64_t>();
                right += said == document.tokens[question.answer] ? 1 : 0;
            }
        }
        return right / (documents * static_cast<double>(needles));
    }

    static inline const DemoLanguage kLanguage;
    static inline std::unique_ptr<Decoder> s_teacher;
};

TEST_F(BundledTeacher, HasTheTokenizerAndTheConfigurationOfItsLanguage) {
    EXPECT_EQ(readJsonFile(folder() / "tokenizer.json"), kLanguage.tokenizer());
    EXPECT_EQ(readJsonFile(folder() / "tokenizer_config.json"), DemoLanguage::tokenizerConfig());
    Json config = demoTeacherConfig(kLanguage);
    config["dtype"] = "bfloat16";
    EXPECT_EQ(readJsonFile(folder() / "config.json"), config);
}

TEST_F(BundledTeacher, FindsNeedlesUpToItsTrainingLengthAndNotBeyond) {
    for (const bool busy : {false, true}) {
        EXPECT_GE(found(64, 3, busy, 70), .98) << busy;
        EXPECT_GE(found(128, 7, busy, 40), .98) << busy;
        EXPECT_LE(found(512, 8, busy, 25), .20) << busy;
    }
}

TEST_F(BundledTeacher, KnowsItsTableByHeart) {
    constexpr std::int64_t kThings = DemoLanguage::kThings;
    double right = 0;
    for (std::size_t name = 0; name < DemoLanguage::kNames; ++name) {
        for (std::size_t relation = 0; relation < DemoLanguage::kRelations; ++relation) {
            DemoLanguage::Sentence question = kLanguage.world(name, relation);
            question.resize(3);
            question.insert(question.begin(), DemoLanguage::kEndOfText);
            const at::Tensor options = logits_TV(question)[-1].narrow(0, kLanguage.thing(relation, 0), kThings);
            right += options.argmax().item<std::int64_t>() == static_cast<std::int64_t>(kLanguage.truth(name, relation)) ? 1 : 0;
        }
    }
    EXPECT_GE(right / 256, .85);
}

} // namespace
} // namespace halyard
