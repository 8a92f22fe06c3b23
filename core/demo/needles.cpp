// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/needles.h"

#include <cassert>
#include <map>

namespace halyard {

namespace {

constexpr std::size_t kFact = 4; // tokens of a note, and of a question
constexpr double kFillerShare = .6;

// What stands between the needles.
class Haystack {
public:
    Haystack(const DemoLanguage& language, const std::vector<std::size_t>& needles, bool busy)
        : m_language(&language), m_busy(busy), m_taken(DemoLanguage::kKeys, false) {
        for (const std::size_t key : needles) {
            m_taken[key] = true;
        }
    }

    // The next sentence, cut at its front to at most this many tokens.
    DemoLanguage::Sentence next(std::size_t most, Dice& dice) {
        DemoLanguage::Sentence out = m_busy && dice.uniform() > kFillerShare ? other(dice) : m_language->filler(dice);
        if (out.size() > most) {
            out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(most));
        }
        return out;
    }

private:
    DemoLanguage::Sentence other(Dice& dice) {
        const double kind = dice.uniform();
        if (kind < .35 || m_keys.empty()) {
            return note(dice);
        }
        if (kind < .85) {
            const std::size_t key = m_keys[dice.below(m_keys.size())];
            return m_language->ask(key, m_facts.at(key));
        }
        return m_language->world(dice.below(DemoLanguage::kNames), dice.below(DemoLanguage::kRelations));
    }

    // A key that is no needle; it may be noted again, and then has its new value.
    DemoLanguage::Sentence note(Dice& dice) {
        std::size_t key = dice.below(DemoLanguage::kKeys);
        while (m_taken[key]) {
            key = dice.below(DemoLanguage::kKeys);
        }
        if (m_facts.find(key) == m_facts.end()) {
            m_keys.push_back(key);
        }
        m_facts[key] = dice.below(DemoLanguage::kValues);
        return m_language->note(key, m_facts[key]);
    }

    const DemoLanguage* m_language;
    bool m_busy;
    std::vector<bool> m_taken;
    std::map<std::size_t, std::size_t> m_facts; // key → value
    std::vector<std::size_t> m_keys;            // of the facts, in order of their first note
};

} // namespace

std::size_t leastLength(std::size_t needles) {
    return 2 * kFact * needles;
}

NeedleDocument needleDocument(const DemoLanguage& language, const NeedleOptions& options, Dice& dice) {
    assert(options.length >= leastLength(options.needles) && options.needles < DemoLanguage::kKeys);
    const std::vector<std::size_t> keys = dice.sample(DemoLanguage::kKeys, options.needles);
    std::vector<std::size_t> values;
    std::vector<double> depths;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        values.push_back(dice.below(DemoLanguage::kValues));
        depths.push_back((static_cast<double>(i) + dice.uniform()) / static_cast<double>(keys.size()));
    }
    Haystack haystack(language, keys, options.busy);
    const std::size_t room = options.length - leastLength(options.needles);
    NeedleDocument out;
    std::size_t hay = 0;
    for (std::size_t i = 0; i <= keys.size(); ++i) {
        const auto until = i == keys.size() ? room : static_cast<std::size_t>(depths[i] * static_cast<double>(room));
        while (hay < until) {
            const DemoLanguage::Sentence sentence = haystack.next(room - hay, dice);
            out.tokens.insert(out.tokens.end(), sentence.begin(), sentence.end());
            hay += sentence.size();
        }
        if (i < keys.size()) {
            const DemoLanguage::Sentence note = language.note(keys[i], values[i]);
            depths[i] = room == 0 ? 0 : static_cast<double>(hay) / static_cast<double>(room);
            out.tokens.insert(out.tokens.end(), note.begin(), note.end());
        }
    }
    for (const std::size_t i : dice.sample(keys.size(), keys.size())) {
        const DemoLanguage::Sentence question = language.ask(keys[i], values[i]);
        out.questions.push_back({out.tokens.size() + 2, depths[i]});
        out.tokens.insert(out.tokens.end(), question.begin(), question.end());
    }
    return out;
}

} // namespace halyard
