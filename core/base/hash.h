// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace halyard {

// Streaming XXH3-128; the digest is 32 hexadecimal digits. It guards against damage, not against an attacker.
class Hash {
public:
    Hash();
    ~Hash();
    void update(const void* data, std::size_t size);
    void update(std::string_view bytes) { update(bytes.data(), bytes.size()); }
    [[nodiscard]] std::string digest() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

[[nodiscard]] std::string hashOf(std::string_view bytes);
[[nodiscard]] std::string hashOfFile(const std::filesystem::path& path);

// CRC-32C (Castagnoli), as TensorBoard records and event lines use it.
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

} // namespace halyard
