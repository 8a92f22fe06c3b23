// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/text/added_tokens.h"
#include "core/text/bpe.h"
#include "core/text/pre_tokenizer.h"

#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

// A part of a TemplateProcessing: the text itself, or ids put beside it.
struct TemplatePart {
    bool isText = false;
    std::vector<TokenId> ids;
};
using TextTemplate = std::vector<TemplatePart>;

// All that a tokenizer.json says. Its "truncation" and "padding" are not part of it: they describe one caller's batches,
// and here every text keeps its length.
struct TokenizerDefinition {
    bool normalize = false; // NFC
    PreTokenizer preTokenizer;
    BpeModel model;
    std::vector<AddedToken> addedTokens;
    std::vector<TextTemplate> templates; // applied one after the other where special tokens are asked for
};

// Largest id accepted (2^24 − 1): tables are as long as the largest id.
inline constexpr TokenId kLargestTokenId = (TokenId{1} << 24U) - 1;

// source names the file in errors. Throws Error(InvalidInput) for whatever a byte-level BPE tokenizer cannot be, naming
// the entry (promises.md 3.3).
[[nodiscard]] TokenizerDefinition parseTokenizer(const Json& document, const std::string& source);

// The parts of parseTokenizer.
void parseModel(const Json& model, const std::string& source, BpeModel& into);
void parsePreTokenizer(const Json& preTokenizer, const std::string& source, PreTokenizer& into);
[[nodiscard]] std::vector<AddedToken> parseAddedTokens(const Json& document, const std::string& source,
                                                       const BpeModel& model);
void parsePostProcessor(const Json& processor, const std::string& source, const TokenizerDefinition& definition,
                        std::vector<TextTemplate>& into);

} // namespace halyard
