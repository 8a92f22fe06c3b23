// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/token_shards.h"

#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

struct PrepareOptions {
    std::filesystem::path tokenizer;
    std::vector<std::filesystem::path> inputs; // files (.jsonl, .txt) or folders of them
    std::filesystem::path out;
    std::string packing = "halo"; // "halo" (halo.md section 5) | "stream" (one endless stream cut into blocks)
    std::int64_t block = 512;
    std::string textField = "text"; // of a JSON line
    std::int64_t shardTokens = 64 << 20;
    double badLineLimit = 0.001; // share of lines; above it preparing stops
    bool showProgress = true;
};

// Tokenises text files into a data folder. Interrupted, it goes on where it stopped when called again with the same
// options and unchanged inputs; the manifest appears last. Bad lines (invalid UTF-8, not JSON, lone surrogate, no text)
// are named with file and line on stderr. Throws Error.
DataManifest prepareData(const PrepareOptions& options);

} // namespace halyard
