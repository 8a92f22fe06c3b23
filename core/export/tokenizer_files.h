// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/export/export_config.h"

#include <filesystem>
#include <vector>

namespace halyard {

// Copies the tokenizer of a folder so that transformers 4.57 and 5 both load it: tokenizer.json and its companions byte
// for byte, tokenizer_config.json with the class PreTrainedTokenizerFast (the names that versions write for it differ
// and refuse each other), without custom code, padding on the left, and a padding token. Ids beyond vocabSize are
// refused. Throws Error(InvalidInput).
SpecialTokens copyTokenizer(const std::filesystem::path& from, const std::filesystem::path& to, std::int64_t vocabSize,
                            std::vector<Message>& notes);

} // namespace halyard
