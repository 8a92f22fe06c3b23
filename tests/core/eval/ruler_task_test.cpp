// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/tasks/ruler_task.h"

#include "core/eval/tasks/filler_text.h"
#include "tests/core/text/small_tokenizer.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>
#include <regex>
#include <set>

namespace halyard::testing {
namespace {

// The demo's, whose 2,048 tokens are words and pieces of English; and one whose tokens are nearly all single bytes.
std::vector<Tokenizer> tokenizers(const TemporaryFolder& folder) {
    std::vector<Tokenizer> out;
    out.emplace_back(std::filesystem::path(std::getenv("HALYARD_SOURCE_DIR")) / "resources/demo/tokenizer");
    out.emplace_back(folder.write("tokenizer.json", test::smallTokenizer().dump()));
    return out;
}

std::string textOf(const Tokenizer& tokenizer, const NeedlePrompt& document, std::size_t question) {
    std::vector<TokenId> ids;
    for (const auto* part : {&document.prefix, &document.questions[question].ids}) {
        for (const std::int64_t id : *part) {
            ids.push_back(static_cast<TokenId>(id));
        }
    }
    return tokenizer.decode(ids);
}

std::vector<std::string> needlesIn(const std::string& text) {
    static const std::regex kNeedle("One of the special magic (?:numbers|words|uuids) for (\\S+) is: (\\S+)\\.");
    std::vector<std::string> out;
    for (std::sregex_iterator at(text.begin(), text.end(), kNeedle), end; at != end; ++at) {
        out.push_back((*at)[1].str() + "=" + (*at)[2].str());
    }
    return out;
}

NeedlePrompt documentOf(const Tokenizer& tokenizer, const std::string& task, const NeedleRequest& request,
                          const std::filesystem::path& filler = {}) {
    return standardNeedleTasks().make(task, {&tokenizer, filler})->document(request);
}

NeedleRequest request(std::int64_t length, std::int64_t index = 0, std::int64_t needles = 1) {
    return {.length = length, .depths = {0, 50, 100}, .needles = needles, .index = index, .seed = 3};
}

} // namespace

TEST(RulerTask, PromptsHaveExactlyTheLengthAskedFor) {
    const TemporaryFolder folder;
    for (const Tokenizer& tokenizer : tokenizers(folder)) {
        for (const RulerKind& kind : rulerKinds()) {
            for (const std::int64_t length : {1024, 1025, 1337, 4096}) {
                for (std::int64_t index = 0; index < 3; ++index) {
                    SCOPED_TRACE(kind.name + " at " + std::to_string(length));
                    const NeedlePrompt document = documentOf(tokenizer, kind.name, request(length, index));
                    ASSERT_EQ(document.questions.size(), 1U);
                    EXPECT_EQ(document.prefix.size() + document.questions[0].ids.size(), static_cast<std::size_t>(length));
                    // Counted on the text as a whole.
                    EXPECT_EQ(tokenizer.encode(textOf(tokenizer, document, 0)).size(), static_cast<std::size_t>(length));
                }
            }
        }
    }
}

TEST(RulerTask, WritesThePromptOfTheBenchmark) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer(std::filesystem::path(std::getenv("HALYARD_SOURCE_DIR")) / "resources/demo/tokenizer");
    const NeedlePrompt document = documentOf(tokenizer, "niah_single_1", request(700, 1));
    const std::string text = textOf(tokenizer, document, 0);
    const std::vector<std::string> needles = needlesIn(text);
    ASSERT_EQ(needles.size(), 1U);
    const std::string key = needles[0].substr(0, needles[0].find('='));
    EXPECT_EQ(document.questions[0].expected, (std::vector<std::string>{needles[0].substr(key.size() + 1)}));
    EXPECT_TRUE(text.starts_with("A special magic number is hidden within the following text. Make sure to memorize it. I will quiz you "
                                 "about the number afterwards.\nThe grass is green. The sky is blue. The sun is yellow. Here we go. There "
                                 "and back again.\n"));
    EXPECT_TRUE(text.ends_with("\nWhat is the special magic number for " + key + " mentioned in the provided text? The special magic number for " +
                               key + " mentioned in the provided text is"));
    const std::string several = textOf(tokenizer, documentOf(tokenizer, "niah_multiquery", request(1200)), 0);
    EXPECT_TRUE(several.starts_with("Some special magic numbers are hidden within the following text."));
    EXPECT_TRUE(std::regex_search(several, std::regex("\nWhat are all the special magic numbers for \\S+, \\S+, \\S+, and \\S+ mentioned in "
                                                      "the provided text\\? The special magic numbers for .* are$")));
}

