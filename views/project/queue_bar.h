// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/run/run_facts.h"

#include <QWidget>

#include <vector>

class QScrollArea;
class QVBoxLayout;

namespace halyard::views {

// Runs that go on or wait, one line each, in the order they will run.
class QueueBar : public QWidget {
    Q_OBJECT

public:
    explicit QueueBar(QWidget* parent = nullptr);
    void setRuns(const std::vector<RunFacts>& runs);

Q_SIGNALS:
    void openRequested(const QString& run);
    void pauseRequested(const QString& run);
    void resumeRequested(const QString& run);
    void stopRequested(const QString& run);
    void moveRequested(const QString& run, int position); // among those that wait, from 0
    void removeRequested(const QString& run);             // from the queue

private:
    [[nodiscard]] QWidget* makeLine(const RunFacts& run, int waiting, int waitingCount);

    QWidget* m_lines = nullptr;
    QVBoxLayout* m_layout = nullptr;
};

} // namespace halyard::views
