// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/hash.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <array>
#include <cerrno>
#include <unistd.h>
#include <vector>

#include <xxhash.h>

namespace halyard {

struct Hash::State {
    XXH3_state_t* xxh = XXH3_createState();
    State() { XXH3_128bits_reset(xxh); }
    ~State() { XXH3_freeState(xxh); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
};

Hash::Hash() : m_state(std::make_unique<State>()) {}
Hash::~Hash() = default;

void Hash::update(const void* data, std::size_t size) {
    XXH3_128bits_update(m_state->xxh, data, size);
}

std::string Hash::digest() const {
    XXH128_canonical_t bytes;
    XXH128_canonicalFromHash(&bytes, XXH3_128bits_digest(m_state->xxh));
    static const char kDigits[] = "0123456789abcdef";
    std::string out;
    for (const unsigned char byte : bytes.digest) {
        out += kDigits[byte >> 4U];
        out += kDigits[byte & 15U];
    }
    return out;
}

std::string hashOf(std::string_view bytes) {
    Hash hash;
    hash.update(bytes);
    return hash.digest();
}

std::string hashOfFile(const std::filesystem::path& path) {
    const FileDescriptor file = openRegularFile(path);
    std::vector<char> buffer(std::size_t{1} << 20U);
    Hash hash;
    for (;;) {
        const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            throw systemError(path.string(), HALYARD_TEXT("reading"), errno);
        }
        if (got == 0) {
            return hash.digest();
        }
        hash.update(buffer.data(), static_cast<std::size_t>(got));
    }
}

namespace {

constexpr std::array<std::uint32_t, 256> crcTable() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value >> 1U) ^ ((value & 1U) != 0 ? 0x82F63B78U : 0U);
        }
        table[i] = value;
    }
    return table;
}

} // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
    static constexpr std::array<std::uint32_t, 256> kTable = crcTable();
    std::uint32_t value = ~before;
    for (const char c : bytes) {
        value = (value >> 8U) ^ kTable[(value ^ static_cast<unsigned char>(c)) & 0xFFU];
    }
    return ~value;
}

} // namespace halyard
