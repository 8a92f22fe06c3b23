// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace halyard {

// Whether every character lies in a range that canonical composition never changes, alone or beside its neighbours.
// false says nothing; most texts are answered by this check alone.
[[nodiscard]] bool isPlainlyComposed(std::string_view text);

// Canonical composition (Unicode normalisation form C) of valid UTF-8.
[[nodiscard]] std::string composed(std::string_view text);

} // namespace halyard
