// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/message.h"
#include "core/text/added_tokens.h"
#include "core/text/bpe.h"
#include "core/text/pre_tokenizer.h"

#include <filesystem>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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

inline constexpr std::size_t kLargestTokenizerFile = std::size_t{512} << 20U;
// Largest id accepted (2^24 − 1).
inline constexpr TokenId kLargestTokenId = (TokenId{1} << 24U) - 1;

// Reads "model.vocab" and "model.merges" straight into the tables of a model while the file is parsed: as a document,
// 150,000 tokens would take ten times as long. Where merges come before the vocabulary, finish() reads
// the file once more for them.
class ModelTables {
public:
    // Both stay alive while this is used; source is printable.
    ModelTables(std::string_view text, const std::string& source, const JsonLimits& limits)
        : m_text(text), m_source(source), m_limits(limits) {}

    [[nodiscard]] StreamedValues streamed();
    // The tables, once the file has been read.
    [[nodiscard]] BpeModel finish();
    [[nodiscard]] bool hasVocabulary() const { return m_vocabulary == Reading::Inside; }
    [[nodiscard]] bool hasMerges() const { return m_merges == Reading::Inside; }

private:
    // One side of a merge, as bytes or, with characters outside of the byte alphabet, as text.
    struct Side {
        std::string text;
        std::uint64_t hash = 0;
        bool isBytes = false;
    };
    struct Entry {
        Side token;
        TokenId id = 0;
    };
    struct Merge {
        Side left;
        Side right;
        std::size_t number = 0; // from 1
        std::optional<TokenId> leftId;
        std::optional<TokenId> rightId;
    };
    // Entries wait here until a batch is full: the tables are larger than a cache, and a batch asks for all its places
    // in them at once.
    static constexpr std::size_t kBatch = 32;

    // How far the reader is with one of the tables. Other is a value that parseModel refuses.
    enum class Reading {
        NotMet,
        Inside,
        Other
    };

    void takeVocabulary(const JsonEvent& event);
    void addTokens(std::span<const Entry> entries);
    void addToken(const Side& token, TokenId id);
    void takeMerges(const JsonEvent& event);
    void readMergesAgain();
    void beginMerge(const JsonEvent& event);
    void takeSideOfMerge(const JsonEvent& event);
    void endMerge();
    void addMerges(std::span<Merge> merges);
    void addMerge(const Merge& merge);
    void takeSide(std::string_view text, Side& side) const;
    [[nodiscard]] std::optional<TokenId> find(const Side& token) const;
    [[nodiscard]] std::optional<TokenId> findJoined(const Merge& merge);
    [[nodiscard]] TokenId largestId() const;
    [[noreturn]] void refuseId(const Side& token, const std::string& written) const;
    [[noreturn]] void refuseMergeForm(const Merge& merge) const;
    [[noreturn]] void refuseMerge(Sentence sentence, const Merge& merge, const Side& token) const;

    std::string_view m_text;
    const std::string& m_source;
    const JsonLimits& m_limits;
    BpeModel m_model;
    Reading m_vocabulary = Reading::NotMet;
    Reading m_merges = Reading::NotMet;
    bool m_mergesCameFirst = false;
    std::vector<Entry> m_entries = std::vector<Entry>(kBatch); // of them, m_waiting wait
    std::vector<Merge> m_pairs = std::vector<Merge>(kBatch);
    std::size_t m_waiting = 0;
    std::size_t m_mergeNumber = 0;
    std::size_t m_sides = 0; // of the merge being read
    bool m_inMerge = false;
    Side m_joined;
    std::uint32_t m_rank = 0;
    TokenId m_nextResult = 0;
};

// What a tokenizer.json is read with.
[[nodiscard]] JsonLimits tokenizerLimits();

// What the document of a tokenizer.json says, its tables having been streamed while it was parsed; source names the file
// in errors. Throws Error(InvalidInput) for whatever a byte-level BPE tokenizer cannot be, naming the entry (promises.md
// 3.3). Time and memory are linear in the text.
[[nodiscard]] TokenizerDefinition parseTokenizer(const Json& document, ModelTables& tables, const std::string& source);

// The parts of parseTokenizer.
void parseModel(const Json& model, const std::string& source, ModelTables& tables, BpeModel& into);
void parsePreTokenizer(const Json* preTokenizer, const std::string& source, PreTokenizer& into);
[[nodiscard]] std::vector<AddedToken> parseAddedTokens(const Json& document, const std::string& source,
                                                       const BpeModel& model);
void parsePostProcessor(const Json& processor, const std::string& source, const TokenizerDefinition& definition,
                        std::vector<TextTemplate>& into);

} // namespace halyard
