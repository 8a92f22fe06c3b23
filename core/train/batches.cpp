// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/batches.h"

#include "core/base/error.h"

namespace halyard {

at::Tensor idsOf(const TokenShards& text, const std::vector<std::int64_t>& blocks, std::int64_t vocabulary) {
    at::Tensor ids_BT = at::empty({static_cast<std::int64_t>(blocks.size()), text.blockLength()}, at::kLong);
    auto* out = ids_BT.data_ptr<std::int64_t>();
    for (const std::int64_t block : blocks) {
        for (const TokenId token : text.block(block)) {
            if (static_cast<std::int64_t>(token) >= vocabulary) {
                throw invalidInput(
                    HALYARD_TEXT("The data holds token {token} in block {block}; the model knows {count} "
                                 "tokens. Prepare the data with this model's tokenizer."),
                    {{"token", std::to_string(token)},
                     {"block", std::to_string(block)},
                     {"count", std::to_string(vocabulary)}});
            }
            *out++ = static_cast<std::int64_t>(token);
        }
    }
    return ids_BT;
}

} // namespace halyard
