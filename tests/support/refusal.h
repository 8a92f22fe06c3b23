// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>

#include <gtest/gtest.h>

namespace halyard::testing {

// What an action says when it fails; "accepted" when it does not. Any exception but Error fails the test.
struct Refusal {
    std::string sentence = "accepted";
    int exitCode = 0;

    [[nodiscard]] bool says(const std::string& part) const { return sentence.find(part) != std::string::npos; }
};

template <typename Action> Refusal refusalOf(const Action& action) {
    try {
        action();
    } catch (const Error& error) {
        return {error.what(), error.exitCode()};
    } catch (const std::exception& error) {
        ADD_FAILURE() << "not a halyard::Error: " << error.what();
    }
    return {};
}

// Invalid input whose sentence has the part.
template <typename Action> void expectRefused(const Action& action, const std::string& part) {
    const Refusal refusal = refusalOf(action);
    EXPECT_EQ(refusal.exitCode, 2) << refusal.sentence;
    EXPECT_TRUE(refusal.says(part)) << "expected: " << part << "\nsaid: " << refusal.sentence;
}

} // namespace halyard::testing
