// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/probe/synthetic_tasks.h"

#include "core/base/error.h"
#include "core/demo/dice.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace halyard {

namespace {

constexpr std::size_t kLeastNames = 40;
constexpr double kAliasShare = .4;
constexpr std::size_t kSpareCommonWords = 16;
constexpr std::size_t kFrequentPool = 200;
constexpr double kZipf = 2;
constexpr std::size_t kFrequent = 3;

struct Maker {
    Dice& dice;
    std::span<const std::string> words;
    const SyntheticSizes& sizes;

    [[nodiscard]] std::vector<std::string> keys() const {
        std::vector<std::string> out;
        for (const std::size_t i : dice.sample(words.size(), static_cast<std::size_t>(sizes.pairs))) {
            out.push_back(words[i]);
        }
        return out;
    }
    [[nodiscard]] std::int64_t between(std::int64_t least, std::int64_t most) const {
        return least + static_cast<std::int64_t>(dice.below(static_cast<std::size_t>(most - least + 1)));
    }
};

std::string sumQuestion(const std::vector<std::string>& keys, const std::vector<std::size_t>& asked) {
    return "\nWhat is the value of " + keys[asked[0]] + " + " + keys[asked[1]] + " + " + keys[asked[2]] + "?";
}

SyntheticItem retrieval(const Maker& make) {
    const std::vector<std::string> keys = make.keys();
    const std::size_t asked = make.dice.below(keys.size());
    SyntheticItem item{"Memorize the following dictionary:\n", {}, {}};
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::string value = std::to_string(make.between(0, 100));
        item.prompt += keys[i] + ":" + value + "\n";
        if (i == asked) {
            item.answer = {value};
        }
    }
    item.prompt += "\nThe value of the key '" + keys[asked] + "' is";
    return item;
}

SyntheticItem recall(const Maker& make) {
    const std::vector<std::string> keys = make.keys();
    SyntheticItem item{"Given the following key-value pairs:\n", {}, {}};
    std::vector<std::int64_t> values;
    for (const std::string& key : keys) {
        values.push_back(make.between(0, 9));
        item.prompt += key + ": " + std::to_string(values.back()) + "\n";
    }
    const std::vector<std::size_t> asked = make.dice.sample(keys.size(), 3);
    item.prompt += sumQuestion(keys, asked);
    item.answer = {std::to_string(values[asked[0]] + values[asked[1]] + values[asked[2]])};
    return item;
}

// Keys of which some stand for an earlier one: depth 0 has a value, depth d its parent at depth d - 1.
class AliasedKeys {
public:
    static constexpr std::size_t kMostHops = 2;

    explicit AliasedKeys(const Maker& make) : m_keys(make.keys()) {
        for (std::size_t i = 0; i < m_keys.size(); ++i) {
            m_values.push_back(make.between(0, 9));
            m_parents.push_back(i);
            m_depths.push_back(0);
            if (make.dice.uniform() < kAliasShare) {
                chooseParent(i, make.dice);
            }
        }
        deepen(make.dice);
    }

    [[nodiscard]] const std::vector<std::string>& names() const { return m_keys; }
    [[nodiscard]] bool isAlias(std::size_t key) const { return m_depths[key] > 0; }
    [[nodiscard]] std::int64_t valueOf(std::size_t key) const { return isAlias(key) ? valueOf(m_parents[key]) : m_values[key]; }
    [[nodiscard]] std::string line(std::size_t key) const {
        return m_keys[key] + ": " + (isAlias(key) ? m_keys[m_parents[key]] : std::to_string(m_values[key])) + "\n";
    }
    [[nodiscard]] std::vector<std::size_t> ofDepth(std::size_t least, std::size_t most, std::size_t before) const {
        std::vector<std::size_t> out;
        for (std::size_t key = 0; key < before; ++key) {
            if (m_depths[key] >= least && m_depths[key] <= most) {
                out.push_back(key);
            }
        }
        return out;
    }

private:
    // A depth that some earlier key has, drawn with weight depth + 1, then one of its keys.
    void chooseParent(std::size_t key, Dice& dice) {
        std::vector<std::size_t> depths;
        for (std::size_t depth = 0; depth < kMostHops; ++depth) {
            if (!ofDepth(depth, depth, key).empty()) {
                depths.insert(depths.end(), depth + 1, depth);
            }
        }
        if (depths.empty()) {
            return;
        }
        const std::size_t depth = depths[dice.below(depths.size())];
        const std::vector<std::size_t> among = ofDepth(depth, depth, key);
        m_parents[key] = among[dice.below(among.size())];
        m_depths[key] = depth + 1;
    }

