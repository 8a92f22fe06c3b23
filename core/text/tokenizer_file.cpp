// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/tokenizer_file.h"

#include "core/base/error.h"
#include "core/text/json_field.h"

#include <unordered_map>

namespace halyard {

namespace {

constexpr int kDeepestFile = 128;

bool parseNormalizer(const Json* normalizer, const std::string& source) {
    if (normalizer == nullptr) {
        return false;
    }
    const std::string place = source + ": normalizer";
    const std::string type = stringField(*normalizer, "type", place);
    if (type == "Sequence") {
        bool any = false;
        for (const Json& step : arrayField(*normalizer, "normalizers", place)) {
            any = parseNormalizer(&step, source) || any;
        }
        return any;
    }
    if (type != "NFC") {
        throw invalidInput(HALYARD_TEXT("{file}: the normalizer \"{type}\" is not supported; NFC and none are."),
                           {{"file", source}, {"type", printable(type, 60)}});
    }
    return true;
}

void checkDecoder(const Json* decoder, const std::string& source) {
    const std::string place = source + ": decoder";
    const std::string type = decoder == nullptr ? "null" : stringField(*decoder, "type", place);
    if (type == "Sequence") {
        const Json& steps = arrayField(*decoder, "decoders", place);
        if (steps.size() == 1) {
            checkDecoder(&steps[0], source);
            return;
        }
    }
    if (type != "ByteLevel") {
        throw invalidInput(HALYARD_TEXT("{file}: the decoder \"{type}\" is not supported; ByteLevel is."),
                           {{"file", source}, {"type", printable(type, 60)}});
    }
}

void checkTruncation(const Json* truncation, const std::string& source) {
    const Json* stride = truncation == nullptr ? nullptr : optionalField(*truncation, "stride");
    const Json* length = truncation == nullptr ? nullptr : optionalField(*truncation, "max_length");
    if (stride == nullptr || length == nullptr) {
        return;
    }
    constexpr std::int64_t kLargest = std::int64_t{1} << 52;
    const std::int64_t strideValue = countOf(*stride, kLargest, source + ": truncation: \"stride\"");
    const std::int64_t lengthValue = countOf(*length, kLargest, source + ": truncation: \"max_length\"");
    if (strideValue > 0 && strideValue >= lengthValue) {
        throw invalidInput(HALYARD_TEXT("{file}: truncation: \"stride\" {stride} must be less than \"max_length\" "
                                        "{length}."),
                           {{"file", source},
                            {"stride", std::to_string(strideValue)},
                            {"length", std::to_string(lengthValue)}});
    }
}

AddedToken addedTokenOf(const Json& entry, const std::string& place) {
    AddedToken token;
    token.content = stringField(entry, "content", place);
    const Json* id = optionalField(entry, "id");
    token.id = static_cast<TokenId>(countOf(id == nullptr ? Json() : *id, kLargestTokenId, place + ": \"id\""));
    token.special = boolField(entry, "special", false, place);
    token.single_word = boolField(entry, "single_word", false, place);
    token.lstrip = boolField(entry, "lstrip", false, place);
    token.rstrip = boolField(entry, "rstrip", false, place);
    token.normalized = boolField(entry, "normalized", !token.special, place);
    return token;
}

} // namespace

std::vector<AddedToken> parseAddedTokens(const Json& document, const std::string& source, const BpeModel& model) {
    std::vector<AddedToken> tokens;
    if (optionalField(document, "added_tokens") == nullptr) {
        return tokens;
    }
    std::unordered_map<TokenId, std::string> byId;
    std::unordered_map<std::string, TokenId> byContent;
    for (const Json& entry : arrayField(document, "added_tokens", source)) {
        AddedToken token = addedTokenOf(entry, source + ": added token #" + std::to_string(tokens.size() + 1));
        const Arguments arguments = {{"file", source},
                                     {"token", printable(token.content, 60)},
                                     {"id", std::to_string(token.id)}};
        if (token.content.empty()) {
            throw invalidInput(HALYARD_TEXT("{file}: the added token with the id {id} is empty."), arguments);
        }
        const auto inModel = findToken(model, token.content);
        const bool idTaken = inModel ? *inModel != token.id : tokenBytes(model, token.id).has_value();
        if (idTaken || !byId.emplace(token.id, token.content).second) {
            throw invalidInput(HALYARD_TEXT("{file}: the added token \"{token}\" has the id {id}, which collides with "
                                            "the vocabulary or another added token."),
                               arguments);
        }
        if (!byContent.emplace(token.content, token.id).second) {
            throw invalidInput(HALYARD_TEXT("{file}: the added token \"{token}\" is listed twice."), arguments);
        }
        tokens.push_back(std::move(token));
    }
    return tokens;
}

JsonLimits tokenizerLimits() {
    return {.maxBytes = kLargestTokenizerFile, .maxDepth = kDeepestFile};
}

TokenizerDefinition parseTokenizer(const Json& document, ModelTables& tables, const std::string& source) {
    if (!document.is_object()) {
        throw invalidInput(HALYARD_TEXT("{file}: not an object. Is this a tokenizer.json?"), {{"file", source}});
    }
    TokenizerDefinition definition;
    const Json& model = objectField(document, "model", source);
    definition.normalize = parseNormalizer(optionalField(document, "normalizer"), source);
    checkDecoder(optionalField(document, "decoder"), source);
    checkTruncation(optionalField(document, "truncation"), source);
    parsePreTokenizer(optionalField(document, "pre_tokenizer"), source, definition.preTokenizer);
    parseModel(model, source, tables, definition.model);
    definition.addedTokens = parseAddedTokens(document, source, definition.model);
    if (const Json* processor = optionalField(document, "post_processor")) {
        parsePostProcessor(*processor, source, definition, definition.templates);
    }
    return definition;
}

} // namespace halyard
