// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/tasks/ruler_task.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/eval/tasks/filler_text.h"
#include "core/eval/tasks/prompt_fitter.h"
#include "core/eval/tasks/random_words.h"
#include "core/eval/tasks/token_text.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

namespace halyard {

namespace {

constexpr int kVersion = 1; // of the documents: raised with every change of what they are
constexpr const char* kRepeated = "The grass is green. The sky is blue. The sun is yellow. Here we go. There and back again.";
constexpr std::uint64_t kDepthGrid = 40; // RULER's depths of needles that are not asked for
constexpr int kDraws = 2000;             // of a key whose question has the right length

std::string drawn(RulerKind::Word word, RandomWords& random) {
    switch (word) {
    case RulerKind::Word::Pair: return random.pair();
    case RulerKind::Word::Number: return random.number();
    case RulerKind::Word::Uuid: return random.uuid();
    }
    return "";
}

std::string plural(RulerKind::Word word) {
    return word == RulerKind::Word::Pair ? "words" : word == RulerKind::Word::Number ? "numbers" : "uuids";
}

struct Needle {
    std::string text;
    double depth = 0; // percent
};

struct Question {
    std::vector<std::string> keys;
    std::vector<std::string> expected;
    double depth = 0;
};

// The words of one document.
struct Script {
    std::vector<Needle> needles; // by depth
    std::vector<Question> questions;
};

class RulerTask final : public NeedleTask {
public:
    RulerTask(RulerKind kind, const Tokenizer& tokenizer, std::vector<std::string> essay)
        : m_kind(std::move(kind)), m_tokenizer(tokenizer), m_essay(std::move(essay)) {}

    [[nodiscard]] Json identity() const override {
        Hash hash;
        for (const std::string& sentence : m_essay) {
            hash.update(sentence + "\n");
        }
        const bool essay = m_kind.haystack == RulerKind::Haystack::Essay;
        return {{"task", m_kind.name},
                {"version", kVersion},
                {"tokenizer", m_tokenizer.hash()},
                {"filler", !essay ? "" : m_essay.empty() ? "generated" : hash.digest()}};
    }

    [[nodiscard]] NeedlePrompt document(const NeedleRequest& request) const override {
        RandomWords random(m_kind.name + "/" + std::to_string(request.length) + "/" + std::to_string(request.index) + "/" +
                           std::to_string(request.seed));
        const Script script = write(request, random);
        std::vector<std::string> sentences;
        const std::uint64_t start = m_essay.empty() ? 0 : random.below(m_essay.size());
        FillablePrompt prompt;
        prompt.sentence = [&](std::size_t i) {
            while (sentences.size() <= i) {
                sentences.push_back(filler(start + sentences.size(), script, random));
            }
            return sentences[i];
        };
        prompt.text = [&](const std::vector<std::string>& pieces) { return text(script, 0, pieces); };
        const std::vector<std::string> pieces = fitFiller(prompt, m_tokenizer, request.length, m_kind.name);
        return tokenised(script, pieces, request.length);
    }

private:
    [[nodiscard]] bool singular() const { return m_kind.queries * m_kind.values == 1; }
    [[nodiscard]] std::string valueWord() const {
        const std::string word = plural(m_kind.value);
        return singular() ? word.substr(0, word.size() - 1) : word;
    }

    [[nodiscard]] std::string needle(const std::string& key, const std::string& value) const {
        return "One of the special magic " + plural(m_kind.value) + " for " + key + " is: " + value + ".";
    }

    [[nodiscard]] std::string filler(std::size_t number, const Script& script, RandomWords& random) const {
        if (m_kind.haystack == RulerKind::Haystack::Repeated) {
            return kRepeated;
        }
        if (m_kind.haystack == RulerKind::Haystack::Needles) {
            std::string key = drawn(m_kind.key, random);
            while (isAskedFor(key, script)) {
                key = drawn(m_kind.key, random);
            }
            return needle(key, drawn(m_kind.value, random));
        }
        return m_essay.empty() ? random.sentence() : m_essay[number % m_essay.size()];
    }

