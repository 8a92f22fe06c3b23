// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/project/overview_page.h"

#include "views/run/state_badge.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"
#include "views/widgets/icon_label.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace halyard::views {

namespace {

constexpr int kLeastChart = 260; // pixels

struct StepWords {
    const char* icon;
    QString title;
    QString about;
};

StepWords wordsOf(ProjectStep step) {
    switch (step) {
    case ProjectStep::Teacher:
        return {"teacher", OverviewPage::tr("Teacher"), OverviewPage::tr("The model to learn from")};
    case ProjectStep::Align:
        return {"align", OverviewPage::tr("Align"), OverviewPage::tr("Each layer learns its linear form")};
    case ProjectStep::Distill:
        return {"distill", OverviewPage::tr("Distill"), OverviewPage::tr("The student learns the teacher's predictions")};
    case ProjectStep::Extend:
        return {"extend", OverviewPage::tr("Extend"), OverviewPage::tr("The student learns longer texts")};
    case ProjectStep::Export:
        return {"export", OverviewPage::tr("Export"), OverviewPage::tr("A folder that other programs load")};
    }
    return {"info", {}, {}};
}

} // namespace

OverviewPage::OverviewPage(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(kGrid * 3 / 2);
    m_title = new PlainLabel(this);
    setTextSize(*m_title, TextSize::Title, true);
    layout->addWidget(m_title);
    m_readOnly = new PlainLabel(this);
    m_readOnly->setWordWrap(true);
    setTone(*m_readOnly, Tone::Warning);
    m_readOnly->hide();
    layout->addWidget(m_readOnly);
    auto* cards = new QHBoxLayout;
    cards->setSpacing(kGrid);
    for (int step = 0; step < kProjectSteps; ++step) {
        cards->addWidget(makeCardOf(static_cast<ProjectStep>(step)), 1);
    }
    layout->addLayout(cards);

    m_below = makeBelow();
    layout->addWidget(m_below, 1);
    m_beginning = makeBeginning();
    layout->addWidget(m_beginning);
    layout->addStretch(0);
    setChanges({});
    setEmpty(false);
}

// The charts, and beside them what changed.
QWidget* OverviewPage::makeBelow() {
    auto* below = new QWidget(this);
    auto* layout = new QHBoxLayout(below);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    m_chart = new CurveChart(tr("Held-out loss of the runs"), {}, below);
    auto* charts = new QVBoxLayout;
    charts->setSpacing(kGrid);
    m_chart->setMinimumHeight(kLeastChart);
    charts->addWidget(m_chart, 1);
    m_needles = new RangeChart(tr("Needles found"), tr("length in tokens"), tr("accuracy"), {RangeAxes::X::Binary, false, true}, below);
    m_needles->setObjectName(QStringLiteral("needles"));
    m_needles->setMinimumHeight(kLeastChart);
    m_needles->hide();
    charts->addWidget(m_needles, 1);
    layout->addLayout(charts, 3);
    auto* box = new QWidget(below);
    makeCard(*box);
    auto* boxLayout = new QVBoxLayout(box);
    boxLayout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    auto* heading = new PlainLabel(tr("What changed lately"), box);
    setTextSize(*heading, TextSize::Body, true);
    heading->setContentsMargins(4, 0, 0, 0);
    boxLayout->addWidget(heading);
    m_noChanges = new PlainLabel(tr("Nothing has happened yet."), box);
    m_noChanges->setContentsMargins(4, 0, 0, 0);
    setTone(*m_noChanges, Tone::Muted);
    boxLayout->addWidget(m_noChanges, 1, Qt::AlignTop);
    m_changes = new QListWidget(box);
    m_changes->setProperty("frameless", true);
    m_changes->setWordWrap(true);
    m_changes->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_changes->setAccessibleName(tr("What changed lately"));
    boxLayout->addWidget(m_changes, 1);
    layout->addWidget(box, 2);
    connect(m_changes, &QListWidget::itemActivated, this, [this](const QListWidgetItem* item) {
        if (const QString target = item->data(Qt::UserRole).toString(); !target.isEmpty()) {
            Q_EMIT changeOpened(target);
        }
    });
    return below;
}

