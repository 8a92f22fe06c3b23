// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/text/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>

void initHalyardTranslations() {
    Q_INIT_RESOURCE(halyard_translations);
}

namespace halyard::views {

Translations installTranslations(const QLocale& locale) {
    initHalyardTranslations();
    QLocale::setDefault(locale);
    Translations out;
    const auto add = [&](const QString& file, const QString& folder) {
        auto translator = std::make_unique<QTranslator>();
        if (translator->load(locale, file, QStringLiteral("_"), folder)) {
            QCoreApplication::installTranslator(translator.get());
            out.push_back(std::move(translator));
        }
    };
    add(QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    add(QStringLiteral("halyard"), QStringLiteral(":/halyard/translations"));
    return out;
}

QStringList interfaceLanguages() {
    return {QStringLiteral("en"), QStringLiteral("zh_CN")};
}

} // namespace halyard::views
