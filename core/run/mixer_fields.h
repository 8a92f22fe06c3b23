// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/run/field_info.h"

#include <string>
#include <string_view>
#include <vector>

namespace halyard {

// A setting of one mixer: a key of "model.config" that runs of stage 1 and 2 read ("model.config.lightning_nh").
struct MixerField {
    std::string mixer; // published name
    FieldInfo info;
    Json otherwise; // the value when it is not given; null: taken from the teacher, as the help says
};

// Every setting of every mixer, in the order a form shows them. Ranges are those that core/io checks.
[[nodiscard]] const std::vector<MixerField>& mixerFields();
[[nodiscard]] const MixerField* findMixerField(std::string_view key);

// What is wrong with a value of such a setting: "a whole number, at least 1 and at most 65536"; empty when it fits.
[[nodiscard]] std::string wantedInstead(const FieldInfo& field, const Json& value);

} // namespace halyard
