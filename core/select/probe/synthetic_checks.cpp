// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/probe/synthetic_tasks.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace halyard {

namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isWordCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> out;
    std::string word;
    for (const char c : text) {
        if (isWordCharacter(c)) {
            word += c;
        } else if (!word.empty()) {
            out.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty()) {
        out.push_back(std::move(word));
    }
    return out;
}

// Without the blanks around it.
std::string_view firstLine(std::string_view text) {
    text = text.substr(0, text.find('\n'));
    const std::size_t start = text.find_first_not_of(" \t\r");
    return start == std::string_view::npos ? std::string_view() : text.substr(start, text.find_last_not_of(" \t\r") + 1 - start);
}

std::string firstNumber(std::string_view text) {
    const auto* const begin = std::find_if(text.begin(), text.end(), isDigit);
    return {begin, std::find_if_not(begin, text.end(), isDigit)};
}

bool isVariable(const std::string& word) {
    return word.size() > 1 && word[0] == 'X' && std::all_of(word.begin() + 1, word.end(), isDigit);
}

std::set<std::string> variablesIn(std::string_view text) {
    std::set<std::string> out;
    for (const std::string& word : wordsOf(text)) {
        if (isVariable(word)) {
            out.insert(word);
        }
    }
    return out;
}

// The first words of the output that the prompt's list holds, each once.
std::vector<std::string> listed(const SyntheticItem& item, std::string_view output) {
    output = output.substr(0, output.find("Explanation"));
    const std::vector<std::string> given = wordsOf(item.list);
    const std::set<std::string> known(given.begin(), given.end());
    std::vector<std::string> out;
    for (const std::string& word : wordsOf(output)) {
        if (out.size() < item.answer.size() && known.count(word) != 0 && std::find(out.begin(), out.end(), word) == out.end()) {
            out.push_back(word);
        }
    }
    return out;
}

std::vector<std::string> sorted(std::vector<std::string> words) {
    std::sort(words.begin(), words.end());
    return words;
}

} // namespace

bool isRightAsPublished(std::string_view task, const SyntheticItem& item, std::string_view output) {
    if (task == "synthetic_retrieval") {
        return firstNumber(output) == item.answer.front();
    }
    if (task == "variable_tracking") {
        return variablesIn(output) == std::set<std::string>(item.answer.begin(), item.answer.end());
    }
    if (task == "common_words_extraction") {
        return sorted(listed(item, output)) == item.answer;
    }
    if (task == "frequent_words_extraction") {
        return listed(item, output) == item.answer;
    }
    if (task == "phone_book") {
        return firstLine(output) == item.answer.front();
    }
    return output.find(item.answer.front()) != std::string_view::npos;
}

bool isRightStrictly(std::string_view task, const SyntheticItem& item, std::string_view output) {
    const std::vector<std::string> words = wordsOf(firstLine(output));
    if (task == "variable_tracking" || task == "common_words_extraction") {
        return sorted(words) == item.answer;
    }
    if (task == "frequent_words_extraction") {
        return words == item.answer;
    }
    return !words.empty() && words.front() == item.answer.front();
}

} // namespace halyard
