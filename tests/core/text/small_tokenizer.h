// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/text/byte_level.h"

#include <cstdlib>
#include <filesystem>
#include <string>

namespace halyard::test {

// A fresh folder, removed with all it holds.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "halyard-test-XXXXXX").string();
        m_path = ::mkdtemp(pattern.data());
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

// A tokenizer.json with a token for each byte (its id is the byte), 256 "he", 257 "ll", 258 "llo", 259 "hello",
// 260 " hello" and the added token 261 "<|endoftext|>"; Llama-3's split, NFC.
inline Json smallTokenizer() {
    const std::string space = byteLevelText(" ");
    Json vocabulary = Json::object();
    for (int byte = 0; byte < 256; ++byte) {
        vocabulary[byteLevelText(std::string(1, static_cast<char>(byte)))] = byte;
    }
    vocabulary["he"] = 256;
    vocabulary["ll"] = 257;
    vocabulary["llo"] = 258;
    vocabulary["hello"] = 259;
    vocabulary[space + "hello"] = 260;
    const std::string split = R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*)"
                              R"(|\s*[\r\n]+|\s+(?!\S)|\s+)";
    Json document = {{"version", "1.0"}, {"truncation", nullptr}, {"padding", nullptr}};
    document["normalizer"] = {{"type", "NFC"}};
    document["pre_tokenizer"] = {
        {"type", "Sequence"},
        {"pretokenizers",
         {{{"type", "Split"}, {"pattern", {{"Regex", split}}}, {"behavior", "Isolated"}, {"invert", false}},
          {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", false}, {"use_regex", false}}}}};
    document["post_processor"] = {
        {"type", "TemplateProcessing"},
        {"single",
         {{{"Sequence", {{"id", "A"}, {"type_id", 0}}}}, {{"SpecialToken", {{"id", "<|endoftext|>"}, {"type_id", 0}}}}}},
        {"special_tokens",
         {{"<|endoftext|>", {{"id", "<|endoftext|>"}, {"ids", {261}}, {"tokens", {"<|endoftext|>"}}}}}}};
    document["decoder"] = {{"type", "ByteLevel"}};
    document["added_tokens"] = Json::array({{{"id", 261},
                                             {"content", "<|endoftext|>"},
                                             {"single_word", false},
                                             {"lstrip", false},
                                             {"rstrip", false},
                                             {"normalized", false},
                                             {"special", true}}});
    document["model"] = {{"type", "BPE"}, {"dropout", nullptr}, {"unk_token", nullptr}, {"vocab", vocabulary}};
    document["model"]["merges"] = {"h e", "l l", "ll o", "he llo", space + " hello"};
    return document;
}

} // namespace halyard::test
