// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/check_line.h"

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

TEST(CheckLine, ComesBackAsItWasWritten) {
    const CheckLine line{"logits", CheckLine::State::Failed, {{"error", 0.25}, {"reason", "ä\n\x1b"}}};
    const std::string text = textOf(line);
    EXPECT_EQ(text, R"(check {"check":"logits","facts":{"error":0.25,"reason":"\u00e4\n\u001b"},"state":"failed"})");
    const CheckLine again = checkLineFrom(text).value();
    EXPECT_EQ(again.check, line.check);
    EXPECT_EQ(again.state, line.state);
    EXPECT_EQ(again.facts, line.facts);
}

TEST(CheckLine, AnyOtherLineAndOneThatIsCutIsNone) {
    const std::string whole = textOf({"python", CheckLine::State::Passed, {{"limit", 2e-4}}});
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(checkLineFrom(whole.substr(0, size))) << size;
    }
    for (const char* other : {"writing weights: 3 of 4 MB", "check the disk", "check []", "check {}", "check 7",
                              R"(check {"check":"a","state":"odd","facts":{}})", R"(check {"check":7,"state":"passed","facts":{}})",
                              R"(check {"check":"","state":"passed","facts":{}})", R"(check {"check":"a","state":"passed","facts":[]})"}) {
        EXPECT_FALSE(checkLineFrom(other)) << other;
    }
}

} // namespace
} // namespace halyard::testing
