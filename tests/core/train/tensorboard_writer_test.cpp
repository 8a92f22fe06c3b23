// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/train/tensorboard_writer.h"
#include "tests/support/temporary_folder.h"

#include <cstring>
#include <gtest/gtest.h>

namespace halyard {

using testing::TemporaryFolder;

namespace {

std::filesystem::path onlyFile(const std::filesystem::path& folder) {
    std::filesystem::path out;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        EXPECT_TRUE(out.empty());
        out = entry.path();
    }
    return out;
}

std::uint64_t number(const std::string& bytes, std::size_t at, std::size_t size) {
    std::uint64_t out = 0;
    std::memcpy(&out, bytes.data() + at, size);
    return out;
}

// Data of each record; sizes and the place of the checksums are checked by what remains.
std::vector<std::string> records(const std::string& bytes) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t size = number(bytes, at, 8);
        out.push_back(bytes.substr(at + 12, size));
        at += 12 + size + 4;
        EXPECT_LE(at, bytes.size());
    }
    return out;
}

} // namespace

TEST(TensorboardWriter, WritesTheVersionThenOneEventAStep) {
    const TemporaryFolder folder;
    TensorboardWriter writer(folder.path() / "tensorboard");
    writer.write(300, {{"train/loss", 0.5}, {"held_out/loss", -2}});
    const std::filesystem::path file = onlyFile(folder.path() / "tensorboard");
    EXPECT_TRUE(file.filename().string().starts_with("events.out.tfevents."));
    const std::vector<std::string> found = records(readFile(file, 1 << 20));
    ASSERT_EQ(found.size(), 2U);
    // wall_time (tag 9, 8 bytes), step 0, file_version.
    EXPECT_EQ(found[0].substr(9), std::string("\x10\x00\x1a\x0d"
                                              "brain.Event:2",
                                              17));
    // step 300, summary of two values: tag and float.
    EXPECT_EQ(found[1].substr(9), std::string("\x10\xac\x02\x2a\x29"
                                              "\x0a\x11\x0a\x0a"
                                              "train/loss"
                                              "\x15\x00\x00\x00\x3f"
                                              "\x0a\x14\x0a\x0d"
                                              "held_out/loss"
                                              "\x15\x00\x00\x00\xc0",
                                              46));
}

TEST(TensorboardWriter, MasksTheChecksumsOfLengthAndData) {
    const TemporaryFolder folder;
    const TensorboardWriter writer(folder.path() / "tensorboard");
    const std::string bytes = readFile(onlyFile(folder.path() / "tensorboard"), 1 << 20);
    // CRC-32C of the length 26 as eight bytes, masked; computed with tensorboard's own tensorflow_stub.
    EXPECT_EQ(number(bytes, 0, 8), 26U);
    EXPECT_EQ(number(bytes, 8, 4), 0x2dd89b12U);
}

} // namespace halyard
