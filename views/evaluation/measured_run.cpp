// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/evaluation/measured_run.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace halyard::views {

namespace {

QString inLanguage(const char* text) {
    return QCoreApplication::translate("halyard::views::MeasuredRun", text);
}

} // namespace

QString progressText(const MeasuredRun& run) {
    QStringList parts;
    const auto done = std::count_if(run.results.cells.begin(), run.results.cells.end(), [](const EvaluationCell& cell) { return cell.complete; });
    if (!run.results.cells.empty()) {
        parts << inLanguage(QT_TRANSLATE_NOOP("halyard::views::MeasuredRun", "%1 of %2 cells measured"))
                     .arg(countText(done), countText(static_cast<std::int64_t>(run.results.cells.size())));
    }
    if (goesOn(run.facts.state) && run.facts.remaining) {
        parts << inLanguage(QT_TRANSLATE_NOOP("halyard::views::MeasuredRun", "%1 left")).arg(durationText(run.facts.remaining->middle()));
    }
    if (run.results.unreadable > 0) {
        parts << inLanguage(QT_TRANSLATE_NOOP("halyard::views::MeasuredRun", "%1 entries of results.json are no cells and were passed over"))
                     .arg(countText(static_cast<std::int64_t>(run.results.unreadable)));
    }
    if (const QString why = run.problem.isEmpty() ? run.facts.reason : run.problem; !why.isEmpty()) {
        parts << why;
    }
    QString line = run.facts.title;
    for (const QString& part : parts) {
        line += QStringLiteral(" · ") + part;
    }
    return line;
}

QString nothingYetText(const std::vector<MeasuredRun>& runs) {
    if (runs.empty() || !runs.front().known) {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::MeasuredRun", "The results are being read."));
    }
    const RunState state = runs.front().facts.state;
    if (goesOn(state) || state == RunState::Unknown) {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::MeasuredRun", "Nothing is measured yet. The first point appears when the first cell is done."));
    }
    if (state == RunState::New || state == RunState::Queued) {
        return inLanguage(QT_TRANSLATE_NOOP("halyard::views::MeasuredRun", "This run has not been started, so there is nothing to show yet."));
    }
    return inLanguage(QT_TRANSLATE_NOOP("halyard::views::MeasuredRun", "This run ended before it had measured anything."));
}

int StyleChooser::choose(int wished) {
    static constexpr std::array kOrder = {1, 4, 5, 6, 7, 2, 3};
    if (m_used.insert(wished).second) {
        return wished;
    }
    for (int round = 0;; ++round) {
        for (const int style : kOrder) {
            if (m_used.insert(style + 8 * round).second) {
                return style + 8 * round;
            }
        }
    }
}

} // namespace halyard::views
