// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/tokenizer.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace halyard {

// A prompt that becomes longer with filler.
struct FillablePrompt {
    std::function<std::string(std::size_t)> sentence; // number i of the filler
    // The whole prompt with these pieces of filler.
    std::function<std::string(const std::vector<std::string>& pieces)> text;
};

// The pieces of filler with which the prompt is exactly length tokens long: whole sentences, then words of the next, then
// short words. Each step is counted on the tokens of the whole prompt.
// Throws Error(InvalidInput) when the prompt is longer without any, named what.
[[nodiscard]] std::vector<std::string> fitFiller(const FillablePrompt& prompt, const Tokenizer& tokenizer, std::int64_t length,
                                                 const std::string& what);

} // namespace halyard
