// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/run/run_spec.h"

#include <optional>
#include <string>
#include <vector>

namespace halyard {

// What a person and a form need to know of one setting; feeds wizards, --help and the documentation.
struct FieldInfo {
    enum class Type { Integer, Number, Text, Flag, Choice, IntegerList, Document };
    std::string key{}; // "optimizer.learning_rate"
    Type type = Type::Text;
    Sentence label{""};
    Sentence help{""};
    std::string unit{};              // "steps", "tokens", "" …
    std::optional<double> minimum{}; // of a number, or of each element of a list; inclusive unless exclusiveMinimum
    std::optional<double> maximum{};
    bool exclusiveMinimum = false;
    std::vector<std::string> choices{};
    std::vector<RunKind> kinds{}; // kinds that read it; a setting given to another kind warns
};

// Every setting, in the order a form shows them.
[[nodiscard]] const std::vector<FieldInfo>& fieldInfos();
[[nodiscard]] const FieldInfo* findField(std::string_view key);
// "above 0, at most 1", "0 or more", "one of cosine, wsd, constant"; empty when anything of the type is allowed.
[[nodiscard]] std::string describeRange(const FieldInfo& field);
// The known key nearest to a misspelt one, by edit distance; nothing when none is near.
[[nodiscard]] std::optional<std::string> nearestField(std::string_view key);

} // namespace halyard