TEST(RulerTask, HidesWhatItAsksForAtItsDepth) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer(std::filesystem::path(std::getenv("HALYARD_SOURCE_DIR")) / "resources/demo/tokenizer");
    for (const char* task : {"niah_single_1", "niah_single_2", "niah_single_3"}) {
        for (std::int64_t index = 0; index < 3; ++index) {
            const NeedlePrompt document = documentOf(tokenizer, task, request(2048, index));
            const std::string text = textOf(tokenizer, document, 0);
            const double place = static_cast<double>(text.find(document.questions[0].expected[0])) / static_cast<double>(text.size());
            EXPECT_NEAR(place, 0.5 * static_cast<double>(index), 0.13) << task << ' ' << index;
            EXPECT_EQ(document.questions[0].depth, 50.0 * static_cast<double>(index));
        }
    }
}

TEST(RulerTask, HasAsManyNeedlesAsItsKindSays) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer(std::filesystem::path(std::getenv("HALYARD_SOURCE_DIR")) / "resources/demo/tokenizer");
    const auto tally = [&](const char* task) {
        const NeedlePrompt document = documentOf(tokenizer, task, request(2048));
        const auto needles = needlesIn(textOf(tokenizer, document, 0));
        std::set<std::string> keys;
        for (const std::string& needle : needles) {
            keys.insert(needle.substr(0, needle.find('=')));
        }
        return std::tuple{needles.size(), keys.size(), document.questions[0].expected.size()};
    };
    using Tally = std::tuple<std::size_t, std::size_t, std::size_t>;
    EXPECT_EQ(tally("niah_single_2"), (Tally{1, 1, 1}));
    EXPECT_EQ(tally("niah_multikey_1"), (Tally{4, 4, 1}));
    EXPECT_EQ(tally("niah_multivalue"), (Tally{4, 1, 4}));
    EXPECT_EQ(tally("niah_multiquery"), (Tally{4, 4, 4}));
    EXPECT_GT(std::get<0>(tally("niah_multikey_2")), 20U); // a haystack of needles
    EXPECT_GT(std::get<0>(tally("niah_multikey_3")), 10U);
}

TEST(RulerTask, AsksForSeveralNeedlesOfOneDocumentOnOnePrefix) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer(std::filesystem::path(std::getenv("HALYARD_SOURCE_DIR")) / "resources/demo/tokenizer");
    const NeedlePrompt document = documentOf(tokenizer, "niah_single_2", request(2048, 0, 4));
    ASSERT_EQ(document.questions.size(), 4U);
    EXPECT_GT(document.prefix.size(), 1900U);
    std::set<std::string> expected;
    for (std::size_t q = 0; q < 4; ++q) {
        const std::string text = textOf(tokenizer, document, q);
        EXPECT_EQ(tokenizer.encode(text).size(), 2048U);
        EXPECT_EQ(needlesIn(text).size(), 4U);
        EXPECT_NE(text.find(document.questions[q].expected[0]), std::string::npos);
        expected.insert(document.questions[q].expected[0]);
    }
    EXPECT_EQ(expected.size(), 4U);
}

