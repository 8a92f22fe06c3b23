// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/language.h"

#include <filesystem>

namespace halyard {

// Items in the bundled teacher's language as jsonl, in the layouts "recall" and "choices". The same seed gives the same
// bytes.

// Documents of the corpus that end before the value of their last question; at least four facts were noted, and the answer
// is all up to the next full stop: {"text", "value", "until"}. length: tokens of a document, of which the text is the
// longest part that ends so.
void writeRecallItems(const DemoLanguage& language, std::size_t length, std::size_t count, std::uint64_t seed,
                      const std::filesystem::path& jsonl);

// What is true of a name by the fixed table, among four things of the same kind: {"context", "choices", "answer"}. Each
// fact of the table is asked once before one is asked again.
void writeChoiceItems(const DemoLanguage& language, std::size_t count, std::uint64_t seed, const std::filesystem::path& jsonl);

} // namespace halyard
