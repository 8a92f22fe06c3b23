// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/text/message_text.h"

#include "core/run/mixer_fields.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"

#include <QCoreApplication>

#include <algorithm>

namespace halyard::views {

namespace {

QString inLanguage(const char* english) {
    return *english == '\0' ? QString() : QCoreApplication::translate(kWaistContext, english);
}

QString filled(const QString& pattern, const Arguments& arguments) {
    QString out;
    for (qsizetype at = 0; at < pattern.size();) {
        const qsizetype close = pattern[at] == u'{' ? pattern.indexOf(u'}', at) : -1;
        if (close > 0) {
            const std::string name = toUtf8(pattern.mid(at + 1, close - at - 1));
            const auto found =
                std::find_if(arguments.begin(), arguments.end(), [&](const auto& a) { return a.first == name; });
            if (found != arguments.end()) {
                out += shownText(inLanguage(found->second.c_str()));
                at = close + 1;
                continue;
            }
        }
        out += pattern[at++];
    }
    return out;
}

} // namespace

QString translated(const Sentence& sentence) {
    return inLanguage(sentence.pattern);
}

QString translated(const Message& message) {
    return filled(inLanguage(message.pattern.c_str()), message.arguments);
}

QString translated(const Issue& issue) {
    Message message = issue.message;
    if (const FieldInfo* field = fieldOf(issue)) {
        for (auto& [name, value] : message.arguments) {
            if (const QString range = name == "range" ? rangeText(*field) : QString(); !range.isEmpty()) {
                value = toUtf8(range);
            }
        }
    }
    return translated(message);
}

QString rangeText(const FieldInfo& field) {
    const auto number = [&](double value) { return numberText(value); };
    if (!field.choices.empty()) {
        QStringList names;
        for (const std::string& choice : field.choices) {
            names << fromUtf8(choice);
        }
        return QCoreApplication::translate("halyard::views::Range", "one of %1")
            .arg(names.join(QCoreApplication::translate("halyard::views::Range", ", ", "between the items of a list")));
    }
    if (field.minimum && field.maximum) {
        const QString pattern = field.exclusiveMinimum
                                    ? QCoreApplication::translate("halyard::views::Range", "above %1 and at most %2")
                                    : QCoreApplication::translate("halyard::views::Range", "at least %1 and at most %2");
        return pattern.arg(number(*field.minimum), number(*field.maximum));
    }
    if (field.minimum) {
        const QString pattern = field.exclusiveMinimum ? QCoreApplication::translate("halyard::views::Range", "above %1")
                                                       : QCoreApplication::translate("halyard::views::Range", "at least %1");
        return pattern.arg(number(*field.minimum));
    }
    if (field.maximum) {
        return QCoreApplication::translate("halyard::views::Range", "at most %1").arg(number(*field.maximum));
    }
    return {};
}

const FieldInfo* fieldOf(const Issue& issue) {
    if (issue.path.size() < 2 || issue.path.front() != '/') {
        return nullptr;
    }
    std::string key = issue.path.substr(1);
    std::replace(key.begin(), key.end(), '/', '.');
    const FieldInfo* field = findField(key);
    const MixerField* mixers = field == nullptr ? findMixerField(key) : nullptr;
    return mixers == nullptr ? field : &mixers->info;
}

} // namespace halyard::views
