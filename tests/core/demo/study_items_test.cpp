// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/demo/study_items.h"
#include "core/text/tokenizer.h"
#include "tests/core/run/scratch_folder.h"

#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sstream>

namespace halyard {
namespace {

std::vector<Json> linesOf(const std::filesystem::path& file) {
    std::vector<Json> out;
    std::istringstream lines(ScratchFolder::read(file));
    for (std::string line; std::getline(lines, line);) {
        out.push_back(parseJson(line, "line"));
    }
    return out;
}

std::vector<std::string> wordsOf(const std::string& text) {
    std::istringstream words(text);
    return {std::istream_iterator<std::string>(words), std::istream_iterator<std::string>()};
}

TEST(StudyItems, AskForAValueThatTheTextHasNoted) {
    const ScratchFolder folder;
    writeRecallItems(DemoLanguage(), 128, 40, 5, folder.path() / "a.jsonl");
    const std::vector<Json> items = linesOf(folder.path() / "a.jsonl");
    ASSERT_EQ(items.size(), 40U);
    for (const Json& item : items) {
        const std::vector<std::string> words = wordsOf(item["text"].get<std::string>());
        EXPECT_LE(words.size(), 126U);
        ASSERT_EQ(words[words.size() - 2], "Ask");
        std::map<std::string, std::string> noted;
        for (std::size_t i = 0; i + 2 < words.size(); ++i) {
            if (words[i] == "Note") {
                noted[words[i + 1]] = words[i + 2];
            }
        }
        EXPECT_EQ(noted[words.back()], item["value"]) << item;
        EXPECT_EQ(item["until"], " .");
    }
}

TEST(StudyItems, OfferTheTrueThingAmongFourOfItsKind) {
    const ScratchFolder folder;
    const DemoLanguage language;
    writeChoiceItems(language, 300, 5, folder.path() / "a.jsonl");
    const std::vector<Json> items = linesOf(folder.path() / "a.jsonl");
    std::set<std::string> asked;
    std::set<std::size_t> places;
    for (std::size_t i = 0; i < 256; ++i) {
        const auto choices = items[i]["choices"].get<std::set<std::string>>();
        EXPECT_EQ(choices.size(), 4U);
        asked.insert(items[i]["context"].get<std::string>());
        places.insert(items[i]["answer"].get<std::size_t>());
    }
    EXPECT_EQ(asked.size(), 256U); // each fact once
    EXPECT_EQ(places.size(), 4U);
    const auto sentence = language.world(0, 0);
    const std::string context = language.text(std::span(sentence).first(3));
    for (const Json& item : items) {
        if (item["context"] == context) {
            EXPECT_EQ(item["choices"][item["answer"].get<std::size_t>()], language.word(sentence[3]));
        }
    }
}

TEST(StudyItems, AreTheSameBytesForTheSameSeed) {
    const ScratchFolder folder;
    for (const auto& [name, seed] : {std::pair{"a", 1U}, {"b", 1U}, {"c", 2U}}) {
        writeRecallItems(DemoLanguage(), 128, 5, seed, folder.path() / name);
    }
    EXPECT_EQ(ScratchFolder::read(folder.path() / "a"), ScratchFolder::read(folder.path() / "b"));
    EXPECT_NE(ScratchFolder::read(folder.path() / "a"), ScratchFolder::read(folder.path() / "c"));
}

} // namespace
} // namespace halyard
