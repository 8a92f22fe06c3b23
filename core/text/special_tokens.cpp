// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/special_tokens.h"

#include "core/base/error.h"
#include "core/text/json_field.h"
#include "core/text/tokenizer_file.h"

namespace halyard {

namespace {

std::optional<Json> readIfThere(const std::filesystem::path& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        return std::nullopt;
    }
    JsonLimits limits;
    limits.allowBigIntegers = true; // "model_max_length" is written as 10^30
    return readJsonFile(path, limits);
}

std::optional<TokenId> fromTokenizerConfig(const std::filesystem::path& path, const TokenLookup& lookup) {
    const auto config = readIfThere(path);
    const Json* token = config ? optionalField(*config, "eos_token") : nullptr;
    if (token == nullptr) {
        return std::nullopt;
    }
    const std::string place = printable(path.string());
    const std::string text = token->is_object() ? stringField(*token, "content", place + ": \"eos_token\"")
                                                : stringField(*config, "eos_token", place);
    const auto id = lookup(text);
    if (!id) {
        throw invalidInput(HALYARD_TEXT("{file}: the \"eos_token\" \"{token}\" is not a token of tokenizer.json."),
                           {{"file", place}, {"token", printable(text, 60)}});
    }
    return id;
}

std::optional<TokenId> fromModelConfig(const std::filesystem::path& path) {
    const auto config = readIfThere(path);
    const Json* id = config ? optionalField(*config, "eos_token_id") : nullptr;
    if (id != nullptr && id->is_array()) {
        id = id->empty() ? nullptr : &id->front();
    }
    if (id == nullptr) {
        return std::nullopt;
    }
    return static_cast<TokenId>(countOf(*id, kLargestTokenId, printable(path.string()) + ": \"eos_token_id\""));
}

} // namespace

std::optional<TokenId> findEndOfText(const std::filesystem::path& folder, const TokenLookup& lookup) {
    auto id = fromTokenizerConfig(folder / "tokenizer_config.json", lookup);
    for (const char* name : {"generation_config.json", "config.json"}) {
        id = id ? id : fromModelConfig(folder / name);
    }
    for (const char* name : {"<|endoftext|>", "<|end_of_text|>"}) {
        id = id ? id : lookup(name);
    }
    return id;
}

} // namespace halyard
