// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/figure_menu.h"

#include "views/theme/line_icon.h"

#include <QCoreApplication>
#include <QMenu>
#include <QToolButton>

#include <utility>

namespace halyard::views {

namespace {

QString inLanguage(const char* text) {
    return QCoreApplication::translate("halyard::views::FigureMenu", text);
}

} // namespace

QToolButton* makeFigureButton(QWidget* parent, std::function<void(FigureFormat)> chosen) {
    auto* save = new QToolButton(parent);
    save->setIcon(lineIcon(QStringLiteral("save")));
    save->setToolTip(inLanguage(QT_TRANSLATE_NOOP("halyard::views::FigureMenu", "Save this figure")));
    save->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(save);
    const std::pair<QString, FigureFormat> formats[] = {
        {inLanguage(QT_TRANSLATE_NOOP("halyard::views::FigureMenu", "Picture (PNG)…")), FigureFormat::Png},
        {inLanguage(QT_TRANSLATE_NOOP("halyard::views::FigureMenu", "Drawing (SVG)…")), FigureFormat::Svg},
        {inLanguage(QT_TRANSLATE_NOOP("halyard::views::FigureMenu", "Numbers (CSV)…")), FigureFormat::Csv}};
    for (const auto& [text, format] : formats) {
        QObject::connect(menu->addAction(text), &QAction::triggered, save, [chosen, format = format] { chosen(format); });
    }
    save->setMenu(menu);
    return save;
}

} // namespace halyard::views
