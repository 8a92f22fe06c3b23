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
    QString state = stateText(run.facts);
    const auto done = std::count_if(run.results.cells.begin(), run.results.cells.end(), [](const EvaluationCell& cell) { return cell.complete; });
    if (!run.results.cells.empty()) {
        state = inLanguage(QT_TRANSLATE_NOOP("halyard::views::MeasuredRun", "%1, %2 of %3 cells measured"))
                    .arg(state, countText(done), countText(static_cast<std::int64_t>(run.results.cells.size())));
    }
    if (goesOn(run.facts.state) && run.facts.remaining) {
        state = inLanguage(QT_TRANSLATE_NOOP("halyard::views::MeasuredRun", "%1, %2 left")).arg(state, durationText(run.facts.remaining->middle()));
    }
    if (run.results.unreadable > 0) {
        state = inLanguage(QT_TRANSLATE_NOOP("halyard::views::MeasuredRun", "%1; %2 entries of results.json are no cells and were passed over"))
                    .arg(state, countText(static_cast<std::int64_t>(run.results.unreadable)));
    }
    const QString why = run.problem.isEmpty() ? run.facts.reason : run.problem;
    QString line = inLanguage(QT_TRANSLATE_NOOP("halyard::views::MeasuredRun", "%1: %2")).arg(run.facts.title, state);
    return why.isEmpty() ? line : line + QStringLiteral(". ") + why;
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
