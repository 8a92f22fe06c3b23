// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/curve_chart.h"
#include "views/charts/layer_heatmap.h"
#include "views/export/export_page.h"
#include "views/project/inspector.h"
#include "views/project/lineage_tree.h"
#include "views/project/notices_panel.h"
#include "views/project/overview_page.h"
#include "views/project/queue_bar.h"
#include "views/project/start_page.h"
#include "views/run/event_list.h"
#include "views/run/run_page.h"
#include "views/run/state_badge.h"
#include "views/theme/theme.h"

#include <QApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include <ctime>
#include <set>

using namespace halyard;
using namespace halyard::views;

namespace {

Event step(int number, double loss, double time) {
    return {"step", time, "a", {{"step", number}, {"loss", loss}, {"grad_norm", 1.0}, {"lr", 0.1}, {"tokens", number * 100}}};
}

QPushButton* buttonOf(const QWidget& view, const QString& text) {
    for (QPushButton* button : view.findChildren<QPushButton*>()) {
        if (button->text() == text && button->isVisibleTo(&view)) {
            return button;
        }
    }
    return nullptr;
}

CurveChart* chartOf(const RunPage& page, const QString& title) {
    for (CurveChart* chart : page.findChildren<CurveChart*>()) {
        if (chart->title() == title) {
            return chart;
        }
    }
    return nullptr;
}

CurveChart* lossOf(const RunPage& page) {
    return chartOf(page, QStringLiteral("Loss"));
}

Event needles(int step, double near, double far) {
    return {"needles", 60, "a",
            {{"step", step},
             {"cells", {{{"task", "demo_busy"}, {"length", 128}, {"right", near * 8}, {"answers", 8}},
                        {{"task", "demo_busy"}, {"length", 1024}, {"right", far * 8}, {"answers", 8}}}}}};
}

RunFacts factsIn(RunState state) {
    RunFacts facts;
    facts.id = facts.title = QStringLiteral("stage-2");
    facts.kind = RunKind::Stage2;
    facts.state = state;
    facts.step = 50;
    facts.totalSteps = 100;
    return facts;
}

} // namespace

class PagesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(*qApp, ThemeMode::Light);
    }

    void everyStateHasAWordAndAShapeOfItsKind() {
        std::set<QString> words;
        for (const char* word : {"new", "queued", "starting", "running", "paused", "stopping", "done", "stopped", "failed",
                                 "crashed", "lost"}) {
            const RunState state = runStateFromWord(word);
            QVERIFY2(state != RunState::Unknown, word);
            QVERIFY(words.insert(stateText(state)).second);
            QVERIFY(!stateIcon(state).isEmpty());
        }
        QCOMPARE(runStateFromWord("exploded"), RunState::Unknown);
        RunFacts facts = factsIn(RunState::Unknown);
        facts.lastContact = 1.7e9;
        QVERIFY(stateText(facts).startsWith(QStringLiteral("unknown since ")));
    }

    void aRunOffersWhatItsStateAllows_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<QStringList>("offered");
        const auto row = [](const char* name, RunState state, const QStringList& offered) {
            QTest::newRow(name) << static_cast<int>(state) << offered;
        };
        const QString clone = QStringLiteral("Clone and edit…");
        const QString save = QStringLiteral("Export…");
        const QString proceed = QStringLiteral("Continue");
        row("new", RunState::New, {QStringLiteral("Start"), clone, save});
        row("running", RunState::Running, {QStringLiteral("Pause"), QStringLiteral("Stop"), clone});
        row("paused", RunState::Paused, {QStringLiteral("Resume"), QStringLiteral("Stop"), clone});
        row("stopping", RunState::Stopping, {QStringLiteral("Stop"), clone});
        row("done", RunState::Done, {clone, save});
        row("failed", RunState::Failed, {proceed, clone, save});
        row("lost", RunState::Lost, {proceed, clone, save});
        row("unknown", RunState::Unknown, {clone, save});
    }
    void aRunOffersWhatItsStateAllows() {
        QFETCH(int, state);
        QFETCH(QStringList, offered);
        RunPage page;
        page.setFacts(factsIn(static_cast<RunState>(state)));
        QStringList found;
        for (const QPushButton* button : page.findChildren<QPushButton*>()) {
            if (button->isVisibleTo(&page)) {
                found << button->text();
            }
        }
        QCOMPARE(found, offered);
    }

    void aReadOnlyRunOffersNothing() {
        RunPage page;
        RunFacts facts = factsIn(RunState::Running);
        facts.readOnly = true;
        page.setFacts(facts);
        QVERIFY(buttonOf(page, QStringLiteral("Pause")) == nullptr);
        QVERIFY(buttonOf(page, QStringLiteral("Clone and edit…")) == nullptr);
    }

    void resultOfAnExportOutlivesAListOfRuns() {
        ExportPage page;
        const ExportSource student{QStringLiteral("a"), QStringLiteral("a"), {6}, {}};
        page.setSources({student});
        page.setPhase(ExportPage::Phase::Done, QStringLiteral("The model is in /x."));
        QVERIFY(buttonOf(page, QStringLiteral("Export again")) != nullptr);
        ExportSource more = student;
        more.scaling = QStringLiteral("hype 500"); // what was asked of the agent comes later than the export
        page.setSources({more, {QStringLiteral("b"), QStringLiteral("b"), {3}, {}}});
        QVERIFY(buttonOf(page, QStringLiteral("Export again")) != nullptr);
        page.chooseSource(QStringLiteral("b"), std::nullopt);
        QVERIFY(buttonOf(page, QStringLiteral("Export again")) == nullptr);
    }

    void compositeRunShowsItsParts() {
        RunPage page;
        RunFacts facts;
        facts.kind = RunKind::Pipeline;
        page.setFacts(facts);
        RunFacts part;
        part.id = QStringLiteral("all/children/1-stage1");
        part.partOf = QStringLiteral("all");
        part.state = RunState::Running;
        part.totalSteps = 20;
        page.setParts({part});
        page.setParts({part, part}); // a second one has begun
        auto* list = page.findChild<QTreeWidget*>(QStringLiteral("parts"));
        QVERIFY(list != nullptr && list->isVisibleTo(&page));
        QCOMPARE(list->topLevelItemCount(), 2);
        QVERIFY(!lossOf(page)->isVisibleTo(&page));
        QSignalSpy opened(&page, &RunPage::partOpened);
        Q_EMIT list->itemActivated(list->topLevelItem(0), 0);
        QCOMPARE(opened.value(0).value(0).toString(), part.id);
        // A part has curves, but is started and stopped with the whole.
        page.setFacts(part);
        QVERIFY(lossOf(page)->isVisibleTo(&page));
        QVERIFY(!list->isVisibleTo(&page));
        QVERIFY(buttonOf(page, QStringLiteral("Stop")) == nullptr);
    }

    void probesAreCalledByTheirNames() {
        RunPage page;
        RunFacts facts;
        facts.kind = RunKind::GaS2;
        page.setFacts(facts);
        RunFacts probe;
        probe.id = QStringLiteral("probes/children/layer-0");
        probe.kind = RunKind::Stage2;
        page.setParts({probe, probe});
        const auto* list = page.findChild<QTreeWidget*>(QStringLiteral("parts"));
        QVERIFY(list != nullptr && list->isVisibleTo(&page));
        QCOMPARE(list->topLevelItem(1)->text(0), QStringLiteral("layer-0")); // all are of one kind
        QCOMPARE(list->headerItem()->text(0), QStringLiteral("Run"));
    }

    void buttonsSignal() {
        RunPage page;
        page.setFacts(factsIn(RunState::Running));
        QSignalSpy pause(&page, &RunPage::pauseRequested);
        QSignalSpy stop(&page, &RunPage::stopRequested);
        QSignalSpy now(&page, &RunPage::stopNowRequested);
        buttonOf(page, QStringLiteral("Pause"))->click();
        const QList<QAction*> ways = buttonOf(page, QStringLiteral("Stop"))->menu()->actions();
        ways[0]->trigger();
        ways[1]->trigger();
        QCOMPARE(pause.count(), 1);
        QCOMPARE(stop.count(), 1);
        QCOMPARE(now.count(), 1);
    }

    void eventsBecomeCurvesCheckpointsAndLines() {
        RunPage page;
        page.setFacts(factsIn(RunState::Running));
        std::vector<Event> events = {{"start", 1, "a", Json::object()}};
        for (int i = 1; i <= 50; ++i) {
            events.push_back(step(i, 5.0 / i, 1 + i * 2.0));
        }
        events.push_back({"held_out", 90, "a", {{"step", 50}, {"loss", 0.2}}});
        events.push_back({"checkpoint", 91, "a", {{"step", 50}, {"bytes", 1048576}}});
        events.push_back({"step", 92, "a", {{"step", "fifty"}, {"loss", nullptr}}}); // not what a worker writes
        page.addEvents(events);
        const CurveChart* loss = lossOf(page);
        QVERIFY(loss != nullptr);
        QCOMPARE(loss->curve(QStringLiteral("1-loss"))->size(), std::size_t{50});
        QCOMPARE(*loss->curve(QStringLiteral("2-held-out"))->last(), 0.2);
        QCOMPARE(page.findChild<CheckpointListModel*>()->rowCount(), 1);
        QCOMPARE(page.findChild<EventListModel*>()->rowCount(), 2);
        QVERIFY(!page.findChild<LayerHeatmap*>()->isVisibleTo(&page));
        page.addEvents(std::vector<Event>{{"step", 93, "b", {{"step", 30}, {"loss", 0.5}, {"per_layer", {0.1, nullptr}}}}});
        QCOMPARE(loss->curve(QStringLiteral("1-loss"))->size(), std::size_t{30}); // it went on from step 29
        QVERIFY(page.findChild<LayerHeatmap*>()->isVisibleTo(&page));
        page.clearEvents();
        QVERIFY(loss->curve(QStringLiteral("1-loss"))->empty());
    }

    void earlyNeedlesAreLinesBelowTheLoss() {
        RunPage page;
        page.setFacts(factsIn(RunState::Running));
        std::vector<Event> events;
        for (int i = 1; i <= 40; ++i) {
            events.push_back(step(i, 5.0 / i, i));
        }
        page.addEvents(events);
        CurveChart* const chart = chartOf(page, QStringLiteral("Needles found"));
        QVERIFY(chart != nullptr);
        QVERIFY(!chart->isVisibleTo(&page)); // the run has none
        const QString near = QStringLiteral("000000128");
        const QString far = QStringLiteral("000001024");
        page.addEvents(std::vector<Event>{needles(10, 0.5, 0), needles(20, 0.75, 0.25), needles(30, 1, 0.5)});
        QVERIFY(chart->isVisibleTo(&page));
        QCOMPARE(chart->curve(near)->size(), std::size_t{3});
        QCOMPARE(*chart->curve(near)->last(), 1.0);
        QCOMPARE(*chart->curve(far)->last(), 0.5);
        page.redrawNow();
        QCOMPARE(chart->lowX(), lossOf(page)->lowX()); // though its values begin later and end earlier
        QCOMPARE(chart->highX(), lossOf(page)->highX());
        lossOf(page)->setFocus();
        QTest::keyClick(lossOf(page), Qt::Key_Plus);
        page.redrawNow();
        QCOMPARE(chart->lowX(), lossOf(page)->lowX());
        QCOMPARE(page.series().needles.at(1024).values, (std::vector<double>{0, 0.25, 0.5}));
        page.addEvents(std::vector<Event>{needles(20, 0.5, 0.5)}); // a later process goes on from before
        QCOMPARE(chart->curve(near)->size(), std::size_t{2});
        QCOMPARE(*chart->curve(far)->last(), 0.5);
        QCOMPARE(page.findChild<EventListModel*>()->rowCount(), 0);
        page.clearEvents();
        QVERIFY(!chart->isVisibleTo(&page));
        QVERIFY(page.series().needles.empty());
    }

    // Of the longest documents alone: more lines of other runs would cover those of this one.
    void earlyNeedlesOfAComparedRunAreOneLine() {
        RunPage page;
        page.setFacts(factsIn(RunState::Running));
        page.addEvents(std::vector<Event>{step(1, 5, 1)});
        page.setOtherRuns({{QStringLiteral("b"), QStringLiteral("the other")}});
        QToolButton* compare = nullptr;
        for (QToolButton* button : page.findChildren<QToolButton*>()) {
            compare = button->text() == QStringLiteral("Compare with") ? button : compare;
        }
        QVERIFY(compare != nullptr);
        QSignalSpy requested(&page, &RunPage::compareRequested);
        compare->menu()->actions().front()->setChecked(true);
        QTRY_COMPARE(requested.size(), 1);
        CurveChart* const chart = chartOf(page, QStringLiteral("Needles found"));
        page.addComparisonEvents(QStringLiteral("b"), std::vector<Event>{needles(10, 0.5, 0), needles(20, 0.75, 0.25)});
        QVERIFY(chart->isVisibleTo(&page)); // though this run was not asked
        QCOMPARE(*chart->curve(QStringLiteral("b/needles"))->last(), 0.25);
        page.addEvents(std::vector<Event>{needles(10, 1, 1)});
        QCOMPARE(*chart->curve(QStringLiteral("000001024"))->last(), 1.0);
        page.removeComparison(QStringLiteral("b"));
        QVERIFY(chart->curve(QStringLiteral("b/needles")) == nullptr);
        QVERIFY(chart->isVisibleTo(&page));
        page.clearEvents();
        QVERIFY(!chart->isVisibleTo(&page));
    }

    void needlesThatAreNoneAreLeftOut() {
        const Json odd = {{"step", 5}, {"cells", {{{"length", 128}, {"right", 9}, {"answers", 8}}, {{"length", "128"}}, 7, nullptr,
                                                 {{"length", 1e300}, {"right", 0}, {"answers", 1}}}}};
        const RunSeries series = seriesOf(std::vector<Event>{{"needles", 1, "a", odd}, {"needles", 2, "a", {{"step", 6}}},
                                                             {"needles", 3, "a", {{"cells", Json::object()}}}});
        QVERIFY(series.needles.empty());
    }

    void theTimeLeftIsARangeAroundTheTruth() {
        StepClock clock;
        std::vector<Event> events;
        double time = 0;
        for (int i = 1; i <= 200; ++i) {
            time += i % 20 == 0 ? 3.0 : 0.9; // a pause now and then
            events.push_back(step(i, 1, time));
        }
        clock.take(events);
        const auto left = clock.remaining(200, 1000);
        QVERIFY(left);
        const double truth = 800 * (19 * 0.9 + 3.0) / 20;
        QVERIFY2(left->least <= truth && truth <= left->most, qPrintable(rangeText(*left)));
        QVERIFY(left->most - left->least >= truth * 0.09);
        QVERIFY(!clock.remaining(1000, 1000));
        QVERIFY(!StepClock().remaining(1, 2));
    }

    void aMillionEventsComeInQuickly() {
        RunPage page;
        page.setFacts(factsIn(RunState::Running));
        std::vector<Event> batch;
        for (int i = 0; i < 20000; ++i) {
            batch.push_back(step(i, 1, i));
        }
        const std::clock_t start = std::clock();
        page.addEvents(batch);
        const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
        qInfo("20,000 events: %.0f ms", seconds * 1e3);
#ifdef NDEBUG
        QVERIFY(seconds < 0.2); // 10^6 in 10 s
#endif
    }

    void readingALongRunCanBeStoppedAndGoneOnWith() {
        RunPage page;
        QSignalSpy toggled(&page, &RunPage::readingToggled);
        page.setLoading(0.1);
        QVERIFY(!buttonOf(page, QStringLiteral("Stop reading"))); // it may be over in a moment
        QTest::qWait(2050);
        page.setLoading(0.25);
        QTest::mouseClick(buttonOf(page, QStringLiteral("Stop reading")), Qt::LeftButton);
        QCOMPARE(toggled.takeLast().at(0).toBool(), false);
        page.setLoading(0.25, false);
        QVERIFY(!buttonOf(page, QStringLiteral("Stop reading")));
        QTest::mouseClick(buttonOf(page, QStringLiteral("Read on")), Qt::LeftButton);
        QCOMPARE(toggled.takeLast().at(0).toBool(), true);
        page.setLoading(std::nullopt);
        QVERIFY(!buttonOf(page, QStringLiteral("Read on")));
    }

    void theTreeKeepsItsSelectionAndSurvivesCircles() {
        LineageTree tree;
        const auto node = [](const char* id, const char* parent) {
            return LineageNode{QLatin1String(id), QLatin1String(parent), QLatin1String(id), QStringLiteral("align"), {}, 0, false, {}};
        };
        tree.setNodes({node("a", ""), node("b", "a"), node("c", "b")});
        tree.selectNode(QStringLiteral("b"));
        QSignalSpy selected(&tree, &LineageTree::nodeSelected);
        tree.setNodes({node("a", ""), node("b", "a"), node("d", "missing")});
        QCOMPARE(tree.selectedNode(), QStringLiteral("b"));
        QCOMPARE(selected.count(), 0);
        QCOMPARE(tree.topLevelItemCount(), 2);
        tree.setNodes({node("x", "y"), node("y", "x"), node("z", "z")});
        QCOMPARE(tree.topLevelItemCount(), 2); // x or y, and z
    }

    void theQueueMovesAndRemoves() {
        QueueBar bar;
        RunFacts waiting = factsIn(RunState::Queued);
        waiting.id = QStringLiteral("later");
        bar.setRuns({factsIn(RunState::Running), factsIn(RunState::Queued), waiting});
        QSignalSpy moves(&bar, &QueueBar::moveRequested);
        QSignalSpy removals(&bar, &QueueBar::removeRequested);
        for (QToolButton* button : bar.findChildren<QToolButton*>()) {
            if (button->toolTip() == QStringLiteral("Earlier") && button->isEnabled()) {
                button->click();
            }
        }
        QCOMPARE(moves.count(), 1);
        QCOMPARE(moves.first(), (QVariantList{QStringLiteral("later"), 0}));
        bar.findChildren<QToolButton*>().last()->click();
        QCOMPARE(removals.first().first().toString(), QStringLiteral("later"));
    }

    void noticesAreToldOnceAndCounted() {
        NoticesPanel panel;
        QSignalSpy counts(&panel, &NoticesPanel::countChanged);
        for (int i = 0; i < 3; ++i) {
            panel.add({Notice::Severity::Warning, QStringLiteral("disk"), 1.0 * i, QStringLiteral("a")});
        }
        panel.add({Notice::Severity::Info, QStringLiteral("done"), 4, {}});
        QCOMPARE(panel.count(), 2);
        QCOMPARE(counts.last().first().toInt(), 1);
        for (int i = 0; i < NoticesPanel::kMost + 10; ++i) {
            panel.add({Notice::Severity::Info, QString::number(i), 5, {}});
        }
        QCOMPARE(panel.count(), NoticesPanel::kMost);
    }

    void notesAreHandedOutForTheRightSubject() {
        Inspector inspector;
        inspector.setSubject(QStringLiteral("a"), QStringLiteral("A"), {{QStringLiteral("k"), QStringLiteral("v")}});
        inspector.setNotes(QStringLiteral("old"));
        QSignalSpy notes(&inspector, &Inspector::notesEdited);
        inspector.findChild<QPlainTextEdit*>()->setPlainText(QStringLiteral("typed"));
        inspector.setSubject(QStringLiteral("b"), QStringLiteral("B"), {});
        QCOMPARE(notes.count(), 1);
        QCOMPARE(notes.first(), (QVariantList{QStringLiteral("a"), QStringLiteral("typed")}));
        QCOMPARE(inspector.findChild<QPlainTextEdit*>()->toPlainText(), QString());
    }

    void theStartPageHasOneWayToBegin() {
        StartPage page;
        auto* demo = page.findChild<QPushButton*>(QStringLiteral("demo"));
        QSignalSpy begun(&page, &StartPage::demoRequested);
        page.setWaiting(QStringLiteral("being built"));
        QVERIFY(!demo->isEnabled());
        page.setWaiting({});
        demo->click();
        QCOMPARE(begun.count(), 1);
    }

    void anOverviewCardActsAndIsReadOnlyWhenToldSo() {
        OverviewPage page;
        page.setCard(ProjectStep::Extend, {.action = QStringLiteral("Extend it")});
        QSignalSpy acted(&page, &OverviewPage::actionRequested);
        buttonOf(page, QStringLiteral("Extend it"))->click();
        QCOMPARE(acted.first().first().value<ProjectStep>(), ProjectStep::Extend);
        page.setReadOnly(QStringLiteral("newer version"));
        QVERIFY(!buttonOf(page, QStringLiteral("Extend it"))->isEnabled());
    }

    void anExportSaysWhatIsWanted() {
        ExportPage page;
        QVERIFY(!page.findChild<QPushButton*>(QStringLiteral("export"))->isEnabled());
        page.setSources({{QStringLiteral("a"), QStringLiteral("A"), {300, 200}, QStringLiteral("hype 128")},
                         {QStringLiteral("b"), QStringLiteral("B"), {50}, {}}});
        page.chooseSource(QStringLiteral("a"), 200);
        page.setFolder(QStringLiteral("/out"));
        const ExportWish wish = page.wish();
        QCOMPARE(wish.source, QStringLiteral("a"));
        QCOMPARE(wish.step, std::int64_t{200});
        QCOMPARE(wish.folder, QStringLiteral("/out"));
        QSignalSpy asked(&page, &ExportPage::exportRequested);
        page.findChild<QPushButton*>(QStringLiteral("export"))->click();
        QCOMPARE(asked.count(), 1);
        page.setPhase(ExportPage::Phase::Working);
        QVERIFY(buttonOf(page, QStringLiteral("Cancel")) != nullptr);
        QVERIFY(buttonOf(page, QStringLiteral("Export")) == nullptr);
        page.setPhase(ExportPage::Phase::Done, QStringLiteral("/out"));
        QVERIFY(buttonOf(page, QStringLiteral("Open the folder")) != nullptr);
    }
};

QTEST_MAIN(PagesTest)
#include "pages_test.moc"
