// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

TEST(File, IsReadWholeOrRefused) {
    const TemporaryFolder folder;
    const std::string content = "a\0b" + std::string(100'000, 'c');
    const auto file = folder.write("f", content);
    EXPECT_EQ(readFile(file, content.size()), content);
    expectRefused([&] { (void)readFile(file, content.size() - 1); },
                  "the limit is " + grouped(content.size() - 1) + ".");
    EXPECT_EQ(readFile(folder.write("empty", ""), 0), "");
}

TEST(File, MustBeRegular) {
    const TemporaryFolder folder;
    ASSERT_EQ(::mkfifo((folder / "fifo").c_str(), 0600), 0);
    std::filesystem::create_symlink("b", folder / "a");
    std::filesystem::create_symlink("a", folder / "b");
    expectRefused([&] { (void)openRegularFile(folder / "fifo"); }, "fifo: not a regular file.");
    expectRefused([&] { (void)openRegularFile(folder.path()); }, ": not a regular file.");
    expectRefused([&] { (void)openRegularFile("/dev/zero"); }, "/dev/zero: not a regular file.");
    expectRefused([&] { (void)openRegularFile(folder / "a"); }, "a: not a regular file (a loop of symbolic links).");
    expectRefused([&] { (void)openRegularFile(folder / "none"); }, "none: there is no such file.");
}

TEST(File, SaysThatTheDiskIsFull) {
    const FileDescriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    ASSERT_TRUE(full.isOpen());
    const Refusal refusal = refusalOf([&] { writeAll(full, "text", "/runs/a"); });
    EXPECT_EQ(refusal.sentence, "/runs/a: writing failed: the disk is full. Free some space and try again.");
    EXPECT_EQ(refusal.exitCode, 1);
}

TEST(FileDescriptor, ClosesOnceAndMoves) {
    FileDescriptor first(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const int number = first.get();
    FileDescriptor second(std::move(first));
    EXPECT_EQ(second.get(), number);
    EXPECT_EQ(second.close(), 0);
    EXPECT_FALSE(second.isOpen());
    EXPECT_EQ(second.close(), 0);
    EXPECT_EQ(::fcntl(number, F_GETFD), -1);
    second = FileDescriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    EXPECT_TRUE(second.isOpen());
}

} // namespace
} // namespace halyard::testing
