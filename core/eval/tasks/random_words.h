// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace halyard {

// A seed from words: the same words give the same numbers.
[[nodiscard]] std::uint64_t seedOf(std::string_view words);

// Random choices that are the same on every machine.
class RandomWords {
public:
    // The same words give the same choices.
    explicit RandomWords(std::string_view seed);

    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return m_engine() % bound; }
    template <class Value> void shuffle(std::vector<Value>& values) {
        for (std::size_t i = values.size(); i > 1; --i) {
            std::swap(values[i - 1], values[below(i)]);
        }
    }

    [[nodiscard]] std::string number(); // seven digits, the first not 0
    [[nodiscard]] std::string pair();   // "adjective-noun"
    [[nodiscard]] std::string uuid();   // version 4
    [[nodiscard]] std::string sentence(); // of generated filler, with its full stop

private:
    std::mt19937_64 m_engine;
};

} // namespace halyard
