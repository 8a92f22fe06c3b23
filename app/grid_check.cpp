// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/grid_check.h"

#include "app/places.h"
#include "core/base/error.h"
#include "core/cost/run_forecast.h"
#include "core/demo/bundled_inputs.h"
#include "core/run/field_info.h"
#include "core/run/study_cells.h"
#include "views/text/message_text.h"
#include "views/text/number_text.h"
#include "views/text/plain_text.h"

#include <set>

#include <QCoreApplication>
#include <QPointer>
#include <QThread>
#include <QThreadPool>

namespace halyard::app {

namespace {

struct GridWords {
    Q_DECLARE_TR_FUNCTIONS(GridWords)
};

QString cellText(const GridCell& cell, const GridStudy& study) {
    QStringList runs;
    for (const GridRun& run : study.grid.runs) {
        const auto child = cell.runs.find(run.spec.name);
        runs << (child == cell.runs.end() ? GridWords::tr("%1 left out").arg(views::fromUtf8(run.spec.name)) : views::fromUtf8(child->second));
    }
    return GridWords::tr("%1: %2").arg(views::fromUtf8(labelsOf(cell, study.grid)), runs.join(QStringLiteral(", ")));
}

QStringList settingsOf(const StudyGrid& grid) {
    std::set<std::string> keys;
    for (const FieldInfo& field : fieldInfos()) {
        for (const GridRun& run : grid.runs) {
            if (readsSetting(run.spec.kind, field.key)) {
                keys.insert(run.spec.name + "." + field.key);
                keys.insert("*." + field.key);
            }
        }
    }
    QStringList out;
    for (const std::string& key : keys) {
        out << views::fromUtf8(key);
    }
    return out;
}

// "12 cells of 54 different runs; 7.6 M training tokens, trained in 12 m (4 m – 20 m)"
QString summaryOf(const GridStudy& study) {
    const QString counts = GridWords::tr("%1 cells of %2 different runs; %3 training tokens")
                               .arg(views::countText(static_cast<std::int64_t>(study.cells.size())),
                                    views::countText(static_cast<std::int64_t>(study.spec.children.size())), views::shortCountText(plannedTraining(study.spec).tokens));
    const RunSpec spec = withBundledTeacher(study.spec, views::toUtf8(resourcesFolder(QStringLiteral("demo"))));
    const auto seconds = trainingSeconds(spec, {"/", std::nullopt, std::max(1, QThread::idealThreadCount())});
    return seconds ? GridWords::tr("%1, trained in %2").arg(counts, views::rangeText(views::TimeRange{seconds->least, seconds->most})) : counts;
}

} // namespace

CheckedGrid checkedGrid(const std::string& text, const std::filesystem::path& folder) {
    CheckedGrid out;
    try {
        const StudyGrid grid = gridFromJson(parseJson(text, "grid.json"), "grid.json", folder);
        out.name = grid.name;
        out.plan.settings = settingsOf(grid);
        const GridStudy study = expandGrid(grid);
        (void)readsBundled(study.spec); // refuses a name that is none
        (void)requireValidRuns(study, false);
        for (const GridCell& cell : study.cells) {
            out.plan.cells << cellText(cell, study);
        }
        out.plan.summary = summaryOf(study);
        out.grid = toJson(grid);
    } catch (const Error& error) {
        out.plan.problem = views::translated(error.message());
    }
    return out;
}

void GridCheck::start(const QString& text, const QString& folder) {
    const int asked = ++m_asked;
    QThreadPool::globalInstance()->start([text = text.toStdString(), folder = folder.toStdString(), asked, check = QPointer(this)] {
        const auto grid = std::make_shared<const CheckedGrid>(checkedGrid(text, folder));
        QMetaObject::invokeMethod(qApp, [grid, asked, check] {
            if (check && check->m_asked == asked) {
                Q_EMIT check->finished(*grid);
            }
        });
    });
}

} // namespace halyard::app
