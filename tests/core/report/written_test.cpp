// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/written.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

TEST(Written, LengthsAreInTheirPowersOfTwo) {
    EXPECT_EQ(writtenLength(512), "512");
    EXPECT_EQ(writtenLength(1024), "1K");
    EXPECT_EQ(writtenLength(32768), "32K");
    EXPECT_EQ(writtenLength(1500), "1500");
    EXPECT_EQ(writtenLength(1048576), "1M");
}

TEST(Written, SharesHaveNoZeroBeforeThePoint) {
    EXPECT_EQ(writtenShare(0.985), ".985");
    EXPECT_EQ(writtenShare(1), "1.000");
    EXPECT_EQ(writtenShare(0), ".000");
}

TEST(Written, FieldsOfCsvAreQuotedWhereTheyMustBe) {
    EXPECT_EQ(csvField("plain"), "plain");
    EXPECT_EQ(csvField("a,\"b\"\n"), "\"a,\"\"b\"\"\n\"");
}

TEST(Written, ColumnsAreAsWideAsTheyLook) {
    EXPECT_EQ(padded("±", 3), "±  ");
    EXPECT_EQ(padded("ab", 3, true), " ab");
    EXPECT_EQ(padded("abcd", 3), "abcd");
    EXPECT_EQ(joined({3, 7}, ", "), "3, 7");
}

TEST(Written, TextIsWrappedBetweenWords) {
    EXPECT_EQ(wrapped("one two  three\nfour", "  ", 9), "  one two\n  three\n  four\n");
    EXPECT_EQ(wrapped("alongwordthatdoesnotfit b", "", 4), "alongwordthatdoesnotfit\nb\n");
}

} // namespace
} // namespace halyard
