// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/study_editor.h"
#include "app/study_pages.h"
#include "app/window_actions.h"
#include "core/run/study_cells.h"
#include "tests/app/desk.h"
#include "views/run/run_page.h"
#include "views/study/effect_chart.h"
#include "views/study/grid_editor.h"
#include "views/study/grid_results.h"
#include "views/study/study_page.h"
#include "views/text/plain_label.h"

#include <algorithm>

#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTreeWidget>

namespace halyard::testing {

using app::StudyPages;

// A study as a person makes it: the grid is edited, its run is created and started, its table fills, a cell opens its runs.
class StudyInWindowTest : public QObject {
    Q_OBJECT

    Desk m_desk;

    [[nodiscard]] static QString tinyGrid();
    [[nodiscard]] static views::GridEditor* editorOf(app::Workbench& bench) {
        return qobject_cast<views::GridEditor*>(bench.window()->page(StudyPages::editorPage()));
    }
    [[nodiscard]] static QString words(views::GridEditor& editor) {
        return editor.findChild<views::PlainLabel*>(QStringLiteral("gridWords"))->plainText();
    }

private Q_SLOTS:
    void saysWhatIsWrongWhileOneTypes();
    void saysThatAStudyOfNoGridHasNoTable();
    void runsAndFillsAndOpensItsCells();
};

QString StudyInWindowTest::tinyGrid() {
    const RunSpec teacher = tinyTeacher(QStringLiteral("."), 3);
    const std::string tokenizer = qEnvironmentVariable("HALYARD_SOURCE_DIR").toStdString() + "/resources/demo/tokenizer";
    const Json settings = {{"model.config", teacher.model.config}, {"data.context_length", 32}, {"data.batch_size", 2}, {"schedule.steps", 3},
                           {"schedule.warmup_steps", 1}, {"train.threads", 1}, {"train.checkpoint_every_steps", 3}};
    const Json train = {{"name", "train"}, {"kind", "pretrain"}, {"settings", settings}, {"inputs", {{{"role", "data"}, {"path", "data/train-32"}}}}};
    const Json loss = {{"name", "loss"}, {"kind", "eval"},
                       {"inputs", {{{"role", "model"}, {"path", "children/train"}}, {{"role", "tokenizer"}, {"path", tokenizer}},
                                   {{"role", "held_out"}, {"path", "data/held_out-32"}}}}};
    const Json rate = {{"key", "train.optimizer.learning_rate"}, {"values", {1e-4, 1e-2}}};
    return QString::fromStdString(Json{{"format", "halyard.grid"}, {"schema", 1}, {"name", "rates"}, {"question", "Which rate?"}, {"runs", {train, loss}}, {"axes", {rate}}}.dump());
}

void StudyInWindowTest::saysWhatIsWrongWhileOneTypes() {
    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->openProject(m_desk.project(QStringLiteral("typing")));
    app::WindowActions& actions = bench->window()->actions();
    QTRY_VERIFY_WITH_TIMEOUT(actions.newStudy->isEnabled(), kLong);
    actions.newStudy->trigger();
    views::GridEditor* const editor = editorOf(*bench);
    QVERIFY(editor != nullptr);
    auto* create = editor->findChild<QPushButton*>(QStringLiteral("createStudy"));
    QTRY_VERIFY_WITH_TIMEOUT(create->isEnabled(), kLong); // it begins with one that ships
    picture(*bench->window(), QStringLiteral("grid-editor"));
    const QString shipped = editor->text();
    editor->setText(QString(shipped).replace(QStringLiteral("\"train.seed\""), QStringLiteral("\"train.sead\"")).replace(QStringLiteral("*.train.seed"), QStringLiteral("*.train.sead")));
    QTRY_VERIFY_WITH_TIMEOUT(words(*editor).contains(QStringLiteral("train.seed")), kLong);
    QVERIFY(!create->isEnabled());
    editor->setText(QStringLiteral("{\"format\": "));
    QTRY_VERIFY_WITH_TIMEOUT(words(*editor).contains(QStringLiteral("not valid JSON")), kLong);
    picture(*bench->window(), QStringLiteral("grid-editor-wrong"));
    editor->setText(shipped);
    QTRY_VERIFY_WITH_TIMEOUT(create->isEnabled(), kLong);
}

// As "halyard new study --spec" makes one.
void StudyInWindowTest::saysThatAStudyOfNoGridHasNoTable() {
    const QString project = m_desk.project(QStringLiteral("plain"));
    RunSpec spec;
    spec.kind = RunKind::Study;
    spec.children.emplace_back();
    const RunFolder run = RunFolder::create((project + QStringLiteral("/runs/plain")).toStdString(), spec);
    writeJsonFile(run.state(), {{"state", "running"}, {"version", 1}});
    writeJsonFile(run.exit(), {{"state", "done"}, {"reason", ""}, {"ended", "done"}, {"cause", "done"}});
    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->openProject(project);
    QTRY_VERIFY_WITH_TIMEOUT(bench->project()->project().runs().contains("plain"), kLong);
    bench->project()->openResults(QStringLiteral("plain"), RunKind::Study);
    auto* page = qobject_cast<views::StudyPage*>(bench->window()->page(StudyPages::pageOf(QStringLiteral("plain"))));
    QVERIFY(page != nullptr);
    const auto says = [&] {
        const auto labels = page->findChildren<views::PlainLabel*>();
        return std::any_of(labels.begin(), labels.end(), [](const views::PlainLabel* label) { return label->plainText().contains(QStringLiteral("not made from a grid")); });
    };
    QTRY_VERIFY_WITH_TIMEOUT(says(), kLong);
}

void StudyInWindowTest::runsAndFillsAndOpensItsCells() {
    if (!hasWorker()) {
        QSKIP("halyard-worker is not built");
    }
    const QString project = m_desk.project(QStringLiteral("study"));
    QVERIFY(prepareDemoText(project));
    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->openProject(project);
    app::WindowActions& actions = bench->window()->actions();
    QTRY_VERIFY_WITH_TIMEOUT(actions.newStudy->isEnabled(), kLong);
    actions.newStudy->trigger();
    views::GridEditor* const editor = editorOf(*bench);
    editor->setText(tinyGrid());
    auto* create = editor->findChild<QPushButton*>(QStringLiteral("createStudy"));
    QTRY_VERIFY_WITH_TIMEOUT(create->isEnabled() && editor->findChild<QListWidget*>(QStringLiteral("plannedCells"))->count() == 2, kLong);
    create->click();
    QTRY_VERIFY_WITH_TIMEOUT(bench->window()->page(StudyPages::pageOf(QStringLiteral("rates"))) != nullptr, kLong);
    QCOMPARE(bench->window()->currentPage(), StudyPages::pageOf(QStringLiteral("rates")));
    auto* page = qobject_cast<views::StudyPage*>(bench->window()->page(StudyPages::pageOf(QStringLiteral("rates"))));
    QTRY_COMPARE_WITH_TIMEOUT(page->results().list().topLevelItemCount(), 2, kLong);
    QTRY_COMPARE_WITH_TIMEOUT(page->effectChart().rows().size(), std::size_t{1}, kLong); // both cells are done
    picture(*bench->window(), QStringLiteral("study"));
    QVERIFY(isGridStudy(RunFolder((project + QStringLiteral("/runs/rates")).toStdString())));
    Q_EMIT page->results().list().itemActivated(page->results().list().topLevelItem(1), 2);
    QTRY_VERIFY_WITH_TIMEOUT(bench->window()->currentPage().startsWith(QStringLiteral("run:rates/children/")), kLong);
    // The same name again is refused before anything is asked of the agent.
    actions.newStudy->trigger();
    editor->setText(tinyGrid().replace(QStringLiteral("Which rate?"), QStringLiteral("Which one?")));
    QTRY_VERIFY_WITH_TIMEOUT(words(*editor).contains(QStringLiteral("There is a run called rates")), kLong);
    // A copy of the study begins with its grid.
    bench->window()->activatePage(StudyPages::pageOf(QStringLiteral("rates")));
    Q_EMIT page->copyRequested();
    QCOMPARE(bench->window()->currentPage(), StudyPages::editorPage());
    QVERIFY(editor->text().contains(QStringLiteral("Which rate?")));
    // From the page of its run, too.
    bench->project()->openRun(QStringLiteral("rates"));
    auto* run = qobject_cast<views::RunPage*>(bench->window()->page(QStringLiteral("run:rates")));
    QTRY_VERIFY_WITH_TIMEOUT(shown<QPushButton>(run, QStringLiteral("openStudy")) != nullptr, kLong);
    shown<QPushButton>(run, QStringLiteral("openStudy"))->click();
    QCOMPARE(bench->window()->currentPage(), StudyPages::pageOf(QStringLiteral("rates")));
}

} // namespace halyard::testing

QTEST_MAIN(halyard::testing::StudyInWindowTest)
#include "study_test.moc"