    // Where no chain has two hops, two aliases are made one.
    void deepen(Dice& dice) {
        const std::vector<std::size_t> bases = ofDepth(0, 0, m_keys.size());
        const std::vector<std::size_t> aliases = ofDepth(1, kMostHops, m_keys.size());
        if (!ofDepth(kMostHops, kMostHops, m_keys.size()).empty() || bases.empty() || aliases.size() < 2) {
            return;
        }
        const std::vector<std::size_t> two = dice.sample(aliases.size(), 2);
        const std::size_t middle = aliases[two[0]];
        const std::size_t top = aliases[two[1]];
        m_parents[middle] = bases[dice.below(bases.size())];
        m_parents[top] = middle;
        m_depths[top] = kMostHops;
    }

    std::vector<std::string> m_keys;
    std::vector<std::int64_t> m_values;
    std::vector<std::size_t> m_parents;
    std::vector<std::size_t> m_depths;
};

SyntheticItem multihopRecall(const Maker& make) {
    const AliasedKeys keys(make);
    SyntheticItem item{"Given the following key-value pairs:\n", {}, {}};
    for (std::size_t i = 0; i < keys.names().size(); ++i) {
        item.prompt += keys.line(i);
    }
    std::vector<std::size_t> asked = make.dice.sample(keys.names().size(), 3);
    const std::vector<std::size_t> aliases = keys.ofDepth(1, AliasedKeys::kMostHops, keys.names().size());
    if (!aliases.empty() && std::none_of(asked.begin(), asked.end(), [&](std::size_t key) { return keys.isAlias(key); })) {
        asked[0] = aliases[make.dice.below(aliases.size())];
    }
    item.prompt += sumQuestion(keys.names(), asked) + " Only return the final value.";
    item.answer = {std::to_string(keys.valueOf(asked[0]) + keys.valueOf(asked[1]) + keys.valueOf(asked[2]))};
    return item;
}

std::vector<std::string> chainOf(char letter, std::int64_t value, std::int64_t hops) {
    const auto name = [&](std::int64_t i) { return std::string(1, letter) + std::to_string(i); };
    std::vector<std::string> out = {"VAR " + name(1) + " = " + std::to_string(value)};
    for (std::int64_t i = 2; i <= hops + 1; ++i) {
        out.push_back("VAR " + name(i) + " = " + name(i - 1));
    }
    return out;
}

SyntheticItem variableTracking(const Maker& make) {
    constexpr std::string_view kDistractors = "YZABCDEFGH";
    constexpr const char* kDots = "......";
    const std::int64_t value = make.between(10000, 99999);
    std::vector<std::string> statements = chainOf('X', value, make.sizes.hops);
    for (std::int64_t chain = 1; chain < make.sizes.chains; ++chain) {
        std::int64_t other = make.between(10000, 99998);
        other += other >= value ? 1 : 0;
        const char letter = kDistractors[static_cast<std::size_t>(chain - 1) % kDistractors.size()];
        const std::vector<std::string> more = chainOf(letter, other, make.sizes.hops);
        statements.insert(statements.end(), more.begin(), more.end());
    }
    const auto noise = static_cast<std::int64_t>(std::llround(make.sizes.noise * static_cast<double>(statements.size())));
    for (std::int64_t i = 0; i < noise; ++i) {
        statements.push_back(make.dice.uniform() < .5 ? kDots
                                                      : "VAR " + std::string(1, static_cast<char>('Q' + make.between(0, 6))) +
                                                            std::to_string(make.between(1, 9)) + " = " +
                                                            std::to_string(make.between(10000, 99999)));
    }
    make.dice.shuffle(statements);
    SyntheticItem item{std::string(" ") + kDots + " ", {}, {}};
    for (const std::string& statement : statements) {
        item.prompt += statement + " " + kDots + " ";
    }
    item.prompt.pop_back();
    item.prompt += "\nFind all variables that are assigned the value " + std::to_string(value) + ".\nAnswer:";
    for (std::int64_t i = 1; i <= make.sizes.hops + 1; ++i) {
        item.answer.push_back("X" + std::to_string(i));
    }
    return item;
}

// "aa" … "zz", "aa1" … "zz1", …
std::string poolWord(std::size_t index) {
    const std::string letters(2, static_cast<char>('a' + index % 26));
    return letters + (index < 26 ? "" : std::to_string(index / 26));
}

SyntheticItem listItem(const std::vector<std::string>& words, const std::string& question) {
    SyntheticItem item;
    for (const std::string& word : words) {
        item.list += (item.list.empty() ? "" : " ") + word;
    }
    item.prompt = "Given the following list of words separated by spaces:\n" + item.list + "\n" + question + "\nAnswer:";
    return item;
}

SyntheticItem commonWords(const Maker& make) {
    const auto common = static_cast<std::size_t>(make.sizes.commonWords);
    const std::size_t all = common + static_cast<std::size_t>(make.sizes.uncommonWords);
    const std::vector<std::size_t> chosen = make.dice.sample(all + kSpareCommonWords, all);
    std::vector<std::string> words;
    for (std::size_t i = 0; i < all; ++i) {
        words.insert(words.end(), static_cast<std::size_t>(i < common ? make.sizes.commonTimes : make.sizes.uncommonTimes),
                     poolWord(chosen[i]));
    }
    make.dice.shuffle(words);
    SyntheticItem item = listItem(words, "What are the " + std::to_string(common) + " most common words in the above list?");
    for (std::size_t i = 0; i < common; ++i) {
        item.answer.push_back(poolWord(chosen[i]));
    }
    std::sort(item.answer.begin(), item.answer.end());
    return item;
}

