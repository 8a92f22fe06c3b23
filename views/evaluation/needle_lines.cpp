// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evaluation/needle_lines.h"

#include "core/select/score/uncertainty.h"
#include "views/evaluation/length_page.h"
#include "views/theme/series_style.h"

#include <algorithm>
#include <map>

namespace halyard::views {

namespace {

bool isWorthShowing(const MeasuredRun& run, const EvaluationCell& cell) {
    if (run.results.searches.empty() || cell.scaling == QLatin1String("none")) {
        return true;
    }
    return std::any_of(run.results.searches.begin(), run.results.searches.end(), [&](const ScalingSearch& search) {
        return search.model == cell.model && (search.bestByLoss == cell.scaling || search.bestByNeedles == cell.scaling);
    });
}

std::vector<RangePoint> pointsOf(const std::vector<MeasuredRun>& runs, const NeedleLine& line) {
    std::map<std::int64_t, NeedleTally> byLength;
    for (const std::size_t c : line.cells) {
        const EvaluationCell& cell = runs[line.run].results.cells[c];
        byLength[cell.length].add(*cell.accuracy, cell.questions);
    }
    std::vector<RangePoint> points;
    for (const auto& [length, tally] : byLength) {
        if (const auto share = tally.share()) {
            points.push_back({static_cast<double>(length), share->value, share->low, share->high});
        }
    }
    return points;
}

int wishOf(const std::vector<MeasuredRun>& runs, const NeedleLine& line) {
    if (runs[line.run].teachers.contains(line.modelPath)) {
        return kTeacherSeries;
    }
    bool isConstant = false;
    (void)line.scaling.toDouble(&isConstant);
    return isConstant ? 2 : line.scaling == QLatin1String("none") ? 3 : kStudentSeries;
}

} // namespace

void NeedleTally::add(const Measured& accuracy, std::int64_t questions) {
    m_found += accuracy.value * static_cast<double>(questions);
    m_asked += static_cast<double>(questions);
    m_single = accuracy;
    ++m_parts;
}

std::optional<Measured> NeedleTally::share() const {
    if (m_parts == 1) {
        return m_single;
    }
    if (!(m_asked > 0)) {
        return std::nullopt;
    }
    const Interval interval = wilsonInterval(std::clamp(m_found, 0.0, m_asked), m_asked);
    return Measured{m_found / m_asked, interval.low, interval.high};
}

bool NeedleLine::isSame(const NeedleLine& other) const {
    return run == other.run && modelPath == other.modelPath && model == other.model && scaling == other.scaling;
}

std::vector<NeedleLine> needleLines(const std::vector<MeasuredRun>& runs, const QString& task) {
    std::vector<NeedleLine> lines;
    for (std::size_t r = 0; r < runs.size(); ++r) {
        const std::vector<EvaluationCell>& cells = runs[r].results.cells;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const EvaluationCell& cell = cells[c];
            if (!cell.accuracy || cell.length <= 0 || (!task.isEmpty() && cell.task != task) || !isWorthShowing(runs[r], cell)) {
                continue;
            }
            const NeedleLine line{r, cell.model, cell.modelPath, cell.scaling, {}};
            auto found = std::find_if(lines.begin(), lines.end(), [&](const NeedleLine& other) { return line.isSame(other); });
            if (found == lines.end()) {
                found = lines.insert(lines.end(), line);
            }
            found->cells.push_back(c);
        }
    }
    return lines;
}

QString modelOfLine(const std::vector<NeedleLine>& lines, const NeedleLine& line) {
    const QString name = line.model.section(u'/', -1);
    const bool isOther = std::any_of(lines.begin(), lines.end(), [&](const NeedleLine& other) {
        return other.modelPath != line.modelPath && other.model.section(u'/', -1) == name;
    });
    return isOther ? line.model : name;
}

QString nameOfLine(const std::vector<MeasuredRun>& runs, const std::vector<NeedleLine>& lines, std::size_t at) {
    const NeedleLine& line = lines[at];
    QString name = modelOfLine(lines, line);
    const bool isTeacher = runs[line.run].teachers.contains(line.modelPath);
    if (!line.scaling.isEmpty() && !(isTeacher && line.scaling == QLatin1String("none"))) {
        name = LengthPage::tr("%1, %2").arg(name, scalingText(line.scaling));
    }
    const auto twice = std::count_if(lines.begin(), lines.end(),
                                     [&](const NeedleLine& other) { return other.model == line.model && other.scaling == line.scaling; });
    return twice > 1 ? LengthPage::tr("%1 (%2)").arg(name, runs[line.run].facts.title) : name;
}

std::vector<RangeSeries> needleSeries(const std::vector<MeasuredRun>& runs, const std::vector<NeedleLine>& lines) {
    std::vector<RangeSeries> series;
    StyleChooser styles;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        series.push_back({nameOfLine(runs, lines, at), styles.choose(wishOf(runs, lines[at])), pointsOf(runs, lines[at])});
    }
    return series;
}

} // namespace halyard::views
