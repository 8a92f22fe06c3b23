// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/json.h"

#include <optional>

namespace halyard {

// A sentence in a file or on a wire with its arguments kept apart, so that who reads it can translate it:
//   {"pattern": "{file}: …", "arguments": [["file", "a.json"]]}
[[nodiscard]] Json toJson(const Message& message);
// Nothing when the document is none of these.
[[nodiscard]] std::optional<Message> messageFromJson(const Json& document);

// The same with "kind", the exit code.
[[nodiscard]] Json toJson(const Error& error);
[[nodiscard]] std::optional<Error> errorFromJson(const Json& document);

} // namespace halyard
