// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/run/run_page.h"

#include "core/run/evaluation.h"
#include "views/charts/chart_group.h"
#include "views/charts/curve_chart.h"
#include "views/charts/layer_heatmap.h"
#include "views/evaluation/cell_table.h"
#include "views/run/comparison_bars.h"
#include "views/run/event_list.h"
#include "views/run/part_list.h"
#include "views/run/run_header.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"
#include "views/theme/series_style.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QSlider>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace halyard::views {

namespace {

// Steps of the smoothing slider.
constexpr std::array<int, 9> kWindows = {0, 5, 10, 20, 50, 100, 200, 500, 1000};
constexpr int kUsualWindow = 3;

} // namespace

RunPage::RunPage(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, kGrid);
    layout->setSpacing(kGrid);
    m_header = new RunHeader(this);
    layout->addWidget(m_header);
    auto* parts = new QSplitter(Qt::Vertical, this);
    parts->setChildrenCollapsible(false);
    parts->setHandleWidth(kGrid);
    m_parts = new PartList(this);
    m_parts->hide(); // until the run is known to be a composite one
    m_cells = new CellTable(this);
    m_cells->hide(); // until it is known to measure
    m_curves = buildCharts();
    parts->addWidget(m_parts);
    parts->addWidget(m_cells);
    parts->addWidget(m_curves);
    parts->addWidget(buildLists());
    parts->setStretchFactor(0, 1);
    parts->setStretchFactor(1, 5);
    parts->setStretchFactor(2, 5);
    parts->setStretchFactor(3, 1);
    connect(m_cells, &CellTable::pageRequested, this, &RunPage::resultsRequested);
    connect(m_parts, &PartList::opened, this, &RunPage::partOpened);
    connect(m_parts, &PartList::pageRequested, this, &RunPage::resultsRequested);
    layout->addWidget(parts, 1);
    connectHeader();
    makeCurves({}, {}, kStudentSeries);
    m_group->setSmoothing(kWindows[kUsualWindow]);
    setFocusProxy(m_loss); // a stray key must not press a button
}

RunPage::~RunPage() = default;

void RunPage::connectHeader() {
    connect(m_header, &RunHeader::startRequested, this, &RunPage::startRequested);
    connect(m_header, &RunHeader::pauseRequested, this, &RunPage::pauseRequested);
    connect(m_header, &RunHeader::resumeRequested, this, &RunPage::resumeRequested);
    connect(m_header, &RunHeader::continueRequested, this, &RunPage::continueRequested);
    connect(m_header, &RunHeader::stopRequested, this, &RunPage::stopRequested);
    connect(m_header, &RunHeader::stopNowRequested, this, &RunPage::stopNowRequested);
    connect(m_header, &RunHeader::cloneRequested, this, &RunPage::cloneRequested);
    connect(m_header, &RunHeader::readingToggled, this, &RunPage::readingToggled);
    connect(m_header, &RunHeader::exportRequested, this, [this] { Q_EMIT exportRequested(std::nullopt); });
}

QWidget* RunPage::buildCharts() {
    m_loss = new CurveChart(tr("Loss"), {}, this);
    m_needles = new CurveChart(tr("Needles found"), tr("share, at each checkpoint"), this);
    m_needles->setExact();
    m_needles->setYBounds(0, 1);
    m_needles->setStacked(true);
    m_needles->hide(); // until a run tells of them
    m_gradient = new CurveChart(tr("Gradient norm"), {}, this);
    m_rate = new CurveChart(tr("Learning rate"), {}, this);
    m_rate->setExact();
    m_speed = new CurveChart(tr("Speed"), tr("tokens/s"), this);
    m_layers = new LayerHeatmap(tr("Alignment of each layer"), tr("loss"), this);
    m_layers->hide(); // until a run tells of its layers
    m_group = new ChartGroup(this);
    for (CurveChart* chart : {m_loss, m_needles, m_gradient, m_rate, m_speed}) {
        m_group->add(chart);
        connect(chart, &CurveChart::figureRequested, this, [this, chart](FigureFormat format) {
            Figure figure = chart->figure(format);
            figure.name = m_facts.title + u' ' + figure.name;
            Q_EMIT figureReady(figure);
        });
    }
    m_group->add(m_layers);
    connect(m_layers, &LayerHeatmap::figureRequested, this,
            [this](FigureFormat format) { Q_EMIT figureReady(m_layers->figure(format)); });

    auto* rows = new QSplitter(Qt::Vertical, this);
    auto* upper = new QSplitter(Qt::Horizontal, rows);
    auto* lower = new QSplitter(Qt::Horizontal, rows);
    auto* left = new QSplitter(Qt::Vertical, upper);
    for (QSplitter* splitter : {rows, upper, lower, left}) {
        splitter->setChildrenCollapsible(false);
        splitter->setHandleWidth(kGrid);
    }
    left->addWidget(m_loss);
    left->addWidget(m_needles);
    left->setStretchFactor(0, 3);
    left->setStretchFactor(1, 2);
    upper->addWidget(left);
    upper->addWidget(m_layers);
    upper->setStretchFactor(0, 3);
    upper->setStretchFactor(1, 2);
    for (CurveChart* chart : {m_gradient, m_rate, m_speed}) {
        lower->addWidget(chart);
        lower->setStretchFactor(lower->count() - 1, 1);
    }
    rows->addWidget(upper);
    rows->addWidget(lower);
    rows->setStretchFactor(0, 3);
    rows->setStretchFactor(1, 2);

    auto* whole = new QWidget(this);
    auto* layout = new QVBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    layout->addWidget(rows, 1);
    m_comparing = new ComparisonBars(whole);
    connect(m_comparing, &ComparisonBars::cancelled, this, &RunPage::removeComparison);
    layout->addWidget(m_comparing);
    layout->addWidget(buildTools());
    return whole;
}

