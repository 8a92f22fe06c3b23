// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/text/translations.h"
#include "views/theme/theme.h"

#include <QString>

class QApplication;

namespace halyard::app {

enum class ThemeChoice {
    System,
    Light,
    Dark
};
[[nodiscard]] QString nameOf(ThemeChoice choice); // "system", "light", "dark"
[[nodiscard]] ThemeChoice themeChoiceFromName(const QString& name);

// Theme and language of the whole program. The system's theme is that of its palette before ours was set.
class Appearance {
public:
    explicit Appearance(QApplication& application);

    void setTheme(ThemeChoice choice);
    [[nodiscard]] ThemeChoice theme() const { return m_choice; }
    // Locale name ("en", "zh_CN"); empty: the system's. Widgets made before keep their texts.
    void setLanguage(const QString& name);

private:
    QApplication* m_application;
    views::ThemeMode m_system;
    ThemeChoice m_choice = ThemeChoice::System;
    views::Translations m_translations;
};

} // namespace halyard::app
