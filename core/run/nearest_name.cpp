// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/nearest_name.h"

#include <algorithm>

namespace halyard {

namespace {

// Longer names are not misspelt settings, and the distance takes time in proportion to the product of the lengths.
constexpr std::size_t kLongestName = 100;

std::string folded(std::string_view name) {
    std::string out(name);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        } else if (c == '-') {
            c = '_';
        }
    }
    return out;
}

} // namespace

std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> beforeLast(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        last[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = std::min(row[j], beforeLast[j - 2] + 1);
            }
        }
        std::swap(beforeLast, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

std::optional<std::string> nearestName(std::string_view name, const std::vector<std::string>& candidates) {
    if (name.empty() || name.size() > kLongestName) {
        return std::nullopt;
    }
    const std::string wanted = folded(name);
    std::optional<std::string> best;
    std::size_t fewest = wanted.size() / 3 + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = editDistance(wanted, folded(candidate));
        if (distance < fewest || (distance == fewest && !best)) {
            fewest = distance;
            best = candidate;
        }
    }
    return best;
}

} // namespace halyard
