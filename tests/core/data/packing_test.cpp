// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/packing.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

using Ids = std::vector<TokenId>;

struct Packed {
    std::vector<Ids> blocks;
    std::int64_t dropped = 0;
};

Packed pack(PackingMethod method, const std::vector<Ids>& documents, std::int64_t block) {
    Packed packed;
    Packer packer(method, block, 9);
    for (const Ids& document : documents) {
        packer.add(document, [&](std::span<const TokenId> one) { packed.blocks.emplace_back(one.begin(), one.end()); });
    }
    packer.finish();
    packed.dropped = packer.state().droppedTokens;
    return packed;
}

TEST(Packing, StreamDropsOnlyTheLastIncompleteBlock) {
    const Packed packed = pack(PackingMethod::Stream, {{1, 2, 3}, {}, {4}, {5, 6, 7, 8}}, 4);
    EXPECT_EQ(packed.blocks, (std::vector<Ids>{{1, 2, 3, 9}, {9, 4, 9, 5}, {6, 7, 8, 9}}));
    EXPECT_EQ(packed.dropped, 0);
    EXPECT_EQ(pack(PackingMethod::Stream, {{1, 2, 3, 4, 5}}, 4).dropped, 2);
}

TEST(Packing, HaloDropsTheRemainderOfEachThousandDocuments) {
    const Packed packed = pack(PackingMethod::Halo, std::vector<Ids>(2001, Ids{1, 2}), 7);
    EXPECT_EQ(packed.blocks.size(), 2U * (3000 / 7));
    EXPECT_EQ(packed.blocks[3000 / 7], (Ids{1, 2, 9, 1, 2, 9, 1}));
    EXPECT_EQ(packed.dropped, 2 * (3000 % 7) + 3);
}

TEST(Packing, HaloCutsDocumentsToAMillionTokens) {
    const Packed packed = pack(PackingMethod::Halo, {Ids(1'200'000, 5)}, 1000);
    EXPECT_EQ(packed.blocks.size(), 1000U);
    EXPECT_EQ(packed.dropped, 200'001);
    EXPECT_EQ(pack(PackingMethod::Stream, {Ids(1'200'000, 5)}, 1000).blocks.size(), 1200U);
}

TEST(Packing, NamesTheKnownPackings) {
    EXPECT_THROW((void)packingMethodOf("packed"), Error);
}

} // namespace
} // namespace halyard
