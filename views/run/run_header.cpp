// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/run_header.h"

#include "core/run/evaluation.h"

#include "views/run/state_badge.h"
#include "views/text/plain_label.h"
#include "views/theme/line_icon.h"
#include "views/widgets/icon_label.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace halyard::views {

namespace {

constexpr qint64 kWorthStopping = 2000; // milliseconds of reading

QPushButton* makeButton(const QString& text, const char* icon, QWidget* parent) {
    auto* button = new QPushButton(lineIcon(QLatin1String(icon)), text, parent);
    button->setIconSize(QSize(16, 16));
    return button;
}

} // namespace

RunHeader::RunHeader(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    layout->addWidget(buildTitle());
    layout->addWidget(buildProgress());
    m_reasonBox = new QWidget(this);
    makeCard(*m_reasonBox);
    auto* reason = new QHBoxLayout(m_reasonBox);
    reason->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    reason->addWidget(new IconLabel(QStringLiteral("error"), Tone::Error, m_reasonBox), 0, Qt::AlignTop);
    m_reason = new PlainLabel(m_reasonBox);
    m_reason->setWordWrap(true);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse);
    reason->addWidget(m_reason, 1);
    layout->addWidget(m_reasonBox);
    m_reasonBox->hide();
}

QWidget* RunHeader::buildTitle() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    auto* names = new QVBoxLayout;
    names->setSpacing(2);
    m_title = new PlainLabel(row);
    setTextSize(*m_title, TextSize::Title, true);
    auto* under = new QHBoxLayout;
    under->setSpacing(2 * kGrid);
    m_badge = new StateBadge(row);
    m_kind = new PlainLabel(row);
    setTone(*m_kind, Tone::Muted);
    m_place = new PlainLabel(row);
    setTone(*m_place, Tone::Muted);
    under->addWidget(m_badge);
    under->addWidget(m_kind);
    under->addWidget(m_place, 1);
    names->addWidget(m_title);
    names->addLayout(under);
    layout->addLayout(names, 1);

    m_start = makeButton(tr("Start"), "play", row);
    makePrimary(*m_start);
    m_start->setIcon({});
    m_continue = makeButton(tr("Continue"), "resume", row);
    m_continue->setToolTip(tr("Continue from the last checkpoint"));
    m_resume = makeButton(tr("Resume"), "play", row);
    m_pause = makeButton(tr("Pause"), "pause", row);
    m_stop = makeButton(tr("Stop"), "stop", row);
    m_stop->setProperty("menu", true);
    auto* menu = new QMenu(m_stop);
    m_stopSoon = menu->addAction(tr("Stop after this step, with a checkpoint"));
    QAction* now = menu->addAction(tr("Stop now; steps since the last checkpoint are lost"));
    m_stop->setMenu(menu);
    m_clone = makeButton(tr("Clone and edit…"), "clone", row);
    m_export = makeButton(tr("Export…"), "export", row);
    for (QPushButton* button : {m_start, m_continue, m_resume, m_pause, m_stop, m_clone, m_export}) {
        layout->addWidget(button, 0, Qt::AlignTop);
    }
    connect(m_start, &QPushButton::clicked, this, &RunHeader::startRequested);
    connect(m_continue, &QPushButton::clicked, this, &RunHeader::continueRequested);
    connect(m_resume, &QPushButton::clicked, this, &RunHeader::resumeRequested);
    connect(m_pause, &QPushButton::clicked, this, &RunHeader::pauseRequested);
    connect(m_clone, &QPushButton::clicked, this, &RunHeader::cloneRequested);
    connect(m_export, &QPushButton::clicked, this, &RunHeader::exportRequested);
    connect(m_stopSoon, &QAction::triggered, this, &RunHeader::stopRequested);
    connect(now, &QAction::triggered, this, &RunHeader::stopNowRequested);
    return row;
}

