// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"
#include "core/base/unique_id.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <set>

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

TEST(Hash, IsXxh3Of128Bits) {
    EXPECT_EQ(hashOf(""), "99aa06d3014798d86001c324468d497f");
    EXPECT_EQ(hashOf("a"), "a96faf705af16834e6c632b61e964e1f");
}

TEST(Hash, IsTheSameInPiecesAndFromAFile) {
    std::string text;
    for (int i = 0; i < 3'000'000; ++i) {
        text += static_cast<char>(i * 7);
    }
    Hash hash;
    for (std::size_t at = 0; at < text.size(); at += 777'777) {
        hash.update(std::string_view(text).substr(at, 777'777));
    }
    EXPECT_EQ(hash.digest(), hashOf(text));
    EXPECT_EQ(hash.digest(), hash.digest());
    const TemporaryFolder folder;
    EXPECT_EQ(hashOfFile(folder.write("f", text)), hashOf(text));
    expectRefused([&] { (void)hashOfFile(folder / "none"); }, "none: there is no such file.");
}

TEST(Crc32c, AgreesWithRfc3720) {
    std::string ascending;
    for (char c = 0; c < 32; ++c) {
        ascending += c;
    }
    EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
    EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);
    EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62A8AB43U);
    EXPECT_EQ(crc32c(ascending), 0x46DD794EU);
    EXPECT_EQ(crc32c(""), 0U);
    EXPECT_EQ(crc32c("6789", crc32c("12345")), 0xE3069283U);
}

TEST(Crc32c, IsTheSameInAnyPieces) {
    std::string text;
    for (int i = 0; i < 41; ++i) {
        text += static_cast<char>(i * 37 + 5);
    }
    std::uint32_t byteByByte = 0;
    for (std::size_t size = 1; size <= text.size(); ++size) {
        byteByByte = crc32c(std::string_view(text).substr(size - 1, 1), byteByByte);
        EXPECT_EQ(crc32c(std::string_view(text).substr(0, size)), byteByByte) << size;
    }
}

TEST(UniqueId, IsThirtyTwoDigitsAndNeverTheSame) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string id = uniqueId();
        EXPECT_EQ(id.size(), 32U);
        EXPECT_EQ(id.find_first_not_of("0123456789abcdef"), std::string::npos);
        seen.insert(id);
    }
    EXPECT_EQ(seen.size(), 1000U);
}

} // namespace
} // namespace halyard::testing
