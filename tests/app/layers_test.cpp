// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/layer_bench_controller.h"
#include "app/window_actions.h"
#include "core/base/json.h"
#include "core/run/presets.h"
#include "core/select/score/ranking.h"
#include "core/select/score/screen_file.h"
#include "core/select/score/selection.h"
#include "core/select/score/sweep_file.h"
#include "tests/app/desk.h"
#include "tests/core/select/score/sweep_logs.h"
#include "views/layers/layer_bars.h"
#include "views/layers/layer_bench_page.h"
#include "views/layers/layer_strip.h"
#include "views/text/plain_label.h"
#include "views/wizards/run_wizard.h"

#include <QComboBox>
#include <QDir>
#include <QProgressBar>
#include <QPushButton>
#include <QUndoStack>

namespace halyard::testing {

using views::LayerBenchPage;
using views::LayerSet;

// The layer bench of an open project: the published sweep, imported logs, a run that goes on, selections, undo, stage 2.
class LayerBenchTest : public QObject {
    Q_OBJECT

    Desk m_desk;
    QString m_project;
    std::unique_ptr<app::Workbench> m_bench;

    LayerBenchPage* open(const QString& published = {}) {
        m_bench->project()->openLayerBench(published);
        return qobject_cast<LayerBenchPage*>(m_bench->window()->page(QStringLiteral("layers")));
    }
    static app::LayerBenchController* controllerOf(LayerBenchPage* page) {
        return page->findChild<app::LayerBenchController*>(QString(), Qt::FindDirectChildrenOnly);
    }
    static bool says(const LayerBenchPage* page, const QString& text) {
        for (const auto* label : page->findChildren<views::PlainLabel*>()) {
            if (label->isVisibleTo(page) && label->plainText().contains(text)) {
                return true;
            }
        }
        return false;
    }
    static void click(LayerBenchPage* page, int layer) {
        auto* strip = page->findChild<views::LayerStrip*>();
        QTest::mouseClick(strip, Qt::LeftButton, {}, strip->columnRect(layer).center().toPoint());
    }
    // Four layers, of which the first `measured` have results.
    static Sweep sweepOf(int measured) {
        Sweep sweep;
        sweep.name = "ours";
        sweep.layerCount = 4;
        sweep.groups = {{kRecallGroup, {"needles"}}, {kCommonsenseGroup, {"choices"}}};
        const auto results = [](double recall, double commonsense) {
            return TaskResults{{"needles", {"accuracy", recall, 0.01, 100, {}, {"results.json", 1}}},
                               {"choices", {"acc", commonsense, 0.01, 100, {}, {"results.json", 2}}}};
        };
        sweep.teacher = results(0.9, 0.8);
        const std::array<double, 4> recalls = {0.8, 0.3, 0.9, 0.5};
        for (int layer = 0; layer < measured; ++layer) {
            sweep.layers[layer] = results(recalls[static_cast<std::size_t>(layer)], 0.7 - 0.05 * layer);
        }
        return sweep;
    }

private Q_SLOTS:
    void init() {
        static int number = 0;
        m_project = m_desk.project(QStringLiteral("project-%1").arg(++number));
        m_bench = m_desk.workbench();
        m_bench->openWindow();
        m_bench->openProject(m_project);
        QVERIFY(m_bench->project() != nullptr);
    }
    void cleanup() { m_bench.reset(); }

