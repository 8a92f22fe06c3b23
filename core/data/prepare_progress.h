// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/data/document_reader.h"
#include "core/data/prepare.h"
#include "core/data/prepare_part.h"

#include <filesystem>
#include <optional>

namespace halyard {

// Everything that preparing has done up to a place in the inputs: the whole of what the rest depends on.
struct PrepareProgress {
    InputPosition input;
    PreparePart::State train;
    PreparePart::State heldOut;
    std::uint64_t heldOutLimit = 0; // of HeldOutRule
    std::int64_t lines = 0; // documents and bad lines
    std::int64_t badLines = 0;
};

// What must be the same for an interrupted preparing to go on: options, tokenizer, and size and time of each input.
[[nodiscard]] Json prepareFingerprint(const PrepareOptions& options, const std::vector<std::filesystem::path>& inputs,
                                      const std::string& tokenizerHash);

void saveProgress(const std::filesystem::path& folder, const Json& fingerprint, const PrepareProgress& progress);
// nothing: there is none, or it belongs to something else
[[nodiscard]] std::optional<PrepareProgress> loadProgress(const std::filesystem::path& folder, const Json& fingerprint);
void removeProgress(const std::filesystem::path& folder);

} // namespace halyard