    static bool isAskedFor(const std::string& key, const Script& script) {
        return std::any_of(script.questions.begin(), script.questions.end(), [&](const Question& question) {
            return std::find(question.keys.begin(), question.keys.end(), key) != question.keys.end();
        });
    }

    [[nodiscard]] std::string asked(const std::vector<std::string>& keys) const {
        std::string out;
        for (std::size_t i = 0; i + 1 < keys.size(); ++i) {
            out += (i == 0 ? "" : ", ") + keys[i];
        }
        return keys.size() == 1 ? keys.front() : out + ", and " + keys.back();
    }

    [[nodiscard]] std::string questionText(const std::vector<std::string>& keys) const {
        const std::string about = "the special magic " + valueWord() + " for " + asked(keys) + " mentioned in the provided text";
        const std::string are = singular() ? "is" : "are";
        return "What " + are + (singular() ? " " : " all ") + about + "? T" + about.substr(1) + " " + are;
    }

    [[nodiscard]] std::string text(const Script& script, std::size_t question, const std::vector<std::string>& pieces) const {
        const char* const between = m_kind.haystack == RulerKind::Haystack::Essay ? " " : "\n";
        std::string out = std::string(singular() ? "A" : "Some") + " special magic " + valueWord() + (singular() ? " is" : " are") +
                          " hidden within the following text. Make sure to memorize it. I will quiz you about the " + valueWord() +
                          " afterwards.\n";
        bool first = true;
        const auto add = [&](const std::string& part) {
            out += (first ? "" : between) + part;
            first = false;
        };
        auto next = script.needles.begin();
        for (std::size_t i = 0; i <= pieces.size(); ++i) {
            for (; next != script.needles.end() &&
                   static_cast<std::size_t>(next->depth / 100 * static_cast<double>(pieces.size())) <= i;
                 ++next) {
                add(next->text);
            }
            if (i < pieces.size()) {
                add(pieces[i]);
            }
        }
        return out + "\n" + questionText(script.questions[question].keys);
    }

    // All questions of a document take the same number of tokens, so that every prompt has the length asked for.
    [[nodiscard]] std::vector<std::string> drawKeys(std::set<std::string>& used, std::size_t tokens, RandomWords& random) const {
        for (int draw = 0; draw < kDraws; ++draw) {
            std::vector<std::string> keys;
            while (keys.size() < static_cast<std::size_t>(m_kind.queries)) {
                const std::string key = drawn(m_kind.key, random);
                if (used.count(key) == 0 && std::find(keys.begin(), keys.end(), key) == keys.end()) {
                    keys.push_back(key);
                }
            }
            if (tokens == 0 || m_tokenizer.encode(questionText(keys)).size() == tokens) {
                used.insert(keys.begin(), keys.end());
                return keys;
            }
        }
        throw failure(HALYARD_TEXT("{task}: this tokenizer gives questions of too many different lengths for several needles in one "
                                   "document. Set eval.needles to 1."),
                      {{"task", m_kind.name}});
    }

    [[nodiscard]] Script write(const NeedleRequest& request, RandomWords& random) const {
        Script script;
        std::set<std::string> used;
        std::size_t tokens = 0;
        const auto hide = [&](const std::string& key, std::optional<double> depth) {
            const std::string value = drawn(m_kind.value, random);
            const double random40 = std::round(100.0 * static_cast<double>(random.below(kDepthGrid)) / (kDepthGrid - 1));
            script.needles.push_back({needle(key, value), depth.value_or(random40)});
            return value;
        };
        for (std::int64_t q = 0; q < request.needles; ++q) {
            Question question{drawKeys(used, tokens, random), {}, depthOf(request, q)};
            tokens = tokens > 0 ? tokens : m_tokenizer.encode(questionText(question.keys)).size();
            for (const std::string& key : question.keys) {
                for (int v = 0; v < m_kind.values; ++v) {
                    const bool first = question.expected.empty();
                    question.expected.push_back(hide(key, first ? std::optional(question.depth) : std::nullopt));
                }
            }
            script.questions.push_back(std::move(question));
        }
        while (used.size() < static_cast<std::size_t>(m_kind.keys)) {
            const std::string key = drawn(m_kind.key, random);
            if (used.insert(key).second) {
                for (int v = 0; v < m_kind.values; ++v) {
                    (void)hide(key, std::nullopt);
                }
            }
        }
        random.shuffle(script.needles);
        std::stable_sort(script.needles.begin(), script.needles.end(),
                         [](const Needle& a, const Needle& b) { return a.depth < b.depth; });
        return script;
    }

