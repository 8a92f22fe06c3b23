// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/sampler.h"
#include "core/data/token_shards.h"
#include "kernels/torch_prelude.h"

#include <cstdint>
#include <vector>

namespace halyard {

// Blocks of prepared text as ids (B, T, int64). Throws Error(InvalidInput) naming the block of a token that is outside
// the vocabulary.
[[nodiscard]] at::Tensor idsOf(const TokenShards& text, const std::vector<std::int64_t>& blocks,
                               std::int64_t vocabulary);

} // namespace halyard
