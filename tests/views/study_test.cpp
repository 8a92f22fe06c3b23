// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/grid_table.h"
#include "core/run/study_cells.h"
#include "tests/core/run/grid_documents.h"
#include "views/study/axis_table.h"
#include "views/study/effect_chart.h"
#include "views/study/grid_draft.h"
#include "views/study/grid_editor.h"
#include "views/study/grid_results.h"
#include "views/study/study_page.h"
#include "views/study/study_words.h"
#include "views/study/trade_off_chart.h"
#include "views/text/plain_label.h"

#include <QComboBox>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTest>
#include <QTreeWidget>
#include <qcustomplot.h>

using namespace halyard;
using namespace halyard::views;

namespace {

// The small grid with needles found by cell and the seconds of its trainings; a cell without a share is waiting.
GridTable tableOf(const std::vector<std::optional<double>>& shares, const std::vector<double>& seconds = {10, 20, 10, 20}) {
    const GridStudy study = expandGrid(gridFromJson(smallGrid(), "g.json", "/grids"));
    GridTable table{.grid = study.grid, .trainingLength = 512, .runs = study.spec.children.size()};
    table.columns = {{"needles.needles_beyond", "needles beyond 512", GridColumn::Unit::Share},
                     {"distil.loss", "distil KL", GridColumn::Unit::Nats},
                     {"seconds", "training seconds", GridColumn::Unit::Seconds}};
    for (std::size_t i = 0; i < study.cells.size(); ++i) {
        GridTableCell cell{.cell = study.cells[i], .state = shares[i] ? "done" : "waiting", .reason = {}};
        if (shares[i]) {
            cell.figures["needles.needles_beyond"] = {*shares[i], {*shares[i] * 100, 100}};
            cell.figures["distil.loss"] = {0.1 + 0.01 * static_cast<double>(i)};
            cell.figures["seconds"] = {seconds[i]};
        }
        table.cells.push_back(std::move(cell));
    }
    return table;
}

} // namespace

class StudyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    static void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void fillsWhileItGoesOn();
    void opensTheRunBehindAFigure();
    void showsWhichLayersASelectionKept();
    void drawsWhatEachValueDoes();
    void drawsWhatIsWorthItsCost();
    void namesCellsThatFailed();
    void keepsTheChosenMeasure();
    void editsAxesInTheTextThatAPersonWrote();
    void readsNoGridFromWhatIsNone();
    void showsBothSidesOfTheSameGrid();
    void createsOnlyWhatWasChecked();
};

void StudyTest::fillsWhileItGoesOn() {
    StudyPage page;
    page.setTable(tableOf({0.8, std::nullopt, std::nullopt, std::nullopt}));
    QTreeWidget& list = page.results().list();
    QCOMPARE(list.topLevelItemCount(), 2);
    QCOMPARE(list.topLevelItem(0)->text(0), QStringLiteral("0.001"));
    QCOMPARE(list.topLevelItem(0)->text(1), QStringLiteral("1 of 2"));
    QCOMPARE(list.topLevelItem(0)->text(2), QStringLiteral("80 %"));
    QCOMPARE(list.topLevelItem(1)->text(2), QStringLiteral("–"));
    QCOMPARE(list.topLevelItem(1)->child(0)->text(1), QStringLiteral("waiting"));
    list.topLevelItem(0)->setExpanded(true);
    list.setCurrentItem(list.topLevelItem(0)->child(1));
    page.setTable(tableOf({0.8, 0.6, 0.9, 0.5}));
    QSignalSpy changed(list.model(), &QAbstractItemModel::dataChanged);
    page.setTable(tableOf({0.8, 0.6, 0.9, 0.5}));
    QCOMPARE(changed.size(), 0); // a thousand cells would each measure the list anew
    QVERIFY(list.topLevelItem(0)->isExpanded()); // an update disturbs nobody
    QCOMPARE(list.currentItem(), list.topLevelItem(0)->child(1));
    QCOMPARE(list.topLevelItem(0)->text(2), QStringLiteral("85 % ± 7.1 %"));
    QVERIFY(list.topLevelItem(0)->toolTip(2).contains(QStringLiteral("of 200 answers")));
    QCOMPARE(list.currentItem()->text(0), QStringLiteral("seed b"));
    QCOMPARE(list.headerItem()->text(2), QStringLiteral("needles beyond 512 tokens"));
    QCOMPARE(list.headerItem()->text(3), QStringLiteral("distil: held-out KL"));
}

