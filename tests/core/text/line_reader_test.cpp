// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/line_reader.h"

#include "core/base/atomic_file.h"
#include "tests/core/text/small_tokenizer.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

using test::TemporaryFolder;
using Status = LineReader::Status;

TEST(LineReader, ReadsEndingsMarksAndTheTornTail) {
    const TemporaryFolder folder;
    writeFileAtomically(folder.path() / "a", "\xEF\xBB\xBFone\r\n\ntwo\nthree");
    LineReader reader(folder.path() / "a", 100);
    for (const char* expected : {"one", "", "two", "three"}) {
        ASSERT_EQ(reader.next(), Status::Line);
        EXPECT_EQ(reader.line(), expected);
    }
    EXPECT_EQ(reader.offset(), reader.size());
    EXPECT_EQ(reader.next(), Status::End);
}

TEST(LineReader, PassesOverALineTooLongInBoundedMemory) {
    const TemporaryFolder folder;
    writeFileAtomically(folder.path() / "a", std::string(3'000'000, 'x') + "\nnext\n" + std::string(700'000, 'y'));
    LineReader reader(folder.path() / "a", 1000);
    EXPECT_EQ(reader.next(), Status::TooLong);
    ASSERT_EQ(reader.next(), Status::Line);
    EXPECT_EQ(reader.line(), "next");
    EXPECT_EQ(reader.offset(), 3'000'006U);
    EXPECT_EQ(reader.next(), Status::TooLong);
    EXPECT_EQ(reader.offset(), reader.size());
    EXPECT_EQ(reader.next(), Status::End);
}

TEST(LineReader, GoesOnFromAnOffset) {
    const TemporaryFolder folder;
    writeFileAtomically(folder.path() / "a", "one\ntwo\nthree\n");
    LineReader first(folder.path() / "a", 100);
    ASSERT_EQ(first.next(), Status::Line);
    LineReader second(folder.path() / "a", 100);
    second.seek(first.offset(), first.number());
    ASSERT_EQ(second.next(), Status::Line);
    EXPECT_EQ(second.line(), "two");
    EXPECT_EQ(second.number(), 2);
}

} // namespace
} // namespace halyard
