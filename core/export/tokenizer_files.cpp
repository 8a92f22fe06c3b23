// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/tokenizer_files.h"

#include "core/base/error.h"

#include <array>
#include <map>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLargestFile = 256U << 20U;
constexpr std::array kCompanions = {"added_tokens.json", "chat_template.jinja", "merges.txt", "special_tokens_map.json",
                                    "vocab.json"};

bool isFile(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

Json readObject(const fs::path& path) {
    Json document = readJsonFile(path, {.maxBytes = kLargestFile, .maxDepth = 128, .allowBigIntegers = true});
    if (!document.is_object()) {
        throw invalidInput(HALYARD_TEXT("{file} must hold a JSON object."), {{"file", printable(path.string())}});
    }
    return document;
}

void addIds(const Json& ids, std::map<std::string, std::int64_t>& out) {
    if (!ids.is_object()) {
        return;
    }
    for (const auto& [token, id] : ids.items()) {
        if (id.is_number_integer()) {
            out[token] = id.get<std::int64_t>();
        }
    }
}

// Every token of tokenizer.json with its id.
std::map<std::string, std::int64_t> idsOf(const Json& tokenizer) {
    std::map<std::string, std::int64_t> out;
    if (tokenizer.contains("model") && tokenizer["model"].is_object() && tokenizer["model"].contains("vocab")) {
        addIds(tokenizer["model"]["vocab"], out);
    }
    for (const Json& added : tokenizer.value("added_tokens", Json::array())) {
        if (added.is_object() && added.contains("content") && added["content"].is_string() && added.contains("id") &&
            added["id"].is_number_integer()) {
            out[added["content"].get<std::string>()] = added["id"].get<std::int64_t>();
        }
    }
    return out;
}

// "eos_token" is a string or an object with "content".
std::string tokenOf(const Json& config, const char* key) {
    const auto found = config.find(key);
    if (found == config.end()) {
        return {};
    }
    if (found->is_object() && found->contains("content") && (*found)["content"].is_string()) {
        return (*found)["content"].get<std::string>();
    }
    return found->is_string() ? found->get<std::string>() : std::string();
}

Json exportedTokenizerConfig(const fs::path& from, std::vector<Message>& notes) {
    Json config = isFile(from / "tokenizer_config.json") ? readObject(from / "tokenizer_config.json") : Json::object();
    if (config.contains("auto_map")) {
        notes.emplace_back(
            HALYARD_TEXT("The tokenizer asked for Python code of its own (\"auto_map\"); it was left out, "
                         "tokenizer.json alone is used."));
        config.erase("auto_map");
    }
    config["tokenizer_class"] = "PreTrainedTokenizerFast";
    for (const char* key : {"backend", "is_local", "name_or_path"}) {
        config.erase(key); // of the machine and version that saved it
    }
    // transformers 5 writes a list here, where 4.57 takes a dictionary; the older key means the same to both.
    if (config.contains("extra_special_tokens") && config["extra_special_tokens"].is_array()) {
        if (!config["extra_special_tokens"].empty()) {
            config["additional_special_tokens"] = config["extra_special_tokens"];
        }
        config.erase("extra_special_tokens");
    }
    if (isFile(from / "special_tokens_map.json")) {
        const Json map = readObject(from / "special_tokens_map.json");
        for (const char* key : {"bos_token", "eos_token", "pad_token", "unk_token"}) {
            if (tokenOf(config, key).empty() && !tokenOf(map, key).empty()) {
                config[key] = map[key];
            }
        }
    }
    if (tokenOf(config, "pad_token").empty() && !tokenOf(config, "eos_token").empty()) {
        config["pad_token"] = config["eos_token"];
    }
    if (!config.contains("model_input_names")) {
        config["model_input_names"] = {"input_ids", "attention_mask"}; // no token types: generate() would refuse them
    }
    if (!config.contains("padding_side")) {
        config["padding_side"] = "left"; // what generating in batches needs
    }
    return config;
}

} // namespace

SpecialTokens copyTokenizer(const fs::path& from, const fs::path& to, std::int64_t vocabSize,
                            std::vector<Message>& notes) {
    const std::map<std::string, std::int64_t> ids = idsOf(readObject(from / "tokenizer.json"));
    for (const auto& [token, id] : ids) {
        if (id < 0 || id >= vocabSize) {
            throw invalidInput(
                HALYARD_TEXT("{file}: token \"{token}\" has the id {id}, but the model knows {count} tokens. "
                             "Give the model's own tokenizer with --tokenizer."),
                {{"file", printable((from / "tokenizer.json").string())},
                 {"token", printable(token, 40)},
                 {"id", std::to_string(id)},
                 {"count", std::to_string(vocabSize)}});
        }
    }
    writeFileAtomically(to / "tokenizer.json", readFile(from / "tokenizer.json", kLargestFile));
    for (const char* name : kCompanions) {
        if (isFile(from / name)) {
            writeFileAtomically(to / name, readFile(from / name, kLargestFile));
        }
    }
    const Json config = exportedTokenizerConfig(from, notes);
    writeJsonFile(to / "tokenizer_config.json", config);
    const auto idOf = [&](const char* key) {
        const auto found = ids.find(tokenOf(config, key));
        return found == ids.end() ? std::nullopt : std::optional(found->second);
    };
    return {idOf("bos_token"), idOf("eos_token"), idOf("pad_token")};
}

} // namespace halyard