void StudyTest::opensTheRunBehindAFigure() {
    StudyPage page;
    page.setTable(tableOf({0.8, 0.6, 0.9, 0.5}));
    QSignalSpy opened(&page, &StudyPage::runOpened);
    QTreeWidget& list = page.results().list();
    QTreeWidgetItem* const cell = list.topLevelItem(1)->child(1);
    Q_EMIT list.itemActivated(cell, 3); // KL of stage 2
    QCOMPARE(opened.takeFirst().front().toString(), QStringLiteral("distil-4"));
    Q_EMIT list.itemActivated(cell, 4); // no single run's: the last of the cell
    QCOMPARE(opened.takeFirst().front().toString(), QStringLiteral("needles-4"));
    Q_EMIT list.itemActivated(list.topLevelItem(1), 3); // a row of two cells unfolds
    QVERIFY(opened.isEmpty());
    QVERIFY(list.topLevelItem(1)->isExpanded());
    list.resize(600, 300);
    Q_EMIT list.customContextMenuRequested(list.visualItemRect(cell).center());
    auto* menu = page.results().findChild<QMenu*>();
    QVERIFY(menu != nullptr);
    QCOMPARE(menu->actions().size(), 3);
    menu->actions().front()->trigger();
    QCOMPARE(opened.takeFirst().front().toString(), QStringLiteral("align-4"));
}

void StudyTest::showsWhichLayersASelectionKept() {
    GridTable table = tableOf({0.8, 0.6, 0.9, 0.5});
    table.cells[0].kept = {1, 5};
    table.cells[2].kept = {4, 5};
    StudyPage page;
    page.setTable(table);
    QTreeWidget& list = page.results().list();
    QCOMPARE(list.headerItem()->text(2), QStringLiteral("Kept layers"));
    QCOMPARE(list.topLevelItem(0)->text(2), QStringLiteral("1, 5 · 4, 5"));
    QCOMPARE(list.topLevelItem(0)->child(1)->text(2), QStringLiteral("4, 5"));
    QCOMPARE(list.topLevelItem(1)->child(0)->text(2), QStringLiteral("–"));
    QCOMPARE(list.topLevelItem(0)->text(3), QStringLiteral("85 % ± 7.1 %"));
    QSignalSpy opened(&page, &StudyPage::runOpened);
    Q_EMIT list.itemActivated(list.topLevelItem(0)->child(1), 4); // KL of stage 2
    QCOMPARE(opened.takeFirst().front().toString(), QStringLiteral("distil-3"));
}

void StudyTest::drawsWhatEachValueDoes() {
    EffectChart chart;
    chart.setEffects(tableOf({0.8, 0.6, 0.9, 0.5}), "needles.needles_beyond");
    QCOMPARE(chart.rows().size(), std::size_t{1}); // seeds repeat: no effect of theirs
    const EffectChart::Row& row = chart.rows().front();
    QCOMPARE(row.label, QStringLiteral("0.002, not 0.001"));
    QVERIFY(std::abs(row.difference + 0.3) < 1e-9); // the mean of -.2 and -.4
    QVERIFY(row.interval.has_value());
    QVERIFY(row.words.contains(QStringLiteral("−30 %")));
    QVERIFY(row.words.contains(QStringLiteral("2 pairs")));
    QVERIFY(chart.plot().xAxis->range().contains(0));
    QVERIFY(QString::fromUtf8(chart.figure(FigureFormat::Csv).bytes).contains(QStringLiteral("\"0.002, not 0.001\",-0.3,")));
    GridTable table = tableOf({0.8, 0.6, 0.9, 0.5});
    table.grid.axes[1].repeat = false; // two axes, whose values may be called the same
    table.grid.axes[1].values[0].label = "0.001";
    table.grid.axes[1].values[1].label = "0.002";
    chart.setEffects(table, "needles.needles_beyond");
    QCOMPARE(chart.rows().size(), std::size_t{2});
    QCOMPARE(chart.rows()[1].label, QStringLiteral("seed: 0.002, not 0.001"));
    chart.setEffects(tableOf({0.8, std::nullopt, std::nullopt, std::nullopt}), "needles.needles_beyond");
    QVERIFY(chart.rows().empty()); // nothing to compare with
}

