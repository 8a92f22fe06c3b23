// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"

#include <optional>
#include <string>

namespace halyard {

// What is wrong with the name of a run, which becomes a folder's; nothing when it is good. Takes described().
[[nodiscard]] std::optional<Sentence> problemOfName(const std::string& name);
// The same of a path that a person wrote.
[[nodiscard]] std::optional<Sentence> problemOfPath(const std::string& path);
// The arguments of those sentences: what the value is called, and the value.
[[nodiscard]] Arguments described(const std::string& key, const std::string& value);

} // namespace halyard
