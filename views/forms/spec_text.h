// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/field_info.h"
#include "core/run/run_spec.h"

#include <QString>

namespace halyard::views {

// A setting of a spec in the form --set takes, whatever the locale: "0.001", "0,3,7", "true", "none", "{}".
[[nodiscard]] QString settingText(const RunSpec& spec, const FieldInfo& field);

// A setting that differs from that of another spec: its key and both texts.
struct SettingChange {
    std::string key;
    QString label;
    QString from;
    QString to;
};
[[nodiscard]] std::vector<SettingChange> changedSettings(const RunSpec& from, const RunSpec& to);

// The line that makes the same run in a terminal; quoted for a POSIX shell.
[[nodiscard]] QString commandLine(const RunSpec& spec, const RunSpec& preset, const QString& runFolder);
// One argument of it: in single quotes where a shell would read it otherwise.
[[nodiscard]] QString shellQuoted(const QString& argument);

} // namespace halyard::views