QWidget* RunHeader::buildProgress() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3 * kGrid);
    m_bar = new QProgressBar(row);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 1000);
    m_bar->setMinimumWidth(120);
    layout->addWidget(m_bar, 1);
    for (PlainLabel** label : {&m_steps, &m_tokens, &m_rate, &m_left}) {
        *label = new PlainLabel(row);
        layout->addWidget(*label);
    }
    setTone(*m_tokens, Tone::Muted);
    setTone(*m_rate, Tone::Muted);
    m_reading = new QPushButton(row);
    m_reading->hide();
    connect(m_reading, &QPushButton::clicked, this, [this] { Q_EMIT readingToggled(!m_reading->property("reads").toBool()); });
    layout->addWidget(m_reading);
    return row;
}

void RunHeader::setFacts(const RunFacts& facts) {
    m_title->setPlainText(facts.title);
    m_kind->setPlainText(kindText(facts.kind));
    m_place->setPlainText(facts.place);
    const double part = facts.totalSteps > 0 ? static_cast<double>(facts.step) / static_cast<double>(facts.totalSteps) : 0;
    m_badge->setState(facts.state, stateText(facts), part);
    m_bar->setValue(static_cast<int>(std::clamp(part, 0.0, 1.0) * 1000));
    m_bar->setAccessibleName(tr("Progress of the run"));
    showButtons(facts);
    showNumbers(facts);
    m_reason->setPlainText(facts.reason);
    m_reasonBox->setVisible(!facts.reason.isEmpty());
}

void RunHeader::showButtons(const RunFacts& facts) {
    const bool mayAct = !facts.readOnly && facts.partOf.isEmpty() && facts.state != RunState::Unknown;
    m_start->setVisible(mayAct && canStart(facts.state));
    m_continue->setVisible(mayAct && canContinue(facts.state));
    m_pause->setVisible(mayAct && facts.state == RunState::Running);
    m_resume->setVisible(mayAct && facts.state == RunState::Paused);
    m_stop->setVisible(mayAct && goesOn(facts.state));
    m_stopSoon->setEnabled(facts.state != RunState::Stopping);
    m_clone->setVisible(!facts.readOnly);
    m_export->setVisible(!facts.readOnly && !isComposite(facts.kind) && !isEvaluation(facts.kind) && facts.step > 0 && !goesOn(facts.state));
}

void RunHeader::showNumbers(const RunFacts& facts) {
    m_steps->setPlainText(facts.totalSteps > 0 ? tr("%1 / %2 steps").arg(countText(facts.step), countText(facts.totalSteps))
                                               : QString());
    m_tokens->setPlainText(facts.tokens > 0 ? tr("%1 tokens").arg(shortCountText(static_cast<double>(facts.tokens)))
                                            : QString());
    const bool moves = facts.state == RunState::Running || facts.state == RunState::Stopping;
    m_rate->setPlainText(moves && facts.tokensPerSecond ? tr("%1 tokens/s").arg(shortCountText(*facts.tokensPerSecond))
                                                        : QString());
    if (!m_loading) {
        m_left->setPlainText(moves && facts.remaining ? tr("%1 left").arg(facts.remaining->least < facts.remaining->most ? rangeText(*facts.remaining)
                                                                                                           : durationText(facts.remaining->most)) : QString());
    }
    for (PlainLabel* label : {m_steps, m_tokens, m_rate, m_left}) {
        label->setVisible(!label->plainText().isEmpty());
    }
}

void RunHeader::setLoading(std::optional<double> part, bool goesOn) {
    if (!m_loading) {
        m_loadingSince.start();
    }
    m_loading = part.has_value();
    const QString percent = countText(static_cast<std::int64_t>(part.value_or(1) * 100));
    m_left->setPlainText(!m_loading ? QString()
                         : goesOn   ? tr("Reading the events, %1 %").arg(percent)
                                    : tr("Only the first %1 % of the events are shown").arg(percent));
    m_left->setVisible(m_loading);
    m_reading->setProperty("reads", goesOn);
    m_reading->setText(goesOn ? tr("Stop reading") : tr("Read on"));
    m_reading->setVisible(m_loading && (!goesOn || m_loadingSince.hasExpired(kWorthStopping)));
}

} // namespace halyard::views