void StudyTest::drawsWhatIsWorthItsCost() {
    TradeOffChart chart;
    chart.resize(640, 420);
    chart.setTable(tableOf({0.8, 0.6, 0.9, 0.5}), "seconds", "needles.needles_beyond");
    QCOMPARE(chart.pareto().points.size(), std::size_t{2});
    QVERIFY(!chart.pareto().points[0].dominated);
    QVERIFY(chart.pareto().points[1].dominated); // longer, and finds fewer
    QCOMPARE(chart.plot().graphCount(), 3);      // the front's line, and one of each kind however many points there are
    QCOMPARE(chart.plot().graph(1)->dataCount(), 1);
    QCOMPARE(chart.plot().graph(2)->dataCount(), 1);
    chart.plot().replot();
    const QPointF at(chart.plot().xAxis->coordToPixel(20), chart.plot().yAxis->coordToPixel(0.55));
    QCOMPARE(chart.pointAt(at), std::optional<std::size_t>(1));
    QVERIFY(!chart.pointAt(QPointF(0, 0)));
    QSignalSpy chosen(&chart, &TradeOffChart::rowChosen);
    QTest::keyClick(&chart, Qt::Key_Right);
    QTest::keyClick(&chart, Qt::Key_Right);
    QTest::keyClick(&chart, Qt::Key_Return);
    QCOMPARE(chosen.takeFirst().front().toString(), QStringLiteral("0.002"));
    QVERIFY(chart.accessibleDescription().contains(QStringLiteral("another row is better in both")));
}

void StudyTest::namesCellsThatFailed() {
    GridTable table = tableOf({0.8, std::nullopt, 0.9, 0.5});
    table.cells[1].state = "failed";
    table.cells[1].reason = "distil-2: <b>the loss</b> is not finite.";
    StudyPage page;
    page.setTable(table);
    const auto labels = page.findChildren<PlainLabel*>();
    const auto says = [&](const QString& text) {
        return std::any_of(labels.begin(), labels.end(), [&](const PlainLabel* label) { return label->plainText().contains(text) && !label->isHidden(); });
    };
    QVERIFY(says(QStringLiteral("align.optimizer.learning_rate 0.002, seed a failed. distil-2: <b>the loss</b> is not finite.")));
    QVERIFY(says(QStringLiteral("3 of 4 cells are done, 1 failed")));
    page.setProblem(QStringLiteral("The link is lost."));
    QVERIFY(!says(QStringLiteral("The link is lost."))); // a table that is there stays
}

void StudyTest::keepsTheChosenMeasure() {
    StudyPage page;
    page.setTable(tableOf({0.8, 0.6, 0.9, std::nullopt}));
    auto* gain = page.findChild<QComboBox*>(QStringLiteral("gain"));
    QCOMPARE(gain->currentText(), QStringLiteral("needles beyond 512 tokens"));
    gain->setCurrentIndex(1);
    Q_EMIT gain->activated(1);
    QVERIFY(page.effectChart().title().contains(QStringLiteral("held-out KL")));
    page.setTable(tableOf({0.8, 0.6, 0.9, 0.5}));
    QCOMPARE(gain->currentText(), QStringLiteral("distil: held-out KL"));
    QVERIFY(page.effectChart().title().contains(QStringLiteral("held-out KL")));
    QSignalSpy figures(&page, &StudyPage::figureReady);
    Q_EMIT page.tradeOffChart().figureRequested(FigureFormat::Svg);
    QCOMPARE(figures.size(), 1);
}

// Keys keep the order that a person gave them, and short values stand in one line.
void StudyTest::editsAxesInTheTextThatAPersonWrote() {
    auto draft = GridDraft::fromText(QStringLiteral(R"({"name": "a", "axes": [{"name": "x", "values": [{"label": "with"}, {"label": "without"}]},
        {"key": "*.train.seed", "repeat": true, "values": [1, 2]}], "runs": []})"));
    QVERIFY(draft.has_value());
    std::vector<DraftAxis> axes = draft->axes();
    QCOMPARE(axes.size(), std::size_t{2});
    QVERIFY(!axes[0].isSimple);
    QCOMPARE(axes[0].values, QStringLiteral("with, without"));
    QVERIFY(axes[1].isSimple && axes[1].repeat);
    axes[1].values = QStringLiteral(" 1, \"two, three\", [4, 5], six,, true ");
    draft->setAxis(1, axes[1]);
    draft->setAxis(2, {.name = QStringLiteral("rate"), .key = QStringLiteral("a.optimizer.learning_rate"), .values = QStringLiteral("1e-3, 0.002")});
    draft->removeAxis(0);
    draft->setQuestion(QStringLiteral("Why \"so\"?"));
    const QString text = draft->text();
    QVERIFY2(text.contains(QStringLiteral(R"({"key": "*.train.seed", "repeat": true, "values": [1, "two, three", [4, 5], "six", true]})")), qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral(R"({"name": "rate", "key": "a.optimizer.learning_rate", "values": [0.001, 0.002]})")), qPrintable(text));
    QVERIFY(text.indexOf(QStringLiteral("\"axes\"")) < text.indexOf(QStringLiteral("\"runs\"")));
    QCOMPARE(GridDraft::fromText(text)->text(), text);
    QCOMPARE(GridDraft::fromText(text)->question(), QStringLiteral("Why \"so\"?"));
}

