// SPDX-License-Identifier: GPL-3.0-or-later
// The "model" of a tokenizer.json: vocabulary and merges of a byte-level BPE.
#include "core/text/tokenizer_file.h"

#include "core/base/error.h"
#include "core/text/byte_level.h"
#include "core/text/json_field.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace halyard {

namespace {

void refuseSettings(const Json& model, const std::string& source) {
    const std::string place = source + ": model";
    const auto type = optionalStringField(model, "type", place);
    if (type && *type != "BPE") {
        throw invalidInput(HALYARD_TEXT("{file}: the model type \"{type}\" is not supported; byte-level BPE is."),
                           {{"file", source}, {"type", printable(*type, 60)}});
    }
    for (const char* key : {"continuing_subword_prefix", "end_of_word_suffix"}) {
        if (!optionalStringField(model, key, place).value_or("").empty()) {
            throw invalidInput(HALYARD_TEXT("{place}: \"{key}\" is not supported by byte-level BPE."),
                               {{"place", place}, {"key", key}});
        }
    }
    if (boolField(model, "byte_fallback", false, place)) {
        throw invalidInput(HALYARD_TEXT("{place}: \"byte_fallback\": true is not supported; every byte is already a "
                                        "character of byte-level BPE."),
                           {{"place", place}});
    }
    const Json* dropout = optionalField(model, "dropout");
    if (dropout != nullptr && !(dropout->is_number() && dropout->get<double>() == 0)) {
        throw invalidInput(HALYARD_TEXT("{place}: \"dropout\" makes ids random and is not supported. Set it to null."),
                           {{"place", place}});
    }
}

std::string shown(const std::string& text, bool isBytes) {
    return printable(isBytes ? byteLevelText(text) : text, 60);
}

// A value that should have been a number, for a sentence.
std::string written(const JsonEvent& event) {
    using Kind = JsonEvent::Kind;
    switch (event.kind) {
    case Kind::BeginObject:
        return "{…}";
    case Kind::BeginArray:
        return "[…]";
    case Kind::Text:
        return "\"" + printable(event.text, 40) + "\"";
    case Kind::True:
        return "true";
    case Kind::False:
        return "false";
    case Kind::Null:
        return "null";
    default:
        return printable(event.written(), 40);
    }
}

} // namespace

StreamedValues ModelTables::streamed() {
    return {{"/model/vocab", [this](const JsonEvent& event) { takeVocabulary(event); }},
            {"/model/merges", [this](const JsonEvent& event) {
                 if (hasVocabulary()) {
                     takeMerges(event);
                 } else {
                     m_mergesCameFirst = true;
                 }
             }}};
}

// The merges came before the vocabulary they name. The text is known to be sound; no document is built of it.
void ModelTables::readMergesAgain() {
    using Kind = JsonEvent::Kind;
    int depth = 0;
    bool inModel = false;
    bool inMerges = false;
    const JsonTake take = [&](const JsonEvent& event) {
        depth -= event.kind == Kind::EndObject || event.kind == Kind::EndArray ? 1 : 0;
        if (inMerges) {
            takeMerges(event);
        }
        depth += event.kind == Kind::BeginObject || event.kind == Kind::BeginArray ? 1 : 0;
        inMerges = inMerges && depth > 2;
        if (event.kind == Kind::Key && depth == 1) {
            inModel = event.text == "model";
        }
        if (event.kind == Kind::Key && depth == 2) {
            inMerges = inModel && event.text == "merges";
        }
    };
    readJson(m_text, m_limits.maxDepth, take, [](const JsonFault&) { throw std::logic_error("a sound text became faulty"); });
}

BpeModel ModelTables::finish() {
    if (hasVocabulary() && m_mergesCameFirst) {
        readMergesAgain();
    }
    for (unsigned byte = 0; byte < m_model.byteTokens.size(); ++byte) {
        m_model.byteTokens[byte] = m_model.tokens.find(std::string(1, static_cast<char>(byte)));
    }
    return std::move(m_model);
}

void ModelTables::takeSide(std::string_view text, Side& side) const {
    side.isBytes = byteLevelBytes(text, side.text);
    if (!side.isBytes) {
        side.text = text;
    }
    side.hash = TokenTable::hashOf(side.text);
    (side.isBytes ? m_model.tokens : m_model.otherTokens).prefetch(side.hash);
}

