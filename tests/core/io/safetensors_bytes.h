// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace halyard::testing {

inline std::string littleEndian64(std::uint64_t value) {
    std::string out;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        out += static_cast<char>(static_cast<unsigned char>(value >> shift));
    }
    return out;
}

// A file with this header text and a data section of so many bytes, whatever the header says of them.
inline std::string safetensorsBytes(const std::string& header, std::size_t dataBytes = 0) {
    return littleEndian64(header.size()) + header + std::string(dataBytes, 'd');
}

// "NAME":{"dtype":…,"shape":…,"data_offsets":…}
inline std::string entry(const std::string& name, const std::string& dtype, const std::string& shape,
                         const std::string& offsets) {
    return "\"" + name + R"(":{"dtype":")" + dtype + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}";
}

} // namespace halyard::testing