    void thePublishedSetComesOutOfThePublishedSweep();
    void logsAreImportedWithTheirWarnings();
    void importThatIsNoneIsRefusedInASentence();
    void everyChangeIsUndone();
    void selectionIsSavedAndUsedForStage2();
    void runsFillTheBenchWhileTheyGoOn();
    void cancelledImportLeavesWhatWasShown();
};

void LayerBenchTest::thePublishedSetComesOutOfThePublishedSweep() {
    LayerBenchPage* const page = open();
    picture(*m_bench->window(), QStringLiteral("layers-empty"));
    (void)open(QStringLiteral("hypenet-2b"));
    QTRY_COMPARE_WITH_TIMEOUT(page->choice().kept, (LayerSet{2, 3, 6, 8, 9, 21, 25}), kLong);
    QCOMPARE(page->statusText(QStringLiteral("published")), QStringLiteral("none"));
    QCOMPARE(page->choice().published, QStringLiteral("halo/2b"));
    QCOMPARE(page->statusText(QStringLiteral("kv")), QStringLiteral("3.5 GiB (−75 %)"));
    QCOMPARE(page->bench().layers, 28);
    QVERIFY(page->cardText(3).contains(QLatin1String("layer3/retrieval_eval.log:")));
    picture(*m_bench->window(), QStringLiteral("layers-2b"));
    page->showTable(true);
    picture(*m_bench->window(), QStringLiteral("layers-2b-table"));
    page->showTable(false);
    (void)open(QStringLiteral("hypenet-4b"));
    QTRY_COMPARE_WITH_TIMEOUT(page->choice().kept, (LayerSet{0, 1, 7, 14, 15, 22, 24, 33, 34}), kLong);
    QCOMPARE(page->statusText(QStringLiteral("published")), QStringLiteral("+34  −31"));
}

void LayerBenchTest::logsAreImportedWithTheirWarnings() {
    const ScratchFolder scratch;
    test::writeSweep(scratch, "sweep", test::fourLayersTeacher(), test::fourLayers());
    std::filesystem::remove_all(scratch.path() / "sweep/run/layer2");
    const std::string log = test::retrievalLog(test::fourLayers()[3]);
    scratch.write("sweep/run/layer3/retrieval_eval.log", log.substr(0, log.find("| Tasks")));
    LayerBenchPage* const page = open();
    controllerOf(page)->openPath(QString::fromStdString((scratch.path() / "sweep").string()));
    QTRY_COMPARE_WITH_TIMEOUT(page->bench().layers, 4, kLong);
    const QString warnings = page->bench().warnings.join(u'\n');
    QVERIFY2(warnings.contains(QLatin1String("there are no results of layer 2; it is not ranked")), qPrintable(warnings));
    QVERIFY2(warnings.contains(QLatin1String("run/layer3/retrieval_eval.log")), qPrintable(warnings));
    QVERIFY(page->cardText(2).contains(QLatin1String("not measured")));
    QVERIFY(!says(page, QStringLiteral("Reading")));
    picture(*m_bench->window(), QStringLiteral("layers-imported"));
}

void LayerBenchTest::importThatIsNoneIsRefusedInASentence() {
    const ScratchFolder scratch;
    scratch.write("nothing/readme.txt", "no sweep");
    LayerBenchPage* const page = open();
    controllerOf(page)->openPath(QString::fromStdString((scratch.path() / "nothing").string()));
    QTRY_VERIFY_WITH_TIMEOUT(says(page, QStringLiteral("holds no folders layer0")), kLong);
    QVERIFY(!says(page, QStringLiteral("Reading")));
    QCOMPARE(page->bench().layers, 0);
}

void LayerBenchTest::everyChangeIsUndone() {
    LayerBenchPage* const page = open(QStringLiteral("hypenet-2b"));
    QTRY_COMPARE_WITH_TIMEOUT(page->bench().layers, 28, kLong);
    const views::BenchChoice first = page->choice();
    QVERIFY(!m_bench->window()->undo().canUndo());
    click(page, 0);
    click(page, 25);
    auto* score = page->findChild<QComboBox*>(QStringLiteral("score"));
    score->setCurrentIndex(score->findData(QStringLiteral("jet-nemotron")));
    auto* baseline = page->findChild<QComboBox*>(QStringLiteral("baseline"));
    baseline->setCurrentIndex(0);
    const views::BenchChoice last = page->choice();
    QVERIFY(last != first);
    QCOMPARE(m_bench->window()->undo().undoText(), QStringLiteral("Baseline: best swept"));
    for (int i = 0; i < 4; ++i) {
        m_bench->window()->undo().activeStack()->undo();
    }
    QVERIFY(page->choice() == first);
    QCOMPARE(page->findChild<views::LayerStrip*>()->kept(), first.kept);
    for (int i = 0; i < 4; ++i) {
        m_bench->window()->undo().activeStack()->redo();
    }
    QVERIFY(page->choice() == last);
    // Elsewhere, undo is about the project.
    m_bench->window()->activatePage(QStringLiteral("overview"));
    QVERIFY(!m_bench->window()->undo().canUndo());
}

void LayerBenchTest::selectionIsSavedAndUsedForStage2() {
    LayerBenchPage* const page = open(QStringLiteral("hypenet-2b"));
    QTRY_COMPARE_WITH_TIMEOUT(page->bench().layers, 28, kLong);
    QTest::mouseClick(page->findChild<QPushButton*>(QStringLiteral("stage2")), Qt::LeftButton);
    auto* wizard = dialogOf<views::RunWizard>(*m_bench);
    QVERIFY(wizard != nullptr);
    const RunSpec spec = wizard->spec();
    QCOMPARE(spec.model.attention_layers, (LayerSet{2, 3, 6, 8, 9, 21, 25}));
    const RunInput* const input = spec.input("selection");
    QVERIFY(input != nullptr);
    QCOMPARE(QString::fromStdString(input->path), m_project + QStringLiteral("/selections/halo-7.json"));
    picture(*wizard, QStringLiteral("layers-stage2"));
    wizard->reject();
    Selection written = readSelection(input->path);
    QCOMPARE(written.method, std::string("halo"));
    QCOMPARE(written.layers.size(), std::size_t{28});
    QCOMPARE(written.compared.at("with").get<std::string>(), std::string("halo/2b"));
    QVERIFY(!written.layers[2].from.empty());
    click(page, 0);
    const auto saved = controllerOf(page)->save(m_project + QStringLiteral("/selections/mine.json"));
    QVERIFY(saved.has_value());
    written = readSelection(saved->toStdString());
    QCOMPARE(written.method, std::string("manual"));
    QCOMPARE(written.selected, (LayerSet{0, 2, 3, 6, 8, 9, 21, 25}));
    QVERIFY(says(page, QStringLiteral("Saved as")));
    // A place that cannot be written is said, and nothing is claimed.
    QVERIFY(!controllerOf(page)->save(m_project + QStringLiteral("/nowhere/mine.json")).has_value());
}

void LayerBenchTest::runsFillTheBenchWhileTheyGoOn() {
    RunSpec spec;
    spec.kind = RunKind::Sweep;
    spec.name = "layers";
    const RunFolder run = RunFolder::create((m_project + QStringLiteral("/runs/layers")).toStdString(), spec);
    FileDescriptor lock = run.tryLock();
    writeJsonFile(run.state(), {{"state", "running"}, {"version", 1}});
    writeSweepFile(run.path() / "sweep.json", sweepOf(2));
    QTRY_VERIFY_WITH_TIMEOUT(m_bench->project()->project().runs().contains("layers") && m_bench->project()->project().runs().at("layers").status.goesOn(), kLong);
    m_bench->project()->openLayersOf(QStringLiteral("layers"));
    auto* page = qobject_cast<LayerBenchPage*>(m_bench->window()->page(QStringLiteral("layers")));
    QTRY_COMPARE_WITH_TIMEOUT(page->bench().layers, 4, kLong);
    QVERIFY(page->bench().live);
    QCOMPARE(page->choice().kept, (LayerSet{1}));
    QVERIFY(page->cardText(3).contains(QLatin1String("not measured")));
    picture(*m_bench->window(), QStringLiteral("layers-live"));
    writeSweepFile(run.path() / "sweep.json", sweepOf(4));
    Screen screen;
    screen.layerCount = 4;
    screen.text = TextScreen{"held_out", "00", 100, 1.0, {0.5, 1.5, 0.2}, {{0.1, 1.1, 0.1}, {0.2, 1.2, 0.1}, {0.4, 1.4, 0.1}, {0.3, 1.3, 0.1}},
                             {{0.4, 1.4, 0.1}, {0.3, 1.3, 0.1}, {0.1, 1.1, 0.1}, {0.2, 1.2, 0.1}}};
    writeScreenFile(run.path() / "screen.json", screen);
    QTRY_VERIFY_WITH_TIMEOUT(page->bench().find(QStringLiteral("kl")) != nullptr, kLong);
    QVERIFY(!page->cardText(3).contains(QLatin1String("not measured")));
    QCOMPARE(*page->bench().find(QStringLiteral("kl"))->top(1), (LayerSet{2}));
    const Ranking ranking = {.layerCount = 4, .keep = 1, .rounds = {rankedRound(50, {0.5, 0.25, 0.75, 0.6}, {}, 1)}};
    writeJsonFile(run.path() / "ranking.json", toJson(ranking));
    QTRY_VERIFY_WITH_TIMEOUT(page->bench().find(QStringLiteral("ga-s2")) != nullptr, kLong);
    QCOMPARE(*page->bench().find(QStringLiteral("ga-s2"))->top(2), (LayerSet{0, 1}));
    QVERIFY(lock.close() == 0);
    writeJsonFile(run.path() / "exit.json", {{"state", "done"}});
    QTRY_VERIFY_WITH_TIMEOUT(!page->bench().live, kLong);
}

void LayerBenchTest::cancelledImportLeavesWhatWasShown() {
    LayerBenchPage* const page = open(QStringLiteral("hypenet-2b"));
    QTRY_COMPARE_WITH_TIMEOUT(page->bench().layers, 28, kLong);
    const ScratchFolder scratch;
    test::writeSweep(scratch, "sweep", test::fourLayersTeacher(), test::fourLayers());
    controllerOf(page)->openPath(QString::fromStdString((scratch.path() / "sweep").string()));
    QVERIFY(says(page, QStringLiteral("Reading")));
    QTest::mouseClick(shown<QPushButton>(page, QStringLiteral("Cancel")), Qt::LeftButton);
    QTest::qWait(300);
    QCOMPARE(page->bench().layers, 28);
    QVERIFY(!says(page, QStringLiteral("Reading")));
}

} // namespace halyard::testing

QTEST_MAIN(halyard::testing::LayerBenchTest)
#include "layers_test.moc"