// A rank of 1 and above with probability in proportion to rank^-2, by inversion of the sum over many ranks; clipped.
std::size_t zipfRank(Dice& dice) {
    constexpr double kSum = 1.6449340668482264; // of 1/r², all r
    double left = dice.uniform() * kSum;
    for (std::size_t rank = 1; rank < kFrequentPool; ++rank) {
        left -= std::pow(static_cast<double>(rank), -kZipf);
        if (left < 0) {
            return rank;
        }
    }
    return kFrequentPool;
}

SyntheticItem frequentWords(const Maker& make) {
    std::vector<std::string> words;
    std::map<std::string, std::int64_t> counts;
    for (std::int64_t i = 0; i < make.sizes.draws; ++i) {
        words.push_back(poolWord(zipfRank(make.dice) - 1));
        ++counts[words.back()];
    }
    SyntheticItem item = listItem(words, "What are the 3 most frequently appeared words in the above coded text?");
    std::vector<std::pair<std::int64_t, std::string>> order;
    for (const auto& [word, count] : counts) {
        order.emplace_back(-count, word);
    }
    std::sort(order.begin(), order.end());
    for (std::size_t i = 0; i < std::min(kFrequent, order.size()); ++i) {
        item.answer.push_back(order[i].second);
    }
    return item;
}

std::string capitalised(std::string word) {
    for (char& letter : word) {
        letter = static_cast<char>(letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter);
    }
    word.front() = static_cast<char>(word.front() - 'a' + 'A');
    return word;
}

SyntheticItem phoneBook(const Maker& make) {
    const auto entries = static_cast<std::size_t>(make.between(make.sizes.leastEntries, make.sizes.mostEntries));
    std::vector<std::string> names;
    std::vector<std::string> numbers;
    std::set<std::string> taken;
    SyntheticItem item;
    while (names.size() < entries) {
        const std::vector<std::size_t> two = make.dice.sample(make.words.size(), 2);
        const std::string name = capitalised(make.words[two[0]]) + " " + capitalised(make.words[two[1]]);
        if (!taken.insert(name).second) {
            continue;
        }
        std::string number = std::to_string(make.between(6, 9));
        for (int digit = 0; digit < 9; ++digit) {
            number += std::to_string(make.between(0, 9));
        }
        item.prompt += (names.empty() ? "" : "\n") + name + ": " + number;
        names.push_back(name);
        numbers.push_back(number);
    }
    const std::vector<std::size_t> shown = make.dice.sample(entries, 3);
    const auto entry = [&](std::size_t i) { return names[shown[i]] + ": " + numbers[shown[i]]; };
    item.prompt += "\n\n" + entry(0) + "\n" + entry(1) + "\n\n" + names[shown[2]] + ":";
    item.answer = {numbers[shown[2]]};
    return item;
}

using MakeItem = SyntheticItem (*)(const Maker&);
MakeItem makerOf(std::string_view task) {
    static constexpr MakeItem kMakers[] = {retrieval, recall, multihopRecall, variableTracking, commonWords, frequentWords, phoneBook};
    const auto* const found = std::find(std::begin(kSyntheticTasks), std::end(kSyntheticTasks), task);
    if (found == std::end(kSyntheticTasks)) {
        std::string known;
        for (const std::string_view name : kSyntheticTasks) {
            known += (known.empty() ? "" : ", ") + std::string(name);
        }
        throw invalidInput(HALYARD_TEXT("\"{task}\" is not a synthetic task; they are {known}."),
                           {{"task", printable(std::string(task), 60)}, {"known", known}});
    }
    return kMakers[found - std::begin(kSyntheticTasks)];
}

} // namespace

std::vector<SyntheticItem> syntheticItems(std::string_view task, std::int64_t count, std::uint64_t seed,
                                          std::span<const std::string> words, const SyntheticSizes& sizes) {
    const MakeItem makeItem = makerOf(task);
    const std::size_t needed = std::max<std::size_t>(static_cast<std::size_t>(sizes.pairs), kLeastNames);
    if (words.size() < needed) {
        throw invalidInput(HALYARD_TEXT("The task {task} needs {needed} different words of letters; the tokenizer has {found}."),
                           {{"task", std::string(task)}, {"needed", std::to_string(needed)}, {"found", std::to_string(words.size())}});
    }
    Dice dice(seed);
    std::vector<SyntheticItem> items;
    for (std::int64_t i = 0; i < count; ++i) {
        items.push_back(makeItem({dice, words, sizes}));
    }
    return items;
}

} // namespace halyard
