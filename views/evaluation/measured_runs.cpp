// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evaluation/measured_runs.h"

#include "views/run/state_badge.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace halyard::views {

namespace {

// One run: what it is, how far it is, and its buttons.
class Row : public QWidget {
public:
    Row(const QString& id, bool isFirst, MeasuredRuns& owner) : QWidget(&owner) {
        auto* layout = new QHBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(kGrid);
        m_badge = new StateBadge(this);
        layout->addWidget(m_badge, 0, Qt::AlignVCenter);
        m_text = new PlainLabel(this);
        m_text->setWordWrap(true);
        layout->addWidget(m_text, 1);
        auto* open = new QToolButton(this);
        open->setText(MeasuredRuns::tr("Open the run"));
        connect(open, &QToolButton::clicked, &owner, [&owner, id] { Q_EMIT owner.runOpened(id); });
        layout->addWidget(open, 0, Qt::AlignVCenter);
        if (!isFirst) {
            auto* remove = new QToolButton(this);
            remove->setIcon(lineIcon(QStringLiteral("close")));
            remove->setToolTip(MeasuredRuns::tr("Take this run off the page"));
            remove->setAccessibleName(remove->toolTip());
            connect(remove, &QToolButton::clicked, &owner, [&owner, id] { Q_EMIT owner.runRemoved(id); });
            layout->addWidget(remove, 0, Qt::AlignVCenter);
        }
    }
    void show(const MeasuredRun& run) {
        const double part = run.facts.totalSteps > 0 ? static_cast<double>(run.facts.step) / static_cast<double>(run.facts.totalSteps) : 0;
        m_badge->setState(run.facts.state, stateText(run.facts), part);
        const bool failed = !run.problem.isEmpty() || !run.facts.reason.isEmpty();
        m_text->setPlainText(progressText(run));
        setTone(*m_text, failed ? Tone::Error : Tone::Muted);
    }

private:
    StateBadge* m_badge = nullptr;
    PlainLabel* m_text = nullptr;
};

} // namespace

MeasuredRuns::MeasuredRuns(const QString& title, const QString& about, QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    auto* top = new QHBoxLayout;
    auto* names = new QVBoxLayout;
    names->setSpacing(2);
    auto* heading = new PlainLabel(title, this);
    setTextSize(*heading, TextSize::Title, true);
    names->addWidget(heading);
    auto* what = new PlainLabel(this);
    what->setWordWrap(true);
    what->setPlainText(about);
    setTone(*what, Tone::Muted);
    names->addWidget(what);
    top->addLayout(names, 1);
    m_controls = new QHBoxLayout;
    m_controls->setSpacing(kGrid);
    m_add = new QToolButton(this);
    m_add->setObjectName(QStringLiteral("addRun"));
    m_add->setText(tr("Add a run"));
    m_add->setIcon(lineIcon(QStringLiteral("add")));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_add->setPopupMode(QToolButton::InstantPopup);
    m_add->setMenu(new QMenu(m_add));
    m_controls->addWidget(m_add, 0, Qt::AlignTop);
    top->addLayout(m_controls);
    layout->addLayout(top);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(4);
    layout->addLayout(m_rows);
    setOtherRuns({});
}

PlainLabel* makeEmptyNote(QWidget* parent) {
    auto* note = new PlainLabel(parent);
    note->setObjectName(QStringLiteral("empty"));
    note->setWordWrap(true);
    note->setAlignment(Qt::AlignCenter);
    setTone(*note, Tone::Muted);
    return note;
}

void MeasuredRuns::addControl(QWidget* control) {
    m_controls->insertWidget(m_controls->count() - 1, control, 0, Qt::AlignTop);
}

void MeasuredRuns::setRuns(const std::vector<MeasuredRun>& runs) {
    QStringList ids;
    for (const MeasuredRun& run : runs) {
        ids << run.facts.id;
    }
    if (ids != m_shown) {
        while (QLayoutItem* item = m_rows->takeAt(0)) {
            item->widget()->hide();
            item->widget()->deleteLater();
            delete item;
        }
        for (const QString& id : ids) {
            m_rows->addWidget(new Row(id, id == ids.front(), *this));
        }
        m_shown = ids;
    }
    for (std::size_t i = 0; i < runs.size(); ++i) {
        static_cast<Row*>(m_rows->itemAt(static_cast<int>(i))->widget())->show(runs[i]);
    }
}

void MeasuredRuns::setOtherRuns(const std::vector<OtherRun>& runs) {
    m_add->setEnabled(!runs.empty());
    m_add->setToolTip(runs.empty() ? tr("The project has no other run that measured this.") : tr("Put another run's results on this page"));
    if (runs == m_others && !m_add->menu()->isEmpty()) {
        return; // the menu may be open
    }
    m_others = runs;
    m_add->menu()->clear();
    for (const OtherRun& run : runs) {
        QAction* const action = m_add->menu()->addAction(shownText(run.title, 60).replace(u'&', QStringLiteral("&&")));
        connect(action, &QAction::triggered, this, [this, id = run.id] { Q_EMIT runAdded(id); });
    }
}

} // namespace halyard::views
