// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evaluation/length_page.h"

#include "views/evaluation/depth_map.h"
#include "views/evaluation/measured_runs.h"
#include "views/evaluation/trial_table.h"
#include "views/text/number_text.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/series_style.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

constexpr double kDeepest = 100; // percent
constexpr double kBand = 20;
constexpr std::size_t kMostDepths = 11;

} // namespace

LengthPage::LengthPage(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, kGrid);
    layout->setSpacing(kGrid);
    m_header = new MeasuredRuns(tr("Length"), tr("How well needles are found in longer and longer texts. Bands are 95 % intervals by Wilson; click a point for its depths, questions and answers."), this);
    connect(m_header, &MeasuredRuns::runAdded, this, &LengthPage::runAdded);
    connect(m_header, &MeasuredRuns::runRemoved, this, &LengthPage::runRemoved);
    connect(m_header, &MeasuredRuns::runOpened, this, &LengthPage::runOpened);
    m_tasks = new QComboBox(this);
    m_tasks->setObjectName(QStringLiteral("task"));
    m_tasks->setAccessibleName(tr("Task"));
    m_tasks->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(m_tasks, &QComboBox::activated, this, [this] {
        m_cell.reset();
        refresh();
    });
    m_header->addControl(m_tasks);
    layout->addWidget(m_header);
    m_stack = new QStackedWidget(this);
    m_empty = makeEmptyNote(this);
    m_stack->addWidget(m_empty);
    auto* parts = new QSplitter(Qt::Vertical, this);
    parts->setChildrenCollapsible(false);
    parts->setHandleWidth(kGrid);
    parts->addWidget(buildCharts());
    parts->addWidget(buildDetail());
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 2);
    m_stack->addWidget(parts);
    layout->addWidget(m_stack, 1);
    setFocusProxy(m_chart);
    setRuns({});
}

QWidget* LengthPage::buildCharts() {
    auto* charts = new QSplitter(Qt::Horizontal, this);
    charts->setChildrenCollapsible(false);
    charts->setHandleWidth(kGrid);
    m_chart = new RangeChart(tr("Needles found"), tr("length in tokens"), tr("accuracy"), {RangeAxes::X::Binary, false, true}, charts);
    charts->addWidget(m_chart);
    m_searches = new QSplitter(Qt::Vertical, charts);
    m_searches->setChildrenCollapsible(false);
    m_searches->setHandleWidth(kGrid);
    m_lossByBase = new RangeChart(tr("Loss on held-out text"), tr("A of the logits scaling"), tr("nats a token"), {RangeAxes::X::Decimal, false, false}, m_searches);
    m_needlesByBase = new RangeChart(tr("Needles by scaling"), tr("A of the logits scaling"), tr("accuracy"), {RangeAxes::X::Decimal, false, true}, m_searches);
    m_best = new PlainLabel(m_searches);
    m_best->setWordWrap(true);
    for (QWidget* part : std::initializer_list<QWidget*>{m_lossByBase, m_needlesByBase, m_best}) {
        m_searches->addWidget(part);
    }
    m_searches->hide();
    charts->addWidget(m_searches);
    charts->setStretchFactor(0, 3);
    charts->setStretchFactor(1, 2);
    for (RangeChart* chart : {m_chart, m_lossByBase, m_needlesByBase}) {
        connect(chart, &RangeChart::figureRequested, this, [this, chart](FigureFormat format) {
            Figure figure = chart->figure(format);
            figure.name = (m_runs.empty() ? QString() : m_runs.front().facts.title + u' ') + figure.name;
            Q_EMIT figureReady(figure);
        });
    }
    connect(m_chart, &RangeChart::pointChosen, this, [this](std::size_t line, std::size_t) { showLine(line, true); });
    return charts;
}

QWidget* LengthPage::buildDetail() {
    auto* parts = new QSplitter(Qt::Horizontal, this);
    parts->setChildrenCollapsible(false);
    parts->setHandleWidth(kGrid);
    const auto card = [&](QWidget* content, QWidget* title) {
        auto* box = new QWidget(parts);
        makeCard(*box);
        auto* layout = new QVBoxLayout(box);
        layout->setContentsMargins(kGrid * 3 / 2, kGrid, kGrid, kGrid);
        layout->setSpacing(kGrid / 2);
        if (title != nullptr) {
            layout->addWidget(title);
        }
        layout->addWidget(content, 1);
        parts->addWidget(box);
    };
    m_depthTitle = new PlainLabel(this);
    setTextSize(*m_depthTitle, TextSize::Body, true);
    m_depths = new DepthMap(this);
    card(m_depths, m_depthTitle);
    m_answers = new TrialTable(this);
    card(m_answers, nullptr);
    parts->setStretchFactor(0, 2);
    parts->setStretchFactor(1, 3);
    connect(m_depths, &DepthMap::cellChosen, this, &LengthPage::showCell);
    m_detail = parts;
    m_detail->hide();
    return parts;
}

