// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/charts/figure.h"
#include "views/theme/theme.h"

#include <QWidget>

#include <optional>

class QCustomPlot;

namespace halyard::views {

class PlainLabel;
class PopOut;

// A plot with its title, the buttons that save it and open it in a window of its own, and a line of words below for the value
// under the pointer. What is drawn is up to the class derived from it; it is drawn again when the theme changes.
class PlotCard : public QWidget {
    Q_OBJECT

public:
    PlotCard(const QString& title, QWidget* parent);

    [[nodiscard]] Figure figure(FigureFormat format);
    [[nodiscard]] QCustomPlot& plot() const { return *m_plot; }
    [[nodiscard]] QString title() const;

Q_SIGNALS:
    void figureRequested(halyard::views::FigureFormat format);

protected:
    // Everything anew, in the colours of mode(): the plot is empty and has its theme.
    virtual void draw() = 0;
    [[nodiscard]] virtual QByteArray csv() const = 0;

    void redraw();
    void setTitle(const QString& title);
    void setWords(const QString& words); // of the line below
    [[nodiscard]] ThemeMode mode() const; // light for a figure that is being written: a paper is white

    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    std::optional<ThemeMode> m_forced;
    PopOut* m_popOut = nullptr;
    PlainLabel* m_title = nullptr;
    QCustomPlot* m_plot = nullptr;
    PlainLabel* m_words = nullptr;
};

} // namespace halyard::views
