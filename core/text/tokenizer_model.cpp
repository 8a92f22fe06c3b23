// SPDX-License-Identifier: GPL-3.0-or-later
// The "model" of a tokenizer.json: vocabulary and merges of a byte-level BPE.
#include "core/text/tokenizer_file.h"

#include "core/base/error.h"
#include "core/text/byte_level.h"
#include "core/text/json_field.h"

namespace halyard {

namespace {

bool addToken(const std::string& text, TokenId id, BpeModel& into) {
    if (tokenBytes(into, id)) {
        return false;
    }
    const auto bytes = byteLevelBytes(text);
    return bytes ? into.tokens.add(*bytes, id) : into.otherTokens.add(text, id);
}

void parseVocabulary(const Json& vocabulary, const std::string& source, BpeModel& into) {
    std::size_t bytes = 0;
    for (const auto& [token, id] : vocabulary.items()) {
        bytes += token.size();
    }
    into.tokens.reserve(vocabulary.size(), bytes);
    for (const auto& [token, value] : vocabulary.items()) {
        if (!value.is_number_integer() || value.get<std::int64_t>() < 0 ||
            value.get<std::int64_t>() > static_cast<std::int64_t>(kLargestTokenId)) {
            throw invalidInput(HALYARD_TEXT("{file}: token \"{token}\" has the id {id}; allowed are 0 to {largest}."),
                               {{"file", source},
                                {"token", printable(token, 60)},
                                {"id", printable(value.dump(-1, ' ', false, Json::error_handler_t::replace), 40)},
                                {"largest", std::to_string(kLargestTokenId)}});
        }
        const auto id = value.get<TokenId>();
        if (!addToken(token, id, into)) {
            throw invalidInput(HALYARD_TEXT("{file}: token \"{token}\" has the id {id}, which another token already has: "
                                            "\"{other}\"."),
                               {{"file", source},
                                {"token", printable(token, 60)},
                                {"id", std::to_string(id)},
                                {"other", printable(byteLevelText(tokenBytes(into, id).value_or("")), 60)}});
        }
    }
    for (unsigned byte = 0; byte < into.byteTokens.size(); ++byte) {
        into.byteTokens[byte] = into.tokens.find(std::string(1, static_cast<char>(byte)));
    }
}

struct MergeText {
    std::string left;
    std::string right;
};

MergeText mergeTextOf(const Json& merge, std::size_t number, const std::string& source) {
    if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string()) {
        return {merge[0].get<std::string>(), merge[1].get<std::string>()};
    }
    if (merge.is_string()) {
        const auto text = merge.get<std::string>();
        const std::size_t space = text.find(' ');
        if (space != std::string::npos && text.find(' ', space + 1) == std::string::npos) {
            return {text.substr(0, space), text.substr(space + 1)};
        }
    }
    throw invalidInput(HALYARD_TEXT("{file}: merge #{number} is not two tokens (\"a b\" or [\"a\", \"b\"])."),
                       {{"file", source}, {"number", std::to_string(number)}});
}

TokenId mergedToken(const BpeModel& model, const std::string& token, const MergeText& merge, std::size_t number,
                    const std::string& source) {
    const auto id = findToken(model, token);
    if (id) {
        return *id;
    }
    const Arguments arguments = {{"file", source},
                                 {"number", std::to_string(number)},
                                 {"left", printable(merge.left, 60)},
                                 {"right", printable(merge.right, 60)},
                                 {"token", printable(token, 120)}};
    if (token == merge.left || token == merge.right) {
        throw invalidInput(HALYARD_TEXT("{file}: merge #{number} \"{left}\"+\"{right}\" uses \"{token}\", which is not "
                                        "in the vocabulary."),
                           arguments);
    }
    throw invalidInput(HALYARD_TEXT("{file}: merge #{number} \"{left}\"+\"{right}\" makes \"{token}\", which is not in "
                                    "the vocabulary."),
                       arguments);
}

void parseMerges(const Json& merges, const std::string& source, BpeModel& into) {
    into.merges.reserve(merges.size());
    std::size_t number = 0;
    std::uint32_t rank = 0;
    for (const Json& entry : merges) {
        ++number;
        if (entry.is_string() && entry.get_ref<const std::string&>().starts_with("#version")) {
            continue;
        }
        const MergeText merge = mergeTextOf(entry, number, source);
        const TokenId left = mergedToken(into, merge.left, merge, number, source);
        const TokenId right = mergedToken(into, merge.right, merge, number, source);
        const TokenId result = mergedToken(into, merge.left + merge.right, merge, number, source);
        into.merges.set(left, right, {rank++, result});
    }
}

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

} // namespace

void parseModel(const Json& model, const std::string& source, BpeModel& into) {
    const std::string place = source + ": model";
    refuseSettings(model, source);
    parseVocabulary(objectField(model, "vocab", place), source, into);
    parseMerges(arrayField(model, "merges", place), source, into);
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