// ---- values ----

void LengthPage::setRuns(const std::vector<MeasuredRun>& runs) {
    m_runs = runs;
    m_header->setRuns(m_runs);
    updateTasks();
    refresh();
}

void LengthPage::setOtherRuns(const std::vector<OtherRun>& runs) {
    m_header->setOtherRuns(runs);
}

void LengthPage::updateTasks() {
    QStringList tasks;
    for (const MeasuredRun& run : m_runs) {
        for (const EvaluationCell& cell : run.results.cells) {
            if (cell.length > 0 && !cell.task.isEmpty() && !tasks.contains(cell.task)) {
                tasks << cell.task;
            }
        }
    }
    tasks.sort();
    QStringList known;
    for (int i = 0; i < m_tasks->count(); ++i) {
        known << m_tasks->itemData(i).toString();
    }
    known.removeAll(QString());
    if (known != tasks) {
        const QString chosen = m_tasks->currentData().toString();
        m_tasks->clear();
        if (tasks.size() != 1) {
            m_tasks->addItem(tr("All tasks together"), QString());
        }
        for (const QString& task : tasks) {
            m_tasks->addItem(shownText(task, 60), task);
        }
        m_tasks->setCurrentIndex(std::max(m_tasks->findData(chosen), 0));
    }
    m_tasks->setVisible(tasks.size() > 1);
}

void LengthPage::refresh() {
    m_lines = needleLines(m_runs, m_tasks->currentData().toString());
    m_chart->setSeries(needleSeries(m_runs, m_lines));
    updateVerticals();
    updateSearch();
    m_empty->setPlainText(nothingYetText(m_runs));
    m_stack->setCurrentIndex(m_lines.empty() && m_searches->isHidden() ? 0 : 1);
    const auto open = std::find_if(m_lines.begin(), m_lines.end(), [this](const NeedleLine& line) { return m_open && line.isSame(*m_open); });
    if (open != m_lines.end()) {
        showLine(static_cast<std::size_t>(open - m_lines.begin()), false);
    } else {
        m_open.reset();
        m_detail->hide();
    }
}

// One line where all models were trained as long, else one for each length with the models' names.
void LengthPage::updateVerticals() {
    std::map<double, QStringList> models;
    std::set<QString> unknown;
    for (const NeedleLine& line : m_lines) {
        const auto& known = m_runs[line.run].trainedLengths;
        const auto found = known.find(line.modelPath);
        if (found == known.end()) {
            unknown.insert(line.modelPath);
        } else if (const QString model = modelOfLine(m_lines, line); !models[found->second].contains(model)) {
            models[found->second] << model;
        }
    }
    std::vector<RangeLine> verticals;
    for (const auto& [length, names] : models) {
        const bool isAll = models.size() == 1 && unknown.empty();
        verticals.push_back({length, isAll ? tr("trained at %1").arg(lengthText(length))
                                           : tr("%1: trained at %2").arg(shownText(names.join(QStringLiteral(", ")), 60), lengthText(length))});
    }
    m_chart->setLines(verticals);
}

// ---- the search for a scaling ----

void LengthPage::updateSearch() {
    std::vector<RangeSeries> loss, needles;
    std::vector<RangeMark> bestLoss, bestNeedles;
    QStringList sentences;
    StyleChooser styles;
    for (const MeasuredRun& run : m_runs) {
        for (const ScalingSearch& search : run.results.searches) {
            RangeSeries byLoss{search.model, styles.choose(kStudentSeries), {}};
            RangeSeries byNeedles = byLoss;
            for (const ScalingSearch::Tried& tried : search.curve) {
                const auto base = scalingBase(tried.scaling);
                if (base && tried.loss) {
                    byLoss.points.push_back({*base, *tried.loss, *tried.loss, *tried.loss});
                    if (tried.scaling == search.bestByLoss) {
                        bestLoss.push_back({*base, *tried.loss, tr("best: %1").arg(scalingText(tried.scaling)), byLoss.style});
                    }
                }
                if (base && tried.needles) {
                    byNeedles.points.push_back({*base, *tried.needles, *tried.needles, *tried.needles});
                    if (tried.scaling == search.bestByNeedles) {
                        bestNeedles.push_back({*base, *tried.needles, tr("best: %1").arg(scalingText(tried.scaling)), byNeedles.style});
                    }
                }
            }
            for (std::vector<RangePoint>* points : {&byLoss.points, &byNeedles.points}) {
                std::sort(points->begin(), points->end(), [](const RangePoint& a, const RangePoint& b) { return a.x < b.x; });
            }
            loss.push_back(byLoss);
            needles.push_back(byNeedles);
            if (!search.bestByLoss.isEmpty()) {
                sentences << tr("%1: the least loss has %2.").arg(shownText(search.model, 60), scalingText(search.bestByLoss));
            }
            if (!search.bestByNeedles.isEmpty()) {
                sentences << tr("%1: the most needles finds %2.").arg(shownText(search.model, 60), scalingText(search.bestByNeedles));
            }
        }
    }
    const auto hasPoints = [](const std::vector<RangeSeries>& all) { return std::any_of(all.begin(), all.end(), [](const auto& one) { return !one.points.empty(); }); };
    m_lossByBase->setSeries(loss);
    m_lossByBase->setMarks(bestLoss);
    m_lossByBase->setVisible(hasPoints(loss));
    m_needlesByBase->setSeries(needles);
    m_needlesByBase->setMarks(bestNeedles);
    m_needlesByBase->setVisible(hasPoints(needles));
    m_best->setPlainText(sentences.join(u'\n'));
    m_best->setVisible(!sentences.isEmpty());
    m_searches->setVisible(hasPoints(loss) || hasPoints(needles));
}

