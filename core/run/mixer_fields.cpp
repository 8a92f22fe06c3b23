// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/mixer_fields.h"

#include "core/io/lightning_config.h"

#include <algorithm>

namespace halyard {

namespace {

constexpr const char* kLightning = "lightning-attn";

MixerField number(FieldInfo info, std::int64_t largest, Json otherwise) {
    info.type = FieldInfo::Type::Integer;
    info.minimum = 1;
    info.maximum = static_cast<double>(largest);
    info.kinds = {RunKind::Stage1, RunKind::Stage2};
    return {kLightning, std::move(info), std::move(otherwise)};
}

MixerField flag(FieldInfo info, bool otherwise) {
    info.type = FieldInfo::Type::Flag;
    info.kinds = {RunKind::Stage1, RunKind::Stage2};
    return {kLightning, std::move(info), otherwise};
}

std::vector<MixerField> sizes() {
    return {
        number({.key = "model.config.lightning_nh",
                .label = HALYARD_TEXT("Heads"),
                .help = HALYARD_TEXT("Heads of lightning attention; the teacher's attention heads unless given."),
                .unit = "heads"},
               kMaxLightningHeads, nullptr),
        number({.key = "model.config.lightning_nkv",
                .label = HALYARD_TEXT("Key and value heads"),
                .help = HALYARD_TEXT("Must divide the heads. Unless given: all heads with \"model.expand_kv_proj\", else "
                                     "the teacher's key and value heads."),
                .unit = "heads"},
               kMaxLightningHeads, nullptr),
        number({.key = "model.config.lightning_head_dim",
                .label = HALYARD_TEXT("Width of a head"),
                .help = HALYARD_TEXT("The teacher's unless given; equal to it with rotary positions."),
                .unit = "channels"},
               kMaxLightningHeads, nullptr),
        {kLightning,
         {.key = "model.config.lightning_scale",
          .type = FieldInfo::Type::Choice,
          .label = HALYARD_TEXT("Scale of queries"),
          .help = HALYARD_TEXT("Multiplies the output of lightning attention; d is the width of a head."),
          .choices = {"1/sqrt(d)", "1/d", "1"},
          .kinds = {RunKind::Stage1, RunKind::Stage2}},
         "1/sqrt(d)"},
    };
}

std::vector<MixerField> flags() {
    return {
        flag({.key = "model.config.lightning_use_rope",
              .label = HALYARD_TEXT("Rotary positions"),
              .help = HALYARD_TEXT("Rotates queries and keys of lightning attention by their positions.")},
             true),
        flag({.key = "model.config.lightning_use_qk_norm",
              .label = HALYARD_TEXT("Norm of queries and keys"),
              .help = HALYARD_TEXT("RMSNorm over each head's queries and keys, as the teacher has it.")},
             true),
        flag({.key = "model.config.lightning_use_output_norm",
              .label = HALYARD_TEXT("Norm of the output"),
              .help = HALYARD_TEXT("RMSNorm over the outputs of all heads together.")},
             true),
        flag({.key = "model.config.lightning_use_output_gate",
              .label = HALYARD_TEXT("Output gate"),
              .help = HALYARD_TEXT("Multiplies the output by the sigmoid of a learned projection.")},
             true),
        flag({.key = "model.config.lightning_use_short_conv",
              .label = HALYARD_TEXT("Short convolution"),
              .help = HALYARD_TEXT("A causal convolution along time over queries, keys and values.")},
             false),
        number({.key = "model.config.lightning_conv_size",
                .label = HALYARD_TEXT("Width of the convolution"),
                .help = HALYARD_TEXT("Tokens that the short convolution sees, the newest included."),
                .unit = "tokens"},
               kMaxLightningConvolution, 4),
    };
}

} // namespace

const std::vector<MixerField>& mixerFields() {
    static const std::vector<MixerField> kFields = [] {
        std::vector<MixerField> all = sizes();
        std::vector<MixerField> rest = flags();
        std::move(rest.begin(), rest.end(), std::back_inserter(all));
        return all;
    }();
    return kFields;
}

const MixerField* findMixerField(std::string_view key) {
    const auto& fields = mixerFields();
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const MixerField& f) { return f.info.key == key; });
    return found == fields.end() ? nullptr : &*found;
}

std::string wantedInstead(const FieldInfo& field, const Json& value) {
    switch (field.type) {
    case FieldInfo::Type::Flag:
        return value.is_boolean() ? "" : "true or false";
    case FieldInfo::Type::Choice: {
        const bool known = value.is_string() && std::find(field.choices.begin(), field.choices.end(),
                                                          value.get_ref<const std::string&>()) != field.choices.end();
        return known ? "" : describeRange(field);
    }
    default: {
        const bool fits = value.is_number_integer() && value.get<double>() >= *field.minimum &&
                          value.get<double>() <= *field.maximum;
        return fits ? "" : "a whole number, " + describeRange(field);
    }
    }
}

} // namespace halyard
