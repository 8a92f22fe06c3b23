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

// Table k: what a byte does to the sum with k bytes after it, so that eight bytes are taken at a time.
using CrcTables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr CrcTables crcTables() {
    CrcTables tables{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value >> 1U) ^ ((value & 1U) != 0 ? 0x82F63B78U : 0U);
        }
        tables[0][i] = value;
    }
    for (std::size_t k = 1; k < tables.size(); ++k) {
        for (std::size_t i = 0; i < 256; ++i) {
            tables[k][i] = (tables[k - 1][i] >> 8U) ^ tables[0][tables[k - 1][i] & 0xFFU];
        }
    }
    return tables;
}

} // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
    static constexpr CrcTables kTables = crcTables();
    std::uint32_t value = ~before;
    const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])); };
    for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
        const std::uint32_t low = value ^ (byte(0) | byte(1) << 8U | byte(2) << 16U | byte(3) << 24U);
        value = kTables[7][low & 0xFFU] ^ kTables[6][(low >> 8U) & 0xFFU] ^ kTables[5][(low >> 16U) & 0xFFU] ^
                kTables[4][low >> 24U] ^ kTables[3][byte(4)] ^ kTables[2][byte(5)] ^ kTables[1][byte(6)] ^ kTables[0][byte(7)];
    }
    for (const char c : bytes) {
        value = (value >> 8U) ^ kTables[0][(value ^ static_cast<unsigned char>(c)) & 0xFFU];
    }
    return ~value;
}

} // namespace halyard