// ---- depths, questions, answers ----

// The depth itself, or the middle of its band.
double LengthPage::placeOf(double depth) const {
    return m_band > 0 ? (std::min(std::floor(depth / m_band), std::ceil(kDeepest / m_band) - 1) + 0.5) * m_band : depth;
}

void LengthPage::showLine(std::size_t at, bool scrollTo) {
    if (at >= m_lines.size()) {
        return;
    }
    const NeedleLine& line = m_lines[at];
    if (!m_open || !m_open->isSame(line)) {
        m_cell.reset();
    }
    m_open = line;
    std::set<double> depths; // a task that puts needles anywhere has as many as questions
    for (const std::size_t c : line.cells) {
        for (const EvaluationCell::AtDepth& depth : m_runs[line.run].results.cells[c].depths) {
            depths.insert(depth.depth);
        }
    }
    m_band = depths.size() > kMostDepths ? kBand : 0;
    std::map<std::pair<std::int64_t, double>, NeedleTally> tallies;
    std::map<std::pair<std::int64_t, double>, std::int64_t> questions;
    for (const std::size_t c : line.cells) {
        const EvaluationCell& cell = m_runs[line.run].results.cells[c];
        for (const EvaluationCell::AtDepth& depth : cell.depths) {
            const std::pair place{cell.length, placeOf(depth.depth)};
            tallies[place].add(depth.accuracy, depth.questions);
            questions[place] += depth.questions;
        }
    }
    std::vector<DepthMap::Cell> cells;
    for (const auto& [place, tally] : tallies) {
        if (const auto share = tally.share()) {
            cells.push_back({place.first, place.second, *share, questions[place]});
        }
    }
    m_depthTitle->setPlainText(tr("Depth × length: %1").arg(nameOfLine(m_runs, m_lines, at)));
    m_depths->setCells(cells, m_band);
    m_depths->setChosen(m_cell);
    m_detail->show();
    if (scrollTo && !m_cell) {
        m_answers->setTitle(tr("Questions and answers"));
        m_answers->setNote(tr("Click a cell at the left to read what was asked there and what the model answered."));
    }
}

void LengthPage::showCell(std::int64_t length, double depth) {
    if (!m_open) {
        return;
    }
    m_cell = {length, depth};
    m_answers->setTitle(m_band > 0 ? tr("%1 tokens, depth %2 – %3 %").arg(countText(length), numberText(depth - m_band / 2), numberText(depth + m_band / 2))
                                   : tr("%1 tokens, depth %2 %").arg(countText(length), numberText(depth)));
    m_answers->setNote(tr("The answers are being read."));
    for (const std::size_t c : m_open->cells) {
        const EvaluationCell& cell = m_runs[m_open->run].results.cells[c];
        if (cell.length == length && !m_trials.contains(cell.id)) {
            Q_EMIT trialsRequested(m_runs[m_open->run].facts.id, cell.id);
        }
    }
    showTrials();
}

void LengthPage::showTrials() {
    if (!m_open || !m_cell) {
        return;
    }
    std::vector<EvaluationTrial> shown;
    for (const std::size_t c : m_open->cells) {
        const EvaluationCell& cell = m_runs[m_open->run].results.cells[c];
        const auto known = m_trials.find(cell.id);
        if (cell.length != m_cell->first) {
            continue;
        }
        if (known == m_trials.end()) {
            return; // still under way
        }
        std::copy_if(known->second.begin(), known->second.end(), std::back_inserter(shown),
                     [this](const EvaluationTrial& trial) { return placeOf(trial.depth) == m_cell->second; });
    }
    m_answers->setTrials(std::move(shown));
}

void LengthPage::setTrials(const QString& cell, const std::vector<EvaluationTrial>& trials) {
    m_trials[cell] = trials;
    showTrials();
}

void LengthPage::setTrialsProblem(const QString& cell, const QString& sentence) {
    m_trials.erase(cell);
    m_answers->setNote(sentence);
}

} // namespace halyard::views