QWidget* RunPage::buildTools() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    m_compare = new QToolButton(row);
    m_compare->setText(tr("Compare with"));
    m_compare->setIcon(lineIcon(QStringLiteral("add")));
    m_compare->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_compare->setPopupMode(QToolButton::InstantPopup);
    m_compare->setMenu(new QMenu(m_compare));
    layout->addWidget(m_compare);
    m_damaged = new PlainLabel(row);
    setTone(*m_damaged, Tone::Warning);
    layout->addWidget(m_damaged, 1);
    auto* label = new PlainLabel(tr("Smoothing"), row);
    setTone(*label, Tone::Muted);
    layout->addWidget(label);
    m_smoothing = new QSlider(Qt::Horizontal, row);
    m_smoothing->setRange(0, static_cast<int>(kWindows.size()) - 1);
    m_smoothing->setValue(kUsualWindow);
    m_smoothing->setPageStep(1);
    m_smoothing->setFixedWidth(140);
    m_smoothing->setAccessibleName(tr("Smoothing"));
    layout->addWidget(m_smoothing);
    m_smoothingText = new PlainLabel(row);
    const auto windowText = [](int steps) { return steps == 0 ? tr("off") : tr("%1 steps").arg(countText(steps)); };
    m_smoothingText->setFixedWidth(m_smoothingText->fontMetrics().horizontalAdvance(windowText(1000)) + 8);
    m_smoothingText->setPlainText(windowText(kWindows[kUsualWindow]));
    layout->addWidget(m_smoothingText);
    connect(m_smoothing, &QSlider::valueChanged, this, [this, windowText](int at) {
        const int window = kWindows[static_cast<std::size_t>(at)];
        m_smoothingText->setPlainText(windowText(window));
        m_group->setSmoothing(window);
    });
    m_follow = new QCheckBox(tr("Follow"), row);
    m_follow->setToolTip(tr("A zoomed view moves along with the newest step."));
    m_follow->setChecked(true);
    layout->addWidget(m_follow);
    connect(m_follow, &QCheckBox::toggled, m_group, &ChartGroup::setFollow);
    connect(m_group, &ChartGroup::followChanged, m_follow, &QCheckBox::setChecked);
    updateCompareMenu();
    return row;
}

QWidget* RunPage::buildLists() {
    auto* row = new QSplitter(Qt::Horizontal, this);
    row->setChildrenCollapsible(false);
    row->setHandleWidth(kGrid);
    const auto add = [&](const QString& title, QAbstractItemModel* model, const QString& emptyText) {
        auto* box = new QWidget(row);
        makeCard(*box);
        auto* layout = new QVBoxLayout(box);
        layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid / 2);
        layout->setSpacing(2);
        auto* heading = new PlainLabel(title, box);
        setTextSize(*heading, TextSize::Body, true);
        heading->setContentsMargins(4, 0, 0, 0);
        layout->addWidget(heading);
        auto* empty = new PlainLabel(emptyText, box);
        setTone(*empty, Tone::Muted);
        empty->setContentsMargins(4, 4, 4, 4);
        layout->addWidget(empty, 0, Qt::AlignTop);
        auto* view = new QListView(box);
        view->setProperty("frameless", true);
        view->setModel(model);
        view->setUniformItemSizes(true);
        view->setTextElideMode(Qt::ElideRight);
        view->setIconSize(QSize(16, 16));
        view->setEditTriggers(QAbstractItemView::NoEditTriggers);
        view->setMinimumHeight(56);
        view->setAccessibleName(title);
        layout->addWidget(view, 1);
        const auto showEmpty = [=] {
            empty->setVisible(model->rowCount() == 0);
            view->setVisible(model->rowCount() > 0);
        };
        connect(model, &QAbstractItemModel::modelReset, box, showEmpty);
        connect(model, &QAbstractItemModel::rowsInserted, box, showEmpty);
        showEmpty();
        row->addWidget(box);
        return view;
    };
    m_checkpoints = new CheckpointListModel(this);
    m_events = new EventListModel(this);
    m_checkpointView = add(tr("Checkpoints"), m_checkpoints, tr("The first checkpoint has not been saved yet."));
    add(tr("Events"), m_events, tr("Nothing has happened yet."));
    row->setStretchFactor(0, 1);
    row->setStretchFactor(1, 2);
    m_checkpointView->setToolTip(tr("Double-click a checkpoint to export it."));
    connect(m_checkpointView, &QListView::activated, this, [this](const QModelIndex& index) {
        if (!m_facts.readOnly) {
            Q_EMIT exportRequested(m_checkpoints->at(index.row()).step);
        }
    });
    return row;
}

