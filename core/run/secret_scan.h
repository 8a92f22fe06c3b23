// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <optional>
#include <string>
#include <string_view>

namespace halyard {

// Whether a text looks like an access token or a private key: known prefixes of services, PEM headers; and, when the
// key that holds it is named after a secret ("api_key", "hf_token", "password"), any long mix of letters and digits.
[[nodiscard]] bool looksLikeSecret(std::string_view key, std::string_view text);

// Dotted path of the first text or key in a document that looks like a secret.
[[nodiscard]] std::optional<std::string> findSecret(const Json& document);

// Throws Error(InvalidInput): run files may be shared, so nothing secret is read from or saved in one.
void refuseSecrets(const Json& document, const std::string& source);

} // namespace halyard
