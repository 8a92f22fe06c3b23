// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/forms/spec_text.h"

#include "core/run/run_fields.h"
#include "views/text/message_text.h"
#include "views/text/plain_text.h"

#include <QRegularExpression>

#include <algorithm>

namespace halyard::views {

namespace {

QString textOf(const std::string& value) {
    return fromUtf8(value);
}
QString textOf(bool value) {
    return value ? QStringLiteral("true") : QStringLiteral("false");
}
QString textOf(std::int64_t value) {
    return QString::number(value);
}
QString textOf(double value) {
    return fromUtf8(Json(value).dump());
}
QString textOf(const std::optional<double>& value) {
    return value ? textOf(*value) : QStringLiteral("none");
}
QString textOf(const std::vector<std::int64_t>& values) {
    QStringList numbers;
    for (const std::int64_t value : values) {
        numbers << QString::number(value);
    }
    return numbers.join(u',');
}
QString textOf(const Json& value) {
    return value.empty() ? QStringLiteral("{}") : fromUtf8(value.dump(2, ' ', false, Json::error_handler_t::replace));
}

} // namespace

QString settingText(const RunSpec& spec, const FieldInfo& wanted) {
    QString out;
    visitFields(spec, [&](const auto& member, const FieldInfo& field) {
        if (field.key == wanted.key) {
            out = textOf(member);
        }
    });
    return out;
}

std::vector<SettingChange> changedSettings(const RunSpec& from, const RunSpec& to) {
    std::vector<SettingChange> out;
    for (const FieldInfo& field : fieldInfos()) {
        const QString before = settingText(from, field);
        const QString after = settingText(to, field);
        if (before != after) {
            out.push_back({field.key, translated(field.label), before, after});
        }
    }
    return out;
}

QString shellQuoted(const QString& argument) {
    static const QRegularExpression kPlain(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
    if (kPlain.match(argument).hasMatch()) {
        return argument;
    }
    QString quoted = argument;
    quoted.replace(QStringLiteral("'"), QStringLiteral("'\\''"));
    return u'\'' + quoted + u'\'';
}

QString commandLine(const RunSpec& spec, const RunSpec& preset, const QString& runFolder) {
    QStringList words = {QStringLiteral("halyard"), QStringLiteral("new"),
                         fromUtf8(nameOf(spec.kind))};
    if (!spec.preset.empty()) {
        words << QStringLiteral("--preset") << fromUtf8(spec.preset);
    }
    for (const RunInput& input : spec.inputs) {
        if (!input.path.empty()) {
            words << QStringLiteral("--") + fromUtf8(input.role).replace(u'_', u'-') << fromUtf8(input.path);
        }
    }
    for (const SettingChange& change : changedSettings(preset, spec)) {
        QString value = change.to;
        words << QStringLiteral("--set") << fromUtf8(change.key) + u'=' + value.replace(u'\n', u' ');
    }
    words << QStringLiteral("--out") << runFolder;
    std::transform(words.begin(), words.end(), words.begin(), shellQuoted);
    return words.join(u' ') + QStringLiteral(" && halyard run ") + shellQuoted(runFolder);
}

} // namespace halyard::views
