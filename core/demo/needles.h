// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/language.h"

namespace halyard {

struct NeedleOptions {
    std::size_t length = 128; // tokens in all, exactly
    std::size_t needles = 8;
    bool busy = false;        // two in five sentences of the haystack are notes and questions on other keys, and the table
};

// Notes at stratified depths of a haystack, and at its end a question on each, in random order.
struct NeedleDocument {
    struct Question {
        std::size_t answer = 0; // where the value that is asked for stands; the model sees what is before it
        double depth = 0;       // of its note: 0 = at the beginning, 1 = just before the questions
    };
    DemoLanguage::Sentence tokens;
    std::vector<Question> questions;
};

// Tokens that this many needles take at least.
[[nodiscard]] std::size_t leastLength(std::size_t needles);

// Needs options.length of at least leastLength(options.needles), and at most kKeys needles.
[[nodiscard]] NeedleDocument needleDocument(const DemoLanguage& language, const NeedleOptions& options, Dice& dice);

} // namespace halyard