    [[nodiscard]] NeedlePrompt tokenised(const Script& script, const std::vector<std::string>& pieces, std::int64_t length) const {
        std::vector<std::vector<std::int64_t>> prompts;
        for (std::size_t q = 0; q < script.questions.size(); ++q) {
            prompts.push_back(tokensOf(m_tokenizer, text(script, q, pieces)));
            if (prompts.back().size() != static_cast<std::size_t>(length)) {
                throw failure(HALYARD_TEXT("{task}: two questions on one document have prompts of {first} and {second} tokens with this "
                                           "tokenizer. Set eval.needles to 1."),
                              {{"task", m_kind.name},
                               {"first", std::to_string(length)},
                               {"second", std::to_string(prompts.back().size())}});
            }
        }
        std::size_t common = prompts.front().size() - 1;
        for (const auto& prompt : prompts) {
            const auto last = prompt.begin() + static_cast<std::ptrdiff_t>(common);
            common = static_cast<std::size_t>(std::mismatch(prompt.begin(), last, prompts.front().begin()).first - prompt.begin());
        }
        NeedlePrompt out;
        const auto cut = static_cast<std::ptrdiff_t>(common);
        out.prefix.assign(prompts.front().begin(), prompts.front().begin() + cut);
        for (std::size_t q = 0; q < prompts.size(); ++q) {
            out.questions.push_back({.ids = {prompts[q].begin() + cut, prompts[q].end()},
                                     .answer = {},
                                     .expected = script.questions[q].expected,
                                     .depth = script.questions[q].depth});
        }
        return out;
    }

    RulerKind m_kind;
    const Tokenizer& m_tokenizer;
    std::vector<std::string> m_essay; // empty = generated
};

} // namespace

const std::vector<RulerKind>& rulerKinds() {
    using Haystack = RulerKind::Haystack;
    using Word = RulerKind::Word;
    static const std::vector<RulerKind> kKinds = {
        {.name = "niah_single_1", .haystack = Haystack::Repeated},
        {.name = "niah_single_2"},
        {.name = "niah_single_3", .value = Word::Uuid},
        {.name = "niah_multikey_1", .keys = 4},
        {.name = "niah_multikey_2", .haystack = Haystack::Needles},
        {.name = "niah_multikey_3", .haystack = Haystack::Needles, .key = Word::Uuid, .value = Word::Uuid},
        {.name = "niah_multivalue", .values = 4},
        {.name = "niah_multiquery", .keys = 4, .queries = 4},
    };
    return kKinds;
}

std::unique_ptr<NeedleTask> makeRulerTask(const RulerKind& kind, const NeedleTaskSetup& setup) {
    if (setup.tokenizer == nullptr) {
        throw invalidInput(HALYARD_TEXT("{task} needs the model's tokenizer, and there is none beside it. Give a folder with "
                                        "tokenizer.json as the input \"tokenizer\"."),
                           {{"task", kind.name}});
    }
    const bool reads = kind.haystack == RulerKind::Haystack::Essay && !setup.filler.empty();
    return std::make_unique<RulerTask>(kind, *setup.tokenizer, reads ? readSentences(setup.filler) : std::vector<std::string>());
}

} // namespace halyard
