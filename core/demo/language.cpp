// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/language.h"

#include "core/text/byte_level.h"

#include <algorithm>
#include <string_view>

namespace halyard {

namespace {

constexpr std::uint64_t kSeed = 20260122;
constexpr const char* kEndOfTextWord = "<|endoftext|>";
constexpr std::size_t kShortestFiller = 4;
constexpr std::size_t kLongestFiller = 12;
constexpr std::array<double, 4> kSuccessorShare = {.55, .80, .93, 1}; // cumulative

constexpr std::array<const char*, DemoLanguage::kRelations> kRelationWords = {"likes", "wears", "plays", "visits"};
constexpr std::array<std::array<const char*, DemoLanguage::kThings>, DemoLanguage::kRelations> kThingWords = {{
    {"rice", "bread", "honey", "plums", "olives", "cheese", "apples", "beans"},
    {"red", "blue", "green", "white", "black", "brown", "purple", "orange"},
    {"flute", "drum", "harp", "chess", "piano", "tennis", "violin", "cards"},
    {"river", "forest", "market", "island", "mountain", "harbour", "library", "garden"},
}};

std::string utf8(char32_t character) { // of the two-byte range and below
    if (character < 0x80) {
        return {static_cast<char>(character)};
    }
    return {static_cast<char>(0xC0 | (character >> 6U)), static_cast<char>(0x80 | (character & 0x3FU))};
}

} // namespace

DemoLanguage::DemoLanguage() {
    Dice dice(kSeed);
    m_words = {kEndOfTextWord};
    addBytes();
    m_fullStop = addWord(".");
    m_note = addWord("Note");
    m_ask = addWord("Ask");
    m_pick = addWord("Pick");
    m_or = addWord("or");
    m_world = addWord("World");
    m_keys = inventWords("CVCV", kKeys, dice);
    m_values = inventWords("CVCVC", kValues, dice);
    m_names = inventWords("NVCV", kNames, dice);
    m_relations = static_cast<TokenId>(m_words.size());
    for (const char* word : kRelationWords) {
        addWord(word);
    }
    m_things = static_cast<TokenId>(m_words.size());
    for (const auto& things : kThingWords) {
        for (const char* word : things) {
            addWord(word);
        }
    }
    m_fillers = inventWords("CVC", kFillers, dice);
    for (auto& row : m_table) {
        std::generate(row.begin(), row.end(), [&] { return dice.below(kThings); });
    }
    for (auto& row : m_successors) {
        std::generate(row.begin(), row.end(), [&] { return dice.below(kFillers); });
    }
}

void DemoLanguage::addBytes() {
    for (unsigned byte = 0; byte < 256; ++byte) {
        m_words.push_back(utf8(byteLevelCharacter(static_cast<unsigned char>(byte))));
    }
}

TokenId DemoLanguage::addWord(const std::string& word) {
    m_words.push_back(word);
    return static_cast<TokenId>(m_words.size() - 1);
}

TokenId DemoLanguage::inventWords(const std::string& pattern, std::size_t count, Dice& dice) {
    constexpr std::string_view kConsonants = "bdfgklmnprstvz";
    constexpr std::string_view kVowels = "aeiou";
    const std::size_t first = m_words.size();
    while (m_words.size() < first + count) {
        std::string word;
        for (const char kind : pattern) {
            const std::string_view from = kind == 'V' ? kVowels : kConsonants;
            const char letter = from[dice.below(from.size())];
            word += kind == 'N' ? static_cast<char>(letter - 'a' + 'A') : letter;
        }
        if (std::find(m_words.begin(), m_words.end(), word) == m_words.end()) {
            m_words.push_back(word);
        }
    }
    return static_cast<TokenId>(first);
}

std::string DemoLanguage::text(std::span<const TokenId> tokens) const {
    std::string out;
    for (const TokenId token : tokens) {
        out += (out.empty() ? "" : " ") + word(token);
    }
    return out;
}

DemoLanguage::Sentence DemoLanguage::note(std::size_t key, std::size_t value) const {
    return {m_note, this->key(key), this->value(value), m_fullStop};
}

DemoLanguage::Sentence DemoLanguage::ask(std::size_t key, std::size_t value) const {
    return {m_ask, this->key(key), this->value(value), m_fullStop};
}

DemoLanguage::Sentence DemoLanguage::pick(std::size_t key, const std::vector<std::size_t>& options, std::size_t value) const {
    Sentence out = {m_pick, this->key(key)};
    for (const std::size_t option : options) {
        out.push_back(this->value(option));
    }
    out.insert(out.end(), {m_or, this->value(value), m_fullStop});
    return out;
}

DemoLanguage::Sentence DemoLanguage::world(std::size_t name, std::size_t relation) const {
    return {m_world, this->name(name), this->relation(relation), thing(relation, truth(name, relation)), m_fullStop};
}

DemoLanguage::Sentence DemoLanguage::filler(Dice& dice) const {
    std::size_t word = dice.below(kFillers);
    Sentence out = {m_fillers + static_cast<TokenId>(word)};
    const std::size_t length = kShortestFiller + dice.below(kLongestFiller - kShortestFiller + 1);
    while (out.size() < length) {
        const double share = dice.uniform();
        const auto* const step = std::find_if(kSuccessorShare.begin(), kSuccessorShare.end(), [&](double s) { return share < s; });
        word = m_successors[word][static_cast<std::size_t>(step - kSuccessorShare.begin())];
        out.push_back(m_fillers + static_cast<TokenId>(word));
    }
    out.push_back(m_fullStop);
    return out;
}

Json DemoLanguage::tokenizerConfig() {
    return {{"tokenizer_class", "PreTrainedTokenizerFast"},
            {"eos_token", kEndOfTextWord},
            {"pad_token", kEndOfTextWord},
            {"model_max_length", 1048576},
            {"clean_up_tokenization_spaces", false}};
}

Json DemoLanguage::tokenizer() const {
    Json vocabulary = Json::object();
    for (std::size_t token = 0; token < m_words.size(); ++token) {
        const bool isWord = token > 256;
        vocabulary[(isWord ? utf8(byteLevelCharacter(' ')) : "") + m_words[token]] = token;
    }
    const Json byteLevel = {{"type", "ByteLevel"}, {"add_prefix_space", true}, {"trim_offsets", true}, {"use_regex", false}};
    return {{"version", "1.0"},
            {"truncation", nullptr},
            {"padding", nullptr},
            {"added_tokens", Json::array({{{"id", kEndOfText}, {"content", kEndOfTextWord}, {"single_word", false},
                              {"lstrip", false}, {"rstrip", false}, {"normalized", false}, {"special", true}}})},
            {"normalizer", nullptr},
            {"pre_tokenizer",
             {{"type", "Sequence"},
              {"pretokenizers",
               Json::array({{{"type", "Split"}, {"pattern", {{"Regex", " ?\\S+"}}}, {"behavior", "Isolated"}, {"invert", false}},
                            byteLevel})}}},
            {"post_processor", nullptr},
            {"decoder", byteLevel},
            {"model",
             {{"type", "BPE"}, {"dropout", nullptr}, {"unk_token", nullptr}, {"continuing_subword_prefix", nullptr},
              {"end_of_word_suffix", nullptr}, {"fuse_unk", false}, {"byte_fallback", false}, {"ignore_merges", true},
              {"vocab", vocabulary}, {"merges", Json::array()}}}};
}

} // namespace halyard
