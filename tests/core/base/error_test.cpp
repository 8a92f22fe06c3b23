// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <cerrno>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

TEST(Error, KeepsSentenceArgumentsAndExitCode) {
    const Error error = invalidInput(HALYARD_TEXT("{file}: wrong."), {{"file", "a"}});
    EXPECT_STREQ(error.what(), "a: wrong.");
    EXPECT_EQ(error.exitCode(), 2);
    EXPECT_EQ(error.message().pattern, "{file}: wrong.");
    EXPECT_EQ(error.message().arguments.at(0).second, "a");
    EXPECT_EQ(failure(HALYARD_TEXT("x")).exitCode(), 1);
    EXPECT_EQ(Error(ErrorKind::Stopped, HALYARD_TEXT("x")).exitCode(), 130);
}

TEST(Error, OfTheSystemNamesPathActionAndReason) {
    EXPECT_STREQ(systemError("/d/f", HALYARD_TEXT("writing"), EACCES).what(),
                 "/d/f: writing failed: Permission denied.");
    EXPECT_STREQ(systemError("/d/f", HALYARD_TEXT("writing"), ENOSPC).what(),
                 "/d/f: writing failed: the disk is full. Free some space and try again.");
    EXPECT_STREQ(systemError("/d/f", HALYARD_TEXT("writing"), EDQUOT).what(),
                 "/d/f: writing failed: the disk quota is used up. Free some space and try again.");
    EXPECT_STREQ(systemError("\x1b", HALYARD_TEXT("writing"), EIO).what(),
                 "\\x1b: writing failed: Input/output error.");
}

} // namespace
} // namespace halyard::testing
