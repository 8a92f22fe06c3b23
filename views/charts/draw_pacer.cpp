// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/draw_pacer.h"

#include <algorithm>

#include <QEvent>

namespace halyard::views {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLeastBetween{100};         // two drawings of one figure
constexpr milliseconds kLeastBetweenOfPerson{25};
constexpr int kPauses = 3;                         // times as long as the drawing before
constexpr std::chrono::milliseconds kLongestPause{1000};

} // namespace

DrawPacer::DrawPacer() {
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &DrawPacer::drawNext);
}

void DrawPacer::add(QWidget& figure, std::function<void()> draw) {
    std::erase_if(m_figures, [](const Figure& old) { return old.widget.isNull(); });
    m_figures.push_back({.widget = &figure, .draw = std::move(draw), .shown = figure.isVisible()});
    figure.installEventFilter(this);
}

void DrawPacer::remove(const QWidget& figure) {
    if (Figure* const found = find(&figure)) {
        found->widget->removeEventFilter(this);
        m_figures.erase(m_figures.begin() + (found - m_figures.data()));
    }
}

DrawPacer::Figure* DrawPacer::find(const QObject* widget) {
    const auto found = std::find_if(m_figures.begin(), m_figures.end(),
                                    [&](const Figure& figure) { return figure.widget.data() == widget; });
    return found == m_figures.end() ? nullptr : &*found;
}

void DrawPacer::ask(const QWidget& figure, Why why) {
    if (Figure* const found = find(&figure)) {
        found->wanted = found->wanted == Why::Person ? Why::Person : why;
        plan();
    }
}

void DrawPacer::drawn(const QWidget& figure) {
    if (Figure* const found = find(&figure)) {
        found->wanted.reset();
        found->last = Clock::now();
    }
}

// A window that is minimised hides what is in it, too.
bool DrawPacer::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Show || event->type() == QEvent::Hide) {
        if (Figure* const found = find(watched)) {
            found->shown = event->type() == QEvent::Show;
            plan();
        }
    }
    return QObject::eventFilter(watched, event);
}

DrawPacer::Clock::time_point DrawPacer::due(const Figure& figure) const {
    return figure.wanted == Why::Person ? figure.last + kLeastBetweenOfPerson : std::max(figure.last + kLeastBetween, m_free);
}

// Of those that are due together, the one that was drawn longest ago.
DrawPacer::Figure* DrawPacer::next() {
    Figure* best = nullptr;
    for (Figure& figure : m_figures) {
        const bool waits = figure.wanted && figure.shown && !figure.widget.isNull();
        if (waits && (best == nullptr || std::pair(due(figure), figure.last) < std::pair(due(*best), best->last))) {
            best = &figure;
        }
    }
    return best;
}

void DrawPacer::plan() {
    if (const Figure* const figure = next()) {
        const auto left = std::chrono::ceil<milliseconds>(due(*figure) - Clock::now());
        m_timer.start(std::max(left, milliseconds(0)));
    } else {
        m_timer.stop();
    }
}

void DrawPacer::drawNext() {
    const Figure* const figure = next();
    if (figure != nullptr && due(*figure) <= Clock::now()) {
        const QPointer<QWidget> widget = figure->widget;
        const auto begin = Clock::now();
        const std::function<void()> draw = figure->draw; // drawing may change the list
        draw();
        const auto end = Clock::now();
        m_free = end + std::min<Clock::duration>((end - begin) * kPauses, kLongestPause);
        if (widget) {
            drawn(*widget);
        }
    }
    plan();
}

} // namespace halyard::views
