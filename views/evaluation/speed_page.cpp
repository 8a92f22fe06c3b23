// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evaluation/speed_page.h"

#include "views/evaluation/measured_runs.h"
#include "views/text/number_text.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/series_style.h"

#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

constexpr double kMilli = 1000;

std::optional<RangePoint> pointOf(const EvaluationCell& cell, const std::optional<Measured>& measured, double factor) {
    if (!measured || cell.length <= 0) {
        return std::nullopt;
    }
    return RangePoint{static_cast<double>(cell.length), measured->value * factor, measured->low * factor, measured->high * factor};
}

std::optional<RangePoint> decodePoint(const EvaluationCell& cell) {
    return pointOf(cell, cell.tokenSeconds, kMilli);
}

std::optional<RangePoint> prefillPoint(const EvaluationCell& cell) {
    return pointOf(cell, cell.prefillSeconds, cell.length > 0 ? kMilli / static_cast<double>(cell.length) : 0);
}

std::optional<RangePoint> memoryPoint(const EvaluationCell& cell) {
    return pointOf(cell, cell.peakMegabytes, 1);
}

// ln y of a line at x; nothing outside it.
std::optional<double> logAt(const RangeSeries& series, double x) {
    for (std::size_t i = 0; i < series.points.size(); ++i) {
        const RangePoint& right = series.points[i];
        if (right.x == x) {
            return std::log(right.y);
        }
        if (i > 0 && series.points[i - 1].x < x && x < right.x) {
            const RangePoint& left = series.points[i - 1];
            const double part = std::log(x / left.x) / std::log(right.x / left.x);
            return std::log(left.y) + part * std::log(right.y / left.y);
        }
    }
    return std::nullopt;
}

} // namespace

std::optional<RangePoint> crossover(const RangeSeries& first, const RangeSeries& second) {
    std::set<double> places;
    for (const RangeSeries* series : {&first, &second}) {
        for (const RangePoint& point : series->points) {
            places.insert(point.x);
        }
    }
    std::optional<std::pair<double, double>> before; // x, and how far the second is above the first
    for (const double x : places) {
        const auto a = logAt(first, x);
        const auto b = logAt(second, x);
        if (!a || !b) {
            continue;
        }
        const double above = *b - *a;
        if (before && before->second > 0 && above <= 0) {
            const double part = before->second / (before->second - above);
            const double at = std::exp(std::log(before->first) + part * std::log(x / before->first));
            const double y = std::exp(logAt(first, at).value_or(*a));
            return RangePoint{at, y, y, y};
        }
        before = {x, above};
    }
    return std::nullopt;
}

SpeedPage::SpeedPage(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, kGrid);
    layout->setSpacing(kGrid);
    m_header = new MeasuredRuns(tr("Speed"), tr("Time of a token and memory against the length of the text. Lines are medians; bands go from the least to the greatest of the repeats."), this);
    connect(m_header, &MeasuredRuns::runAdded, this, &SpeedPage::runAdded);
    connect(m_header, &MeasuredRuns::runRemoved, this, &SpeedPage::runRemoved);
    connect(m_header, &MeasuredRuns::runOpened, this, &SpeedPage::runOpened);
    layout->addWidget(m_header);
    m_stack = new QStackedWidget(this);
    m_empty = makeEmptyNote(this);
    m_stack->addWidget(m_empty);
    auto* rows = new QSplitter(Qt::Vertical, this);
    auto* lower = new QSplitter(Qt::Horizontal, rows);
    for (QSplitter* splitter : {rows, lower}) {
        splitter->setChildrenCollapsible(false);
        splitter->setHandleWidth(kGrid);
    }
    const RangeAxes axes{RangeAxes::X::Binary, true, false};
    m_decode = new RangeChart(tr("Writing one token"), tr("length in tokens"), tr("ms a token"), axes, rows);
    m_prefill = new RangeChart(tr("Reading the text"), tr("length in tokens"), tr("ms a token"), axes, lower);
    m_memory = new RangeChart(tr("Most memory"), tr("length in tokens"), tr("MB"), axes, lower);
    rows->addWidget(m_decode);
    lower->addWidget(m_prefill);
    lower->addWidget(m_memory);
    rows->addWidget(lower);
    m_stack->addWidget(rows);
    layout->addWidget(m_stack, 1);
    m_machine = new PlainLabel(this);
    m_machine->setWordWrap(true);
    setTextSize(*m_machine, TextSize::Small);
    setTone(*m_machine, Tone::Muted);
    layout->addWidget(m_machine);
    for (RangeChart* chart : {m_decode, m_prefill, m_memory}) {
        connect(chart, &RangeChart::figureRequested, this, [this, chart](FigureFormat format) {
            Figure figure = chart->figure(format);
            figure.name = (m_runs.empty() ? QString() : m_runs.front().facts.title + u' ') + figure.name;
            Q_EMIT figureReady(figure);
        });
    }
    setFocusProxy(m_decode);
    setRuns({});
}

QString SpeedPage::machineText() const {
    return m_machine->plainText();
}

void SpeedPage::setRuns(const std::vector<MeasuredRun>& runs) {
    m_runs = runs;
    m_header->setRuns(m_runs);
    refresh();
}

