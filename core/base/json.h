// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace halyard {

// A JSON document. Keys are sorted, so dump() of equal documents is equal and can be hashed.
using Json = nlohmann::json;

struct JsonLimits {
    std::size_t maxBytes = 64U << 20U;
    int maxDepth = 64; // tokenizer files: 128
    // Integers beyond ±(2^53 − 1) are refused: other readers round them silently.
    bool allowBigIntegers = false;
};

// Parses strictly: valid UTF-8 only, no byte-order mark, no duplicate keys, bounded depth and size, finite numbers,
// nothing after the document. source names the text in errors ("config.json").
// Throws Error(InvalidInput): "config.json is not valid JSON at byte 17: …", "config.json: "a" is given twice.", …
[[nodiscard]] Json parseJson(std::string_view text, const std::string& source, const JsonLimits& limits = {});

// Values too large for a document, by their place ("/model/vocab"; objects only): the events of each go to a function,
// which judges them, and it stands in the document as null.
using StreamedValues = std::map<std::string, JsonTake, std::less<>>;
[[nodiscard]] Json parseJson(std::string_view text, const std::string& source, const JsonLimits& limits,
                             const StreamedValues& streamed);

// Reads a regular file and parses it; errors begin with the path.
[[nodiscard]] Json readJsonFile(const std::filesystem::path& path, const JsonLimits& limits = {});

// Writes by the atomic protocol, two-space indent, with a final newline.
void writeJsonFile(const std::filesystem::path& path, const Json& document);

} // namespace halyard
