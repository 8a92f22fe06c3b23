// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QWidget>

namespace halyard::views {

// When figures whose values changed are drawn anew: one after another with time for everything else between them, each at
// most ten times a second, all together in no more than a quarter of the time whatever the machine does besides, and none
// while it is hidden. So the event loop is never kept for longer than one figure takes.
class DrawPacer : public QObject {
    Q_OBJECT

public:
    enum class Why {
        Values, // something came in
        Person  // somebody zooms, resizes, changes the look: at once
    };

    DrawPacer();
    // draw is not called after figure's end.
    void add(QWidget& figure, std::function<void()> draw);
    void remove(const QWidget& figure);
    void ask(const QWidget& figure, Why why);
    // It was drawn for another reason.
    void drawn(const QWidget& figure);
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    using Clock = std::chrono::steady_clock;
    struct Figure {
        QPointer<QWidget> widget;
        std::function<void()> draw;
        std::optional<Why> wanted = std::nullopt;
        bool shown = false;
        Clock::time_point last = {}; // end of its newest drawing
    };

    [[nodiscard]] Figure* find(const QObject* widget);
    [[nodiscard]] Clock::time_point due(const Figure& figure) const;
    [[nodiscard]] Figure* next();
    void plan();
    void drawNext();

    std::vector<Figure> m_figures;
    QTimer m_timer;
    Clock::time_point m_free; // when values may be drawn again
};

} // namespace halyard::views
