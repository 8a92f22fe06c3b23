// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/range_chart.h"
#include "views/evaluation/cell_table.h"
#include "views/evaluation/depth_map.h"
#include "views/evaluation/length_page.h"
#include "views/evaluation/speed_page.h"
#include "views/evaluation/trial_table.h"
#include "views/text/plain_label.h"
#include "views/theme/series_style.h"
#include "views/theme/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QLocale>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>
#include <qcustomplot.h>

using namespace halyard;
using namespace halyard::views;

namespace {

// Two models, two scalings of the second, two tasks, as a worker writes them.
Json needleResults() {
    Json cells = Json::array();
    const auto add = [&](const char* model, const char* scaling, const char* task, int length, int found, int n) {
        const double p = static_cast<double>(found) / n;
        cells.push_back({{"id", std::string(model) + scaling + task + std::to_string(length)},
                         {"model", model}, {"model_path", std::string("/models/") + model}, {"scaling", scaling}, {"task", task},
                         {"length", length}, {"complete", true}, {"seconds", 1.5},
                         {"n", n}, {"accuracy", p}, {"low", p - 0.1}, {"high", p + 0.1},
                         {"by_depth", {{{"depth", 0}, {"accuracy", p}, {"low", 0}, {"high", 1}, {"n", n / 2}},
                                       {{"depth", 100}, {"accuracy", p}, {"low", 0}, {"high", 1}, {"n", n / 2}}}}});
    };
    for (const int length : {256, 1024}) {
        add("teacher", "none", "niah_single_1", length, length == 256 ? 50 : 10, 50);
        add("student", "hype 500", "niah_single_1", length, 45, 50);
        add("student", "hype 500", "niah_single_2", length, 25, 50);
        add("student", "none", "niah_single_1", length, 30, 50);
    }
    return {{"schema", 1}, {"kind", "niah"}, {"complete", true}, {"cells", cells}};
}

MeasuredRun runOf(const Json& results, RunState state = RunState::Done) {
    MeasuredRun run;
    run.facts.id = run.facts.title = QStringLiteral("measured");
    run.facts.kind = RunKind::Niah;
    run.facts.state = state;
    run.results = evaluationResults(results);
    run.known = true;
    run.teachers = {QStringLiteral("/models/teacher")};
    run.trainedLengths = {{QStringLiteral("/models/teacher"), 512}, {QStringLiteral("/models/student"), 512}};
    return run;
}

Json speedResults() {
    Json cells = Json::array();
    for (const int length : {1024, 2048, 4096}) {
        for (const bool teacher : {true, false}) {
            const double token = teacher ? 0.001 * length / 1024 : 0.002; // they meet at 2,048
            cells.push_back({{"model", teacher ? "teacher" : "student"}, {"model_path", teacher ? "/models/teacher" : "/models/student"},
                             {"length", length}, {"complete", true}, {"host", "node"}, {"threads", 2}, {"outcome", "measured"},
                             {"token_seconds", token}, {"token_seconds_low", token * 0.9}, {"token_seconds_high", token * 1.1},
                             {"prefill_seconds", 0.5}, {"peak_megabytes", 100}});
        }
    }
    cells.push_back({{"model", "teacher"}, {"model_path", "/models/teacher"}, {"length", 8192}, {"complete", true}, {"host", "node"},
                     {"threads", 2}, {"outcome", "out_of_memory"}, {"need_bytes", 2147483648.0}, {"have_bytes", 1073741824.0}});
    return {{"schema", 1}, {"kind", "throughput"}, {"complete", true}, {"cells", cells}};
}

QString emptyText(const QWidget& page) {
    const auto* label = page.findChild<PlainLabel*>(QStringLiteral("empty"));
    return label->isVisibleTo(&page) ? label->plainText() : QString();
}

} // namespace

class EvaluationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scalingsAreNamedAlikeHoweverTheyAreWritten() {
        QCOMPARE(scalingText(QStringLiteral("none")), QStringLiteral("no scaling"));
        QCOMPARE(scalingText(QStringLiteral("hype 128")), QStringLiteral("A = 128"));
        QCOMPARE(scalingText(QStringLiteral("1.3317")), QStringLiteral("constant 1.332"));
        QCOMPARE(scalingText(QStringLiteral("constant 1.3317")), QStringLiteral("constant 1.332"));
        QCOMPARE(scalingText(QStringLiteral("constant x")), QStringLiteral("constant x"));
    }

    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(*qApp, ThemeMode::Light);
    }

    void resultsOfAnyTypeAreReadWithoutHarm_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("cells");
        QTest::addColumn<int>("unreadable");
        QTest::newRow("nothing yet") << QByteArray("null") << 0 << 0;
        QTest::newRow("a list") << QByteArray("[1,2]") << 0 << 0;
        QTest::newRow("cells of another type") << QByteArray(R"({"cells":{"a":1}})") << 0 << 0;
        QTest::newRow("entries that are no cells") << QByteArray(R"({"cells":[7,null,{},{"model":7},{"model":"a"}]})") << 1 << 4;
        QTest::newRow("values of other types")
            << QByteArray(R"({"kind":3,"complete":"yes","cells":[{"model":"a","length":"x","accuracy":"N/A","by_depth":[1,{"depth":"x"}],"token_seconds":-1}],"search":[1,{"curve":[2]}]})") << 1 << 0;
    }
    void resultsOfAnyTypeAreReadWithoutHarm() {
        QFETCH(QByteArray, text);
        QFETCH(int, cells);
        QFETCH(int, unreadable);
        const EvaluationResults results = evaluationResults(Json::parse(text.toStdString()));
        QCOMPARE(static_cast<int>(results.cells.size()), cells);
        QCOMPARE(static_cast<int>(results.unreadable), unreadable);
        for (const EvaluationCell& cell : results.cells) {
            QVERIFY(!cell.accuracy && !cell.tokenSeconds && cell.depths.empty());
        }
        LengthPage length;
        length.setRuns({runOf(Json::parse(text.toStdString()))});
        QVERIFY(!emptyText(length).isEmpty());
        SpeedPage speed;
        speed.setRuns({runOf(Json::parse(text.toStdString()))});
        QVERIFY(!emptyText(speed).isEmpty());
    }

    void eachModelAndScalingIsALine() {
        LengthPage page;
        page.resize(1200, 800);
        page.setRuns({runOf(needleResults())});
        QVERIFY(emptyText(page).isEmpty());
        const auto& lines = page.chart().series();
        QCOMPARE(lines.size(), std::size_t{3});
        QCOMPARE(lines[0].name, QStringLiteral("teacher"));
        QCOMPARE(lines[0].style, kTeacherSeries);
        QCOMPARE(lines[1].name, QStringLiteral("student, A = 500"));
        QCOMPARE(lines[1].style, kStudentSeries);
        QCOMPARE(lines[2].name, QStringLiteral("student, no scaling"));
        QCOMPARE(lines[2].style, 3);
        // One task alone is as the run says it.
        QCOMPARE(lines[0].points.size(), std::size_t{2});
        QCOMPARE(lines[0].points[1].y, 0.2);
        QCOMPARE(lines[0].points[1].low, 0.1);
        // Tasks together are pooled by their questions: 70 of 100, with Wilson's interval of that.
        QCOMPARE(lines[1].points[0].y, 0.7);
        QVERIFY(std::abs(lines[1].points[0].low - 0.6042) < 1e-3);
        QVERIFY(std::abs(lines[1].points[0].high - 0.7811) < 1e-3);
        QCOMPARE(page.chart().lines().size(), std::size_t{1});
        QCOMPARE(page.chart().lines()[0].text, QStringLiteral("trained at 512"));
        auto* tasks = page.findChild<QComboBox*>(QStringLiteral("task"));
        QCOMPARE(tasks->count(), 3);
        tasks->setCurrentIndex(tasks->findData(QStringLiteral("niah_single_2")));
        Q_EMIT tasks->activated(tasks->currentIndex());
        QCOMPARE(page.chart().series().size(), std::size_t{1});
        QCOMPARE(page.chart().series()[0].points[0].y, 0.5);
    }

    void aPointOpensItsDepthsAndACellItsAnswers() {
        LengthPage page;
        page.resize(1200, 800);
        page.setRuns({runOf(needleResults())});
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QSignalSpy asked(&page, &LengthPage::trialsRequested);
        // By the mouse, at the pixels of the teacher's second point.
        const QCustomPlot& plot = page.chart().plot();
        const QPoint at(static_cast<int>(plot.xAxis->coordToPixel(1024)), static_cast<int>(plot.yAxis->coordToPixel(0.2)));
        QCOMPARE(page.chart().pointAt(at), (std::pair<std::size_t, std::size_t>{0, 1}));
        QTest::mouseClick(&page.chart().plot(), Qt::LeftButton, Qt::NoModifier, at);
        auto* map = page.findChild<DepthMap*>();
        QVERIFY(map->isVisible());
        QCOMPARE(map->cells().size(), std::size_t{4});
        QTest::mouseClick(map, Qt::LeftButton, Qt::NoModifier, map->rectOf(1024, 100).center());
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].toString(), QStringLiteral("measured"));
        QCOMPARE(asked[0][1].toString(), QStringLiteral("teachernoneniah_single_11024"));
        auto* table = page.findChild<QTableWidget*>(QStringLiteral("trials"));
        const Json document = {{"records", {{{{"document", 0}, {"depth", 100}, {"score", 1}, {"expected", {"42"}}, {"answer", "42"}},
                                             {{"document", 0}, {"depth", 0}, {"score", 0}, {"expected", {"1"}}, {"answer", "x"}}},
                                            {{{"document", 1}, {"depth", 100}, {"score", 0}, {"expected", {"43"}},
                                              {"answer", "<img src=x onerror=y>\n\x1b[31m\u202e"}}}}}};
        page.setTrials(QStringLiteral("teachernoneniah_single_11024"), evaluationTrials(document));
        QCOMPARE(table->rowCount(), 2); // of this depth
        // Wrong ones first, and text from a model is text.
        const QString shown = table->item(0, 2)->text();
        QVERIFY(shown.contains(QStringLiteral("<img src=x")) && !shown.contains(u'\x1b') && !shown.contains(u'\n') && !shown.contains(QChar(0x202e)));
        QCOMPARE(table->item(1, 1)->text(), QStringLiteral("42"));
        // New values of a run that goes on leave what is open as it is.
        page.setRuns({runOf(needleResults(), RunState::Running)});
        QVERIFY(map->isVisible());
        QCOMPARE(table->rowCount(), 2);
        page.setTrialsProblem(QStringLiteral("teachernoneniah_single_11024"), QStringLiteral("gone"));
        QVERIFY(!table->isVisible());
    }

    void depthsThatLieAnywhereArePutTogetherInBands() {
        Json results = needleResults();
        Json depths = Json::array();
        for (int i = 0; i <= 20; ++i) {
            depths.push_back({{"depth", i * 5.0}, {"accuracy", i < 4 ? 0.0 : 1.0}, {"low", 0}, {"high", 1}, {"n", 1}});
        }
        results["cells"][0]["by_depth"] = depths; // of the teacher at 256
        LengthPage page;
        page.setRuns({runOf(results)});
        Q_EMIT page.chart().pointChosen(0, 0);
        const auto* map = page.findChild<DepthMap*>();
        QCOMPARE(map->cells().size(), std::size_t{5 + 2});
        QCOMPARE(map->cells()[0].depth, 10.0);
        QCOMPARE(map->cells()[0].questions, std::int64_t{4});
        QCOMPARE(map->cells()[0].accuracy.value, 0.0);
        QVERIFY(map->describe(map->cells()[0]).contains(QStringLiteral("depth 0 – 20 %")));
        QCOMPARE(map->cells()[4].questions, std::int64_t{5}); // 100 % belongs to the last
        Q_EMIT const_cast<DepthMap*>(map)->cellChosen(256, 10);
        page.setTrials(QStringLiteral("teachernoneniah_single_1256"), {{0, 3, 0, {}, QStringLiteral("a"), QStringLiteral("b")}, {1, 50, 1, {}, {}, {}}});
        QCOMPARE(page.findChild<QTableWidget*>(QStringLiteral("trials"))->rowCount(), 1);
    }

    void theKeyboardAloneGoesFromPointToAnswers() {
        LengthPage page;
        page.resize(1200, 800);
        page.setRuns({runOf(needleResults())});
        page.show();
        QSignalSpy asked(&page, &LengthPage::trialsRequested);
        for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Down, Qt::Key_Right, Qt::Key_Return}) {
            QTest::keyClick(&page.chart(), key);
        }
        auto* map = page.findChild<DepthMap*>();
        QVERIFY(map->isVisible());
        QTest::keyClick(map, Qt::Key_Right);
        QTest::keyClick(map, Qt::Key_Down);
        QVERIFY(asked.count() >= 1);
        QVERIFY(asked.back()[1].toString().startsWith(QStringLiteral("studenthype 500")));
    }

    void severalRunsStandOnOnePageAndAreToldApart() {
        LengthPage page;
        MeasuredRun second = runOf(needleResults());
        second.facts.id = second.facts.title = QStringLiteral("again");
        page.setRuns({runOf(needleResults()), second});
        const auto& lines = page.chart().series();
        QCOMPARE(lines.size(), std::size_t{6});
        QCOMPARE(lines[0].name, QStringLiteral("teacher (measured)"));
        QCOMPARE(lines[3].name, QStringLiteral("teacher (again)"));
        std::set<int> styles;
        for (const RangeSeries& line : lines) {
            styles.insert(line.style);
        }
        QCOMPARE(styles.size(), lines.size());
        QSignalSpy removed(&page, &LengthPage::runRemoved);
        for (QToolButton* button : page.findChildren<QToolButton*>()) {
            if (button->accessibleName().startsWith(QStringLiteral("Take this run"))) {
                button->click();
            }
        }
        QCOMPARE(removed.count(), 1); // the first stays
        QCOMPARE(removed[0][0].toString(), QStringLiteral("again"));
    }

    void emptyAndEndedPagesSayWhy() {
        LengthPage page;
        QVERIFY(emptyText(page).contains(QStringLiteral("being read")));
        page.setRuns({runOf(Json(), RunState::New)});
        QVERIFY(emptyText(page).contains(QStringLiteral("not been started")));
        page.setRuns({runOf(Json(), RunState::Running)});
        QVERIFY(emptyText(page).contains(QStringLiteral("first cell")));
        MeasuredRun failed = runOf(Json(), RunState::Failed);
        failed.facts.reason = QStringLiteral("The kernel ended it.");
        page.setRuns({failed});
        QVERIFY(emptyText(page).contains(QStringLiteral("ended before")));
        QVERIFY(progressText(failed).contains(QStringLiteral("The kernel ended it.")));
    }

    void theSearchForAScalingMarksTheBest() {
        Json results = needleResults();
        results["kind"] = "scaling";
        results["search"] = {{{"model", "student"}, {"by_loss", "hype 64"}, {"by_needles", "hype 500"},
                              {"curve", {{{"scaling", "none"}, {"loss", 3.0}, {"needles", 0.5}},
                                         {{"scaling", "hype 500"}, {"loss", 2.2}, {"needles", 0.9}},
                                         {{"scaling", "hype 64"}, {"loss", 2.1}, {"needles", 0.8}}}}}};
        LengthPage page;
        page.setRuns({runOf(results)});
        const auto charts = page.findChildren<RangeChart*>();
        QCOMPARE(charts.size(), 3);
        const auto of = [&](const char* name) {
            return *std::find_if(charts.begin(), charts.end(), [&](const RangeChart* chart) { return chart->accessibleName() == QLatin1String(name); });
        };
        const RangeChart* loss = of("Loss on held-out text");
        QCOMPARE(loss->series()[0].points.size(), std::size_t{2}); // by A, sorted
        QCOMPARE(loss->series()[0].points[0].x, 64.0);
        QCOMPARE(loss->marks()[0].x, 64.0);
        QCOMPARE(of("Needles by scaling")->marks()[0].text, QStringLiteral("best: A = 500"));
    }

    void speedMarksWhereModelsCrossAndWhereMemoryEnds() {
        SpeedPage page;
        page.setRuns({runOf(speedResults())});
        QCOMPARE(page.decodeChart().series().size(), std::size_t{2});
        QCOMPARE(page.decodeChart().series()[0].points[0].y, 1.0); // ms
        const auto& marks = page.decodeChart().marks();
        QCOMPARE(marks.size(), std::size_t{2});
        QCOMPARE(marks[0].text, QStringLiteral("teacher: out of memory at 8K"));
        QCOMPARE(marks[0].x, 8192.0);
        QVERIFY(std::abs(marks[1].x - 2048) < 1);
        QCOMPARE(marks[1].text, QStringLiteral("student is faster from about 2,048 tokens"));
        QCOMPARE(page.memoryChart().marks()[0].text, QStringLiteral("teacher: out of memory at 8K, needs 2.0 GiB of 1.0 GiB"));
        QVERIFY(page.machineText().contains(QStringLiteral("node with 2 threads")));
        // Parallel lines do not cross.
        QVERIFY(!crossover({{}, 0, {{1, 1, 1, 1}, {2, 1, 1, 1}}}, {{}, 1, {{1, 2, 2, 2}, {2, 2, 2, 2}}}));
        Json other = speedResults();
        other["cells"][0]["host"] = "elsewhere";
        page.setRuns({runOf(other)});
        QVERIFY(page.machineText().startsWith(QStringLiteral("Not all of this was measured alike")));
    }

    void cellsAreListedAsTheyCome() {
        CellTable table;
        QCOMPARE(table.list().topLevelItemCount(), 0);
        Json results = needleResults();
        results["cells"][1].erase("accuracy");
        results["cells"][1]["complete"] = false;
        table.setResults(evaluationResults(results));
        QCOMPARE(table.list().topLevelItemCount(), 8);
        QCOMPARE(table.list().topLevelItem(0)->text(5), QStringLiteral("100 % (90 % – 110 %) of 50"));
        QCOMPARE(table.list().topLevelItem(1)->text(5), QStringLiteral("not measured yet"));
        QVERIFY(table.list().isColumnHidden(1)); // only sweeps exchange layers
        results["cells"][0]["layer"] = 3;
        results["cells"][1]["failed"] = "layer 3: no numbers";
        table.setResults(evaluationResults(results));
        QVERIFY(!table.list().isColumnHidden(1));
        QCOMPARE(table.list().topLevelItem(0)->text(1), QStringLiteral("3"));
        QCOMPARE(table.list().topLevelItem(1)->text(1), QStringLiteral("none"));
        QCOMPARE(table.list().topLevelItem(1)->text(5), QStringLiteral("failed: layer 3: no numbers"));
        table.setResults(evaluationResults(speedResults()));
        QCOMPARE(table.list().topLevelItem(6)->text(5), QStringLiteral("out of memory: 2.0 GiB needed, 1.0 GiB free"));
    }

    void namesAtTheEndsOfLinesDoNotCoverEachOther() {
        RangeChart chart(QStringLiteral("t"), QStringLiteral("x"), QStringLiteral("y"), {RangeAxes::X::Binary, false, true});
        chart.resize(700, 300);
        std::vector<RangeSeries> series;
        for (int i = 0; i < 6; ++i) {
            series.push_back({QStringLiteral("line %1").arg(i), i, {{512, 0.5, 0.4, 0.6}, {1024, 0.98 + i * 0.002, 0.9, 1}}});
        }
        chart.setSeries(series);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        chart.plot().replot();
        std::vector<double> places;
        for (int i = 0; i < chart.plot().itemCount(); ++i) {
            if (auto* text = qobject_cast<QCPItemText*>(chart.plot().item(i))) {
                places.push_back(text->position->pixelPosition().y());
                QVERIFY(text->position->pixelPosition().y() <= chart.plot().axisRect()->bottom() + 1);
            }
        }
        QCOMPARE(places.size(), std::size_t{6});
        std::sort(places.begin(), places.end());
        for (std::size_t i = 1; i < places.size(); ++i) {
            QVERIFY(places[i] - places[i - 1] >= QFontMetrics(textFont(TextSize::Small)).height() - 1);
        }
        // As files: the numbers, and a name that a spreadsheet would take for a formula.
        chart.setSeries({{QStringLiteral("=1+1"), 1, {{512, 0.5, 0.4, 0.6}}}});
        QCOMPARE(chart.figure(FigureFormat::Csv).bytes, QByteArray("series,x,value,low,high\n\"'=1+1\",512,0.5,0.4,0.6\n"));
        QVERIFY(chart.figure(FigureFormat::Svg).bytes.startsWith("<?xml"));
        QVERIFY(chart.figure(FigureFormat::Png).bytes.startsWith("\x89PNG"));
    }

    void lengthsAreWrittenAsTheyAreSaid() {
        QCOMPARE(lengthText(512), QStringLiteral("512"));
        QCOMPARE(lengthText(131072), QStringLiteral("128K"));
        QCOMPARE(lengthText(1 << 20), QStringLiteral("1M"));
        QCOMPARE(lengthText(3000), QStringLiteral("3,000"));
    }
};

QTEST_MAIN(EvaluationTest)
#include "evaluation_test.moc"
