// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/corpus.h"

#include "core/base/atomic_file.h"
#include "core/demo/needles.h"

#include <algorithm>
#include <array>
#include <limits>

namespace halyard {

namespace {

using Sentence = DemoLanguage::Sentence;

constexpr std::array<std::size_t, 6> kFactCaps = {1, 2, 4, 8, 16, std::numeric_limits<std::size_t>::max()};
constexpr std::array<std::size_t, 4> kNeedleCounts = {1, 2, 4, 8};
constexpr double kNeedleShare = .3;
constexpr double kBusyShare = .3; // of those
constexpr std::size_t kSentence = 4; // tokens of a note, and of a question

void append(Sentence& document, const Sentence& sentence) {
    document.insert(document.end(), sentence.begin(), sentence.end());
}

// Notes, then rounds of questions on all of them, each in another order.
Sentence drill(const DemoLanguage& language, std::size_t tokens, Dice& dice) {
    static constexpr std::array<std::size_t, 7> kShort = {1, 2, 3, 4, 1, 2, 3};
    static constexpr std::array<std::size_t, 7> kLong = {2, 3, 4, 6, 8, 12, 16};
    const bool isShort = tokens < 2 * kSentence * kLong.back() / 4;
    const std::size_t wanted = (isShort ? kShort : kLong)[dice.below(kShort.size())];
    const std::size_t facts = std::max<std::size_t>(1, std::min(wanted, tokens / kSentence / 2));
    const std::vector<std::size_t> keys = dice.sample(DemoLanguage::kKeys, facts);
    std::vector<std::size_t> values;
    Sentence out;
    for (const std::size_t key : keys) {
        values.push_back(dice.below(DemoLanguage::kValues));
        append(out, language.note(key, values.back()));
    }
    while (out.size() < tokens) {
        for (const std::size_t i : dice.sample(facts, facts)) {
            append(out, language.ask(keys[i], values[i]));
        }
    }
    return out;
}

// The facts of a mixed document, and what is asked about them.
class Facts {
public:
    explicit Facts(Dice& dice) : m_order(dice.sample(DemoLanguage::kKeys, DemoLanguage::kKeys)),
                                 m_cap(std::min(kFactCaps[dice.below(kFactCaps.size())], m_order.size())) {}

    [[nodiscard]] bool isFull() const { return m_values.size() == m_cap; }
    [[nodiscard]] bool isEmpty() const { return m_values.empty(); }

    Sentence note(const DemoLanguage& language, Dice& dice) {
        m_values.push_back(dice.below(DemoLanguage::kValues));
        m_asked.push_back(0);
        return language.note(m_order[m_values.size() - 1], m_values.back());
    }

    Sentence ask(const DemoLanguage& language, Dice& dice) {
        const auto least = static_cast<std::size_t>(std::min_element(m_asked.begin(), m_asked.end()) - m_asked.begin());
        const std::size_t fact = dice.uniform() < .6 ? least : dice.below(m_values.size());
        ++m_asked[fact];
        return language.ask(m_order[fact], m_values[fact]);
    }

    Sentence pick(const DemoLanguage& language, Dice& dice) const {
        const std::size_t fact = dice.below(m_values.size());
        std::vector<std::size_t> options = {m_values[fact]};
        while (options.size() < 4) {
            options.push_back(dice.below(DemoLanguage::kValues));
        }
        dice.shuffle(options);
        return language.pick(m_order[fact], options, m_values[fact]);
    }

private:
    std::vector<std::size_t> m_order; // keys, as they will be noted
    std::size_t m_cap;
    std::vector<std::size_t> m_values;
    std::vector<std::size_t> m_asked;
};

Sentence mixed(const DemoLanguage& language, const CorpusOptions& options, Dice& dice) {
    const double fillerShare = .1 + .8 * dice.uniform();
    Facts facts(dice);
    Sentence out;
    while (out.size() < options.length) {
        if (dice.uniform() < fillerShare) {
            append(out, language.filler(dice));
        } else if (dice.uniform() < options.worldShare) {
            append(out, language.world(dice.below(DemoLanguage::kNames), dice.below(DemoLanguage::kRelations)));
        } else if (const double kind = dice.uniform(); facts.isEmpty() || (kind < .4 && !facts.isFull())) {
            append(out, facts.note(language, dice));
        } else if (kind < .92) {
            append(out, facts.ask(language, dice));
        } else {
            append(out, facts.pick(language, dice));
        }
    }
    return out;
}

Sentence haystack(const DemoLanguage& language, std::size_t tokens, Dice& dice) {
    const std::size_t most = std::max<std::size_t>(1, tokens / leastLength(1) - 1);
    const std::size_t needles = std::min(kNeedleCounts[dice.below(kNeedleCounts.size())], most);
    return needleDocument(language, {.length = tokens, .needles = needles, .busy = dice.uniform() < kBusyShare}, dice).tokens;
}

} // namespace

DemoLanguage::Sentence corpusDocument(const DemoLanguage& language, const CorpusOptions& options, Dice& dice) {
    Sentence out = dice.uniform() < options.drillShare ? drill(language, options.length, dice)
                   : dice.uniform() < kNeedleShare     ? haystack(language, options.length, dice)
                                                       : mixed(language, options, dice);
    out.resize(options.length - 1); // the end of text follows
    return out;
}

void writeCorpus(const DemoLanguage& language, const CorpusOptions& options, const std::filesystem::path& jsonl) {
    Dice dice(options.seed);
    std::string lines;
    for (std::size_t i = 0; i < options.documents; ++i) {
        lines += Json{{"text", language.text(corpusDocument(language, options, dice))}}.dump() + "\n";
    }
    writeFileAtomically(jsonl, lines);
}

} // namespace halyard
