// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QTranslator>

#include <memory>
#include <vector>

namespace halyard::views {

// The interface in the language of a locale: our texts, those of the waist, and Qt's own buttons, and its way of writing
// numbers. English and languages we do not have need no translator. In force while the result lives.
using Translations = std::vector<std::unique_ptr<QTranslator>>;
[[nodiscard]] Translations installTranslations(const QLocale& locale);
// Languages of the interface, as locale names: "en", "zh_CN".
[[nodiscard]] QStringList interfaceLanguages();

} // namespace halyard::views
