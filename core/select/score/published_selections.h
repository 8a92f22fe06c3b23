// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/score/selection.h"

#include <optional>
#include <string>
#include <vector>

namespace halyard {

// A set of attention layers that a paper shipped, by name: "halo/2b" (arXiv 2601.22156), or
// "kl-guided/qwen2_3b/gdn_v4/0.25/ga_s2" (teacher, mixer, share of attention layers, selector).
struct PublishedSelection {
    std::string name;
    std::vector<std::int64_t> layers; // in the order of the source, which is the rank where the selector ranks
    std::int64_t layerCount = 0;
    std::string teacher;
    std::string source; // where it was published
    std::string note;   // what is odd about it; mostly empty
};

[[nodiscard]] const std::vector<PublishedSelection>& publishedSelections();
[[nodiscard]] const PublishedSelection* findPublishedSelection(std::string_view name);
[[nodiscard]] Selection toSelection(const PublishedSelection& published);

// A selection's file, or the name of a published set. Throws Error(InvalidInput), for a name that is none with the
// nearest.
[[nodiscard]] Selection openSelection(const std::string& fileOrName);

} // namespace halyard
