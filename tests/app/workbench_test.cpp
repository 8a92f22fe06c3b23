// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/message_bar.h"
#include "app/places.h"
#include "app/prepare_dialog.h"
#include "app/window_actions.h"
#include "core/run/evaluation.h"
#include "core/run/events.h"
#include "core/run/run_folder.h"
#include "tests/app/desk.h"
#include "views/charts/curve_chart.h"
#include "views/evaluation/length_page.h"
#include "views/export/export_page.h"
#include "views/forms/field_editor.h"
#include "views/forms/spec_form.h"
#include "views/project/lineage_tree.h"
#include "views/project/overview_page.h"
#include "views/project/start_page.h"
#include "views/run/run_page.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/wizards/run_wizard.h"

#include <fstream>

#include <QAction>
#include <QActionGroup>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>

namespace halyard::testing {

using app::MainWindow;
using app::OpenProject;
using app::Workbench;
using views::RunPage;
using views::RunWizard;

namespace {

// Runs of the demo, in its composite run.
const QString kAlign = QStringLiteral("demo/children/align");
const QString kDistil = QStringLiteral("demo/children/distil");
const QString kFinetune = QStringLiteral("demo/children/finetune");

RunSpec longTeacher(const QString& project) {
    RunSpec spec = tinyTeacher(project, 100'000);
    spec.name = "long";
    return spec;
}

RunStatus statusOf(const QString& project, const char* run) {
    return runStatus(RunFolder((project + QStringLiteral("/runs/") + QLatin1String(run)).toStdString()));
}

RunPage* runPage(Workbench& bench, const char* run) {
    return qobject_cast<RunPage*>(bench.window()->page(QStringLiteral("run:") + QLatin1String(run)));
}

std::size_t stepsShown(RunPage& page) {
    for (const views::CurveChart* chart : page.findChildren<views::CurveChart*>()) {
        if (const views::CurveData* loss = chart->curve(QStringLiteral("1-loss"))) {
            return loss->size();
        }
    }
    return 0;
}

} // namespace

class WorkbenchTest : public QObject {
    Q_OBJECT

