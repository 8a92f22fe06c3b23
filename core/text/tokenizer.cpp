// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/unicode.h"
#include "core/text/byte_level.h"
#include "core/text/normalizer.h"
#include "core/text/special_tokens.h"
#include "core/text/tokenizer_file.h"

#include <algorithm>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace halyard {

namespace {

// Positions inside a text are 32 bits wide.
constexpr std::size_t kLongestText = std::size_t{1} << 31U;

// What one call of encode needs, kept for the next one.
struct Scratch {
    SplitScratch split;
    BpeScratch bpe;
    std::vector<AddedTokenFinder::Part> parts;
    std::vector<AddedTokenFinder::Part> normalizedParts;
};

std::string hexByte(unsigned char byte) {
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    return {kDigits[byte >> 4U], kDigits[byte & 15U]};
}

AddedTokenFinder finderFor(const TokenizerDefinition& definition, bool normalized) {
    std::vector<AddedToken> tokens;
    std::vector<std::string> patterns;
    // Special tokens first: of two with one normalised text the first wins.
    for (const bool special : {true, false}) {
        for (const AddedToken& token : definition.addedTokens) {
            if (token.special == special && token.normalized == normalized) {
                tokens.push_back(token);
                patterns.push_back(normalized && definition.normalize ? composed(token.content) : token.content);
            }
        }
    }
    return {std::move(tokens), patterns};
}

} // namespace

struct Tokenizer::Impl {
    TokenizerDefinition definition;
    AddedTokenFinder finder;           // in the text as given
    AddedTokenFinder normalizedFinder; // in the normalised text between those
    std::unordered_map<TokenId, std::string> addedBytes;
    std::unordered_map<std::string, TokenId> addedIds;
    std::unordered_set<TokenId> specialIds;
    std::size_t idLimit = 0;
    std::optional<TokenId> endOfText;
    std::string hash;

    mutable std::mutex mutex;
    mutable std::vector<std::unique_ptr<Scratch>> idle;

    explicit Impl(TokenizerDefinition parsed)
        : definition(std::move(parsed)), finder(finderFor(definition, false)),
          normalizedFinder(finderFor(definition, true)) {
        idLimit = std::max(definition.model.tokens.idLimit(), definition.model.otherTokens.idLimit());
        for (const AddedToken& token : definition.addedTokens) {
            addedBytes[token.id] = byteLevelBytes(token.content).value_or(token.content);
            addedIds[token.content] = token.id;
            idLimit = std::max<std::size_t>(idLimit, std::size_t{token.id} + 1);
            if (token.special) {
                specialIds.insert(token.id);
            }
        }
    }

    std::unique_ptr<Scratch> borrow() const {
        const std::lock_guard lock(mutex);
        if (idle.empty()) {
            return std::make_unique<Scratch>();
        }
        std::unique_ptr<Scratch> scratch = std::move(idle.back());
        idle.pop_back();
        return scratch;
    }

    void giveBack(std::unique_ptr<Scratch> scratch) const {
        const std::lock_guard lock(mutex);
        idle.push_back(std::move(scratch));
    }

    void encodeOrdinary(std::string_view text, Scratch& scratch, std::vector<TokenId>& ids) const {
        scratch.normalizedParts.clear();
        normalizedFinder.split(text, scratch.normalizedParts);
        for (const AddedTokenFinder::Part& part : scratch.normalizedParts) {
            if (part.token) {
                ids.push_back(*part.token);
                continue;
            }
            splitText(definition.preTokenizer, part.text, scratch.split,
                      [&](std::string_view piece) { encodePiece(definition.model, piece, scratch.bpe, ids); });
        }
    }

