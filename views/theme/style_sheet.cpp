// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme/style_sheet.h"

#include <array>
#include <utility>

namespace halyard::views {

namespace {

// @name stands for a colour of the theme, @theme for "light" or "dark".
constexpr const char* kControls = R"(
QPushButton, QToolButton[look="button"] {
    background: @surface; color: @text; border: 1px solid @border; border-radius: 6px; padding: 5px 14px; min-height: 18px;
}
QPushButton:hover, QToolButton[look="button"]:hover { background: @raised; }
QPushButton:pressed, QToolButton[look="button"]:pressed { background: @border; }
QPushButton:focus, QToolButton:focus { border: 1px solid @accent; }
QPushButton:disabled { color: @muted; background: @window; }
QPushButton:default, QPushButton[look="primary"] { background: @accent; color: @onAccent; border: 1px solid @accent; }
QPushButton[look="primary"]:hover { border: 1px solid @text; }
QPushButton[look="primary"]:disabled { background: @raised; color: @muted; border: 1px solid @border; }
QPushButton::menu-indicator { image: url(:/halyard/icons/chevron-down-@theme.svg); width: 12px; height: 12px;
    subcontrol-origin: padding; subcontrol-position: center right; right: 6px; }
QPushButton[menu="true"] { padding-right: 26px; }
QToolButton, QPushButton[look="flat"] { background: transparent; color: @text; border: 1px solid transparent; border-radius: 6px; padding: 3px; }
QPushButton[look="flat"] { padding: 4px 8px; text-align: left; }
QToolButton:hover, QPushButton[look="flat"]:hover { background: @raised; }
QToolButton:pressed, QToolButton:checked, QPushButton[look="flat"]:pressed { background: @border; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
    background: @surface; color: @text; border: 1px solid @border; border-radius: 6px; padding: 4px 8px;
    selection-background-color: @accent; selection-color: @onAccent;
}
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox { min-height: 18px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QComboBox:focus { border: 1px solid @accent; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled { background: @window; color: @muted; }
QLineEdit[wrong="true"], QComboBox[wrong="true"], QPlainTextEdit[wrong="true"] { border: 1px solid @error; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/halyard/icons/chevron-down-@theme.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: @surface; border: 1px solid @border; padding: 4px; outline: none;
    selection-background-color: @selection; selection-color: @text; }
QSpinBox::up-button, QSpinBox::down-button { width: 0px; border: none; }

QCheckBox, QRadioButton { spacing: 8px; color: @text; }
QCheckBox::indicator, QRadioButton::indicator, QTreeView::indicator, QListView::indicator, QTableView::indicator { width: 14px; height: 14px;
    border: 1px solid @muted; border-radius: 3px; background: @surface; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked, QTableView::indicator:checked { background: @accent;
    border: 1px solid @accent; image: url(:/halyard/icons/check-@theme.svg); }
QRadioButton::indicator:checked { background: @surface; border: 5px solid @accent; width: 6px; height: 6px; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border: 1px solid @border; background: @window; }
QCheckBox:focus, QRadioButton:focus { color: @accent; }
QProgressBar { background: @raised; border: none; border-radius: 4px; max-height: 8px; min-height: 8px; text-align: center; }
QProgressBar::chunk { background: @accent; border-radius: 4px; }
QSlider::groove:horizontal { height: 4px; background: @border; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { background: @surface; border: 2px solid @accent; width: 12px; height: 12px; margin: -6px 0; border-radius: 8px; }
QSlider::handle:horizontal:focus { background: @accent; }
)";

constexpr const char* kContainers = R"(
QFrame[look="card"], QWidget[look="card"] { background: @surface; border: 1px solid @border; border-radius: 8px; }
QScrollArea, QScrollArea > QWidget > QWidget[plain="true"] { background: transparent; border: none; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: @border; }
QToolTip { background: @raised; color: @text; border: 1px solid @border; padding: 4px 6px; }

QTabWidget::pane { border: none; border-top: 1px solid @border; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @muted; border: none; border-bottom: 2px solid transparent; padding: 7px 14px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar::tab:focus { background: @raised; }
QTabBar::close-button { image: url(:/halyard/icons/close-@theme.svg); width: 14px; height: 14px; padding: 2px; border-radius: 4px; }
QTabBar::close-button:hover { background: @raised; }

QTreeView, QTableView, QListView { background: @surface; color: @text; border: 1px solid @border; border-radius: 6px;
    outline: none; alternate-background-color: @window; gridline-color: @border; }
QTreeView[frameless="true"], QTableView[frameless="true"], QListView[frameless="true"] { border: none; background: transparent; }
QTreeView::item, QListView::item, QTableView::item { padding: 3px 6px; border: none; }
QTreeView::item:hover, QListView::item:hover { background: @raised; }
QTreeView::item:selected, QListView::item:selected, QTableView::item:selected { background: @selection; color: @text; }
QTreeView::branch { background: transparent; }
QTreeView::branch:has-children:closed { image: url(:/halyard/icons/chevron-right-@theme.svg); }
QTreeView::branch:has-children:open { image: url(:/halyard/icons/chevron-down-@theme.svg); }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; color: @muted; border: none; border-bottom: 1px solid @border; padding: 4px 6px; }
QTableCornerButton::section { background: transparent; border: none; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @border; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";

constexpr const char* kWindows = R"(
QMenuBar { background: @window; color: @text; border-bottom: 1px solid @border; }
QMenuBar::item { padding: 5px 10px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected { background: @raised; }
QMenu { background: @surface; color: @text; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 24px; border-radius: 4px; }
QMenu::icon { padding-left: 6px; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @border; margin: 4px 6px; }
QMainWindow::separator { background: @border; width: 1px; height: 1px; }
QDockWidget { color: @muted; titlebar-close-icon: none; }
QDockWidget::title { background: @window; padding: 7px 10px; text-align: left; }
QStatusBar { background: @window; color: @muted; }
QStatusBar::item { border: none; }

QLabel[tone="muted"], QCheckBox[tone="muted"] { color: @muted; }
QLabel[tone="accent"] { color: @accent; }
QLabel[tone="error"] { color: @error; }
QLabel[tone="warning"] { color: @warning; }
QLabel[tone="success"] { color: @success; }
)";

} // namespace

QString styleSheetOf(ThemeMode mode) {
    const ThemeColors& c = themeColors(mode);
    const std::array<std::pair<const char*, QString>, 13> names = {{
        {"@theme", mode == ThemeMode::Dark ? QStringLiteral("dark") : QStringLiteral("light")},
        {"@window", c.window.name()},
        {"@surface", c.surface.name()},
        {"@raised", c.raised.name()},
        {"@border", c.border.name()},
        {"@text", c.text.name()},
        {"@muted", c.muted.name()},
        {"@accent", c.accent.name()},
        {"@onAccent", c.onAccent.name()},
        {"@selection", c.selection.name()},
        {"@error", c.error.name()},
        {"@warning", c.warning.name()},
        {"@success", c.success.name()},
    }};
    QString sheet = QLatin1String(kControls) + QLatin1String(kContainers) + QLatin1String(kWindows);
    for (const auto& [name, value] : names) {
        sheet.replace(QLatin1String(name), value);
    }
    return sheet;
}

} // namespace halyard::views