// ---- values ----

void RunPage::setFacts(const RunFacts& facts) {
    m_facts = facts;
    const bool measures = isEvaluation(m_facts.kind);
    if (measures && m_secondsLeft && !m_facts.remaining) {
        m_facts.remaining = TimeRange{*m_secondsLeft, *m_secondsLeft};
    } else if (!m_facts.remaining) {
        m_facts.remaining = m_clock.remaining(m_facts.step, m_facts.totalSteps);
    }
    m_header->setFacts(m_facts);
    m_facts.remaining = facts.remaining;
    for (QWidget* figure : std::initializer_list<QWidget*>{m_loss, m_needles, m_gradient, m_rate, m_speed, m_layers}) {
        figure->setWindowTitle(tr("%1: %2").arg(shownText(m_facts.title, 80), figure->accessibleName()));
    }
    const bool composite = isComposite(m_facts.kind);
    m_parts->setVisible(composite);
    m_cells->setVisible(measures);
    m_curves->setVisible(!composite && !measures);
    m_checkpointView->parentWidget()->setVisible(!composite && !measures);
    m_parts->setPageName(m_facts.kind == RunKind::Study ? tr("Open the study") : QString());
    if (measures) {
        showResultsButton();
    }
}

// Sweeps are drawn by the layer bench, studies by a page of theirs, and nothing draws single accuracies.
void RunPage::showResultsButton() {
    switch (m_facts.kind) {
    case RunKind::Niah:
    case RunKind::Scaling: m_cells->setPageName(tr("Open the length page")); break;
    case RunKind::Throughput: m_cells->setPageName(tr("Open the speed page")); break;
    case RunKind::Sweep: m_cells->setPageName(tr("Open the layer bench")); break;
    default: m_cells->setPageName({}); break;
    }
}

void RunPage::setResults(const EvaluationResults& results) {
    m_cells->setResults(results);
}

void RunPage::setParts(const std::vector<RunFacts>& parts) {
    m_parts->setParts(parts, m_facts.kind == RunKind::Pipeline);
}

void RunPage::addEvents(std::span<const Event> events) {
    addToLists(events);
    addSeries(seriesOf(events));
}

void RunPage::addToLists(std::span<const Event> events) {
    m_events->add(events);
    m_checkpoints->add(events);
    m_clock.take(events);
    for (const Event& event : events) {
        const auto left = event.fields.find("seconds_left");
        if (event.name == "step" && left != event.fields.end() && left->is_number()) {
            m_secondsLeft = left->get<double>();
        }
    }
}

void RunPage::setSmoothing(int steps) {
    std::size_t nearest = 0;
    for (std::size_t i = 1; i < kWindows.size(); ++i) {
        nearest = std::abs(kWindows[i] - steps) < std::abs(kWindows[nearest] - steps) ? i : nearest;
    }
    m_smoothing->setValue(static_cast<int>(nearest));
}

int RunPage::smoothing() const {
    return kWindows[static_cast<std::size_t>(m_smoothing->value())];
}

void RunPage::setLoading(std::optional<double> part, bool goesOn) {
    m_header->setLoading(part, goesOn);
}

void RunPage::setDamagedLines(std::uint64_t count) {
    m_damaged->setPlainText(count == 0 ? QString()
                                       : tr("%n damaged lines of the event log were passed over.", nullptr,
                                            static_cast<int>(std::min<std::uint64_t>(count, 1'000'000'000))));
}

void RunPage::setExistingCheckpoints(const std::vector<std::int64_t>& steps) {
    m_checkpoints->setExisting(steps);
}

void RunPage::redrawNow() {
    for (CurveChart* chart : {m_loss, m_needles, m_gradient, m_rate, m_speed}) {
        chart->redrawNow();
    }
    m_layers->redrawNow();
}

} // namespace halyard::views
