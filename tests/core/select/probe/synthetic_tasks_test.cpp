// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/probe/synthetic_tasks.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <sstream>

namespace halyard {
namespace {

std::vector<std::string> someWords() {
    std::vector<std::string> out;
    for (char a = 'a'; a <= 'z'; ++a) {
        for (const char* rest : {"lpha", "eta", "mega", "um"}) {
            out.push_back(a + std::string(rest));
        }
    }
    return out;
}
const std::vector<std::string> kWords = someWords();

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        out.push_back(line);
    }
    return out;
}

// The sum a prompt asks for, found by reading it as a person would.
std::int64_t sumAskedFor(const std::string& prompt) {
    std::map<std::string, std::string> values;
    for (const std::string& line : linesOf(prompt)) {
        if (const std::size_t colon = line.find(": "); colon != std::string::npos) {
            values[line.substr(0, colon)] = line.substr(colon + 2);
        }
    }
    std::smatch asked;
    EXPECT_TRUE(std::regex_search(prompt, asked, std::regex("value of (\\w+) \\+ (\\w+) \\+ (\\w+)\\?")));
    std::int64_t sum = 0;
    for (std::size_t i = 1; i <= 3; ++i) {
        std::string value = asked[i].str();
        while (values.count(value) != 0) {
            value = values.at(value);
        }
        sum += std::stoll(value);
    }
    return sum;
}

TEST(SyntheticTasks, GiveTheSameItemsForTheSameSeed) {
    for (const std::string_view task : kSyntheticTasks) {
        const auto first = syntheticItems(task, 3, 5, kWords);
        const auto again = syntheticItems(task, 3, 5, kWords);
        const auto other = syntheticItems(task, 3, 6, kWords);
        ASSERT_EQ(first.size(), 3U);
        EXPECT_EQ(first[2].prompt, again[2].prompt) << task;
        EXPECT_NE(first[2].prompt, other[2].prompt) << task;
        EXPECT_NE(first[0].prompt, first[1].prompt) << task;
    }
}

TEST(SyntheticTasks, AskForTheSumOfThreeValues) {
    int hops = 0;
    for (const char* task : {"associative_recall", "associative_recall_mutihop"}) {
        for (const SyntheticItem& item : syntheticItems(task, 200, 1, kWords)) {
            EXPECT_EQ(item.answer, std::vector<std::string>{std::to_string(sumAskedFor(item.prompt))});
            hops += std::regex_search(item.prompt, std::regex("\\w+: [a-z]+\\n")) ? 1 : 0;
        }
    }
    EXPECT_EQ(hops, 200); // every prompt of the second has aliases, none of the first
}

TEST(SyntheticTasks, TrackVariablesThroughTheirChain) {
    for (const SyntheticItem& item : syntheticItems("variable_tracking", 100, 2, kWords, {.chains = 3, .hops = 3})) {
        EXPECT_EQ(item.answer, (std::vector<std::string>{"X1", "X2", "X3", "X4"}));
        for (const char* statement : {"VAR X2 = X1", "VAR X4 = X3", "VAR Y3 = Y2", "VAR Z4 = Z3"}) {
            EXPECT_NE(item.prompt.find(statement), std::string::npos) << statement;
        }
        std::smatch asked;
        ASSERT_TRUE(std::regex_search(item.prompt, asked, std::regex("value (\\d+)\\.")));
        EXPECT_NE(item.prompt.find("VAR X1 = " + asked[1].str()), std::string::npos);
        EXPECT_EQ(item.prompt.find("VAR Y1 = " + asked[1].str()), std::string::npos);
    }
}

TEST(SyntheticTasks, KnowTheWordsThatStandMostOften) {
    for (const char* task : {"common_words_extraction", "frequent_words_extraction"}) {
        for (const SyntheticItem& item : syntheticItems(task, 50, 3, kWords)) {
            std::map<std::string, int> counts;
            std::istringstream stream(item.list);
            for (std::string word; stream >> word;) {
                ++counts[word];
            }
            std::vector<std::pair<int, std::string>> order;
            for (const auto& [word, count] : counts) {
                order.emplace_back(-count, word);
            }
            std::sort(order.begin(), order.end());
            ASSERT_GE(order.size(), item.answer.size());
            for (std::size_t i = 0; i < item.answer.size(); ++i) {
                EXPECT_EQ(item.answer[i], order[i].second) << task;
            }
        }
    }
}

TEST(SyntheticTasks, AskForANumberOfThePhoneBook) {
    for (const SyntheticItem& item : syntheticItems("phone_book", 100, 4, kWords)) {
        const std::vector<std::string> lines = linesOf(item.prompt);
        const std::string asked = lines.back().substr(0, lines.back().size() - 1);
        EXPECT_NE(item.prompt.find(asked + ": " + item.answer.front()), std::string::npos);
        EXPECT_TRUE(std::regex_match(item.answer.front(), std::regex("[6-9]\\d{9}")));
        EXPECT_EQ(item.prompt.back(), ':');
    }
}

TEST(SyntheticTasks, AreCheckedAsPublishedAndStrictly) {
    struct Row {
        const char* task;
        std::vector<std::string> answer;
        const char* output;
        bool published, strict;
    };
    const std::vector<Row> rows = {
        {"synthetic_retrieval", {"7"}, " 7.", true, true},
        {"synthetic_retrieval", {"7"}, " 17", false, false},
        {"synthetic_retrieval", {"7"}, " it is 7", true, false},
        {"associative_recall", {"7"}, " 17", true, false},
        {"associative_recall", {"7"}, " 7\n", true, true},
        {"associative_recall_mutihop", {"12"}, "", false, false},
        {"variable_tracking", {"X1", "X2"}, " X2, X1", true, true},
        {"variable_tracking", {"X1", "X2"}, " X1\nX2", true, false},
        {"variable_tracking", {"X1", "X2"}, " X1 X2 X3", false, false},
        {"common_words_extraction", {"aa", "bb"}, " bb aa", true, true},
        {"common_words_extraction", {"aa", "bb"}, " bb bb qq aa cc", true, false},
        {"common_words_extraction", {"aa", "bb"}, " bb Explanation aa", false, false},
        {"frequent_words_extraction", {"aa", "bb"}, " bb aa", false, false},
        {"frequent_words_extraction", {"aa", "bb"}, " aa bb", true, true},
        {"phone_book", {"6123456789"}, " 6123456789\nMore", true, true},
        {"phone_book", {"6123456789"}, "\n6123456789", false, false},
        {"phone_book", {"6123456789"}, "", false, false},
    };
    for (const Row& row : rows) {
        const SyntheticItem item{"", row.answer, "aa bb cc dd"};
        EXPECT_EQ(isRightAsPublished(row.task, item, row.output), row.published) << row.task << ": " << row.output;
        EXPECT_EQ(isRightStrictly(row.task, item, row.output), row.strict) << row.task << ": " << row.output;
    }
}

TEST(SyntheticTasks, RefuseAnUnknownTaskAndTooFewWords) {
    EXPECT_THROW((void)syntheticItems("copying", 1, 0, kWords), Error);
    EXPECT_THROW((void)syntheticItems("associative_recall", 1, 0, std::vector<std::string>{"one", "two"}), Error);
}

} // namespace
} // namespace halyard
