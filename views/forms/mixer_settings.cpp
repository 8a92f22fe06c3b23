// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/forms/mixer_settings.h"

#include "core/base/error.h"
#include "views/text/plain_text.h"

#include <algorithm>

namespace halyard::views {

namespace {

// "model.config.lightning_nh" -> "lightning_nh"
std::string nameOf(const MixerField& field) {
    return field.info.key.substr(field.info.key.rfind('.') + 1);
}

QString textOf(const Json& value) {
    return value.is_null() ? QString() : fromUtf8(value.is_string() ? value.get<std::string>() : value.dump());
}

Json valueOf(const MixerField& field, const QString& text) {
    if (field.info.type == FieldInfo::Type::Flag) {
        return text == QStringLiteral("true");
    }
    if (field.info.type == FieldInfo::Type::Choice) {
        return toUtf8(text);
    }
    bool whole = false;
    const qlonglong number = text.toLongLong(&whole);
    if (!whole) {
        throw invalidInput(HALYARD_TEXT("\"{key}\" must be {expected}, not \"{value}\"."),
                           {{"key", field.info.key}, {"expected", "a whole number"}, {"value", printable(toUtf8(text), 60)}});
    }
    return number;
}

} // namespace

FieldInfo mixerChoice() {
    FieldInfo field = *findField("model.mixer");
    field.type = FieldInfo::Type::Choice;
    for (const MixerField& setting : mixerFields()) {
        if (std::find(field.choices.begin(), field.choices.end(), setting.mixer) == field.choices.end()) {
            field.choices.push_back(setting.mixer);
        }
    }
    return field;
}

QString mixerSettingText(const RunSpec& spec, const MixerField& field) {
    const Json& config = spec.model.config;
    const auto found = config.find(nameOf(field));
    return textOf(config.is_object() && found != config.end() ? *found : field.otherwise);
}

void setMixerSetting(RunSpec& spec, const MixerField& field, const QString& text) {
    if (text == mixerSettingText(spec, field)) {
        return; // one that is given although it holds anyway stays given
    }
    const Json value = text.isEmpty() ? Json() : valueOf(field, text);
    if (value == field.otherwise) {
        spec.model.config.erase(nameOf(field));
    } else {
        spec.model.config[nameOf(field)] = value;
    }
}

} // namespace halyard::views
