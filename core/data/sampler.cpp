// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/sampler.h"

#include "core/base/error.h"

#include <bit>
#include <limits>

namespace halyard {

namespace {

constexpr int kRounds = 6;

// The finaliser of SplitMix64: every input bit changes every output bit with probability near one half.
std::uint64_t mixed(std::uint64_t value) {
    value += 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

// A Feistel network over [0, 4^halfBits): a permutation for any key.
std::uint64_t permuted(std::uint64_t index, unsigned halfBits, std::uint64_t key) {
    const std::uint64_t mask = (std::uint64_t{1} << halfBits) - 1;
    std::uint64_t left = index >> halfBits;
    std::uint64_t right = index & mask;
    for (int round = 0; round < kRounds; ++round) {
        const std::uint64_t next = left ^ (mixed(key ^ mixed(right + (static_cast<std::uint64_t>(round) << 56U))) & mask);
        left = right;
        right = next;
    }
    return (left << halfBits) | right;
}

std::uint64_t numberIn(const Json& state, const char* key) {
    const auto found = state.is_object() ? state.find(key) : state.end();
    const bool isCount = state.is_object() && found != state.end() && found->is_number_integer() &&
                         (found->is_number_unsigned() || found->get<std::int64_t>() >= 0);
    if (!isCount) {
        throw invalidInput(HALYARD_TEXT("The saved data position has no whole number \"{key}\"."), {{"key", key}});
    }
    return found->get<std::uint64_t>();
}

} // namespace

Sampler::Sampler(const Options& options) : m_options(options) {
    if (options.blocks < 1) {
        throw invalidInput(HALYARD_TEXT("The data holds no block to train on. Prepare more text or a shorter block."));
    }
    if (options.ranks < 1 || options.rank < 0 || options.rank >= options.ranks) {
        throw invalidInput(HALYARD_TEXT("Rank {rank} of {ranks} is not possible."),
                           {{"rank", std::to_string(options.rank)}, {"ranks", std::to_string(options.ranks)}});
    }
}

std::int64_t Sampler::blockAt(std::uint64_t position) const {
    const auto blocks = static_cast<std::uint64_t>(m_options.blocks);
    std::uint64_t index = position % blocks;
    if (!m_options.shuffle || blocks == 1) {
        return static_cast<std::int64_t>(index);
    }
    const std::uint64_t key = mixed(m_options.seed ^ mixed(position / blocks));
    const unsigned halfBits = (static_cast<unsigned>(std::bit_width(blocks - 1)) + 1) / 2;
    // Cycle walking: the smallest power of four that holds all blocks is less than four times as large, so fewer than
    // four steps are expected before an index falls among the blocks again.
    do {
        index = permuted(index, halfBits, key);
    } while (index >= blocks);
    return static_cast<std::int64_t>(index);
}

std::vector<std::int64_t> Sampler::next(std::int64_t batchSize) {
    std::vector<std::int64_t> batch;
    const auto ranks = static_cast<std::uint64_t>(m_options.ranks);
    for (std::int64_t i = 0; i < batchSize; ++i) {
        batch.push_back(blockAt(m_position + static_cast<std::uint64_t>(m_options.rank)));
        m_position += ranks;
    }
    return batch;
}

Json Sampler::state() const {
    return {{"position", m_position}, {"seed", m_options.seed}, {"blocks", m_options.blocks},
            {"shuffle", m_options.shuffle}};
}

void Sampler::restore(const Json& state) {
    const std::uint64_t position = numberIn(state, "position");
    for (const auto& [key, now] : {std::pair<const char*, std::uint64_t>{"seed", m_options.seed},
                                   {"blocks", static_cast<std::uint64_t>(m_options.blocks)}}) {
        if (numberIn(state, key) != now) {
            throw invalidInput(HALYARD_TEXT("The saved data position belongs to \"{key}\" {saved}, this run has {now}. "
                                            "Continue with the same data and seed."),
                               {{"key", key}, {"saved", std::to_string(numberIn(state, key))}, {"now", std::to_string(now)}});
        }
    }
    const auto shuffle = state.find("shuffle");
    if (shuffle != state.end() && *shuffle != m_options.shuffle) {
        throw invalidInput(HALYARD_TEXT("The saved data position belongs to another \"shuffle\" setting."));
    }
    m_position = position;
}

} // namespace halyard
