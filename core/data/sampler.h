// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <vector>

namespace halyard {

// The order in which blocks are visited: each epoch is a permutation of all blocks that depends only on (seed, epoch),
// computed element by element (a small-domain cipher, no array of the data's size). Ranks take turns: rank r of R gets
// elements r, r + R, … of the epoch; what does not fill a whole round of all ranks' batches at the end of an epoch is
// carried into the next one, so that no block is repeated or skipped within an epoch whatever R is.
class Sampler {
public:
    struct Options {
        std::int64_t blocks = 0;
        std::uint64_t seed = 0;
        bool shuffle = true;
        std::int64_t rank = 0;
        std::int64_t ranks = 1;
    };
    explicit Sampler(const Options& options);

    // Indices of this rank's next batch.
    [[nodiscard]] std::vector<std::int64_t> next(std::int64_t batchSize);

    // {"position": blocks drawn so far by all ranks together, "seed": …}; exact under another number of ranks too.
    [[nodiscard]] Json state() const;
    void restore(const Json& state);

    // The block at an absolute position of the endless order: position / blocks is the epoch.
    [[nodiscard]] std::int64_t blockAt(std::uint64_t position) const;

private:
    Options m_options;
    std::uint64_t m_position = 0;
};

} // namespace halyard
