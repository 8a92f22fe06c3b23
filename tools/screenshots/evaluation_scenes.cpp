// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/screenshots/sample_values.h"
#include "tools/screenshots/scenes.h"
#include "views/evaluation/depth_map.h"
#include "views/evaluation/length_page.h"
#include "views/evaluation/speed_page.h"
#include "views/evaluation/trial_table.h"
#include "views/run/run_page.h"

#include <QTableWidget>

#include <algorithm>
#include <cmath>

namespace halyard::screenshots {

using namespace views;

namespace {

const QString kTeacher = QStringLiteral("/models/teacher");
const QString kStudent = QStringLiteral("/models/student");

Measured share(double found, double n) {
    const double p = std::clamp(found, 0.0, 1.0);
    const double z = 1.96, centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n);
    return {p, centre - half, centre + half};
}

MeasuredRun measured(RunKind kind, Condition condition) {
    MeasuredRun run;
    const RunState state = condition == Condition::Empty ? RunState::New : condition == Condition::Busy ? RunState::Running : RunState::Failed;
    run.facts = sampleFacts(kind, state);
    run.facts.title = kind == RunKind::Throughput ? QStringLiteral("speed of both") : QStringLiteral("needles of both");
    run.facts.step = 412;
    run.facts.totalSteps = 1000;
    run.facts.loss.reset();
    if (condition == Condition::Busy) {
        run.facts.remaining = TimeRange{130, 130};
    }
    if (condition == Condition::Failed) {
        run.facts.reason = QStringLiteral("The worker was ended by the kernel, as the machine ran out of memory at 65,536 tokens.");
        run.results.unreadable = 2;
    }
    run.known = true;
    run.results.kind = kind;
    run.teachers = {kTeacher};
    run.trainedLengths = {{kTeacher, 1024}, {kStudent, 1024}};
    return run;
}

EvaluationCell cell(const QString& model, const QString& path, const QString& scaling, std::int64_t length) {
    EvaluationCell out;
    out.model = model;
    out.modelPath = path;
    out.scaling = scaling;
    out.length = length;
    out.complete = true;
    out.id = model + scaling + QString::number(length);
    return out;
}

MeasuredRun needles(RunKind kind, Condition condition) {
    MeasuredRun run = measured(kind, condition);
    if (condition == Condition::Empty) {
        return run;
    }
    struct Row {
        const char* model;
        QString path;
        const char* scaling;
        double holds; // tokens up to which it finds most
    };
    for (const Row& row : {Row{"teacher", kTeacher, "none", 1500}, Row{"stage-3 no. 1", kStudent, "hype 500", 24000}, Row{"stage-3 no. 1", kStudent, "none", 5200}, Row{"stage-3 no. 1", kStudent, "1.33", 9000}}) {
        for (std::int64_t length = 256; length <= (condition == Condition::Busy ? 32768 : 16384); length *= 2) {
            EvaluationCell at = cell(QLatin1String(row.model), row.path, QLatin1String(row.scaling), length);
            at.task = QStringLiteral("niah_single_1");
            const double found = 0.02 + 0.97 / (1 + std::pow(static_cast<double>(length) / row.holds, 2.2));
            at.questions = 125;
            at.accuracy = share(found, 125);
            for (const double depth : {0.0, 25.0, 50.0, 75.0, 100.0}) {
                at.depths.push_back({depth, share(found * (0.7 + 0.3 * depth / 100), 25), 25});
            }
            run.results.cells.push_back(at);
        }
    }
    if (kind == RunKind::Scaling) {
        ScalingSearch search{QStringLiteral("stage-3 no. 1"), {{QStringLiteral("none"), 2.31, 0.42}}, QStringLiteral("hype 128"), QStringLiteral("hype 500")};
        for (const double base : {16.0, 32.0, 64.0, 128.0, 256.0, 500.0, 1000.0, 2000.0}) {
            search.curve.push_back({QStringLiteral("hype %1").arg(base), 2.1 + 0.02 * std::pow(std::log2(base / 128), 2), 0.9 - 0.03 * std::pow(std::log2(base / 500), 2)});
        }
        run.results.searches.push_back(search);
    }
    return run;
}

std::unique_ptr<QWidget> lengthPage(RunKind kind, Condition condition, bool open) {
    auto page = std::make_unique<LengthPage>();
    page->setRuns({needles(kind, condition)});
    page->setOtherRuns({{QStringLiteral("b"), QStringLiteral("needles of stage 2")}});
    if (open && condition != Condition::Empty) {
        page->chart().setChosen(std::pair<std::size_t, std::size_t>{1, 4});
        Q_EMIT page->chart().pointChosen(1, 4);
        auto* map = page->findChild<DepthMap*>();
        std::vector<EvaluationTrial> trials;
        for (int i = 0; i < 25; ++i) {
            const bool right = i % 5 != 0;
            trials.push_back({i, 50, right ? 1.0 : 0.0, QStringLiteral("What is the special magic number for\nwandering-age mentioned in the provided text?"),
                              QString::number(7'364'901 + i * 1337), right ? QString::number(7'364'901 + i * 1337) : QStringLiteral("<b>The</b> number \x1b[31m is 12")});
        }
        Q_EMIT map->cellChosen(4096, 50);
        page->setTrials(QStringLiteral("stage-3 no. 1hype 5004096"), trials);
        map->setChosen(std::pair<std::int64_t, double>{4096, 50});
        if (condition == Condition::Busy) {
            page->findChild<QTableWidget*>(QStringLiteral("trials"))->setCurrentCell(0, 1);
        } else {
            page->setTrialsProblem(QStringLiteral("stage-3 no. 1hype 5004096"), QStringLiteral("The file of this cell is not there any more."));
        }
    }
    return page;
}

MeasuredRun speed(Condition condition) {
    MeasuredRun run = measured(RunKind::Throughput, condition);
    for (std::int64_t length = 1024; condition != Condition::Empty && length <= 131072; length *= 2) {
        const double k = static_cast<double>(length) / 1024;
        for (const bool teacher : {true, false}) {
            EvaluationCell at = cell(teacher ? QStringLiteral("teacher") : QStringLiteral("stage-3 no. 1"), teacher ? kTeacher : kStudent, {}, length);
            at.host = QStringLiteral("node-a");
            at.threads = 8;
            if (teacher && length == 131072) {
                at.outOfMemory = true;
                at.needBytes = 15.2e9;
                at.haveBytes = 9.1e9;
            } else {
                const double token = teacher ? 0.011 + 0.0016 * k : 0.019 + 0.0001 * k;
                const double read = (teacher ? 0.0006 + 0.00006 * k : 0.0009 + 0.000008 * k) * static_cast<double>(length);
                at.tokenSeconds = Measured{token, token * 0.93, token * 1.14};
                at.prefillSeconds = Measured{read, read * 0.95, read * 1.1};
                at.peakMegabytes = Measured{teacher ? 900 + 118 * k : 1100 + 30 * k, teacher ? 890 + 118 * k : 1090 + 30 * k, teacher ? 910 + 118 * k : 1110 + 30 * k};
            }
            run.results.cells.push_back(at);
        }
    }
    return run;
}

std::unique_ptr<QWidget> speedPage(Condition condition) {
    auto page = std::make_unique<SpeedPage>();
    page->setRuns({speed(condition)});
    return page;
}

std::unique_ptr<QWidget> runOfCells(Condition condition) {
    auto page = std::make_unique<RunPage>();
    const MeasuredRun run = needles(RunKind::Niah, condition);
    EvaluationResults results = run.results;
    for (std::size_t i = 20; i < results.cells.size(); ++i) { // not yet
        results.cells[i].complete = false;
        results.cells[i].accuracy.reset();
    }
    page->setResults(results);
    page->setFacts(run.facts);
    return page;
}

} // namespace

std::vector<Scene> evaluationScenes() {
    return {{QStringLiteral("length"), [](Condition c) { return lengthPage(RunKind::Niah, c, false); }},
            {QStringLiteral("length-open"), [](Condition c) { return lengthPage(RunKind::Niah, c, true); }},
            {QStringLiteral("length-scaling"), [](Condition c) { return lengthPage(RunKind::Scaling, c, false); }},
            {QStringLiteral("speed"), speedPage},
            {QStringLiteral("run-cells"), runOfCells}};
}

} // namespace halyard::screenshots
