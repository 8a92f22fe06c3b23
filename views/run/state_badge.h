// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/run/run_facts.h"

#include <QWidget>

namespace halyard::views {

// A state as a shape and a word; of a running one the shape has a ring that shows how far it is.
class StateBadge : public QWidget {
    Q_OBJECT

public:
    explicit StateBadge(QWidget* parent = nullptr);
    void setState(RunState state, const QString& word, double progress = 0);
    [[nodiscard]] QString word() const { return m_word; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    RunState m_state = RunState::New;
    QString m_word;
    double m_progress = 0;
};

// The shape alone, into a square; used by lists too.
void paintState(QPainter& painter, const QRect& square, RunState state, double progress, const QPalette& palette);

} // namespace halyard::views
