// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <sys/resource.h>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;

TEST(AtomicFile, AppearsOnlyWhenCommitted) {
    const TemporaryFolder folder;
    folder.write("f", "older");
    AtomicFile file(folder / "f");
    file.write("new ");
    file.write("content");
    EXPECT_EQ(file.size(), 11U);
    EXPECT_EQ(contentOf(folder / "f"), "older");
    EXPECT_EQ(folder.entries(), 2U);
    file.commit();
    EXPECT_EQ(contentOf(folder / "f"), "new content");
    EXPECT_EQ(folder.entries(), 1U);
}

TEST(AtomicFile, LeavesTheOlderOneWhenNotCommitted) {
    const TemporaryFolder folder;
    folder.write("f", "older");
    {
        AtomicFile file(folder / "f");
        file.write("new");
    }
    EXPECT_EQ(contentOf(folder / "f"), "older");
    EXPECT_EQ(folder.entries(), 1U);
}

TEST(AtomicFile, WritesAtAnOffset) {
    const TemporaryFolder folder;
    AtomicFile file(folder / "f");
    file.write("........");
    file.writeAt(2, "ab");
    file.writeAt(10, "z");
    file.write("!");
    file.commit();
    EXPECT_EQ(contentOf(folder / "f"), std::string("..ab....!\0z", 11));
}

TEST(AtomicFile, NamesThePathThatCannotBeWritten) {
    const TemporaryFolder folder;
    const Refusal refusal = refusalOf([&] { AtomicFile{folder / "none/f"}; });
    EXPECT_EQ(refusal.sentence, (folder / "none/f").string() + ": writing failed: No such file or directory.");
    EXPECT_EQ(refusal.exitCode, 1);
}

TEST(AtomicFile, KeepsTheOlderOneWhenTheDiskIsFull) {
    const TemporaryFolder folder;
    folder.write("f", "older");
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit limit{1000, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const Refusal refusal = refusalOf([&] { writeFileAtomically(folder / "f", std::string(5000, 'n')); });
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    EXPECT_EQ(refusal.sentence, (folder / "f").string() + ": writing failed: File too large.");
    EXPECT_EQ(contentOf(folder / "f"), "older");
    EXPECT_EQ(folder.entries(), 1U);
}

TEST(AtomicFolder, AppearsOnlyWhenCommitted) {
    const TemporaryFolder folder;
    {
        AtomicFolder target(folder / "a/b/");
        fs::create_directory(target.path() / "inner");
        writeFileAtomically(target.path() / "inner/f", "1");
        EXPECT_FALSE(fs::exists(folder / "a/b"));
        target.commit();
    }
    EXPECT_EQ(contentOf(folder / "a/b/inner/f"), "1");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder / "a"), {}), 1);
}

TEST(AtomicFolder, ReplacesAnOlderOneInOneStep) {
    const TemporaryFolder folder;
    folder.write("a/old", "1");
    AtomicFolder target(folder / "a");
    writeFileAtomically(target.path() / "new", "2");
    EXPECT_TRUE(fs::exists(folder / "a/old"));
    target.commit();
    EXPECT_FALSE(fs::exists(folder / "a/old"));
    EXPECT_EQ(contentOf(folder / "a/new"), "2");
    EXPECT_EQ(folder.entries(), 1U);
}

TEST(AtomicFolder, LeavesNothingWhenNotCommitted) {
    const TemporaryFolder folder;
    folder.write("a/old", "1");
    {
        AtomicFolder target(folder / "a");
        writeFileAtomically(target.path() / "new", "2");
    }
    EXPECT_EQ(contentOf(folder / "a/old"), "1");
    EXPECT_FALSE(fs::exists(folder / "a/new"));
    EXPECT_EQ(folder.entries(), 1U);
}

TEST(AtomicFolder, ReportsAVanishedFolderAsAnError) {
    const TemporaryFolder folder;
    AtomicFolder target(folder / "a");
    fs::remove_all(target.path());
    const Refusal refusal = refusalOf([&] { target.commit(); });
    EXPECT_EQ(refusal.exitCode, 1);
    EXPECT_TRUE(refusal.says((folder / "a").string() + ": syncing failed: No such file or directory."))
        << refusal.sentence;
}

TEST(Leftovers, AreRemovedAndNothingElse) {
    const TemporaryFolder folder;
    const std::string id = "00ff00ff00ff00ff00ff00ff00ff00ff";
    folder.write(".f.tmp-" + id, "x");
    folder.write(".d.tmp-" + id + "/inner/f", "x");
    for (const char* kept : {"f", ".hidden", ".f.tmp-short", ".f.tmp-zzff00ff00ff00ff00ff00ff00ff00ff"}) {
        folder.write(kept, "x");
    }
    folder.write("f.tmp-" + id, "not hidden");
    removeLeftovers(folder.path());
    EXPECT_EQ(folder.entries(), 5U);
    EXPECT_FALSE(fs::exists(folder / (".f.tmp-" + id)));
    EXPECT_FALSE(fs::exists(folder / (".d.tmp-" + id)));
    removeLeftovers(folder / "none");
}

} // namespace
} // namespace halyard::testing
