// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/language.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace halyard {

// What the documents of a corpus are. Each document is one block: `length` tokens with the end of text.
struct CorpusOptions {
    std::size_t length = 128;     // tokens of a document
    std::size_t documents = 1000;
    double drillShare = 0;        // notes, then questions on all of them, again and again; the rest is mixed
    double worldShare = .2;       // of the sentences of a mixed document that are not filler
    std::uint64_t seed = 0;
};

// One document without its end of text. Mixed documents: between .1 and .9 of filler, at most 1, 2, 4, 8, 16 or any
// number of facts, questions on them (three in five on the fact asked least), choices, and the fixed table; three in ten
// are a haystack with 1, 2, 4 or 8 needles (needles.h), a third of those among other facts.
[[nodiscard]] DemoLanguage::Sentence corpusDocument(const DemoLanguage& language, const CorpusOptions& options, Dice& dice);

// Writes the corpus as {"text": …} lines. The same options give the same bytes.
void writeCorpus(const DemoLanguage& language, const CorpusOptions& options, const std::filesystem::path& jsonl);

} // namespace halyard
