// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/language.h"

#include "core/base/atomic_file.h"
#include "core/demo/corpus.h"
#include "core/demo/needles.h"
#include "core/demo/teacher_start.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/io/model_folder.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace halyard {
namespace {

const DemoLanguage kLanguage;

class LanguageTokenizer : public ::testing::Test {
protected:
    LanguageTokenizer() {
        writeJsonFile(m_folder / "tokenizer.json", kLanguage.tokenizer());
        m_tokenizer.emplace(m_folder.path());
    }
    testing::TemporaryFolder m_folder;
    std::optional<Tokenizer> m_tokenizer;
};

TEST_F(LanguageTokenizer, MakesEachWordOneTokenAndSpellsTheRest) {
    std::set<std::string> words;
    for (TokenId token = 257; token < kLanguage.vocabularySize(); ++token) {
        EXPECT_EQ(m_tokenizer->encode(kLanguage.word(token)), std::vector<TokenId>{token});
        EXPECT_TRUE(words.insert(kLanguage.word(token)).second) << kLanguage.word(token);
    }
    EXPECT_EQ(words.size(), 503U);
    EXPECT_EQ(m_tokenizer->decode(m_tokenizer->encode("Ask Zürich ?")), " Ask Zürich ?");
}

TEST_F(LanguageTokenizer, GivesBackTheTokensOfADocument) {
    Dice dice(3);
    const DemoLanguage::Sentence document = corpusDocument(kLanguage, {.length = 128}, dice);
    EXPECT_EQ(document.size(), 127U);
    EXPECT_EQ(m_tokenizer->encode(kLanguage.text(document)), document);
}

TEST(DemoLanguage, WritesItsFiveSentences) {
    EXPECT_EQ(kLanguage.note(0, 1), (DemoLanguage::Sentence{258, kLanguage.key(0), kLanguage.value(1), 257}));
    EXPECT_EQ(kLanguage.ask(2, 3), (DemoLanguage::Sentence{259, kLanguage.key(2), kLanguage.value(3), 257}));
    EXPECT_EQ(kLanguage.pick(0, {4, 5, 6, 7}, 6).size(), 9U);
    const DemoLanguage::Sentence fact = kLanguage.world(63, 3);
    EXPECT_EQ(fact[3], kLanguage.thing(3, kLanguage.truth(63, 3)));
    Dice dice(1);
    for (int i = 0; i < 200; ++i) {
        const DemoLanguage::Sentence filler = kLanguage.filler(dice);
        EXPECT_GE(filler.size(), 5U);
        EXPECT_LE(filler.size(), 13U);
        EXPECT_EQ(filler.back(), kLanguage.fullStop());
    }
}

// What the values of questions in a document must be, from its notes.
void expectTrueAnswers(const DemoLanguage::Sentence& document) {
    std::map<TokenId, TokenId> facts;
    for (std::size_t i = 0; i + 2 < document.size(); ++i) {
        if (document[i] == 258) {
            facts[document[i + 1]] = document[i + 2];
        } else if (document[i] == 259) {
            ASSERT_TRUE(facts.count(document[i + 1]) != 0) << "asked before it was noted";
            EXPECT_EQ(facts[document[i + 1]], document[i + 2]);
        }
    }
}

TEST(DemoCorpus, AsksWhatWasNotedBefore) {
    Dice dice(5);
    for (const double drills : {0.0, 1.0}) {
        for (int i = 0; i < 500; ++i) {
            expectTrueAnswers(corpusDocument(kLanguage, {.length = i % 2 == 0 ? 32UL : 128UL, .drillShare = drills}, dice));
        }
    }
}

TEST(DemoCorpus, IsTheSameForTheSameSeed) {
    const testing::TemporaryFolder folder;
    writeCorpus(kLanguage, {.documents = 50, .seed = 4}, folder / "a.jsonl");
    writeCorpus(kLanguage, {.documents = 50, .seed = 4}, folder / "b.jsonl");
    writeCorpus(kLanguage, {.documents = 50, .seed = 5}, folder / "c.jsonl");
    EXPECT_EQ(hashOfFile(folder / "a.jsonl"), hashOfFile(folder / "b.jsonl"));
    EXPECT_NE(hashOfFile(folder / "a.jsonl"), hashOfFile(folder / "c.jsonl"));
}

TEST(DemoNeedles, HaveExactlyTheLengthAndTheAnswerOfEachQuestion) {
    Dice dice(7);
    for (const std::size_t length : {8UL, 9UL, 64UL, 127UL, 128UL, 2048UL}) {
        for (const bool busy : {false, true}) {
            for (int trial = 0; trial < 20; ++trial) {
                const std::size_t needles = std::min<std::size_t>(8, length / leastLength(1));
                const NeedleDocument document = needleDocument(kLanguage, {length, needles, busy}, dice);
                ASSERT_EQ(document.tokens.size(), length);
                ASSERT_EQ(document.questions.size(), needles);
                std::map<TokenId, TokenId> facts;
                for (std::size_t i = 0; i + 2 < length - 4 * needles; ++i) {
                    if (document.tokens[i] == 258) {
                        facts[document.tokens[i + 1]] = document.tokens[i + 2];
                    }
                }
                for (const NeedleDocument::Question& question : document.questions) {
                    EXPECT_EQ(document.tokens[question.answer], facts.at(document.tokens[question.answer - 1]));
                    EXPECT_GE(question.depth, 0);
                    EXPECT_LE(question.depth, 1);
                }
            }
        }
    }
}

TEST(DemoNeedles, LieAtAllDepths) {
    Dice dice(8);
    std::vector<int> tenths(10);
    for (int i = 0; i < 400; ++i) {
        for (const auto& question : needleDocument(kLanguage, {.length = 512, .needles = 8, .busy = true}, dice).questions) {
            ++tenths[std::min<std::size_t>(9, static_cast<std::size_t>(question.depth * 10))];
        }
    }
    for (const int count : tenths) { // of 3,200; a tenth each
        EXPECT_NEAR(count, 320, 90);
    }
}

TEST(TeacherStart, IsAModelFolderOfLessThanAMillionParameters) {
    const testing::TemporaryFolder folder;
    writeTeacherStart(kLanguage, 0, folder / "start");
    const ModelFolder model = openModelFolder(folder / "start");
    EXPECT_EQ(model.config.num_hidden_layers, 8);
    EXPECT_EQ(model.config.vocab_size, 760);
    EXPECT_LT(std::filesystem::file_size(folder / "start/model.safetensors"), 4'000'000U);
    writeTeacherStart(kLanguage, 0, folder / "again");
    EXPECT_EQ(hashOfFile(folder / "start/model.safetensors"), hashOfFile(folder / "again/model.safetensors"));
}

} // namespace
} // namespace halyard
