// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

class QApplication;
class QWidget;

namespace halyard::views {

enum class ThemeMode {
    Light,
    Dark
};

// Colours of a theme. Each of text, muted, accent, error, warning and success is readable (contrast >= 4.5:1) on window,
// surface and raised; onAccent is on accent.
struct ThemeColors {
    QColor window;  // behind everything
    QColor surface; // fields, lists, charts
    QColor raised;  // cards, headers, hovered rows
    QColor border;
    QColor text;
    QColor muted;
    QColor accent;
    QColor onAccent;
    QColor selection; // behind selected rows; text stays readable on it
    QColor error;
    QColor warning;
    QColor success;
};
[[nodiscard]] const ThemeColors& themeColors(ThemeMode mode);
// The theme a widget is drawn in, from its palette.
[[nodiscard]] ThemeMode themeOf(const QPalette& palette);
[[nodiscard]] const ThemeColors& themeColors(const QPalette& palette);

// Fusion with the palette and shapes of the theme, for every widget of the program, and a font with Latin and Chinese.
void applyTheme(QApplication& application, ThemeMode mode);

// Ratio of the luminances, (lighter + 0.05) / (darker + 0.05), 1…21 (WCAG 2.1, 1.4.3).
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

// Everything stands on a grid of 8 pixels.
constexpr int kGrid = 8;

enum class TextSize {
    Small,
    Body,
    Title
};
[[nodiscard]] QFont textFont(TextSize size, bool bold = false);
void setTextSize(QWidget& widget, TextSize size, bool bold = false);

// Colour of a label's text by its meaning; follows the theme.
enum class Tone {
    Normal,
    Muted,
    Accent,
    Error,
    Warning,
    Success
};
void setTone(QWidget& widget, Tone tone);
[[nodiscard]] QColor toneColor(Tone tone, const QPalette& palette);

// A widget drawn as a card (surface, border, round corners); the one button of a page that matters; a button without
// a frame until the pointer is on it.
void makeCard(QWidget& widget);
void makePrimary(QWidget& button);
void makeFlat(QWidget& button);
void makeOrdinary(QWidget& button); // takes the two back

} // namespace halyard::views
