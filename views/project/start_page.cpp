// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/project/start_page.h"

#include "views/text/number_text.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"
#include "views/widgets/icon_label.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace halyard::views {

namespace {

constexpr int kWidth = 760;
constexpr int kNameWidth = 200;

} // namespace

StartPage::StartPage(QWidget* parent) : QScrollArea(parent) {
    setWidgetResizable(true);
    auto* whole = new QWidget;
    whole->setProperty("plain", true);
    auto* centre = new QHBoxLayout(whole);
    auto* column = new QWidget(whole);
    column->setMaximumWidth(kWidth);
    centre->addStretch(1);
    centre->addWidget(column, 100);
    centre->addStretch(1);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(2 * kGrid, 6 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(2 * kGrid);
    auto* title = new PlainLabel(tr("Halyard"), column);
    setTextSize(*title, TextSize::Title, true);
    layout->addWidget(title);
    auto* about = new PlainLabel(column);
    about->setWordWrap(true);
    about->setPlainText(tr("Turns a language model with softmax attention into a hybrid of linear attention and a few "
                           "layers of softmax: faster and smaller on long texts."));
    layout->addWidget(about);

    layout->addWidget(buildDemo());

    auto* own = new QHBoxLayout;
    auto* fresh = new QPushButton(lineIcon(QStringLiteral("teacher")), tr("Use my own teacher…"), column);
    auto* open = new QPushButton(lineIcon(QStringLiteral("folder")), tr("Open a project…"), column);
    own->addWidget(fresh);
    own->addWidget(open);
    own->addStretch(1);
    layout->addLayout(own);
    layout->addWidget(buildPublished());
    m_problem = new PlainLabel(column);
    m_problem->setWordWrap(true);
    setTone(*m_problem, Tone::Error);
    m_problem->hide();
    layout->addWidget(m_problem);

    m_recent = new QWidget(column);
    m_recentLayout = new QVBoxLayout(m_recent);
    m_recentLayout->setContentsMargins(0, kGrid, 0, 0);
    m_recentLayout->setSpacing(4);
    layout->addWidget(m_recent);
    layout->addStretch(1);
    setWidget(whole);
    connect(fresh, &QPushButton::clicked, this, &StartPage::ownTeacherRequested);
    connect(open, &QPushButton::clicked, this, &StartPage::openProjectRequested);
    setRecentProjects({});
    setFocusProxy(m_demo);
}

QWidget* StartPage::buildDemo() {
    auto* card = new QWidget(this);
    makeCard(*card);
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(3 * kGrid, 2 * kGrid, 3 * kGrid, 2 * kGrid);
    inside->setSpacing(kGrid);
    auto* heading = new PlainLabel(tr("See all of it once"), card);
    setTextSize(*heading, TextSize::Body, true);
    inside->addWidget(heading);
    auto* demo = new PlainLabel(card);
    demo->setWordWrap(true);
    demo->setPlainText(tr("The demo makes a hybrid of a small teacher in three stages, and shows it finding what its teacher "
                          "no longer finds in long texts. It needs neither a GPU nor a network."));
    setTone(*demo, Tone::Muted);
    inside->addWidget(demo);
    auto* row = new QHBoxLayout;
    m_demo = new QPushButton(tr("Run the demo (about 4 minutes)"), card);
    m_demo->setObjectName(QStringLiteral("demo"));
    makePrimary(*m_demo);
    row->addWidget(m_demo);
    m_waiting = new PlainLabel(card);
    m_waiting->setWordWrap(true);
    setTone(*m_waiting, Tone::Muted);
    row->addWidget(m_waiting, 1);
    inside->addLayout(row);
    connect(m_demo, &QPushButton::clicked, this, &StartPage::demoRequested);
    return card;
}

// What was published is opened as it is: a first look at the choice of layers that needs neither a model nor time.
QWidget* StartPage::buildPublished() {
    auto* card = new QWidget(this);
    makeCard(*card);
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(3 * kGrid, 2 * kGrid, 3 * kGrid, 2 * kGrid);
    inside->setSpacing(kGrid);
    auto* heading = new PlainLabel(tr("Published layer sweeps"), card);
    setTextSize(*heading, TextSize::Body, true);
    inside->addWidget(heading);
    auto* about = new PlainLabel(card);
    about->setWordWrap(true);
    about->setPlainText(tr("The results that the layers of two published models were chosen by, with how sure they are. Opening them computes "
                           "nothing and writes nothing."));
    setTone(*about, Tone::Muted);
    inside->addWidget(about);
    auto* row = new QHBoxLayout;
    for (const char* name : {"hypenet-2b", "hypenet-4b"}) {
        const QString file = QLatin1String(name);
        auto* open = new QPushButton(lineIcon(QStringLiteral("sweep")), file == QLatin1String("hypenet-2b") ? tr("Qwen3-1.7B (HypeNet 2B)") : tr("Qwen3-4B (HypeNet 5B)"), card);
        open->setObjectName(file);
        row->addWidget(open);
        connect(open, &QPushButton::clicked, this, [this, file] { Q_EMIT publishedSweepRequested(file); });
    }
    row->addStretch(1);
    inside->addLayout(row);
    return card;
}

void StartPage::setRecentProjects(const std::vector<RecentProject>& projects) {
    while (QLayoutItem* item = m_recentLayout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    m_recent->setVisible(!projects.empty());
    auto* heading = new PlainLabel(tr("Recent projects"), m_recent);
    setTextSize(*heading, TextSize::Body, true);
    m_recentLayout->addWidget(heading);
    for (const RecentProject& project : projects) {
        auto* row = new QWidget(m_recent);
        auto* layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(2 * kGrid);
        auto* name = new QPushButton(lineIcon(QStringLiteral("project")),
                                     fontMetrics().elidedText(shownText(project.name, 60), Qt::ElideRight, kNameWidth - 48).replace(u'&', QStringLiteral("&&")), row);
        makeFlat(*name);
        name->setFixedWidth(kNameWidth);
        name->setEnabled(!project.missing);
        auto* path = new PlainLabel(project.missing ? tr("%1 is not there now").arg(project.path) : project.path, row);
        setTone(*path, Tone::Muted);
        path->setElideMode(Qt::ElideMiddle);
        auto* when = new PlainLabel(timeText(project.opened), row);
        setTone(*when, Tone::Muted);
        auto* forget = new QToolButton(row);
        forget->setIcon(lineIcon(QStringLiteral("close")));
        forget->setToolTip(tr("Take off this list; the folder stays"));
        layout->addWidget(name);
        layout->addWidget(path, 1);
        layout->addWidget(when);
        layout->addWidget(forget);
        m_recentLayout->addWidget(row);
        connect(name, &QPushButton::clicked, this, [this, where = project.path] { Q_EMIT projectChosen(where); });
        connect(forget, &QToolButton::clicked, this, [this, where = project.path] { Q_EMIT projectForgotten(where); });
    }
}

void StartPage::setWaiting(const QString& sentence) {
    m_waiting->setPlainText(sentence);
    m_demo->setEnabled(sentence.isEmpty());
}

void StartPage::setProblem(const QString& sentence) {
    m_problem->setPlainText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

} // namespace halyard::views
