// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/mixer_fields.h"

#include <QString>

namespace halyard::views {

// The settings of a mixer in the forms: keys of "model.config", each with an editor of its own.

// "model.mixer" as a choice among the mixers whose settings are known.
[[nodiscard]] FieldInfo mixerChoice();

// The setting as --set takes it; what holds when it is not given, and empty when that is the teacher's.
[[nodiscard]] QString mixerSettingText(const RunSpec& spec, const MixerField& field);
// Puts it into "model.config", or takes it out when it is what holds anyway. Throws Error(InvalidInput) for a text of
// another type.
void setMixerSetting(RunSpec& spec, const MixerField& field, const QString& text);

} // namespace halyard::views
