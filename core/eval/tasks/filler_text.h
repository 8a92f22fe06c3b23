// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace halyard {

// Sentences of a text: white space is made one blank, and a sentence ends behind ".", "!" or "?" before a blank.
[[nodiscard]] std::vector<std::string> sentencesOf(std::string_view text);

// Sentences of a UTF-8 text file of at most 256 MB. Throws Error(InvalidInput) naming the file.
[[nodiscard]] std::vector<std::string> readSentences(const std::filesystem::path& file);

} // namespace halyard
