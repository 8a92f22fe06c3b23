// SPDX-License-Identifier: GPL-3.0-or-later
// The "model" of a tokenizer.json: vocabulary and merges of a byte-level BPE.
#include "core/text/tokenizer_file.h"

#include "core/base/error.h"
#include "core/text/byte_level.h"
#include "core/text/json_field.h"

#include <algorithm>
#include <array>

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
std::string written(const JsonReader& reader, JsonReader::Event event) {
    using Event = JsonReader::Event;
    switch (event) {
    case Event::BeginObject:
        return "{…}";
    case Event::BeginArray:
        return "[…]";
    case Event::Text:
        return "\"" + printable(reader.text(), 40) + "\"";
    case Event::True:
        return "true";
    case Event::False:
        return "false";
    case Event::Null:
        return "null";
    default:
        return printable(reader.text(), 40);
    }
}

} // namespace

StreamedValues ModelTables::streamed() {
    return {{"/model/vocab", [this](JsonReader& reader) { readVocabulary(reader); }},
            {"/model/merges", [this](JsonReader& reader) {
                 if (m_hasVocabulary) {
                     readMerges(reader);
                     return;
                 }
                 const std::size_t begin = reader.position();
                 reader.skip(reader.next());
                 m_mergesBeforeVocabulary = m_text.substr(begin, reader.position() - begin);
             }}};
}

BpeModel ModelTables::finish() {
    if (m_hasVocabulary && !m_mergesBeforeVocabulary.empty()) {
        JsonReader reader = jsonReader(m_mergesBeforeVocabulary, m_source, m_limits);
        readMerges(reader);
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

void ModelTables::readVocabulary(JsonReader& reader) {
    if (const JsonReader::Event began = reader.next(); began != JsonReader::Event::BeginObject) {
        reader.skip(began);
        return;
    }
    m_hasVocabulary = true;
    // What a published file of this size holds.
    m_model.tokens.reserve(m_text.size() / 100, m_text.size() / 10);
    const TokenId largest = largestId();
    std::array<Entry, kBatch> entries;
    std::size_t count = 0;
    while (reader.next() == JsonReader::Event::Key) {
        Entry& entry = entries[count];
        takeSide(reader.text(), entry.token);
        const JsonReader::Event event = reader.next();
        if (event != JsonReader::Event::Unsigned || reader.unsignedValue() > largest) {
            refuseId(entry.token, written(reader, event));
        }
        entry.id = static_cast<TokenId>(reader.unsignedValue());
        if (++count == kBatch) {
            addTokens(entries);
            count = 0;
        }
    }
    addTokens(std::span(entries).first(count));
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

void ModelTables::readMerges(JsonReader& reader) {
    const JsonReader::Event began = reader.next();
    if (began != JsonReader::Event::BeginArray) {
        reader.skip(began);
        return;
    }
    m_hasMerges = true;
    m_model.merges.reserve(m_text.size() / 100);
    std::array<Merge, kBatch> merges;
    std::size_t count = 0;
    std::size_t number = 0;
    for (JsonReader::Event event = reader.next(); event != JsonReader::Event::EndArray; event = reader.next()) {
        ++number;
        if (event == JsonReader::Event::Text && reader.text().starts_with("#version")) {
            continue;
        }
        merges[count].number = number;
        readMerge(reader, event, merges[count]);
        if (++count == kBatch) {
            addMerges(merges);
            count = 0;
        }
    }
    addMerges(std::span(merges).first(count));
}

void ModelTables::readMerge(JsonReader& reader, JsonReader::Event began, Merge& merge) const {
    using Event = JsonReader::Event;
    if (began == Event::Text) {
        const std::string_view text = reader.text();
        const std::size_t space = text.find(' ');
        if (space == std::string_view::npos || text.find(' ', space + 1) != std::string_view::npos) {
            refuseMergeForm(merge);
        }
        takeSide(text.substr(0, space), merge.left);
        takeSide(text.substr(space + 1), merge.right);
        return;
    }
    if (began != Event::BeginArray) {
        refuseMergeForm(merge);
    }
    for (Side* side : {&merge.left, &merge.right}) {
        if (reader.next() != Event::Text) {
            refuseMergeForm(merge);
        }
        takeSide(reader.text(), *side);
    }
    if (reader.next() != Event::EndArray) {
        refuseMergeForm(merge);
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
