// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/wizards/step_list.h"

#include "views/theme/line_icon.h"

namespace halyard::views {

StepList::StepList(QWidget* parent) : QListWidget(parent) {
    setProperty("frameless", true);
    setFixedWidth(200);
    setIconSize(QSize(16, 16));
    setSpacing(2);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Steps of the wizard"));
    connect(this, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0) {
            Q_EMIT stepChosen(row);
        }
    });
}

void StepList::setSteps(const QStringList& titles) {
    const QSignalBlocker quiet(this);
    clear();
    addItems(titles);
    for (int i = 0; i < count(); ++i) {
        setMark(i, Mark::Open);
    }
}

void StepList::setMark(int step, Mark mark) {
    switch (mark) {
    case Mark::Open: item(step)->setIcon(lineIcon(QStringLiteral("state-new"), Tone::Muted)); break;
    case Mark::Complete: item(step)->setIcon(lineIcon(QStringLiteral("state-done"), Tone::Success)); break;
    case Mark::Problem: item(step)->setIcon(lineIcon(QStringLiteral("warning"), Tone::Error)); break;
    }
}

void StepList::setCurrentStep(int step) {
    const QSignalBlocker quiet(this);
    setCurrentRow(step);
}

} // namespace halyard::views