TEST(RulerTask, GivesTheSameDocumentForTheSameRequestAndOthersForOthers) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer(std::filesystem::path(std::getenv("HALYARD_SOURCE_DIR")) / "resources/demo/tokenizer");
    const auto prefix = [&](const NeedleRequest& asked) { return documentOf(tokenizer, "niah_single_2", asked).prefix; };
    EXPECT_EQ(prefix(request(900)), prefix(request(900)));
    EXPECT_NE(prefix(request(900, 0)), prefix(request(900, 3)));
    NeedleRequest other = request(900);
    other.seed = 4;
    EXPECT_NE(prefix(request(900)), prefix(other));
}

TEST(RulerTask, HidesNeedlesInTheUsersText) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer(std::filesystem::path(std::getenv("HALYARD_SOURCE_DIR")) / "resources/demo/tokenizer");
    const auto file = folder.write("mine.txt", "The  first sentence\nis here.  A second one! And a third?");
    EXPECT_EQ(sentencesOf(contentOf(file)),
              (std::vector<std::string>{"The first sentence is here.", "A second one!", "And a third?"}));
    const std::string text = textOf(tokenizer, documentOf(tokenizer, "niah_single_2", request(600), file), 0);
    EXPECT_NE(text.find("A second one! And a third? The first sentence is here."), std::string::npos) << text;
    const auto identity = [&](const std::filesystem::path& filler) {
        return standardNeedleTasks().make("niah_single_2", {&tokenizer, filler})->identity();
    };
    EXPECT_NE(identity(file), identity({}));
}

TEST(RulerTask, RefusesWhatItCannotDoWithOneSentence) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer(std::filesystem::path(std::getenv("HALYARD_SOURCE_DIR")) / "resources/demo/tokenizer");
    expectRefused([&] { (void)documentOf(tokenizer, "niah_single_1", request(40)); }, "niah_single_1 takes at least");
    expectRefused([&] { (void)standardNeedleTasks().make("niah_singel_1", {&tokenizer, {}}); }, "Did you mean \"niah_single_1\"?");
    expectRefused([&] { (void)standardNeedleTasks().make("niah_single_1", {nullptr, {}}); }, "needs the model's tokenizer");
    expectRefused([&] { (void)documentOf(tokenizer, "niah_single_2", request(600), folder.write("bad.txt", "a\xff b.")); }, "byte 1 is not UTF-8");
    expectRefused([&] { (void)documentOf(tokenizer, "niah_single_2", request(600), folder.write("none.txt", " \n ")); }, "holds no text");
    expectRefused([&] { (void)documentOf(tokenizer, "niah_single_2", request(600), folder / "missing.txt"); }, "missing.txt");
}

TEST(DemoTask, HasItsLengthAndAsksForWhatWasNoted) {
    for (const char* name : {"demo_filler", "demo_busy"}) {
        const auto task = standardNeedleTasks().make(name, {nullptr, {}});
        const NeedlePrompt document = task->document(request(300, 2, 4));
        ASSERT_EQ(document.questions.size(), 4U);
        std::vector<std::int64_t> all = document.prefix;
        for (const NeedleQuestion& question : document.questions) {
            ASSERT_EQ(question.answer.size(), 1U);
            std::vector<std::int64_t> prompt = document.prefix;
            prompt.insert(prompt.end(), question.ids.begin(), question.ids.end());
            // The note says what the question asks: its key, then the value.
            const auto key = std::find(prompt.begin(), prompt.end(), prompt.back());
            EXPECT_EQ(*(key + 1), question.answer[0]);
            EXPECT_LE(prompt.size(), 298U);
            all = prompt;
        }
        EXPECT_EQ(all.size() + 2, 300U); // the last value and its full stop
        EXPECT_EQ(task->document(request(300, 2, 4)).prefix, document.prefix);
        expectRefused([&] { (void)task->document(request(20, 0, 4)); }, "take at least 32 tokens");
    }
}

} // namespace halyard::testing
