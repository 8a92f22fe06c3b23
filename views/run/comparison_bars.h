// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QWidget>

#include <map>
#include <optional>

class QProgressBar;

namespace halyard::views {

class PlainLabel;

// One line for each run whose events are still being read for a comparison: how far that is, and a button that gives it up.
// What is read within a moment gets none.
class ComparisonBars : public QWidget {
    Q_OBJECT

public:
    explicit ComparisonBars(QWidget* parent = nullptr);
    // part: 0…1; none: it is read, or no longer wanted.
    void setPart(const QString& id, const QString& title, std::optional<double> part);

Q_SIGNALS:
    void cancelled(const QString& id);

private:
    struct Line {
        QWidget* widget = nullptr;
        QString title;
        PlainLabel* text = nullptr;
        QProgressBar* bar = nullptr;
        QElapsedTimer since;
    };
    [[nodiscard]] Line makeLine(const QString& id, const QString& title);

    std::map<QString, Line> m_lines;
};

} // namespace halyard::views