void SpeedPage::setOtherRuns(const std::vector<OtherRun>& runs) {
    m_header->setOtherRuns(runs);
}

std::vector<SpeedPage::Line> SpeedPage::linesOf() const {
    std::vector<Line> lines;
    for (std::size_t r = 0; r < m_runs.size(); ++r) {
        const std::vector<EvaluationCell>& cells = m_runs[r].results.cells;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const EvaluationCell& cell = cells[c];
            if (!cell.tokenSeconds && !cell.prefillSeconds && !cell.outOfMemory) {
                continue;
            }
            auto found = std::find_if(lines.begin(), lines.end(),
                                      [&](const Line& line) { return line.run == r && line.modelPath == cell.modelPath && line.model == cell.model; });
            if (found == lines.end()) {
                found = lines.insert(lines.end(), {r, cell.model, cell.modelPath, cell.model, 1, m_runs[r].teachers.contains(cell.modelPath), {}});
            }
            found->cells.push_back(c);
        }
    }
    StyleChooser styles;
    for (Line& line : lines) {
        line.style = styles.choose(line.isTeacher ? kTeacherSeries : kStudentSeries);
        const bool twice = std::count_if(lines.begin(), lines.end(), [&](const Line& other) { return other.model == line.model; }) > 1;
        line.name = twice ? tr("%1 (%2)").arg(line.model, m_runs[line.run].facts.title) : line.model;
    }
    return lines;
}

std::vector<RangeMark> SpeedPage::shortages(const std::vector<Line>& lines, bool withBytes) const {
    std::vector<RangeMark> marks;
    for (const Line& line : lines) {
        const EvaluationCell* first = nullptr; // longer ones fail all the more
        for (const std::size_t c : line.cells) {
            const EvaluationCell& cell = m_runs[line.run].results.cells[c];
            if (cell.outOfMemory && (first == nullptr || cell.length < first->length)) {
                first = &cell;
            }
        }
        if (first == nullptr) {
            continue;
        }
        const QString length = lengthText(static_cast<double>(first->length));
        const QString name = shownText(line.name, 40);
        QString text = tr("%1: out of memory at %2").arg(name, length);
        if (withBytes && first->needBytes && first->haveBytes) {
            text = tr("%1: out of memory at %2, needs %3 of %4").arg(name, length, bytesText(*first->needBytes), bytesText(*first->haveBytes));
        }
        marks.push_back({static_cast<double>(first->length), std::nullopt, text, line.style});
    }
    return marks;
}

void SpeedPage::fill(RangeChart& chart, const std::vector<Line>& lines, std::optional<RangePoint> (*pointOf)(const EvaluationCell& cell), bool crossings) {
    std::vector<RangeSeries> all;
    for (const Line& line : lines) {
        RangeSeries series{line.name, line.style, {}};
        for (const std::size_t c : line.cells) {
            if (const auto point = pointOf(m_runs[line.run].results.cells[c])) {
                series.points.push_back(*point);
            }
        }
        std::sort(series.points.begin(), series.points.end(), [](const RangePoint& a, const RangePoint& b) { return a.x < b.x; });
        all.push_back(std::move(series));
    }
    std::vector<RangeMark> marks = shortages(lines, &chart == m_memory);
    for (std::size_t t = 0; crossings && t < lines.size(); ++t) {
        for (std::size_t s = 0; s < lines.size(); ++s) {
            const auto at = lines[t].isTeacher && !lines[s].isTeacher ? crossover(all[t], all[s]) : std::nullopt;
            if (at) {
                marks.push_back({at->x, at->y, tr("%1 is faster from about %2 tokens").arg(shownText(lines[s].name, 40), countText(std::llround(at->x))), lines[s].style});
            }
        }
    }
    chart.setSeries(all);
    chart.setMarks(marks);
}

void SpeedPage::refresh() {
    const std::vector<Line> lines = linesOf();
    fill(*m_decode, lines, decodePoint, true);
    fill(*m_prefill, lines, prefillPoint, true);
    fill(*m_memory, lines, memoryPoint, false);
    std::set<QString> machines;
    for (const Line& line : lines) {
        for (const std::size_t c : line.cells) {
            const EvaluationCell& cell = m_runs[line.run].results.cells[c];
            machines.insert(tr("%1 with %n threads", nullptr, static_cast<int>(std::clamp<std::int64_t>(cell.threads, 0, 100'000)))
                                .arg(shownText(cell.host.isEmpty() ? tr("an unnamed machine") : cell.host, 60)));
        }
    }
    const QString where = QStringList(machines.begin(), machines.end()).join(QStringLiteral("; "));
    m_machine->setPlainText(machines.empty()       ? QString()
                            : machines.size() == 1 ? tr("Measured on %1. Other work of the machine shows as wide bands.").arg(where)
                                                   : tr("Not all of this was measured alike: %1. Compare only what was.").arg(where));
    setTone(*m_machine, machines.size() > 1 ? Tone::Warning : Tone::Muted);
    m_empty->setPlainText(nothingYetText(m_runs));
    m_stack->setCurrentIndex(lines.empty() ? 0 : 1);
}

} // namespace halyard::views
