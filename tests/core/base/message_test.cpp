// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/message.h"

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

TEST(Message, FillsArgumentsByName) {
    EXPECT_EQ(Message(HALYARD_TEXT("{file}: {n} of {n} bytes."), {{"n", "7"}, {"file", "a.bin"}}).text(),
              "a.bin: 7 of 7 bytes.");
    EXPECT_EQ(Message(HALYARD_TEXT("nothing to fill")).text(), "nothing to fill");
}

TEST(Message, LeavesWhatItCannotFill) {
    EXPECT_EQ(Message(HALYARD_TEXT("{unknown} {a} {"), {{"a", "1"}}).text(), "{unknown} 1 {");
    EXPECT_EQ(Message(HALYARD_TEXT("{}{{a}"), {{"a", "1"}}).text(), "{}{1");
}

TEST(Message, DoesNotExpandWhatArgumentsContain) {
    EXPECT_EQ(Message(HALYARD_TEXT("{a} {b}"), {{"a", "{b}"}, {"b", "secret"}}).text(), "{b} secret");
}

TEST(Printable, EscapesWhatATerminalWouldObey) {
    const std::pair<std::string, std::string> rows[] = {
        {"plain ü 漢字 😀", "plain ü 漢字 😀"},
        {"\x1b[31mred", "\\x1b[31mred"},
        {"a\nb\tc\r", "a\\x0ab\\x09c\\x0d"},
        {std::string("a\0b", 3), "a\\x00b"},
        {"\x7f", "\\x7f"},
        {"\xC2\x9B"
         "31m",
         "\\x9b31m"},
        {"\xff\xfe", "\\xff\\xfe"},
        {"\xC3", "\\xc3"},
        {"\xED\xA0\x80", "\\xed\\xa0\\x80"},
        {"\u202Egnp.exe", "\\u202egnp.exe"},
        {"\u2066\u200F\u061C", "\\u2066\\u200f\\u061c"},
        {"\u2028", "\\u2028"},
        {"", ""},
    };
    for (const auto& [text, shown] : rows) {
        EXPECT_EQ(printable(text), shown);
    }
}

TEST(Printable, CutsLongTextBetweenCharacters) {
    EXPECT_EQ(printable(std::string(1'000'000, 'a')), std::string(200, 'a') + "…");
    EXPECT_EQ(printable("ääää", 3), "ää…");
    EXPECT_EQ(printable("abc", 3), "abc");
}

TEST(Grouped, SeparatesThousands) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1000), "1,000");
    EXPECT_EQ(grouped(1'234'567), "1,234,567");
    EXPECT_EQ(grouped(18'446'744'073'709'551'615ULL), "18,446,744,073,709,551,615");
}

} // namespace
} // namespace halyard::testing
