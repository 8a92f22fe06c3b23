// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/tasks/prompt_fitter.h"

#include "core/base/error.h"

#include <algorithm>
#include <optional>
#include <array>

namespace halyard {

namespace {

// What a tokenizer counts as one token, or one more: whole words first, then single characters.
constexpr std::array kShort = {" a", " of", " the", " it", " in", ".", "a", "s", "!", "1"};
constexpr int kSteps = 200;

class Fitter {
public:
    Fitter(const FillablePrompt& prompt, const Tokenizer& tokenizer, std::int64_t length, const std::string& what)
        : m_prompt(prompt), m_tokenizer(tokenizer), m_length(length), m_what(what) {}

    std::vector<std::string> fit() {
        const std::int64_t empty = count(0, "");
        if (empty > m_length) {
            throw invalidInput(HALYARD_TEXT("{task} takes at least {least} tokens with this tokenizer; {length} is too short for it."),
                               {{"task", printable(m_what)},
                                {"least", std::to_string(empty)},
                                {"length", std::to_string(m_length)}});
        }
        for (std::size_t whole = wholeSentences(empty);; --whole) {
            if (const auto rest = fillUp(whole)) {
                return pieces(whole, *rest);
            }
            if (whole == 0) {
                break;
            }
        }
        throw failure(HALYARD_TEXT("{task} cannot be made exactly {length} tokens long with this tokenizer. Choose another length."),
                      {{"task", printable(m_what)}, {"length", std::to_string(m_length)}});
    }

private:
    [[nodiscard]] std::vector<std::string> pieces(std::size_t whole, const std::string& rest) const {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < whole; ++i) {
            out.push_back(m_prompt.sentence(i));
        }
        if (!rest.empty()) {
            out.push_back(rest);
        }
        return out;
    }

    [[nodiscard]] std::int64_t count(std::size_t whole, const std::string& rest) const {
        return static_cast<std::int64_t>(m_tokenizer.encode(m_prompt.text(pieces(whole, rest))).size());
    }

    // The most sentences that fit, found from their mean length.
    [[nodiscard]] std::size_t wholeSentences(std::int64_t empty) const {
        constexpr std::size_t kSample = 16;
        const double mean = std::max(0.5, static_cast<double>(count(kSample, "") - empty) / static_cast<double>(kSample));
        std::size_t fits = 0;
        std::int64_t fitting = empty;
        std::size_t over = 0; // 0 = not known yet
        while (over == 0 || over > fits + 1) {
            std::size_t next = fits + std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(m_length - fitting) / mean));
            next = over == 0 ? next : std::min(next, over - 1);
            const std::int64_t tokens = count(next, "");
            if (tokens > m_length) {
                over = next;
                const auto back = static_cast<std::size_t>(static_cast<double>(tokens - m_length) / mean) + 1;
                const std::size_t below = std::max(fits, next - std::min(next, back));
                if (below > fits) {
                    const std::int64_t fewer = count(below, "");
                    if (fewer > m_length) {
                        over = below;
                    } else {
                        fits = below;
                        fitting = fewer;
                    }
                }
            } else {
                fits = next;
                fitting = tokens;
            }
        }
        return fits;
    }

    // The longest beginning of the next sentence, in words, that may fit.
    [[nodiscard]] std::string someWords(std::size_t whole, std::int64_t missing) const {
        const std::string sentence = m_prompt.sentence(whole);
        std::string best;
        for (std::size_t end = sentence.find(' '); end != std::string::npos; end = sentence.find(' ', end + 1)) {
            const std::string beginning = sentence.substr(0, end);
            if (static_cast<std::int64_t>(m_tokenizer.encode(" " + beginning).size()) >= missing) {
                break;
            }
            best = beginning;
        }
        return best;
    }

    // What makes the prompt exact behind so many sentences; nothing when this was not found.
    [[nodiscard]] std::optional<std::string> fillUp(std::size_t whole) const {
        std::int64_t missing = m_length - count(whole, "");
        if (missing <= 0) {
            return missing == 0 ? std::optional<std::string>("") : std::nullopt;
        }
        std::string rest = someWords(whole, missing);
        std::int64_t reached = count(whole, rest);
        if (reached > m_length) {
            rest.clear();
            reached = m_length - missing;
        }
        for (int step = 0; step < kSteps && reached < m_length; ++step) {
            const std::int64_t before = reached;
            for (const char* piece : kShort) {
                const std::string longer = rest.empty() && piece[0] == ' ' ? piece + 1 : rest + piece;
                const std::int64_t tokens = count(whole, longer);
                if (tokens > reached && tokens <= m_length) {
                    rest = longer;
                    reached = tokens;
                    break;
                }
            }
            if (reached == before) {
                break;
            }
        }
        return reached == m_length ? std::optional(rest) : std::nullopt;
    }

    const FillablePrompt& m_prompt;
    const Tokenizer& m_tokenizer;
    std::int64_t m_length;
    const std::string& m_what;
};

} // namespace

std::vector<std::string> fitFiller(const FillablePrompt& prompt, const Tokenizer& tokenizer, std::int64_t length,
                                   const std::string& what) {
    return Fitter(prompt, tokenizer, length, what).fit();
}

} // namespace halyard
