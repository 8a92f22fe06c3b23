// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/run/field_info.h"
#include "core/run/validate.h"

#include <QString>

namespace halyard::views {

// Sentences of the waist are translated in this context; tools/translations collects them.
constexpr const char* kWaistContext = "halyard";

// The sentence in the language of the interface, before its arguments are filled in. Arguments that are sentences
// themselves ("a whole number") are translated too.
[[nodiscard]] QString translated(const Sentence& sentence);
[[nodiscard]] QString translated(const Message& message);
// An issue of a spec; the range of its setting is described in the language of the interface.
[[nodiscard]] QString translated(const Issue& issue);

// "above 0 and at most 1", "one of cosine, wsd, constant"; empty when anything of the type is allowed.
[[nodiscard]] QString rangeText(const FieldInfo& field);

// The setting an issue is about, a mixer's own included: "/optimizer/learning_rate" -> its FieldInfo; nullptr for inputs and
// children.
[[nodiscard]] const FieldInfo* fieldOf(const Issue& issue);

} // namespace halyard::views
