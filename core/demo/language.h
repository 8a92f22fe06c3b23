// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/demo/dice.h"
#include "core/text/tokenizer.h"

#include <array>
#include <span>
#include <string>
#include <vector>

namespace halyard {

// The language of the bundled teacher: 500 words, each one token, and five kinds of sentence.
//   Note KEY VALUE .                   a fact, true for the rest of the document
//   Ask KEY VALUE .                    the value that was noted
//   Pick KEY V V V V or VALUE .        the noted one of four values
//   World NAME RELATION THING .        a fact of a fixed table: what the teacher knows by heart
//   filler .                           4 to 12 words of a fixed chain, in which each word has four successors
// Made after the corpus of the demo recipe; the words, the table and the chain come from a fixed seed.
class DemoLanguage {
public:
    static constexpr std::size_t kKeys = 128;
    static constexpr std::size_t kValues = 128;
    static constexpr std::size_t kNames = 64;
    static constexpr std::size_t kRelations = 4;
    static constexpr std::size_t kThings = 8; // of each relation
    static constexpr std::size_t kFillers = 141;
    static constexpr TokenId kEndOfText = 0;

    using Sentence = std::vector<TokenId>;

    DemoLanguage();

    [[nodiscard]] std::size_t vocabularySize() const { return m_words.size(); }
    [[nodiscard]] const std::string& word(TokenId token) const { return m_words.at(token); }
    [[nodiscard]] std::string text(std::span<const TokenId> tokens) const; // words with spaces between

    [[nodiscard]] TokenId key(std::size_t index) const { return m_keys + static_cast<TokenId>(index); }
    [[nodiscard]] TokenId value(std::size_t index) const { return m_values + static_cast<TokenId>(index); }
    [[nodiscard]] TokenId name(std::size_t index) const { return m_names + static_cast<TokenId>(index); }
    [[nodiscard]] TokenId relation(std::size_t index) const { return m_relations + static_cast<TokenId>(index); }
    [[nodiscard]] TokenId thing(std::size_t relation, std::size_t index) const {
        return m_things + static_cast<TokenId>(relation * kThings + index);
    }
    // The index of the thing that is true of a name.
    [[nodiscard]] std::size_t truth(std::size_t name, std::size_t relation) const { return m_table[name][relation]; }

    [[nodiscard]] Sentence note(std::size_t key, std::size_t value) const;
    [[nodiscard]] Sentence ask(std::size_t key, std::size_t value) const;
    // options: four values, among them the right one
    [[nodiscard]] Sentence pick(std::size_t key, const std::vector<std::size_t>& options, std::size_t value) const;
    [[nodiscard]] Sentence world(std::size_t name, std::size_t relation) const;
    [[nodiscard]] Sentence filler(Dice& dice) const;
    [[nodiscard]] TokenId fullStop() const { return m_fullStop; }

    // tokenizer.json: byte-level BPE in which each word with the space before it is one token; any other text is spelled
    // in bytes.
    [[nodiscard]] Json tokenizer() const;
    // tokenizer_config.json: texts end with the end of text, which pads them, too.
    [[nodiscard]] static Json tokenizerConfig();

private:
    void addBytes();
    TokenId addWord(const std::string& word);
    // count new words of consonants and vowels, "C" and "V" in the pattern; "N" is a capital consonant.
    TokenId inventWords(const std::string& pattern, std::size_t count, Dice& dice);

    std::vector<std::string> m_words; // by token
    TokenId m_fullStop = 0, m_note = 0, m_ask = 0, m_pick = 0, m_or = 0, m_world = 0;
    TokenId m_keys = 0, m_values = 0, m_names = 0, m_relations = 0, m_things = 0, m_fillers = 0;
    std::array<std::array<std::size_t, kRelations>, kNames> m_table{};
    std::array<std::array<std::size_t, 4>, kFillers> m_successors{};
};

} // namespace halyard
