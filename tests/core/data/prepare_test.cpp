// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/data/prepare_fixture.h"

#include <random>

namespace halyard {
namespace {

using test::Ids;

class Prepare : public test::PrepareFixture {};

TEST_F(Prepare, ReadsLinesAndFilesIntoBlocks) {
    input("a.jsonl", "\xEF\xBB\xBF{\"text\": \"ab\"}\r\n\n{\"id\": 1, \"text\": \"hello\"}\n   \n{\"text\": \"\"}");
    input("b.txt", "hi\n");
    const DataManifest manifest = prepareData(m_options).train;
    EXPECT_EQ(tokens(m_options.out), (Ids{'a', 'b', 261, 259, 261, 261, 'h', 'i'}));
    EXPECT_EQ(manifest.documents, 4);
    EXPECT_EQ(manifest.badLines, 0);
    EXPECT_EQ(manifest.blocks, 2);
    EXPECT_EQ(manifest.vocabularySize, 262);
}

TEST_F(Prepare, CutsShardsAtWholeBlocks) {
    m_options.shardTokens = 11;
    input("a.txt", std::string(41, 'x'));
    EXPECT_EQ(prepareData(m_options).train.blocks, 10);
    EXPECT_EQ(tokens(m_options.out), Ids(40, 'x'));
    EXPECT_EQ(files(m_options.out).size(), 1U + 5U);
}

TEST_F(Prepare, CountsBadLinesAndGoesOn) {
    std::string lines;
    for (int i = 0; i < 5000; ++i) {
        lines += "{\"text\": \"hello\"}\n";
    }
    lines += "{\"text\": \"\\ud800\"}\n{\"text\": \"a\xFF\"}\n{\"text\": NaN}\n{\"other\": 1}\n{\"text\": \"torn";
    input("a.jsonl", lines);
    testing::internal::CaptureStderr();
    const DataManifest manifest = prepareData(m_options).train;
    const std::string said = testing::internal::GetCapturedStderr();
    EXPECT_EQ(manifest.documents, 5000);
    EXPECT_EQ(manifest.badLines, 5);
    EXPECT_NE(said.find("a.jsonl line 5,002: not valid UTF-8 at column 12. Line skipped (2 skipped so far; stops at 0.1 %)."),
              std::string::npos)
        << said;
    EXPECT_NE(said.find("a.jsonl line 5,004: there is no \"text\". Line skipped"), std::string::npos) << said;
}

TEST_F(Prepare, StopsAboveTheShareOfBadLines) {
    input("a.jsonl", "{\"text\": \"hello\"}\nnot json\n");
    testing::internal::CaptureStderr();
    const std::string said = refusal();
    (void)testing::internal::GetCapturedStderr();
    EXPECT_EQ(said.find("1 of 2 lines are bad, more than the limit of 0.1 %."), 0U) << said;
}

TEST_F(Prepare, RefusesCompressedFilesWithAWrongName) {
    input("a.jsonl", "\x1F\x8B\x08 and so on");
    EXPECT_NE(refusal().find("a.jsonl: this is gzip data"), std::string::npos);
}

TEST_F(Prepare, RefusesTextTooShortForABlock) {
    input("a.txt", "ab");
    EXPECT_EQ(refusal().find("The input gives 3 tokens, less than one block of 4."), 0U);
}

TEST_F(Prepare, RefusesAFolderThatHoldsSomethingElse) {
    input("a.txt", "hello hello hello");
    std::filesystem::create_directories(m_options.out);
    writeFileAtomically(m_options.out / "thesis.txt", "mine");
    EXPECT_THROW((void)prepareData(m_options), Error);
    EXPECT_EQ(readFile(m_options.out / "thesis.txt", 100), "mine");
}

TEST_F(Prepare, DoesNotRepeatWhatIsDone) {
    input("a.txt", "some text of some length");
    (void)prepareData(m_options);
    const auto before = std::filesystem::last_write_time(m_options.out / "manifest.json");
    EXPECT_EQ(prepareData(m_options).train.blocks, TokenShards(m_options.out).blockCount());
    EXPECT_EQ(std::filesystem::last_write_time(m_options.out / "manifest.json"), before);
}

TEST_F(Prepare, KilledAgainAndAgainEndsWithTheSameBytes) {
    std::mt19937 random(11);
    std::string lines;
    for (int i = 0; i < 30'000; ++i) {
        lines += "{\"text\": \"" + std::string(random() % 90, static_cast<char>('a' + random() % 26)) + "\"}\n";
    }
    input("a.jsonl", lines);
    m_options.packing = "halo";
    m_options.block = 64;
    m_options.shardTokens = 200'000;
    m_options.saveSeconds = 0;
    const double seconds = prepareTimed();
    const auto whole = files(m_options.out);
    std::filesystem::remove_all(m_options.out);
    const int kills = killUntilDone(seconds);
    EXPECT_GE(kills, 3);
    EXPECT_EQ(files(m_options.out), whole);
}

TEST_F(Prepare, EveryDamageOfAShardIsFound) {
    input("a.txt", "some text of some length, hello hello hello");
    (void)prepareData(m_options);
    const std::filesystem::path shard = m_options.out / "tokens-00000.bin";
    const std::string good = readFile(shard, 1000);
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x10);
        writeFileAtomically(shard, bad);
        EXPECT_THROW(TokenShards(m_options.out).verify(), Error) << "byte " << at;
    }
    writeFileAtomically(shard, good.substr(0, good.size() - 1));
    EXPECT_THROW(TokenShards{m_options.out}, Error);
    writeFileAtomically(shard, good);
    EXPECT_NO_THROW(TokenShards(m_options.out).verify());
}

TEST_F(Prepare, RefusesAManifestThatLeavesItsFolder) {
    input("a.txt", "some text of some length");
    (void)prepareData(m_options);
    Json manifest = readJsonFile(m_options.out / "manifest.json");
    manifest["shards"][0]["file"] = "../out/tokens-00000.bin";
    writeJsonFile(m_options.out / "manifest.json", manifest);
    EXPECT_THROW(TokenShards{m_options.out}, Error);
}

} // namespace
} // namespace halyard
