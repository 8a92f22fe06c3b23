// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/token_shards.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

struct PrepareOptions {
    std::filesystem::path tokenizer;
    // .jsonl (a document a line; blank lines are passed over) and .txt (a file is one document), or folders of them.
    std::vector<std::filesystem::path> inputs;
    std::filesystem::path out;
    std::string packing = "halo"; // "halo" (halo.md section 5) | "stream" (one endless stream cut into blocks)
    std::int64_t block = 512;
    std::string textField = "text"; // of a JSON line
    std::int64_t shardTokens = 64 << 20;
    // Share of lines that may be bad; judged after the first 1,000 lines, then after each, and at the end.
    double badLineLimit = 0.001;
    // Share of the documents that is set aside (core/data/held_out.h), and the folder for it; 0: none is.
    double heldOutShare = 0;
    std::filesystem::path heldOutOut;
    double saveSeconds = 5; // between savings of what an interrupted preparing goes on from
    bool showProgress = true;
};

struct PreparedData {
    DataManifest train;
    std::optional<DataManifest> heldOut;
};

// Tokenises text files into a data folder, or into two: what is trained on, and what is measured on. Interrupted, it goes on where it stopped when called again with the same
// options and unchanged inputs, to the same bytes; options.out appears when all is done (until then the work is in the
// hidden neighbour ".NAME.preparing", which wrong input removes). What is already prepared is not prepared again. Bad lines (invalid UTF-8, not JSON, lone surrogate, no text)
// are named with file and line on stderr. Throws Error.
PreparedData prepareData(const PrepareOptions& options);

} // namespace halyard
