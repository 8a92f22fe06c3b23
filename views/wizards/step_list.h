// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

namespace halyard::views {

// The pages of a wizard at its left: which are complete, which have a problem, which one is shown.
class StepList : public QListWidget {
    Q_OBJECT

public:
    enum class Mark {
        Open,
        Complete,
        Problem
    };

    explicit StepList(QWidget* parent = nullptr);
    void setSteps(const QStringList& titles);
    void setMark(int step, Mark mark);
    void setCurrentStep(int step);

Q_SIGNALS:
    void stepChosen(int step);
};

} // namespace halyard::views
