// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/held_out.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/progress.h"
#include "core/data/document_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace halyard {

namespace {

std::uint64_t numberOf(std::string_view text) {
    return std::stoull(hashOf(text).substr(0, 16), nullptr, 16);
}

// The documents of the smallest hashes that together have as many bytes as are needed.
class Smallest {
public:
    explicit Smallest(std::uint64_t needed) : m_needed(needed) {}

    void add(std::uint64_t hash, std::uint64_t bytes) {
        if (isEnough() && hash > m_bytes.rbegin()->first) {
            return;
        }
        m_bytes[hash] += bytes;
        m_total += bytes;
        while (m_bytes.size() > 1 && m_total - m_bytes.rbegin()->second >= m_needed) {
            m_total -= m_bytes.rbegin()->second;
            m_bytes.erase(std::prev(m_bytes.end()));
        }
    }
    [[nodiscard]] bool isEnough() const { return !m_bytes.empty() && m_total >= m_needed; }
    [[nodiscard]] std::uint64_t largest() const { return m_bytes.empty() ? 0 : m_bytes.rbegin()->first; }

private:
    std::uint64_t m_needed;
    std::uint64_t m_total = 0;
    std::map<std::uint64_t, std::uint64_t> m_bytes; // by hash
};

} // namespace

bool HeldOutRule::takes(std::string_view text) const {
    return numberOf(text) <= m_limit;
}

HeldOutRule HeldOutRule::of(const std::vector<std::filesystem::path>& inputs, const std::string& textField, const Wish& wish) {
    constexpr std::int64_t kLookEvery = 256; // documents
    std::uint64_t total = 0;
    std::vector<std::uint64_t> before;
    for (const std::filesystem::path& input : inputs) {
        before.push_back(total);
        total += std::filesystem::file_size(input);
    }
    before.push_back(total);
    std::optional<Progress> shown;
    if (wish.showProgress) {
        shown.emplace("Choosing held-out documents", total / 1000, "kB");
    }
    DocumentReader reader(inputs, textField);
    Smallest smallest(wish.leastBytes);
    std::uint64_t most = 0;
    std::int64_t documents = 0;
    while (const auto document = reader.next()) {
        if (!document->badReason.empty()) {
            continue; // said when it is prepared
        }
        const std::uint64_t hash = numberOf(document->text);
        smallest.add(hash, document->text.size());
        most = std::max(most, hash);
        if (++documents % kLookEvery == 0) {
            Cancellation::throwIfRequested();
            if (shown) {
                const InputPosition at = reader.position();
                shown->update((before[std::min(at.file, inputs.size())] + at.offset) / 1000);
            }
        }
    }
    const auto ofShare = static_cast<std::uint64_t>(std::ldexp(wish.share, 64));
    const std::uint64_t limit = std::max(ofShare, smallest.largest());
    if (documents < 2 || !smallest.isEnough() || limit >= most) {
        throw invalidInput(HALYARD_TEXT("Nothing can be set aside of this text ({documents} documents): nothing would be left to train on. "
                                        "Give more text, or leave --held-out out."),
                           {{"documents", grouped(static_cast<unsigned long long>(documents))}});
    }
    return HeldOutRule(limit);
}

} // namespace halyard
