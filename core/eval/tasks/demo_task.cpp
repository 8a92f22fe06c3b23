// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/tasks/demo_task.h"

#include "core/base/error.h"
#include "core/demo/needles.h"
#include "core/eval/tasks/random_words.h"

#include <algorithm>

namespace halyard {

namespace {

constexpr int kVersion = 1; // of the documents: raised with every change of what they are

class DemoTask final : public NeedleTask {
public:
    explicit DemoTask(bool busy) : m_busy(busy) {}

    [[nodiscard]] NeedlePrompt document(const NeedleRequest& request) const override {
        const auto needles = static_cast<std::size_t>(request.needles);
        const auto length = static_cast<std::size_t>(request.length);
        if (length < leastLength(needles)) {
            throw invalidInput(HALYARD_TEXT("{count} needles of the bundled teacher's language take at least {least} tokens; {length} is too "
                                            "short for them."),
                               {{"count", std::to_string(needles)},
                                {"least", std::to_string(leastLength(needles))},
                                {"length", std::to_string(length)}});
        }
        Dice dice(seedOf(name() + "/" + std::to_string(request.length) + "/" + std::to_string(request.index) + "/" +
                         std::to_string(request.seed)));
        const NeedleDocument whole = needleDocument(m_language, {.length = length, .needles = needles, .busy = m_busy}, dice);
        const std::size_t ask = whole.questions.front().answer - 2; // "Ask KEY VALUE ."
        const auto at = [&](std::size_t place) { return whole.tokens.begin() + static_cast<std::ptrdiff_t>(place); };
        NeedlePrompt out;
        out.prefix.assign(at(0), at(ask));
        for (const NeedleDocument::Question& question : whole.questions) {
            out.questions.push_back({.ids = {at(ask), at(question.answer)},
                                     .answer = {static_cast<std::int64_t>(whole.tokens[question.answer])},
                                     .expected = {},
                                     .depth = 100 * question.depth});
        }
        return out;
    }

    [[nodiscard]] Json identity() const override { return {{"task", name()}, {"version", kVersion}}; }

private:
    [[nodiscard]] std::string name() const { return m_busy ? "demo_busy" : "demo_filler"; }

    DemoLanguage m_language;
    bool m_busy;
};

} // namespace

std::unique_ptr<NeedleTask> makeDemoTask(bool busy) {
    return std::make_unique<DemoTask>(busy);
}

} // namespace halyard
