// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/plot_card.h"

#include "views/charts/chart_theme.h"
#include "views/charts/figure_menu.h"
#include "views/charts/plot_figure.h"
#include "views/charts/pop_out.h"
#include "views/text/plain_label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>
#include <QVBoxLayout>

namespace halyard::views {

PlotCard::PlotCard(const QString& title, QWidget* parent) : QWidget(parent) {
    makeCard(*this);
    setFocusPolicy(Qt::StrongFocus);
    m_popOut = new PopOut(*this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGrid, kGrid / 2, kGrid, kGrid / 2);
    layout->setSpacing(kGrid);
    auto* header = new QWidget(this);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(4, 0, 0, 0);
    m_title = new PlainLabel(header);
    setTextSize(*m_title, TextSize::Body, true);
    row->addWidget(m_title, 1);
    row->addWidget(makeFigureButton(header, [this](FigureFormat format) { Q_EMIT figureRequested(format); }));
    row->addWidget(m_popOut->makeButton(header));
    layout->addWidget(header);
    m_plot = new QCustomPlot(this);
    m_plot->setMinimumSize(240, 120);
    m_plot->setFocusProxy(this);
    layout->addWidget(m_plot, 1);
    m_words = new PlainLabel(this);
    setTextSize(*m_words, TextSize::Small);
    setTone(*m_words, Tone::Muted);
    m_words->setContentsMargins(4, 0, 4, 4);
    layout->addWidget(m_words);
    setTitle(title);
}

void PlotCard::setTitle(const QString& title) {
    m_title->setPlainText(title);
    setAccessibleName(title);
    setWindowTitle(title);
}

QString PlotCard::title() const {
    return m_title->plainText();
}

void PlotCard::setWords(const QString& words) {
    m_words->setPlainText(words);
    setAccessibleDescription(words);
}

ThemeMode PlotCard::mode() const {
    return m_forced.value_or(themeOf(palette()));
}

void PlotCard::redraw() {
    m_plot->clearPlottables();
    m_plot->clearItems();
    applyChartTheme(*m_plot, mode());
    draw();
    m_plot->replot();
}

Figure PlotCard::figure(FigureFormat format) {
    if (format == FigureFormat::Csv) {
        return {csv(), suffixOf(format), title()};
    }
    m_forced = ThemeMode::Light;
    redraw();
    const Figure out = {drawnPlot(*m_plot, format, title()), suffixOf(format), title()};
    m_forced.reset();
    redraw();
    return out;
}

void PlotCard::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_words != nullptr) {
        redraw();
    }
}

void PlotCard::keyPressEvent(QKeyEvent* event) {
    if (!m_popOut->take(*event)) {
        QWidget::keyPressEvent(event);
    }
}

} // namespace halyard::views
