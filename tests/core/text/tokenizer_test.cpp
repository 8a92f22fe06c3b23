// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "tests/core/text/small_tokenizer.h"

#include <thread>

#include <gtest/gtest.h>

namespace halyard {
namespace {

using test::smallTokenizer;
using test::TemporaryFolder;
using Ids = std::vector<TokenId>;

Tokenizer load(const TemporaryFolder& folder, const Json& document) {
    writeJsonFile(folder.path() / "tokenizer.json", document);
    return Tokenizer(folder.path());
}

// What refusing a tokenizer.json says, without its path.
std::string refusal(const Json& document) {
    const TemporaryFolder folder;
    try {
        (void)load(folder, document);
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::InvalidInput);
        const std::string what = error.what();
        const std::size_t at = what.find("tokenizer.json: ");
        return at == std::string::npos ? what : what.substr(at + 16);
    }
    return "accepted";
}

TEST(Tokenizer, MergesLowestRankFirst) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer = load(folder, smallTokenizer());
    EXPECT_EQ(tokenizer.encode("hello hello"), (Ids{259, 260}));
    EXPECT_EQ(tokenizer.encode("hell llo"), (Ids{256, 257, ' ', 258}));
    EXPECT_EQ(tokenizer.encode(""), Ids{});
}

TEST(Tokenizer, MergesLongRunsAsShortOnes) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer = load(folder, smallTokenizer());
    for (const std::size_t count : {47U, 48U, 49U, 5001U}) {
        Ids expected(count / 2, 257);
        if (count % 2 == 1) {
            expected.push_back('l');
        }
        EXPECT_EQ(tokenizer.encode(std::string(count, 'l')), expected) << count;
    }
}

TEST(Tokenizer, FindsAddedTokensInsideText) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer = load(folder, smallTokenizer());
    EXPECT_EQ(tokenizer.encode("he<|endoftext|>he"), (Ids{256, 261, 256}));
    EXPECT_EQ(tokenizer.endOfText(), TokenId{261});
    EXPECT_EQ(tokenizer.vocabularySize(), 262U);
}

TEST(Tokenizer, AppliesTheTemplateOnlyWhenAsked) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer = load(folder, smallTokenizer());
    EXPECT_EQ(tokenizer.encode("he", true), (Ids{256, 261}));
    EXPECT_EQ(tokenizer.encode("he", false), Ids{256});
}

TEST(Tokenizer, ComposesBeforeSplitting) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer = load(folder, smallTokenizer());
    EXPECT_EQ(tokenizer.encode("e\u0301"), (Ids{0xC3, 0xA9}));
}

TEST(Tokenizer, RefusesInvalidUtf8NamingTheByte) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer = load(folder, smallTokenizer());
    try {
        (void)tokenizer.encode("abc\xED\xA0\x80");
        FAIL();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "The text is not valid UTF-8 at byte 3 (0xED).");
    }
}

TEST(Tokenizer, DecodesBrokenCharactersAsReplacement) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer = load(folder, smallTokenizer());
    EXPECT_EQ(tokenizer.decode(Ids{259, 0xE4, 0xBD, 'a', 0xFF, 261}), "hello\uFFFDa\uFFFD<|endoftext|>");
    EXPECT_EQ(tokenizer.decode(Ids{259, 261, 999}, true), "hello");
}

TEST(Tokenizer, TakesWholePiecesWithIgnoreMerges) {
    const TemporaryFolder folder;
    Json document = smallTokenizer();
    document["model"]["merges"] = {"h e"};
    EXPECT_EQ(load(folder, document).encode("hello"), (Ids{256, 'l', 'l', 'o'}));
    document["model"]["ignore_merges"] = true;
    EXPECT_EQ(load(folder, document).encode("hello"), Ids{259});
}

TEST(Tokenizer, AcceptsMergesAsPairs) {
    const TemporaryFolder folder;
    Json document = smallTokenizer();
    document["model"]["merges"] = Json::array({{"h", "e"}, {"l", "l"}});
    EXPECT_EQ(load(folder, document).encode("hell"), (Ids{256, 257}));
}

TEST(Tokenizer, EncodesTheSameInSeveralThreads) {
    const TemporaryFolder folder;
    const Tokenizer tokenizer = load(folder, smallTokenizer());
    std::vector<int> wrong(4, 0);
    {
        std::vector<std::jthread> threads;
        for (std::size_t t = 0; t < wrong.size(); ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 2000; ++i) {
                    wrong[t] += tokenizer.encode("hello hello 12") == Ids{259, 260, ' ', '1', '2'} ? 0 : 1;
                }
            });
        }
    }
    EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST(Tokenizer, RefusesAByteWithoutToken) {
    const TemporaryFolder folder;
    Json document = smallTokenizer();
    document["model"]["vocab"].erase("z");
    const Tokenizer tokenizer = load(folder, document);
    EXPECT_THROW((void)tokenizer.encode("z"), Error);
    document["model"]["unk_token"] = "!";
    EXPECT_EQ(load(folder, document).encode("zz"), (Ids{'!', '!'}));
    document["model"]["fuse_unk"] = true;
    EXPECT_EQ(load(folder, document).encode("zz"), Ids{'!'});
}

