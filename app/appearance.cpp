// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/appearance.h"

#include <QApplication>
#include <QPalette>

namespace halyard::app {

QString nameOf(ThemeChoice choice) {
    switch (choice) {
    case ThemeChoice::Light: return QStringLiteral("light");
    case ThemeChoice::Dark: return QStringLiteral("dark");
    case ThemeChoice::System: break;
    }
    return QStringLiteral("system");
}

ThemeChoice themeChoiceFromName(const QString& name) {
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        if (name == nameOf(choice)) {
            return choice;
        }
    }
    return ThemeChoice::System;
}

Appearance::Appearance(QApplication& application)
    : m_application(&application), m_system(views::themeOf(QApplication::palette())) {}

void Appearance::setTheme(ThemeChoice choice) {
    m_choice = choice;
    const auto mode = choice == ThemeChoice::System ? m_system
                      : choice == ThemeChoice::Dark ? views::ThemeMode::Dark
                                                    : views::ThemeMode::Light;
    views::applyTheme(*m_application, mode);
}

void Appearance::setLanguage(const QString& name) {
    m_translations.clear(); // before the new ones, which would else be asked second
    m_translations = views::installTranslations(name.isEmpty() ? QLocale::system() : QLocale(name));
}

} // namespace halyard::app
