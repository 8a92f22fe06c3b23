// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/unicode.h"

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

TEST(Utf8, RoundTripsEveryScalarValue) {
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) {
            continue;
        }
        std::string text;
        appendUtf8(text, c);
        const DecodedCharacter decoded = decodeUtf8(text);
        ASSERT_TRUE(decoded.valid && decoded.value == c && decoded.size == text.size()) << static_cast<unsigned>(c);
    }
}

TEST(Utf8, FindsTheFirstInvalidByte) {
    const std::pair<std::string, std::size_t> rows[] = {{"\x80", 0},
                                                        {"ab\xff", 2},
                                                        {"\xC0\x80", 0},
                                                        {"\xC1\xBF", 0},
                                                        {"\xE0\x9F\xBF", 0},
                                                        {"\xF0\x8F\xBF\xBF", 0},
                                                        {"\xED\xA0\x80", 0},
                                                        {"a\xF4\x90\x80\x80", 1},
                                                        {"\xF5\x80\x80\x80", 0},
                                                        {"a\xE2\x82", 1},
                                                        {"a\xE2\x28\xA1", 1}};
    for (const auto& [text, place] : rows) {
        EXPECT_EQ(firstInvalidUtf8(text), place);
    }
    EXPECT_EQ(firstInvalidUtf8("aü漢😀\U0010FFFF"), std::nullopt);
    EXPECT_EQ(firstInvalidUtf8(""), std::nullopt);
}

} // namespace
} // namespace halyard::testing
