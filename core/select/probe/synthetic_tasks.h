// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace halyard {

// The seven synthetic tasks on which zeroing the attention of a layer is judged (kl_guided.md section 4), by their published
// names. Prompts are completed greedily; every choice here comes from a seed (the published program seeds nothing).
inline constexpr std::string_view kSyntheticTasks[] = {
    "synthetic_retrieval",    "associative_recall", "associative_recall_mutihop", "variable_tracking",
    "common_words_extraction", "frequent_words_extraction", "phone_book"};

// Sizes with the published defaults. Smaller ones suit models with a short context.
struct SyntheticSizes {
    std::int64_t pairs = 50;          // of keys and values: retrieval, recall
    std::int64_t chains = 2;          // variable tracking: with the one that is asked for
    std::int64_t hops = 2;            // variable tracking: assignments after a chain's first
    double noise = 1;                 // variable tracking: statements that lead nowhere, of those that lead somewhere
    std::int64_t commonWords = 10;    // common words
    std::int64_t uncommonWords = 100;
    std::int64_t commonTimes = 2;
    std::int64_t uncommonTimes = 1;
    std::int64_t draws = 400;         // frequent words
    std::int64_t leastEntries = 8;    // phone book
    std::int64_t mostEntries = 30;
};

struct SyntheticItem {
    std::string prompt;
    // What the answer holds: one word or number; the names of variables; the common words; the three most frequent words in
    // their order.
    std::vector<std::string> answer;
    std::string list; // common and frequent words: the words the prompt gives, between blanks
};

// words: distinct words of letters to make keys and names of, such as those of a tokenizer. Throws Error(InvalidInput) for a
// task of another name, and when there are fewer words than pairs (or than 40 for the names of a phone book).
[[nodiscard]] std::vector<SyntheticItem> syntheticItems(std::string_view task, std::int64_t count, std::uint64_t seed,
                                                        std::span<const std::string> words, const SyntheticSizes& sizes = {});

// The published check, which takes "17" for the answer "7" in associative recall.
[[nodiscard]] bool isRightAsPublished(std::string_view task, const SyntheticItem& item, std::string_view output);
// The strict one: numbers must be whole, and stand first; lists must be the first line, with nothing else in it.
[[nodiscard]] bool isRightStrictly(std::string_view task, const SyntheticItem& item, std::string_view output);

} // namespace halyard