    std::vector<TokenId> encodeText(std::string_view text, Scratch& scratch) const {
        std::vector<TokenId> ids;
        ids.reserve(text.size() / 4 + 4);
        scratch.split.begin(text.size());
        scratch.parts.clear();
        finder.split(text, scratch.parts);
        for (const AddedTokenFinder::Part& part : scratch.parts) {
            if (part.token) {
                ids.push_back(*part.token);
            } else if (definition.normalize && !isPlainlyComposed(part.text)) {
                encodeOrdinary(composed(part.text), scratch, ids);
            } else {
                encodeOrdinary(part.text, scratch, ids);
            }
        }
        return ids;
    }

    std::vector<TokenId> withSpecialTokens(std::vector<TokenId> ids) const {
        for (const TextTemplate& one : definition.templates) {
            std::vector<TokenId> result;
            for (const TemplatePart& part : one) {
                const std::vector<TokenId>& source = part.isText ? ids : part.ids;
                result.insert(result.end(), source.begin(), source.end());
            }
            ids = std::move(result);
        }
        return ids;
    }

    std::optional<TokenId> idOf(std::string_view token) const {
        const std::string text(token);
        const auto added = addedIds.find(text);
        return added != addedIds.end() ? added->second : findToken(definition.model, text);
    }
};

Tokenizer::Tokenizer(const std::filesystem::path& folder) {
    std::error_code ignored;
    const bool isFolder = std::filesystem::is_directory(folder, ignored);
    const std::filesystem::path path = isFolder ? folder / "tokenizer.json" : folder;
    const std::string text = readFile(path, kLargestTokenizerFile);
    const std::string source = printable(path.string());
    const JsonLimits limits = tokenizerLimits();
    ModelTables tables(text, source, limits);
    const Json document = parseJson(text, path.string(), limits, tables.streamed());
    m_impl = std::make_unique<Impl>(parseTokenizer(document, tables, source));
    m_impl->hash = hashOf(text);
    m_impl->endOfText =
        findEndOfText(path.parent_path(), [this](std::string_view token) { return m_impl->idOf(token); });
}

Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;

std::vector<TokenId> Tokenizer::encode(std::string_view text, bool addSpecialTokens) const {
    if (text.size() > kLongestText) {
        throw invalidInput(HALYARD_TEXT("A text of {size} bytes is too long to tokenise at once; the limit is {limit}. "
                                        "Split it."),
                           {{"size", grouped(text.size())}, {"limit", grouped(kLongestText)}});
    }
    if (const auto bad = firstInvalidUtf8(text)) {
        throw invalidInput(HALYARD_TEXT("The text is not valid UTF-8 at byte {byte} (0x{value})."),
                           {{"byte", std::to_string(*bad)}, {"value", hexByte(static_cast<unsigned char>(text[*bad]))}});
    }
    std::unique_ptr<Scratch> scratch = m_impl->borrow();
    std::vector<TokenId> ids = m_impl->encodeText(text, *scratch);
    m_impl->giveBack(std::move(scratch));
    return addSpecialTokens ? m_impl->withSpecialTokens(std::move(ids)) : ids;
}

std::string Tokenizer::decode(std::span<const TokenId> ids, bool skipSpecialTokens) const {
    std::string bytes;
    for (const TokenId id : ids) {
        if (skipSpecialTokens && m_impl->specialIds.contains(id)) {
            continue;
        }
        const auto added = m_impl->addedBytes.find(id);
        if (added != m_impl->addedBytes.end()) {
            bytes += added->second;
        } else {
            bytes += tokenBytes(m_impl->definition.model, id).value_or("");
        }
    }
    return replaceInvalidUtf8(std::move(bytes));
}

std::size_t Tokenizer::vocabularySize() const {
    return m_impl->idLimit;
}

std::optional<TokenId> Tokenizer::idOf(std::string_view token) const {
    return m_impl->idOf(token);
}

std::optional<TokenId> Tokenizer::endOfText() const {
    return m_impl->endOfText;
}

const std::string& Tokenizer::hash() const {
    return m_impl->hash;
}

} // namespace halyard
