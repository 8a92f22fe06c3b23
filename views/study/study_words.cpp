// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/study/study_words.h"

#include "views/run/run_facts.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"
#include "views/text/share_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace halyard::views {

namespace {

constexpr int kNatsDecimals = 4;

struct StudyWords {
    Q_DECLARE_TR_FUNCTIONS(StudyWords)
};

// What a column measures, by the part of its key after the run; nothing: only the words of the table itself are known.
QString measureText(const std::string& measure, const GridTable& table) {
    const QString length = countText(table.trainingLength);
    return measure == "needles"          ? StudyWords::tr("needles to %1 tokens").arg(length)
           : measure == "needles_beyond" ? StudyWords::tr("needles beyond %1 tokens").arg(length)
           : measure == "recall"         ? StudyWords::tr("recall")
           : measure == "choices"        ? StudyWords::tr("choices")
           : measure == "held_out_loss"  ? StudyWords::tr("held-out loss")
                                         : QString();
}

} // namespace

QString columnText(const GridColumn& column, const GridTable& table) {
    if (column.key == "tokens") {
        return StudyWords::tr("training tokens");
    }
    if (column.key == "seconds") {
        return StudyWords::tr("training time");
    }
    if (column.key == "parameters") {
        return StudyWords::tr("trained parameters");
    }
    const std::size_t dot = std::min(column.key.find('.'), column.key.size());
    const std::string run = column.key.substr(0, dot);
    const std::string rest = column.key.substr(std::min(dot + 1, column.key.size()));
    if (rest == "loss") {
        const bool isKl = column.label.find(" KL") != std::string::npos;
        return (isKl ? StudyWords::tr("%1: held-out KL") : StudyWords::tr("%1: held-out loss")).arg(shownText(run, 60));
    }
    const std::size_t space = std::min(rest.find(' '), rest.size());
    const QString measure = measureText(rest.substr(0, space), table);
    if (measure.isEmpty()) {
        return shownText(column.label, 80);
    }
    // Several scalings or models in one run, and the run where several measure the same.
    const QString suffix = shownText(rest.substr(space), 60);
    const bool namesRun = column.label.ends_with(" (" + run + ")");
    return measure + suffix + (namesRun ? QStringLiteral(" (%1)").arg(shownText(run, 60)) : QString());
}

QString figureText(double value, GridColumn::Unit unit) {
    switch (unit) {
    case GridColumn::Unit::Share: return shareText(value);
    case GridColumn::Unit::Nats: return QLocale().toString(value, 'f', kNatsDecimals); // so that a deviation is as exact as its mean
    case GridColumn::Unit::Seconds: return durationText(value);
    case GridColumn::Unit::Tokens:
    case GridColumn::Unit::Parameters: return shortCountText(value);
    }
    return {};
}

QString differenceText(double difference, GridColumn::Unit unit) {
    const QString sign = difference < 0 ? QStringLiteral("−") : QStringLiteral("+");
    return sign + figureText(std::abs(difference), unit);
}

QString meanText(const GridMean& mean, GridColumn::Unit unit) {
    if (!mean.mean) {
        return QStringLiteral("–");
    }
    const bool isCount = unit == GridColumn::Unit::Tokens || unit == GridColumn::Unit::Parameters; // the same in every repetition
    return mean.spread && !isCount ? StudyWords::tr("%1 ± %2").arg(figureText(*mean.mean, unit), figureText(*mean.spread, unit))
                                   : figureText(*mean.mean, unit);
}

QString cellStateText(const std::string& state) {
    return state == "waiting" ? StudyWords::tr("waiting") : stateText(runStateFromWord(state));
}

QString progressText(const GridTable& table) {
    const auto count = [&](const char* state) {
        return std::count_if(table.cells.begin(), table.cells.end(), [&](const GridTableCell& cell) { return cell.state == state; });
    };
    const QString done = StudyWords::tr("%1 of %2 cells are done").arg(countText(count("done")), countText(static_cast<std::int64_t>(table.cells.size())));
    const auto failed = count("failed");
    return failed > 0 ? StudyWords::tr("%1, %2 failed").arg(done, countText(failed)) : done;
}

} // namespace halyard::views
