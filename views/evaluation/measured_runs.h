// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/evaluation/measured_run.h"
#include "views/run/run_page.h"

#include <QWidget>

class QHBoxLayout;
class QToolButton;
class QVBoxLayout;

namespace halyard::views {

class PlainLabel;

// The top of a page of measurements: what it shows, the runs on it with their progress, and others that may be added.
class MeasuredRuns : public QWidget {
    Q_OBJECT

public:
    MeasuredRuns(const QString& title, const QString& about, QWidget* parent = nullptr);
    void setRuns(const std::vector<MeasuredRun>& runs);
    void setOtherRuns(const std::vector<OtherRun>& runs);
    // Beside the title, before "Add a run".
    void addControl(QWidget* control);

Q_SIGNALS:
    void runAdded(const QString& run);
    void runRemoved(const QString& run); // not the first, whose page this is
    void runOpened(const QString& run);

private:
    QHBoxLayout* m_controls = nullptr;
    QToolButton* m_add = nullptr;
    QVBoxLayout* m_rows = nullptr;
    std::vector<OtherRun> m_others;
    QStringList m_shown; // ids of the rows
};

// What stands in the place of charts while there is nothing to draw.
[[nodiscard]] PlainLabel* makeEmptyNote(QWidget* parent);

} // namespace halyard::views
