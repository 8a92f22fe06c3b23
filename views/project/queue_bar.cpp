// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/project/queue_bar.h"

#include "views/run/state_badge.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace halyard::views {

QueueBar::QueueBar(QWidget* parent) : QWidget(parent) {
    setAccessibleName(tr("Queue"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_lines = new QWidget;
    m_lines->setProperty("plain", true);
    m_layout = new QVBoxLayout(m_lines);
    m_layout->setContentsMargins(kGrid, kGrid / 2, kGrid, kGrid / 2);
    m_layout->setSpacing(2);
    area->setWidget(m_lines);
    outer->addWidget(area);
    setRuns({});
}

void QueueBar::setRuns(const std::vector<RunFacts>& runs) {
    while (QLayoutItem* item = m_layout->takeAt(0)) {
        if (QWidget* line = item->widget()) {
            line->hide();
            line->deleteLater(); // a button of it may be what asked for this
        }
        delete item;
    }
    const auto waits = [](const RunFacts& run) { return run.state == RunState::Queued; };
    const auto waitingCount = static_cast<int>(std::count_if(runs.begin(), runs.end(), waits));
    int waiting = 0;
    for (const RunFacts& run : runs) {
        m_layout->addWidget(makeLine(run, waits(run) ? waiting : -1, waitingCount));
        waiting += waits(run) ? 1 : 0;
    }
    if (runs.empty()) {
        auto* none = new PlainLabel(tr("Nothing is running or waiting."), m_lines);
        setTone(*none, Tone::Muted);
        m_layout->addWidget(none);
    }
    m_layout->addStretch(1);
}

QWidget* QueueBar::makeLine(const RunFacts& run, int waiting, int waitingCount) {
    auto* line = new QWidget(m_lines);
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * kGrid);
    auto* badge = new StateBadge(line);
    badge->setState(run.state, stateText(run),
                    run.totalSteps > 0 ? static_cast<double>(run.step) / static_cast<double>(run.totalSteps) : 0);
    badge->setFixedWidth(std::max(badge->sizeHint().width(), 110));
    layout->addWidget(badge);
    auto* title = new PlainLabel(run.title, line);
    layout->addWidget(title, 1);
    const auto add = [&](const QString& text) {
        auto* label = new PlainLabel(text, line);
        setTone(*label, Tone::Muted);
        layout->addWidget(label);
    };
    if (goesOn(run.state)) {
        add(tr("step %1 / %2").arg(countText(run.step), countText(run.totalSteps)));
        if (run.loss) {
            add(tr("loss %1").arg(numberText(*run.loss)));
        }
        if (run.remaining) {
            add(tr("%1 left").arg(rangeText(*run.remaining)));
        }
    }
    auto* tools = new QHBoxLayout;
    tools->setSpacing(2);
    layout->addLayout(tools);
    const auto button = [&](const char* icon, const QString& tip, auto action) {
        auto* tool = new QToolButton(line);
        tool->setIcon(lineIcon(QLatin1String(icon)));
        tool->setToolTip(tip);
        tool->setAccessibleName(tip);
        tools->addWidget(tool);
        connect(tool, &QToolButton::clicked, this, action);
        return tool;
    };
    const QString id = run.id;
    button("chart", tr("Open"), [this, id] { Q_EMIT openRequested(id); });
    if (run.readOnly) {
        return line;
    }
    if (run.state == RunState::Running) {
        button("pause", tr("Pause"), [this, id] { Q_EMIT pauseRequested(id); });
    }
    if (run.state == RunState::Paused) {
        button("play", tr("Resume"), [this, id] { Q_EMIT resumeRequested(id); });
    }
    if (goesOn(run.state)) {
        button("stop", tr("Stop after this step, with a checkpoint"), [this, id] { Q_EMIT stopRequested(id); })
            ->setEnabled(run.state != RunState::Stopping);
    } else if (run.state == RunState::Queued) {
        button("up", tr("Earlier"), [this, id, waiting] { Q_EMIT moveRequested(id, waiting - 1); })->setEnabled(waiting > 0);
        button("down", tr("Later"), [this, id, waiting] { Q_EMIT moveRequested(id, waiting + 1); })
            ->setEnabled(waiting + 1 < waitingCount);
        button("close", tr("Take out of the queue"), [this, id] { Q_EMIT removeRequested(id); });
    }
    return line;
}

} // namespace halyard::views
