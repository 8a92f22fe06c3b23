// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/unique_id.h"

#include "core/base/error.h"

#include <array>
#include <cerrno>
#include <sys/random.h>

namespace halyard {

std::string uniqueId() {
    std::array<unsigned char, 16> bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
        throw systemError("getrandom", HALYARD_TEXT("reading"), errno);
    }
    static const char kDigits[] = "0123456789abcdef";
    std::string out;
    for (const unsigned char byte : bytes) {
        out += kDigits[byte >> 4U];
        out += kDigits[byte & 15U];
    }
    return out;
}

} // namespace halyard