QWidget* OverviewPage::makeBeginning() {
    auto* box = new QWidget(this);
    makeCard(*box);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(kGrid);
    auto* heading = new PlainLabel(tr("Begin here"), box);
    setTextSize(*heading, TextSize::Body, true);
    layout->addWidget(heading);
    auto* about = new PlainLabel(box);
    about->setWordWrap(true);
    about->setPlainText(tr("With a model folder from Hugging Face and text files of yours, one wizard sets up all three stages. "
                           "The demo needs neither: it brings a small teacher of its own."));
    setTone(*about, Tone::Muted);
    layout->addWidget(about);
    auto* row = new QHBoxLayout;
    auto* own = new QPushButton(tr("Distill my own teacher…"), box);
    own->setObjectName(QStringLiteral("own-teacher"));
    makePrimary(*own);
    auto* demo = new QPushButton(tr("Run the demo (about 4 minutes)"), box);
    row->addWidget(own);
    row->addWidget(demo);
    row->addStretch(1);
    layout->addLayout(row);
    connect(own, &QPushButton::clicked, this, &OverviewPage::ownTeacherRequested);
    connect(demo, &QPushButton::clicked, this, &OverviewPage::demoRequested);
    return box;
}

QWidget* OverviewPage::makeCardOf(ProjectStep step) {
    const StepWords words = wordsOf(step);
    auto* box = new QWidget(this);
    makeCard(*box);
    box->setMinimumHeight(180);
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(kGrid * 3 / 2, kGrid * 3 / 2, kGrid * 3 / 2, kGrid * 3 / 2);
    layout->setSpacing(4);
    auto* head = new QHBoxLayout;
    head->addWidget(new IconLabel(QLatin1String(words.icon), Tone::Accent, box, 20));
    auto* title = new PlainLabel(words.title, box);
    setTextSize(*title, TextSize::Body, true);
    head->addWidget(title, 1);
    layout->addLayout(head);
    auto* about = new PlainLabel(box);
    about->setWordWrap(true);
    about->setPlainText(words.about);
    setTextSize(*about, TextSize::Small);
    setTone(*about, Tone::Muted);
    about->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    layout->addWidget(about);
    Card& card = m_cards[static_cast<std::size_t>(step)];
    card.badge = new StateBadge(box);
    layout->addWidget(card.badge);
    card.headline = new PlainLabel(box);
    setTextSize(*card.headline, TextSize::Title);
    layout->addWidget(card.headline);
    card.detail = new PlainLabel(box);
    setTextSize(*card.detail, TextSize::Small);
    setTone(*card.detail, Tone::Muted);
    layout->addWidget(card.detail);
    layout->addStretch(1);
    card.action = new QPushButton(box);
    layout->addWidget(card.action);
    connect(card.action, &QPushButton::clicked, this, [this, step] { Q_EMIT actionRequested(step); });
    setCard(step, {});
    return box;
}

void OverviewPage::setTitle(const QString& title) {
    m_title->setPlainText(title);
}

void OverviewPage::setCard(ProjectStep step, const StepCard& values) {
    Card& card = m_cards[static_cast<std::size_t>(step)];
    card.badge->setVisible(values.state.has_value());
    if (values.state) {
        card.badge->setState(*values.state, stateText(*values.state), values.progress);
    }
    card.headline->setPlainText(values.headline);
    card.detail->setPlainText(values.detail);
    card.action->setText(shownText(values.action, 60).replace(u'&', QStringLiteral("&&")));
    card.action->setVisible(!values.action.isEmpty());
    values.primary ? makePrimary(*card.action) : makeOrdinary(*card.action);
}

void OverviewPage::setChanges(const std::vector<Change>& changes) {
    m_changes->clear();
    for (const Change& change : changes) {
        auto* item = new QListWidgetItem(tr("%1  %2").arg(timeText(change.time), shownText(change.text, 300)), m_changes);
        item->setData(Qt::UserRole, change.target);
        item->setToolTip(shownToolTip(change.text));
    }
    m_changes->setVisible(!changes.empty());
    m_noChanges->setVisible(changes.empty());
}

void OverviewPage::setNeedles(const std::vector<RangeSeries>& series) {
    m_needles->setSeries(series);
    m_needles->setVisible(!series.empty());
}

void OverviewPage::setEmpty(bool empty) {
    m_beginning->setVisible(empty);
    m_below->setVisible(!empty);
}

void OverviewPage::setReadOnly(const QString& reason) {
    m_readOnly->setPlainText(reason);
    m_readOnly->setVisible(!reason.isEmpty());
    for (const Card& card : m_cards) {
        card.action->setEnabled(reason.isEmpty());
    }
}

} // namespace halyard::views
