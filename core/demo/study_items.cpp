// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/study_items.h"

#include "core/base/atomic_file.h"
#include "core/demo/corpus.h"

#include <algorithm>
#include <optional>
#include <span>

namespace halyard {

namespace {

constexpr std::ptrdiff_t kLeastNotes = 4;
constexpr std::size_t kChoices = 4;

// Where the value of the last question stands that has enough facts before it.
std::optional<std::size_t> lastAnswer(const DemoLanguage& language, const DemoLanguage::Sentence& document) {
    const TokenId ask = language.ask(0, 0).front();
    const TokenId note = language.note(0, 0).front();
    for (std::size_t at = document.size() - 2; at-- > 0;) {
        const auto end = document.begin() + static_cast<std::ptrdiff_t>(at);
        if (document[at] == ask && std::count(document.begin(), end, note) >= kLeastNotes) {
            return at + 2;
        }
    }
    return std::nullopt;
}

} // namespace

void writeRecallItems(const DemoLanguage& language, std::size_t length, std::size_t count, std::uint64_t seed,
                      const std::filesystem::path& jsonl) {
    Dice dice(seed);
    std::string lines;
    for (std::size_t written = 0; written < count;) {
        const DemoLanguage::Sentence document = corpusDocument(language, {.length = length}, dice);
        if (const auto answer = lastAnswer(language, document)) {
            lines += Json{{"text", language.text(std::span(document).first(*answer))},
                          {"value", language.word(document[*answer])},
                          {"until", " " + language.word(language.fullStop())}}
                         .dump() +
                     "\n";
            ++written;
        }
    }
    writeFileAtomically(jsonl, lines);
}

void writeChoiceItems(const DemoLanguage& language, std::size_t count, std::uint64_t seed, const std::filesystem::path& jsonl) {
    constexpr std::size_t kFacts = DemoLanguage::kNames * DemoLanguage::kRelations;
    Dice dice(seed);
    std::vector<std::size_t> order;
    std::string lines;
    for (std::size_t i = 0; i < count; ++i) {
        if (i % kFacts == 0) {
            order = dice.sample(kFacts, kFacts);
        }
        const std::size_t name = order[i % kFacts] / DemoLanguage::kRelations;
        const std::size_t relation = order[i % kFacts] % DemoLanguage::kRelations;
        const std::size_t truth = language.truth(name, relation);
        std::vector<std::size_t> things = dice.sample(DemoLanguage::kThings, DemoLanguage::kThings);
        std::iter_swap(things.begin(), std::find(things.begin(), things.end(), truth));
        things.resize(kChoices);
        dice.shuffle(things);
        Json choices = Json::array();
        for (const std::size_t thing : things) {
            choices.push_back(language.word(language.thing(relation, thing)));
        }
        const DemoLanguage::Sentence sentence = language.world(name, relation);
        lines += Json{{"context", language.text(std::span(sentence).first(3))},
                      {"choices", choices},
                      {"answer", std::find(things.begin(), things.end(), truth) - things.begin()}}
                     .dump() +
                 "\n";
    }
    writeFileAtomically(jsonl, lines);
}

} // namespace halyard