TEST(Tokenizer, StopsARegexThatBacktracksWithoutBound) {
    const TemporaryFolder folder;
    Json document = smallTokenizer();
    document["pre_tokenizer"]["pretokenizers"][0]["pattern"] = {{"Regex", "(a+)+$"}};
    const Tokenizer tokenizer = load(folder, document);
    try {
        (void)tokenizer.encode(std::string(60, 'a') + "b");
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("time budget"), std::string::npos) << error.what();
    }
}

TEST(Tokenizer, FindsEndOfTextInTheFilesBesideIt) {
    const TemporaryFolder folder;
    writeJsonFile(folder.path() / "config.json", {{"eos_token_id", {7, 8}}});
    EXPECT_EQ(load(folder, smallTokenizer()).endOfText(), TokenId{7});
    writeJsonFile(folder.path() / "tokenizer_config.json", {{"eos_token", {{"content", "hello"}}}});
    EXPECT_EQ(load(folder, smallTokenizer()).endOfText(), TokenId{259});
    writeJsonFile(folder.path() / "tokenizer_config.json", {{"eos_token", "absent"}});
    EXPECT_THROW((void)load(folder, smallTokenizer()), Error);
}

struct BadFile {
    const char* name;
    const char* patch; // JSON merge patch
    const char* says;
};

class BadTokenizerFile : public testing::TestWithParam<BadFile> {};

TEST_P(BadTokenizerFile, IsRefusedInOneSentence) {
    Json document = smallTokenizer();
    document.merge_patch(Json::parse(GetParam().patch));
    const std::string says = refusal(document);
    EXPECT_EQ(says.find(GetParam().says), 0U) << says;
}

INSTANTIATE_TEST_SUITE_P(
    Tokenizer, BadTokenizerFile,
    testing::Values(
        BadFile{"MergeMakesUnknown", R"({"model": {"merges": ["h e", "a b"]}})",
                "merge #2 \"a\"+\"b\" makes \"ab\", which is not in the vocabulary."},
        BadFile{"MergeOfUnknown", R"({"model": {"merges": ["xyz e"]}})",
                "merge #1 \"xyz\"+\"e\" uses \"xyz\", which is not in the vocabulary."},
        BadFile{"MergeOfThree", R"({"model": {"merges": ["a b c"]}})", "merge #1 is not two tokens"},
        BadFile{"EmptyMerge", R"({"model": {"merges": [""]}})", "merge #1 is not two tokens"},
        BadFile{"DuplicateId", R"({"model": {"vocab": {"he": 257}}})", "token \"ll\" has the id 257, which another"},
        BadFile{"NegativeId", R"({"model": {"vocab": {"he": -1}}})", "token \"he\" has the id -1; allowed are 0 to"},
        BadFile{"HugeId", R"({"model": {"vocab": {"he": 4294967295}}})", "token \"he\" has the id 4294967295;"},
        BadFile{"FractionId", R"({"model": {"vocab": {"he": 1.5}}})", "token \"he\" has the id 1.5;"},
        BadFile{"Dropout", R"({"model": {"dropout": 0.1}})", "model: \"dropout\" makes ids random"},
        BadFile{"ByteFallback", R"({"model": {"byte_fallback": true}})", "model: \"byte_fallback\": true"},
        BadFile{"ModelType", R"({"model": {"type": "Unigram"}})", "the model type \"Unigram\" is not supported"},
        BadFile{"Suffix", R"({"model": {"end_of_word_suffix": "</w>"}})", "model: \"end_of_word_suffix\" is not"},
        BadFile{"AbsentUnknown", R"({"model": {"unk_token": "nope"}})", "model: the \"unk_token\" \"nope\""},
        BadFile{"AddedCollides", R"({"added_tokens": [{"id": 5, "content": "<x>"}]})",
                "the added token \"<x>\" has the id 5, which collides"},
        BadFile{"AddedTwice", R"({"added_tokens": [{"id": 261, "content": "x"}, {"id": 262, "content": "x"}]})",
                "the added token \"x\" has the id 261, which collides"},
        BadFile{"AddedNegative", R"({"added_tokens": [{"id": -3, "content": "<x>"}]})", "added token #1: \"id\": -3"},
        BadFile{"Normalizer", R"({"normalizer": {"type": "NFKC"}})", "the normalizer \"NFKC\" is not supported"},
        BadFile{"PreTokenizer", R"({"pre_tokenizer": {"type": "FixedLength", "length": 0}})",
                "the pre-tokenizer \"FixedLength\" is not supported"},
        BadFile{"NoByteLevel", R"({"pre_tokenizer": null})", "pre_tokenizer: there is no ByteLevel step"},
        BadFile{"BadRegex", R"({"pre_tokenizer": {"pretokenizers": [{"type": "Split", "pattern": {"Regex": "(a"}}]}})",
                "pre_tokenizer: the regex \"(a\" cannot be used"},
        BadFile{"Decoder", R"({"decoder": {"type": "WordPiece"}})", "the decoder \"WordPiece\" is not supported"},
        BadFile{"TemplateToken",
                R"({"post_processor": {"single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}]}})",
                "post_processor: the template names the token \"[CLS]\""},
        BadFile{"PostProcessor", R"({"post_processor": {"type": "BertProcessing"}})",
                "the post-processor \"BertProcessing\" is not supported"},
        BadFile{"Stride", R"({"truncation": {"stride": 8, "max_length": 8}})", "truncation: \"stride\" 8 must be less"},
        BadFile{"NoModel", R"({"model": null})", "\"model\" is missing or not an object."}),
    [](const auto& test) { return test.param.name; });

} // namespace
} // namespace halyard