std::optional<TokenId> ModelTables::find(const Side& token) const {
    return token.isBytes ? m_model.tokens.find(token.text, token.hash) : m_model.otherTokens.find(token.text, token.hash);
}

// The table of ids is as long as the largest one: a short file with a huge id must not ask for gigabytes.
TokenId ModelTables::largestId() const {
    constexpr std::size_t kAlways = std::size_t{1} << 20U;
    return static_cast<TokenId>(std::min<std::size_t>(kLargestTokenId, kAlways + m_text.size() / 4));
}

void ModelTables::refuseId(const Side& token, const std::string& id) const {
    throw invalidInput(HALYARD_TEXT("{file}: token \"{token}\" has the id {id}; allowed are 0 to {largest}."),
                       {{"file", m_source},
                        {"token", shown(token.text, token.isBytes)},
                        {"id", id},
                        {"largest", std::to_string(largestId())}});
}

void ModelTables::takeVocabulary(const JsonEvent& event) {
    using Kind = JsonEvent::Kind;
    if (m_vocabulary == Reading::NotMet) {
        m_vocabulary = event.kind == Kind::BeginObject ? Reading::Inside : Reading::Other;
        // What a published file of this size holds.
        m_model.tokens.reserve(m_text.size() / 100, m_text.size() / 10);
        return;
    }
    if (m_vocabulary == Reading::Other) {
        return;
    }
    if (event.kind == Kind::EndObject) {
        addTokens(std::span(m_entries).first(std::exchange(m_waiting, 0)));
        return;
    }
    Entry& entry = m_entries[m_waiting];
    if (event.kind == Kind::Key) {
        takeSide(event.text, entry.token);
        return;
    }
    if (event.kind != Kind::Unsigned || event.unsignedValue > largestId()) {
        refuseId(entry.token, written(event));
    }
    entry.id = static_cast<TokenId>(event.unsignedValue);
    if (++m_waiting == kBatch) {
        addTokens(m_entries);
        m_waiting = 0;
    }
}

void ModelTables::addTokens(std::span<const Entry> entries) {
    for (const Entry& entry : entries) {
        addToken(entry.token, entry.id);
    }
}

void ModelTables::addToken(const Side& token, TokenId id) {
    TokenTable& table = token.isBytes ? m_model.tokens : m_model.otherTokens;
    const TokenTable& other = token.isBytes ? m_model.otherTokens : m_model.tokens;
    if (!other.textOf(id) && table.add(token.text, token.hash, id)) {
        return;
    }
    if (find(token)) {
        throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" is given twice. Remove one of them."),
                           {{"source", m_source}, {"key", shown(token.text, token.isBytes)}});
    }
    throw invalidInput(
        HALYARD_TEXT("{file}: token \"{token}\" has the id {id}, which another token already has: \"{other}\"."),
        {{"file", m_source},
         {"token", shown(token.text, token.isBytes)},
         {"id", std::to_string(id)},
         {"other", printable(byteLevelText(tokenBytes(m_model, id).value_or("")), 60)}});
}

void ModelTables::takeMerges(const JsonEvent& event) {
    using Kind = JsonEvent::Kind;
    if (m_merges == Reading::NotMet) {
        m_merges = event.kind == Kind::BeginArray ? Reading::Inside : Reading::Other;
        m_model.merges.reserve(m_text.size() / 100);
        return;
    }
    if (m_merges == Reading::Other) {
        return;
    }
    if (m_inMerge) {
        takeSideOfMerge(event);
    } else if (event.kind == Kind::EndArray) {
        addMerges(std::span(m_pairs).first(std::exchange(m_waiting, 0)));
    } else {
        beginMerge(event);
    }
}

void ModelTables::beginMerge(const JsonEvent& event) {
    using Kind = JsonEvent::Kind;
    Merge& merge = m_pairs[m_waiting];
    merge.number = ++m_mergeNumber;
    m_sides = 0;
    m_inMerge = event.kind == Kind::BeginArray;
    if (m_inMerge || (event.kind == Kind::Text && event.text.starts_with("#version"))) {
        return;
    }
    const std::size_t space = event.kind == Kind::Text ? event.text.find(' ') : std::string_view::npos;
    if (space == std::string_view::npos || event.text.find(' ', space + 1) != std::string_view::npos) {
        refuseMergeForm(merge);
    }
    takeSide(event.text.substr(0, space), merge.left);
    takeSide(event.text.substr(space + 1), merge.right);
    endMerge();
}

