// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace halyard {

// Bytes as text of letters, digits, "+", "/" and padding "=" (RFC 4648, section 4).
[[nodiscard]] std::string base64(std::string_view bytes);

} // namespace halyard
