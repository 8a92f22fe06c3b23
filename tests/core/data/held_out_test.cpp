// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/held_out.h"

#include "tests/core/data/prepare_fixture.h"

#include <algorithm>
#include <set>

namespace halyard {
namespace {

namespace fs = std::filesystem;

class HeldOut : public test::PrepareFixture {
protected:
    HeldOut() {
        m_options.block = 1; // nothing is dropped
        m_options.heldOutShare = 0.05;
        m_options.heldOutOut = m_folder.path() / "held_out";
    }

    void documents(const std::vector<std::string>& texts) {
        std::string lines;
        for (const std::string& text : texts) {
            lines += Json({{"text", text}}).dump() + "\n";
        }
        input("a.jsonl", lines);
    }

    // The documents in a folder of tokens; a token of the small tokenizer's letters is its byte.
    static std::multiset<std::string> textsIn(const fs::path& folder) {
        std::multiset<std::string> out;
        std::string text;
        for (const TokenId id : tokens(folder)) {
            if (id == 261) {
                out.insert(std::exchange(text, {}));
            } else {
                text += static_cast<char>(id);
            }
        }
        EXPECT_EQ(text, "");
        return out;
    }

    static std::vector<std::string> numbered(int count) {
        std::vector<std::string> out;
        for (int i = 0; i < count; ++i) {
            out.push_back("document " + std::to_string(i));
        }
        return out;
    }
};

TEST_F(HeldOut, TrainAndHeldOutAreDisjointAndComplete) {
    const std::vector<std::string> all = numbered(2000);
    documents(all);
    const PreparedData data = prepareData(m_options);
    const auto train = textsIn(m_options.out);
    const auto heldOut = textsIn(m_options.heldOutOut);
    EXPECT_EQ(data.train.documents, static_cast<std::int64_t>(train.size()));
    EXPECT_EQ(data.heldOut.value().documents, static_cast<std::int64_t>(heldOut.size()));
    std::multiset<std::string> both = train;
    both.insert(heldOut.begin(), heldOut.end());
    EXPECT_EQ(both, std::multiset<std::string>(all.begin(), all.end()));
    EXPECT_GE(heldOut.size(), 70U); // 100 are expected
    EXPECT_LE(heldOut.size(), 130U);
}

TEST_F(HeldOut, DependsOnTheTextsAloneAndKeepsEqualOnesTogether) {
    std::vector<std::string> all = numbered(400);
    for (const std::string& text : numbered(400)) {
        all.push_back(text);
    }
    documents(all);
    (void)prepareData(m_options);
    const auto first = textsIn(m_options.heldOutOut);
    for (const std::string& text : first) {
        EXPECT_EQ(first.count(text), 2U);
        EXPECT_EQ(textsIn(m_options.out).count(text), 0U);
    }
    std::mt19937 random(5);
    std::shuffle(all.begin(), all.end(), random);
    m_options.inputs.clear();
    documents(all);
    m_options.out = m_folder.path() / "again";
    m_options.heldOutOut = m_folder.path() / "held_out_again";
    (void)prepareData(m_options);
    EXPECT_EQ(textsIn(m_options.heldOutOut), first);
}

TEST_F(HeldOut, TakesAtLeastOneDocumentAndEnoughForABlock) {
    m_options.heldOutShare = 1e-9;
    documents(numbered(30));
    EXPECT_EQ(prepareData(m_options).heldOut.value().documents, 1);
    m_options.block = 32;
    m_options.out = m_folder.path() / "wide";
    m_options.heldOutOut = m_folder.path() / "wide_held_out";
    EXPECT_GE(prepareData(m_options).heldOut.value().blocks, 1);
}

TEST_F(HeldOut, RefusesTextThatIsTooLittleAndFoldersInEachOther) {
    documents({"one document alone"});
    EXPECT_EQ(refusal().find("Nothing can be set aside of this text (1 documents)"), 0U) << refusal();
    EXPECT_FALSE(fs::exists(m_folder.path() / ".held_out.preparing"));
    m_options.inputs.clear();
    documents({"the same", "the same", "the same"}); // nothing would be left to train on
    EXPECT_NE(refusal().find("nothing would be left to train on"), std::string::npos);
    m_options.heldOutOut = m_options.out / "held_out";
    EXPECT_NE(refusal().find("or one holds the other"), std::string::npos);
    m_options.heldOutOut = m_options.out;
    EXPECT_NE(refusal().find("is the folder of --out"), std::string::npos);
    m_options.heldOutOut.clear();
    EXPECT_NE(refusal().find("goes with --held-out-dir"), std::string::npos);
    m_options.heldOutShare = 1;
    EXPECT_NE(refusal().find("above 0 and below 1"), std::string::npos);
}

TEST_F(HeldOut, AnotherFolderAtEitherPlaceStaysAsItIs) {
    documents(numbered(100));
    fs::create_directories(m_options.heldOutOut);
    writeFileAtomically(m_options.heldOutOut / "thesis.txt", "mine");
    EXPECT_NE(refusal().find("held_out: exists already and holds something else"), std::string::npos);
    EXPECT_EQ(readFile(m_options.heldOutOut / "thesis.txt", 100), "mine");
}

TEST_F(HeldOut, KilledAgainAndAgainEndsWithTheSameBytes) {
    std::mt19937 random(3);
    std::vector<std::string> all;
    for (int i = 0; i < 8000; ++i) {
        all.push_back(std::string(random() % 90, static_cast<char>('a' + random() % 26)) + std::to_string(i));
    }
    documents(all);
    m_options.block = 64;
    m_options.shardTokens = 100'000;
    m_options.saveSeconds = 0;
    const double whole = prepareTimed();
    const auto train = files(m_options.out);
    const auto heldOut = files(m_options.heldOutOut);
    fs::remove_all(m_options.out);
    fs::remove_all(m_options.heldOutOut);
    EXPECT_GE(killUntilDone(whole), 3);
    EXPECT_EQ(files(m_options.out), train);
    EXPECT_EQ(files(m_options.heldOutOut), heldOut);
}

TEST_F(HeldOut, EndedBetweenTheTwoFoldersItPutsTheOtherInItsPlaceToo) {
    documents(numbered(200));
    (void)prepareData(m_options);
    const auto train = files(m_options.out);
    const auto written = fs::last_write_time(m_options.heldOutOut / "manifest.json");
    fs::rename(m_options.out, m_folder.path() / ".out.preparing");
    (void)prepareData(m_options);
    EXPECT_EQ(files(m_options.out), train);
    EXPECT_EQ(fs::last_write_time(m_options.heldOutOut / "manifest.json"), written);
    // Both are there: nothing is done again.
    (void)prepareData(m_options);
    EXPECT_EQ(fs::last_write_time(m_options.heldOutOut / "manifest.json"), written);
}

} // namespace
} // namespace halyard
