// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace halyard {

// Which documents are set aside as held-out text: those whose hash is at most a limit. So equal texts are on one side,
// whatever their order, and a text that is added later moves none of the others unless there were too few.
class HeldOutRule {
public:
    explicit HeldOutRule(std::uint64_t limit) : m_limit(limit) {}

    struct Wish {
        double share = 0;             // of the documents, above 0 and below 1
        std::uint64_t leastBytes = 1; // of text; at least one document in any case
        bool showProgress = true;
    };
    // Reads all documents once. The limit is that of the share, or, where that is too little, the least that is enough.
    // Throws Error(InvalidInput) when nothing would be left to train on, Error(Stopped).
    [[nodiscard]] static HeldOutRule of(const std::vector<std::filesystem::path>& inputs, const std::string& textField, const Wish& wish);

    [[nodiscard]] bool takes(std::string_view text) const;
    [[nodiscard]] std::uint64_t limit() const { return m_limit; }

private:
    std::uint64_t m_limit;
};

} // namespace halyard
