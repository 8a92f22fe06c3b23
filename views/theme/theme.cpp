// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme/theme.h"

#include "views/theme/style_sheet.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyle>
#include <QStyleFactory>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

QPalette paletteOf(const ThemeColors& c) {
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, const QColor& color) { palette.setColor(role, color); };
    set(QPalette::Window, c.window);
    set(QPalette::WindowText, c.text);
    set(QPalette::Base, c.surface);
    set(QPalette::AlternateBase, c.raised);
    set(QPalette::Text, c.text);
    set(QPalette::Button, c.raised);
    set(QPalette::ButtonText, c.text);
    set(QPalette::BrightText, c.error);
    set(QPalette::ToolTipBase, c.raised);
    set(QPalette::ToolTipText, c.text);
    set(QPalette::PlaceholderText, c.muted);
    set(QPalette::Highlight, c.accent);
    set(QPalette::HighlightedText, c.onAccent);
    set(QPalette::Link, c.accent);
    set(QPalette::LinkVisited, c.accent);
    set(QPalette::Light, c.surface);
    set(QPalette::Midlight, c.raised);
    set(QPalette::Mid, c.border);
    set(QPalette::Dark, c.border);
    set(QPalette::Shadow, c.border);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, c.muted);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.border);
    return palette;
}

double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

// Families with Latin and Chinese first, so that both look alike; the system's own where they are missing.
QFont bodyFont() {
    const QStringList installed = QFontDatabase::families();
    QStringList families;
    for (const char* name : {"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Noto Sans", "DejaVu Sans"}) {
        if (installed.contains(QLatin1String(name))) {
            families << QLatin1String(name);
        }
    }
    families << QFontDatabase::systemFont(QFontDatabase::GeneralFont).families();
    QFont font;
    font.setFamilies(families);
    font.setPointSizeF(10);
    return font;
}

void setProperty(QWidget& widget, const char* name, const QString& value) {
    widget.setProperty(name, value);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

} // namespace

const ThemeColors& themeColors(ThemeMode mode) {
    static const ThemeColors kLight = {
        .window = QColor(0xF4, 0xF5, 0xF7),
        .surface = QColor(0xFF, 0xFF, 0xFF),
        .raised = QColor(0xEC, 0xEE, 0xF1),
        .border = QColor(0xD3, 0xD8, 0xDE),
        .text = QColor(0x1B, 0x1F, 0x24),
        .muted = QColor(0x56, 0x5F, 0x69),
        .accent = QColor(0x0B, 0x5C, 0xAD),
        .onAccent = QColor(0xFF, 0xFF, 0xFF),
        .selection = QColor(0xDB, 0xE8, 0xF6),
        .error = QColor(0xB0, 0x20, 0x1A),
        .warning = QColor(0x84, 0x53, 0x00),
        .success = QColor(0x14, 0x68, 0x39),
    };
    static const ThemeColors kDark = {
        .window = QColor(0x1C, 0x1F, 0x24),
        .surface = QColor(0x14, 0x17, 0x1B),
        .raised = QColor(0x27, 0x2C, 0x33),
        .border = QColor(0x3A, 0x41, 0x4A),
        .text = QColor(0xE6, 0xE9, 0xED),
        .muted = QColor(0xA0, 0xAA, 0xB5),
        .accent = QColor(0x6C, 0xB4, 0xF5),
        .onAccent = QColor(0x0C, 0x14, 0x1C),
        .selection = QColor(0x25, 0x3B, 0x52),
        .error = QColor(0xFF, 0x92, 0x87),
        .warning = QColor(0xE9, 0xB9, 0x4B),
        .success = QColor(0x74, 0xCF, 0x93),
    };
    return mode == ThemeMode::Dark ? kDark : kLight;
}

ThemeMode themeOf(const QPalette& palette) {
    // By the text: a style sheet may have made the background of a widget transparent.
    return palette.color(QPalette::WindowText).lightness() > 128 ? ThemeMode::Dark : ThemeMode::Light;
}

const ThemeColors& themeColors(const QPalette& palette) {
    return themeColors(themeOf(palette));
}

void applyTheme(QApplication& application, ThemeMode mode) {
    if (application.style()->objectName() != QLatin1String("fusion")) {
        QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    }
    QApplication::setFont(bodyFont());
    QApplication::setPalette(paletteOf(themeColors(mode)));
    application.setStyleSheet(styleSheetOf(mode));
}

double contrast(const QColor& a, const QColor& b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QFont textFont(TextSize size, bool bold) {
    QFont font = QApplication::font();
    const double points = font.pointSizeF();
    font.setPointSizeF(size == TextSize::Small ? points * 0.9 : size == TextSize::Title ? points * 1.5 : points);
    font.setWeight(bold ? QFont::Bold : QFont::Normal);
    return font;
}

void setTextSize(QWidget& widget, TextSize size, bool bold) {
    widget.setFont(textFont(size, bold));
}

void setTone(QWidget& widget, Tone tone) {
    static const char* const kNames[] = {"normal", "muted", "accent", "error", "warning", "success"};
    setProperty(widget, "tone", QLatin1String(kNames[static_cast<int>(tone)]));
}

QColor toneColor(Tone tone, const QPalette& palette) {
    const ThemeColors& colors = themeColors(palette);
    switch (tone) {
    case Tone::Normal: return colors.text;
    case Tone::Muted: return colors.muted;
    case Tone::Accent: return colors.accent;
    case Tone::Error: return colors.error;
    case Tone::Warning: return colors.warning;
    case Tone::Success: return colors.success;
    }
    return colors.text;
}

void makeCard(QWidget& widget) {
    widget.setAttribute(Qt::WA_StyledBackground);
    setProperty(widget, "look", QStringLiteral("card"));
}

void makePrimary(QWidget& button) {
    setProperty(button, "look", QStringLiteral("primary"));
}

void makeOrdinary(QWidget& button) {
    setProperty(button, "look", QString());
}

void makeFlat(QWidget& button) {
    setProperty(button, "look", QStringLiteral("flat"));
}

} // namespace halyard::views