    Desk m_desk;
    QString demo() const { return m_desk.folder(QStringLiteral("demo")); }

private Q_SLOTS:
    void firstClickToExportedModel();
    void reopenedProjectHasItsPagesAndEveryLine();
    void stageWizardTrainsWhatItSays();
    void aRunIsPausedResumedAndStopped();
    void wrongInputIsSaidBesideItsField();
    void editedWizardIsOfferedAgain();
    void newerProjectIsOnlyRead();
    void damagedLinesAreSaid();
    void hostileTextIsShownAsText();
    void twoWorkbenchesShareAProject();
    void languageAndThemeChangeInPlace();
};

void WorkbenchTest::firstClickToExportedModel() {
    if (!hasWorker()) {
        QSKIP("halyard-worker is not built here");
    }
    const auto bench = m_desk.workbench();
    bench->openWindow();
    QVERIFY(bench->window()->isVisible());
    picture(*bench->window(), QStringLiteral("start"));
    auto* demoButton = shown<QPushButton>(&bench->window()->startPage(), QStringLiteral("demo"));
    QVERIFY(demoButton != nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(demoButton->isEnabled(), kLong);
    QTest::mouseClick(demoButton, Qt::LeftButton);
    QVERIFY(bench->project() != nullptr);
    // A page opens by itself, and its run is seen.
    QTRY_VERIFY_WITH_TIMEOUT(!bench->window()->pages().isEmpty(), kLong);
    picture(*bench->window(), QStringLiteral("demo-run"));
    QTRY_VERIFY_WITH_TIMEOUT(bench->project()->project().runs().contains(views::toUtf8(kFinetune)), kLong);
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(demo() + QStringLiteral("/report/report.json")).isFile(), kLong);
    QTRY_VERIFY_WITH_TIMEOUT(bench->window()->messageBar().sentence().contains(QLatin1String("done")), kLong);
    QVERIFY(shown<QPushButton>(bench->window(), QStringLiteral("Open the report")) != nullptr);
    QVERIFY(QFileInfo(demo() + QStringLiteral("/report/report.html")).isFile());

    bench->project()->openExport(kFinetune);
    auto* page = qobject_cast<views::ExportPage*>(bench->window()->page(QStringLiteral("export")));
    QVERIFY(page != nullptr);
    page->setFolder(demo() + QStringLiteral("/exports/by-hand"));
    QCOMPARE(page->wish().source, kFinetune);
    QTest::mouseClick(shown<QPushButton>(page, QStringLiteral("export")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(demo() + QStringLiteral("/exports/by-hand/halyard_export.json")).isFile(), kLong);
    QTRY_VERIFY_WITH_TIMEOUT(shown<QPushButton>(page, QStringLiteral("Open the folder")) != nullptr, kLong);
    picture(*bench->window(), QStringLiteral("exported"));
    // What the demo's runs measured of the teacher and of the hybrid stands in one picture.
    bench->project()->openResults(QStringLiteral("demo/children/needles"), RunKind::Niah);
    auto* length = qobject_cast<views::LengthPage*>(bench->window()->page(QStringLiteral("length:demo/children/needles")));
    QVERIFY(length != nullptr);
    QTRY_COMPARE_WITH_TIMEOUT(length->chart().series().size(), std::size_t{5}, kLong); // the teacher, and the hybrid with four scalings
    QCOMPARE(length->runs().size(), std::size_t{1});
    const auto points = [&](std::size_t line) { return length->chart().series()[line].points.size(); };
    QTRY_VERIFY_WITH_TIMEOUT(points(0) == 3 && points(4) == 3, kLong); // short texts and long ones
    picture(*bench->window(), QStringLiteral("demo-length"));
    bench->window()->activatePage(QStringLiteral("overview"));
    const views::RangeChart& overview = bench->window()->overviewPage().needlesChart();
    QTRY_VERIFY_WITH_TIMEOUT(overview.isVisible(), kLong);
    QTRY_COMPARE_WITH_TIMEOUT(overview.series().size(), std::size_t{5}, kLong);
    picture(*bench->window(), QStringLiteral("overview"));
}

void WorkbenchTest::reopenedProjectHasItsPagesAndEveryLine() {
    if (!hasWorker()) {
        QSKIP("halyard-worker is not built here");
    }
    {
        const auto bench = m_desk.workbench();
        bench->openWindow();
        bench->openProject(demo());
        QTRY_VERIFY_WITH_TIMEOUT(bench->project()->project().isComplete(), kLong);
        bench->project()->openRun(kAlign);
        bench->project()->openRun(kDistil);
        bench->window()->close();
    }
    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->openProject(demo());
    QTRY_VERIFY_WITH_TIMEOUT(runPage(*bench, views::toUtf8(kAlign).c_str()) != nullptr, kLong);
    QTRY_COMPARE_WITH_TIMEOUT(bench->window()->currentPage(), QStringLiteral("run:") + kDistil, kLong);
    QTRY_COMPARE_WITH_TIMEOUT(stepsShown(*runPage(*bench, views::toUtf8(kAlign).c_str())), std::size_t{4}, kLong);
    picture(*bench->window(), QStringLiteral("reopened"));
}

void WorkbenchTest::stageWizardTrainsWhatItSays() {
    if (!hasWorker()) {
        QSKIP("halyard-worker is not built here");
    }
    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->openProject(demo());
    QTRY_VERIFY_WITH_TIMEOUT(bench->project()->project().isComplete(), kLong);
    bench->window()->actions().newRun.at(RunKind::Stage1)->trigger();
    auto* wizard = dialogOf<RunWizard>(*bench);
    QVERIFY(wizard != nullptr);
    RunSpec spec = wizard->spec();
    picture(*wizard, QStringLiteral("wizard"));
    // The teacher and the text of the project were chosen already.
    QVERIFY(spec.input("teacher") != nullptr);
    QVERIFY(spec.input("data") != nullptr);
    spec.name = "by-hand";
    spec.data.context_length = 128;
    spec.data.batch_size = 2;
    spec.schedule.steps = 4;
    spec.schedule.warmup_steps = 1;
    spec.train.checkpoint_every_steps = 2;
    for (RunInput& input : spec.inputs) {
        input.path = input.role == "data"       ? demo().toStdString() + "/data/train"
                     : input.role == "held_out" ? demo().toStdString() + "/data/held-out"
                                                : input.path;
    }
    wizard->setSpec(spec);
    wizard->setCurrentPage(wizard->pageCount() - 1);
    Q_EMIT wizard->trialRequested(wizard->spec());
    QTRY_VERIFY_WITH_TIMEOUT(shown<QPushButton>(wizard, QStringLiteral("Launch"))->isDefault(), kLong);
    QTest::mouseClick(shown<QPushButton>(wizard, QStringLiteral("Launch")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(runPage(*bench, "by-hand") != nullptr, kLong);
    QTRY_COMPARE_WITH_TIMEOUT(runPage(*bench, "by-hand")->facts().state, views::RunState::Done, kLong);
    QTRY_COMPARE_WITH_TIMEOUT(stepsShown(*runPage(*bench, "by-hand")), std::size_t{4}, kLong);
}

void WorkbenchTest::aRunIsPausedResumedAndStopped() {
    if (!hasWorker()) {
        QSKIP("halyard-worker is not built here");
    }
    const QString project = m_desk.project(QStringLiteral("commands"));
    QVERIFY(prepareDemoText(project));
    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->openProject(project);
    remote::ProjectSession& session = bench->project()->project();
    bool started = false;
    session.create(QStringLiteral("long"), toJson(longTeacher(project)), this, [&](const remote::Answer& answer) {
        QVERIFY2(answer.ok, answer.error.text().c_str());
        session.startRun(QStringLiteral("long"), false, this, [&](const remote::Answer& start) { started = start.ok; });
    });
    QTRY_VERIFY_WITH_TIMEOUT(started, kLong);
    QTRY_VERIFY_WITH_TIMEOUT(statusOf(project, "long").step > 3, kLong);
    bench->project()->openRun(QStringLiteral("long"));
    RunPage* const page = runPage(*bench, "long");
    QTRY_COMPARE_WITH_TIMEOUT(page->facts().state, views::RunState::Running, kLong);
    QTest::mouseClick(shown<QPushButton>(page, QStringLiteral("Pause")), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(page->facts().state, views::RunState::Paused, kLong);
    // The menu follows the project's session, which may hear of it a moment after the page's own.
    QTRY_VERIFY_WITH_TIMEOUT(bench->window()->actions().resume->isEnabled(), kLong);
    bench->window()->actions().resume->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(page->facts().state, views::RunState::Running, kLong);
    QTRY_VERIFY_WITH_TIMEOUT(bench->window()->actions().stop->isEnabled(), kLong);
    bench->window()->actions().stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(page->facts().state, views::RunState::Stopped, kLong);
}

void WorkbenchTest::wrongInputIsSaidBesideItsField() {
    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->openProject(m_desk.project(QStringLiteral("wrong")));
    QTRY_VERIFY_WITH_TIMEOUT(bench->project()->project().isComplete(), kLong);
    for (const auto& [kind, action] : bench->window()->actions().newRun) {
        action->trigger();
        auto* wizard = dialogOf<RunWizard>(*bench);
        QVERIFY(wizard != nullptr);
        int wrong = 0;
        for (views::FieldEditor* editor : wizard->findChildren<views::FieldEditor*>()) {
            auto* line = qobject_cast<QLineEdit*>(editor->control());
            if (line == nullptr || editor->field().type == FieldInfo::Type::Text) {
                continue;
            }
            line->selectAll();
            QTest::keyClick(line, Qt::Key_X);
            QVERIFY2(editor->hasError(), editor->field().key.c_str());
            ++wrong;
        }
        QVERIFY(wrong >= (isEvaluation(kind) ? 5 : 10));
        // Without a teacher and text nothing is launched, and the page with the first problem is shown.
        wizard->setCurrentPage(wizard->pageCount() - 1);
        QTest::mouseClick(shown<QPushButton>(wizard, QStringLiteral("Launch")), Qt::LeftButton);
        QVERIFY(wizard->currentPage() < wizard->pageCount() - 1);
        wizard->reject();
        QTRY_VERIFY(dialogOf<RunWizard>(*bench) == nullptr);
    }
    QVERIFY(bench->project()->project().runs().empty());
}

void WorkbenchTest::editedWizardIsOfferedAgain() {
    const QString project = m_desk.project(QStringLiteral("drafts"));
    {
        const auto bench = m_desk.workbench();
        bench->openWindow();
        bench->openProject(project);
        bench->window()->actions().newRun.at(RunKind::Stage2)->trigger();
        auto* wizard = dialogOf<RunWizard>(*bench);
        QVERIFY(wizard != nullptr);
        QLineEdit* name = nullptr;
        for (const views::FieldEditor* editor : wizard->findChildren<views::FieldEditor*>()) {
            name = editor->field().key == "name" ? qobject_cast<QLineEdit*>(editor->control()) : name;
        }
        QVERIFY(name != nullptr);
        QTest::keyClicks(name, QStringLiteral("half-typed"));
        // Kept within seconds, while it is still open.
        const QDir drafts(app::stateFolder() + QStringLiteral("/drafts/") + app::keyOf(project));
        QTRY_VERIFY_WITH_TIMEOUT(!drafts.entryList({QStringLiteral("*.json")}).isEmpty(), 10'000);
        // As good as killed: nothing is told to end.
    }
    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->openProject(project);
    QTRY_VERIFY(bench->window()->messageBar().sentence().contains(QLatin1String("Stage 2")));
    app::MessageBar* const bar = &bench->window()->messageBar();
    QTRY_VERIFY(shown<QPushButton>(bar, QStringLiteral("Go on editing")) != nullptr);
    QTest::mouseClick(shown<QPushButton>(bar, QStringLiteral("Go on editing")), Qt::LeftButton);
    QVERIFY(dialogOf<RunWizard>(*bench) != nullptr);
    QCOMPARE(QString::fromStdString(dialogOf<RunWizard>(*bench)->spec().name), QStringLiteral("half-typed"));
}

void WorkbenchTest::newerProjectIsOnlyRead() {
    const QString project = m_desk.project(QStringLiteral("newer"));
    writeOldRun(project, QStringLiteral("old"), 4, false);
    std::ofstream((project + QStringLiteral("/halyard.project.json")).toStdString()) << R"({"schema": 99, "name": "newer"})";
    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->openProject(project);
    const auto said = [&] {
        for (const views::PlainLabel* label : bench->window()->overviewPage().findChildren<views::PlainLabel*>()) {
            if (label->plainText().contains(QLatin1String("newer version")) && label->isVisible()) {
                return true;
            }
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(said(), kLong);
    QVERIFY(!bench->window()->actions().newRun.at(RunKind::Stage1)->isEnabled());
    QVERIFY(!bench->window()->actions().prepareText->isEnabled());
}

void WorkbenchTest::damagedLinesAreSaid() {
    const QString project = m_desk.project(QStringLiteral("damaged"));
    writeOldRun(project, QStringLiteral("old"), 40, true);
    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->openProject(project);
    QTRY_VERIFY_WITH_TIMEOUT(bench->project()->project().isComplete(), kLong);
    bench->project()->openRun(QStringLiteral("old"));
    RunPage* const page = runPage(*bench, "old");
    QTRY_COMPARE_WITH_TIMEOUT(stepsShown(*page), std::size_t{40}, kLong);
    const auto said = [&] {
        for (const views::PlainLabel* label : page->findChildren<views::PlainLabel*>()) {
            if (label->plainText().contains(QLatin1String("damaged"))) {
                return true;
            }
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(said(), kLong);
}

void WorkbenchTest::hostileTextIsShownAsText() {
    const QString project = m_desk.project(QStringLiteral("hostile"));
    RunSpec spec = tinyTeacher(project, 5);
    spec.name = "<img src=file:///etc/passwd><b>bold</b>\u202Egnp";
    const RunFolder run = RunFolder::create((project + QStringLiteral("/runs/hostile")).toStdString(), spec);
    EventWriter writer(run.events());
    writer.write("warning", {{"text", std::string(900'000, 'x') + "\x1b[31m"}, {"step", 1}});
    writer.write("failed", {{"reason", "<a href=x>\x01</a>"}});
    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->openProject(project);
    QTRY_VERIFY_WITH_TIMEOUT(bench->project()->project().isComplete(), kLong);
    bench->project()->openRun(QStringLiteral("hostile"));
    QTRY_VERIFY_WITH_TIMEOUT(runPage(*bench, "hostile")->facts().title.contains(QLatin1String("<img")), kLong);
    for (const QLabel* label : bench->window()->findChildren<QLabel*>()) {
        QVERIFY2(label->textFormat() == Qt::PlainText || !label->text().contains(u'<'), qPrintable(label->text()));
    }
}

void WorkbenchTest::twoWorkbenchesShareAProject() {
    const QString project = m_desk.project(QStringLiteral("shared"));
    writeOldRun(project, QStringLiteral("old"), 4, false);
    const auto first = m_desk.workbench();
    const auto second = m_desk.workbench();
    for (Workbench* bench : {first.get(), second.get()}) {
        bench->openWindow();
        bench->openProject(project);
        QTRY_COMPARE_WITH_TIMEOUT(bench->project()->project().runs().size(), std::size_t{1}, kLong);
    }
    bool done = false;
    first->project()->project().rename(QStringLiteral("old"), QStringLiteral("seen by both"), this,
                                       [&](const remote::Answer& answer) { done = answer.ok; });
    QTRY_VERIFY_WITH_TIMEOUT(done, kLong);
    QTRY_COMPARE_WITH_TIMEOUT(second->project()->project().runs().at("old").title, std::string("seen by both"), kLong);
    first->window()->close();
    second->window()->close();
}

void WorkbenchTest::languageAndThemeChangeInPlace() {
    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->openProject(m_desk.project(QStringLiteral("languages")));
    const auto choose = [&](const char* name) {
        for (QAction* action : bench->window()->actions().languages->actions()) {
            if (action->data().toString() == QLatin1String(name)) {
                action->trigger();
                return;
            }
        }
    };
    MainWindow* const before = bench->window();
    const QString english = before->actions().about->text();
    choose("zh_CN");
    QTRY_VERIFY_WITH_TIMEOUT(bench->window()->actions().about->text() != english, kLong);
    QVERIFY(bench->project() != nullptr);
    picture(*bench->window(), QStringLiteral("chinese"));
    choose("en");
    QTRY_COMPARE_WITH_TIMEOUT(bench->window()->actions().about->text(), english, kLong);
    for (QAction* action : bench->window()->actions().themes->actions()) {
        action->trigger();
        QVERIFY(action->isChecked());
    }
}

} // namespace halyard::testing

QTEST_MAIN(halyard::testing::WorkbenchTest)
#include "workbench_test.moc"