void StudyTest::readsNoGridFromWhatIsNone() {
    for (const QString& text : {QString(), QStringLiteral("{"), QStringLiteral("[1]"), QStringLiteral("{\"a\": 1} 2"),
                                QString(QStringLiteral("{\"a\":")) + QString(100'000, u'['), QStringLiteral("{\"a\":") + QString(5 << 20, u' ') + u'}'}) {
        QVERIFY(!GridDraft::fromText(text).has_value());
    }
    const auto odd = GridDraft::fromText(QStringLiteral(R"({"name": 3, "axes": [1, {"key": 2, "values": 3}, null]})"));
    QVERIFY(odd.has_value());
    QCOMPARE(odd->name(), QString());
    QCOMPARE(odd->axes().size(), std::size_t{3});
}

void StudyTest::showsBothSidesOfTheSameGrid() {
    GridEditor editor;
    editor.setShipped({{QStringLiteral("one"), QStringLiteral("One?"), QStringLiteral(R"({"name": "one", "question": "One?", "axes": [{"key": "*.train.seed", "values": [1]}]})")}});
    auto* begin = editor.findChild<QComboBox*>(QStringLiteral("begin"));
    begin->setCurrentIndex(1);
    Q_EMIT begin->activated(1);
    auto* name = editor.findChild<QLineEdit*>(QStringLiteral("gridName"));
    QCOMPARE(name->text(), QStringLiteral("one"));
    QTest::keyClicks(name, QStringLiteral("s"));
    QVERIFY(editor.text().contains(QStringLiteral("\"name\": \"ones\"")));
    QTableWidget& table = editor.axes().table();
    table.item(0, 2)->setText(QStringLiteral("1, 2, 3"));
    QVERIFY(editor.text().contains(QStringLiteral("\"values\": [1, 2, 3]")));
    editor.findChild<QPushButton*>(QStringLiteral("addAxis"))->click();
    QCOMPARE(table.rowCount(), 2);
    QCOMPARE(GridDraft::fromText(editor.text())->axes().size(), std::size_t{2});
    // The text is the truth; while it is no grid the form waits.
    auto* text = editor.findChild<QPlainTextEdit*>(QStringLiteral("gridText"));
    const QString kept = text->toPlainText();
    text->setPlainText(QStringLiteral("{\"name\": "));
    QVERIFY(!name->isEnabled());
    QVERIFY(!table.isEnabled());
    text->setPlainText(kept);
    QVERIFY(name->isEnabled());
    QCOMPARE(table.rowCount(), 2);
}

void StudyTest::createsOnlyWhatWasChecked() {
    GridEditor editor;
    QSignalSpy edited(&editor, &GridEditor::edited);
    auto* create = editor.findChild<QPushButton*>(QStringLiteral("createStudy"));
    QVERIFY(!create->isEnabled());
    editor.setText(QStringLiteral("{}"));
    QVERIFY(edited.wait());
    editor.setPlan({.summary = QStringLiteral("2 cells"), .cells = {QStringLiteral("a"), QStringLiteral("b")}, .settings = {}, .problem = {}});
    QVERIFY(create->isEnabled());
    editor.setText(QStringLiteral("{\"a\": 1}"));
    QVERIFY(!create->isEnabled()); // until it was looked at
    QVERIFY(edited.wait());
    editor.setPlan({.summary = {}, .cells = {}, .settings = {}, .problem = QStringLiteral("\"a\" is not a key of a grid.")});
    QVERIFY(!create->isEnabled());
    QCOMPARE(editor.findChild<PlainLabel*>(QStringLiteral("gridWords"))->plainText(), QStringLiteral("\"a\" is not a key of a grid."));
    editor.setPlan({.summary = QStringLiteral("1 cell"), .cells = {QStringLiteral("a")}, .settings = {}, .problem = {}});
    QVERIFY(create->isEnabled());
    editor.setCreating(true, QStringLiteral("working"));
    QVERIFY(!create->isEnabled());
    editor.setRefusal(QStringLiteral("The disk is full."));
    QVERIFY(create->isEnabled()); // it may be tried again
    editor.setUsable(false);
    QVERIFY(!create->isEnabled());
}

QTEST_MAIN(StudyTest)
#include "study_test.moc"
