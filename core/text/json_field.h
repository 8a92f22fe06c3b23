// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <optional>
#include <string>

namespace halyard {

// Reading fields of an object whose place in a file is known ("tokenizer.json: model"). A value of another type is
// refused: Error(InvalidInput) naming place, key and what was expected.

// nullptr when the key is missing or null.
[[nodiscard]] const Json* optionalField(const Json& object, const char* key);
[[nodiscard]] const Json& objectField(const Json& object, const char* key, const std::string& place);
[[nodiscard]] const Json& arrayField(const Json& object, const char* key, const std::string& place);
[[nodiscard]] bool boolField(const Json& object, const char* key, bool otherwise, const std::string& place);
[[nodiscard]] std::string stringField(const Json& object, const char* key, const std::string& place);
[[nodiscard]] std::optional<std::string> optionalStringField(const Json& object, const char* key,
                                                             const std::string& place);
// A whole number in [0, largest].
[[nodiscard]] std::int64_t countOf(const Json& value, std::int64_t largest, const std::string& place);

} // namespace halyard
