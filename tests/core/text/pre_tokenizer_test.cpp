// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/pre_tokenizer.h"

#include "core/text/byte_level.h"
#include "core/text/normalizer.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

std::vector<std::string> piecesOf(SplitBehavior behavior, bool invert) {
    PreTokenizer preTokenizer;
    preTokenizer.splits.push_back({SplitRegex("-", SplitRegex::Syntax::Literal, "test"), behavior, invert});
    SplitScratch scratch;
    scratch.begin(100);
    std::vector<std::string> pieces;
    splitText(preTokenizer, "the-final--countdown", scratch, [&](std::string_view piece) { pieces.emplace_back(piece); });
    return pieces;
}

TEST(PreTokenizer, TreatsMatchesAsTheBehaviorSays) {
    using Pieces = std::vector<std::string>;
    EXPECT_EQ(piecesOf(SplitBehavior::Removed, false), (Pieces{"the", "final", "countdown"}));
    EXPECT_EQ(piecesOf(SplitBehavior::Removed, true), (Pieces{"-", "-", "-"}));
    EXPECT_EQ(piecesOf(SplitBehavior::Isolated, false), (Pieces{"the", "-", "final", "-", "-", "countdown"}));
    EXPECT_EQ(piecesOf(SplitBehavior::MergedWithPrevious, false), (Pieces{"the-", "final-", "-", "countdown"}));
    EXPECT_EQ(piecesOf(SplitBehavior::MergedWithNext, false), (Pieces{"the", "-final", "-", "-countdown"}));
    EXPECT_EQ(piecesOf(SplitBehavior::Contiguous, false), (Pieces{"the", "-", "final", "--", "countdown"}));
}

TEST(SplitRegex, WritesClassesAsUnicodeProperties) {
    EXPECT_EQ(withOnigurumaClasses(R"([^\s\p{L}]\s\\s)"), R"([^\p{White_Space}\p{L}]\p{White_Space}\\s)");
    EXPECT_EQ(withOnigurumaClasses(R"([]\w])"), R"([\]\p{Alphabetic}\p{M}\p{Nd}\p{Pc}])");
}

TEST(ByteLevel, AlphabetIsReadBackToTheSameBytes) {
    std::string all;
    for (int byte = 0; byte < 256; ++byte) {
        all += static_cast<char>(byte);
    }
    EXPECT_EQ(byteLevelBytes(byteLevelText(all)), all);
    EXPECT_EQ(byteLevelText(" \n"), "\u0120\u010A");
    for (const std::string outside : {"a b", "a\xC2\xAD", "\u0144", "\u4E2D", "a\xC4", "\xC2" "A", "\xC1\xA1", "\xFF"}) {
        EXPECT_EQ(byteLevelBytes(outside), std::nullopt) << outside;
    }
}

TEST(Normalizer, ComposesOnlyWhatCanCompose) {
    EXPECT_TRUE(isPlainlyComposed("plain ascii, é, привет, 港口, 항구"));
    EXPECT_FALSE(isPlainlyComposed("e\u0301"));
    EXPECT_EQ(composed("e\u0301 \u1100\u1161\u11A8 \u212B"), "é 각 Å");
}

} // namespace
} // namespace halyard
