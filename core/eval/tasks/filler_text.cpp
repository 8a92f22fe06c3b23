// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/tasks/filler_text.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/unicode.h"

namespace halyard {

namespace {

constexpr std::size_t kLargestFiller = std::size_t{256} << 20U;

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool endsSentence(char c) {
    return c == '.' || c == '!' || c == '?';
}

} // namespace

std::vector<std::string> sentencesOf(std::string_view text) {
    std::vector<std::string> out;
    std::string sentence;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!isBlank(text[i])) {
            sentence += text[i];
            continue;
        }
        if (sentence.empty() || sentence.back() == ' ') {
            continue;
        }
        if (endsSentence(sentence.back())) {
            out.push_back(std::move(sentence));
            sentence.clear();
        } else {
            sentence += ' ';
        }
    }
    if (!sentence.empty() && sentence.back() == ' ') {
        sentence.pop_back();
    }
    if (!sentence.empty()) {
        out.push_back(std::move(sentence));
    }
    return out;
}

std::vector<std::string> readSentences(const std::filesystem::path& file) {
    const std::string text = readFile(file, kLargestFiller);
    if (const auto at = firstInvalidUtf8(text)) {
        throw invalidInput(HALYARD_TEXT("{file}: byte {at} is not UTF-8; filler must be plain text."),
                           {{"file", printable(file.string())}, {"at", std::to_string(*at)}});
    }
    std::vector<std::string> sentences = sentencesOf(text);
    if (sentences.empty()) {
        throw invalidInput(HALYARD_TEXT("{file} holds no text; filler must be a text file with sentences."),
                           {{"file", printable(file.string())}});
    }
    return sentences;
}

} // namespace halyard