void ModelTables::takeSideOfMerge(const JsonEvent& event) {
    using Kind = JsonEvent::Kind;
    Merge& merge = m_pairs[m_waiting];
    if (event.kind == Kind::Text && m_sides < 2) {
        takeSide(event.text, m_sides == 0 ? merge.left : merge.right);
        ++m_sides;
    } else if (event.kind == Kind::EndArray && m_sides == 2) {
        m_inMerge = false;
        endMerge();
    } else {
        refuseMergeForm(merge);
    }
}

void ModelTables::endMerge() {
    if (++m_waiting == kBatch) {
        addMerges(m_pairs);
        m_waiting = 0;
    }
}

void ModelTables::refuseMergeForm(const Merge& merge) const {
    throw invalidInput(HALYARD_TEXT("{file}: merge #{number} is not two tokens (\"a b\" or [\"a\", \"b\"])."),
                       {{"file", m_source}, {"number", std::to_string(merge.number)}});
}

void ModelTables::refuseMerge(Sentence sentence, const Merge& merge, const Side& token) const {
    throw invalidInput(sentence, {{"file", m_source},
                                  {"number", std::to_string(merge.number)},
                                  {"left", shown(merge.left.text, merge.left.isBytes)},
                                  {"right", shown(merge.right.text, merge.right.isBytes)},
                                  {"token", shown(token.text, token.isBytes)}});
}

void ModelTables::addMerges(std::span<Merge> merges) {
    for (Merge& merge : merges) {
        merge.leftId = find(merge.left);
        merge.rightId = find(merge.right);
        if (!merge.leftId || !merge.rightId) {
            refuseMerge(HALYARD_TEXT("{file}: merge #{number} \"{left}\"+\"{right}\" uses \"{token}\", which is not "
                                     "in the vocabulary."),
                        merge, merge.leftId ? merge.right : merge.left);
        }
        m_model.merges.prefetch(*merge.leftId, *merge.rightId);
    }
    for (const Merge& merge : merges) {
        addMerge(merge);
    }
}

// What training joined got the next free id, as a rule: comparing with that token spares a search.
std::optional<TokenId> ModelTables::findJoined(const Merge& merge) {
    if (merge.left.isBytes && merge.right.isBytes) {
        m_joined.isBytes = true;
        m_joined.text.assign(merge.left.text).append(merge.right.text);
        if (m_model.tokens.textOf(m_nextResult) == std::string_view(m_joined.text)) {
            return m_nextResult;
        }
    } else {
        const auto raw = [](const Side& side) { return side.isBytes ? byteLevelText(side.text) : side.text; };
        m_joined.isBytes = false;
        m_joined.text = raw(merge.left) + raw(merge.right);
    }
    m_joined.hash = TokenTable::hashOf(m_joined.text);
    return find(m_joined);
}

void ModelTables::addMerge(const Merge& merge) {
    const std::optional<TokenId> result = findJoined(merge);
    if (!result) {
        refuseMerge(HALYARD_TEXT("{file}: merge #{number} \"{left}\"+\"{right}\" makes \"{token}\", which is not in "
                                 "the vocabulary."),
                    merge, m_joined);
    }
    m_nextResult = *result + 1;
    m_model.merges.set(*merge.leftId, *merge.rightId, {m_rank++, *result});
}

void parseModel(const Json& model, const std::string& source, ModelTables& tables, BpeModel& into) {
    const std::string place = source + ": model";
    refuseSettings(model, source);
    into = tables.finish();
    if (!tables.hasVocabulary()) {
        (void)objectField(model, "vocab", place);
    }
    if (!tables.hasMerges()) {
        (void)arrayField(model, "merges", place);
    }
    into.ignoreMerges = boolField(model, "ignore_merges", false, place);
    into.fuseUnknown = boolField(model, "fuse_unk", false, place);
    if (const auto unknown = optionalStringField(model, "unk_token", place)) {
        into.unknown = findToken(into, *unknown);
        if (!into.unknown) {
            throw invalidInput(HALYARD_TEXT("{place}: the \"unk_token\" \"{token}\" is not in the vocabulary."),
                               {{"place", place}, {"token", printable(*unknown, 60)}});
        }
    }
}

} // namespace halyard
