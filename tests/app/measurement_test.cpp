// SPDX-License-Identifier: GPL-3.0-or-later
// What measures models, from its wizard to its page, with the real agent and the real worker on the bundled teacher.
#include "app/window_actions.h"
#include "tests/app/desk.h"
#include "views/evaluation/depth_map.h"
#include "views/evaluation/length_page.h"
#include "views/evaluation/speed_page.h"
#include "views/forms/file_table.h"
#include "views/layers/layer_bench_page.h"
#include "views/project/start_page.h"
#include "views/run/run_page.h"
#include "views/wizards/path_list.h"
#include "views/wizards/run_wizard.h"

#include <QComboBox>
#include <QDirIterator>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTreeWidget>

namespace halyard::testing {

using app::MainWindow;
using app::Workbench;
using views::RunPage;
using views::RunWizard;

namespace {

std::string teacher() {
    return qEnvironmentVariable("HALYARD_SOURCE_DIR").toStdString() + "/resources/demo/teacher";
}

// Opens the wizard of a kind by its action.
RunWizard* wizardOf(Workbench& bench, RunKind kind) {
    bench.window()->actions().newRun.at(kind)->trigger();
    return dialogOf<RunWizard>(bench);
}

RunSpec tiny(RunKind kind) {
    RunSpec spec;
    spec.kind = kind;
    spec.name = std::string(nameOf(kind));
    spec.inputs = {{"model", teacher(), {}, {}}};
    spec.eval.tasks = "demo_filler";
    spec.eval.lengths = {64, 128};
    spec.eval.depths = {0, 100};
    spec.eval.trials = 4;
    spec.eval.repeats = 2;
    spec.eval.new_tokens = 4;
    spec.train.threads = 1;
    return spec;
}

RunPage* runPage(Workbench& bench, const char* run) {
    return qobject_cast<RunPage*>(bench.window()->page(QStringLiteral("run:") + QLatin1String(run)));
}

} // namespace

class MeasurementTest : public QObject {
    Q_OBJECT

    Desk m_desk;

    std::unique_ptr<Workbench> open(const char* project) {
        auto bench = m_desk.workbench();
        bench->openWindow();
        bench->openProject(m_desk.project(QLatin1String(project)));
        if (!QTest::qWaitFor([&] { return bench->project()->project().isComplete(); }, kLong)) {
            return nullptr;
        }
        return bench;
    }
    // Tries two steps, launches, and waits for the end.
    void launch(Workbench& bench, RunWizard& wizard, const char* run) {
        wizard.setCurrentPage(wizard.pageCount() - 1);
        Q_EMIT wizard.trialRequested(wizard.spec());
        QTRY_VERIFY_WITH_TIMEOUT(shown<QPushButton>(&wizard, QStringLiteral("Launch"))->isDefault(), kLong);
        QTest::mouseClick(shown<QPushButton>(&wizard, QStringLiteral("Launch")), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(runPage(bench, run) != nullptr, kLong);
        QTRY_COMPARE_WITH_TIMEOUT(runPage(bench, run)->facts().state, views::RunState::Done, kLong);
    }

private Q_SLOTS:
    void needlesFromTheWizardToTheAnswers() {
        if (!hasWorker()) {
            QSKIP("halyard-worker is not built here");
        }
        const auto bench = open("needles");
        QVERIFY(bench);
        RunWizard* const wizard = wizardOf(*bench, RunKind::Niah);
        QVERIFY(wizard != nullptr);
        // A model is typed where one is asked for.
        auto* box = shown<QComboBox>(wizard, QStringLiteral("input-model-0"));
        QVERIFY(box != nullptr);
        box->lineEdit()->setText(QString::fromStdString(teacher()));
        QCOMPARE(wizard->spec().inputs.size(), std::size_t{1});
        QCOMPARE(wizard->spec().inputs[0].role, std::string("model"));
        wizard->setSpec(tiny(RunKind::Niah));
        launch(*bench, *wizard, "niah");
        RunPage* const page = runPage(*bench, "niah");
        auto* cells = page->findChild<QTreeWidget*>(QStringLiteral("cells"));
        QTRY_COMPARE_WITH_TIMEOUT(cells->topLevelItemCount(), 2, kLong);
        QTRY_VERIFY_WITH_TIMEOUT(cells->topLevelItem(1)->text(5).contains(u'%'), kLong);
        picture(*bench->window(), QStringLiteral("needles-run"));
        QTest::mouseClick(shown<QPushButton>(page, QStringLiteral("openResults")), Qt::LeftButton);
        QCOMPARE(bench->window()->currentPage(), QStringLiteral("length:niah"));
        auto* length = qobject_cast<views::LengthPage*>(bench->window()->page(QStringLiteral("length:niah")));
        QVERIFY(length != nullptr);
        QTRY_COMPARE_WITH_TIMEOUT(length->chart().series().size(), std::size_t{1}, kLong);
        QCOMPARE(length->chart().series()[0].points.size(), std::size_t{2});
        QCOMPARE(length->chart().lines().size(), std::size_t{1}); // the length it was trained at
        Q_EMIT length->chart().pointChosen(0, 1);
        auto* map = length->findChild<views::DepthMap*>();
        QVERIFY(!map->cells().empty());
        Q_EMIT map->cellChosen(map->cells().front().length, map->cells().front().depth);
        auto* trials = length->findChild<QTableWidget*>(QStringLiteral("trials"));
        QTRY_COMPARE_WITH_TIMEOUT(trials->rowCount(), static_cast<int>(map->cells().front().questions), kLong);
        QVERIFY(!trials->item(0, 1)->text().isEmpty() && !trials->item(0, 2)->text().isEmpty());
        picture(*bench->window(), QStringLiteral("needles-length"));
        // The page is there again when the project is opened again.
        const QString folder = bench->project()->folder();
        bench->closeProject();
        bench->openProject(folder);
        QTRY_VERIFY_WITH_TIMEOUT(bench->window()->page(QStringLiteral("length:niah")) != nullptr, kLong);
    }

    void speedFromTheWizardToItsPage() {
        if (!hasWorker()) {
            QSKIP("halyard-worker is not built here");
        }
        const auto bench = open("speed");
        QVERIFY(bench);
        RunWizard* const wizard = wizardOf(*bench, RunKind::Throughput);
        QVERIFY(wizard != nullptr);
        wizard->setSpec(tiny(RunKind::Throughput));
        launch(*bench, *wizard, "throughput");
        bench->window()->actions().results->trigger();
        QTRY_COMPARE(bench->window()->currentPage(), QStringLiteral("speed:throughput"));
        auto* speed = qobject_cast<views::SpeedPage*>(bench->window()->page(QStringLiteral("speed:throughput")));
        QTRY_COMPARE_WITH_TIMEOUT(speed->decodeChart().series().size(), std::size_t{1}, kLong);
        QTRY_COMPARE_WITH_TIMEOUT(speed->decodeChart().series()[0].points.size(), std::size_t{2}, kLong);
        QVERIFY(speed->memoryChart().series()[0].points[0].y > 0);
        QVERIFY(speed->machineText().contains(QStringLiteral("1 thread")));
        picture(*bench->window(), QStringLiteral("speed"));
    }

    void anEvaluationIsStoppedAndGoesOnWhereItWas() {
        if (!hasWorker()) {
            QSKIP("halyard-worker is not built here");
        }
        const auto bench = open("stopped");
        QVERIFY(bench);
        RunWizard* const wizard = wizardOf(*bench, RunKind::Niah);
        RunSpec spec = tiny(RunKind::Niah);
        spec.eval.trials = 100'000;
        wizard->setSpec(spec);
        Q_EMIT wizard->launchRequested(wizard->spec());
        QTRY_VERIFY_WITH_TIMEOUT(runPage(*bench, "niah") != nullptr, kLong);
        RunPage* const page = runPage(*bench, "niah");
        QTRY_VERIFY_WITH_TIMEOUT(page->facts().state == views::RunState::Running && page->facts().step > 0, kLong);
        QTRY_VERIFY_WITH_TIMEOUT(bench->window()->actions().stop->isEnabled(), kLong);
        bench->window()->actions().stop->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(page->facts().state, views::RunState::Stopped, kLong);
        QVERIFY(shown<QPushButton>(page, QStringLiteral("Continue")) != nullptr);
        QVERIFY(shown<QPushButton>(page, QStringLiteral("Export…")) == nullptr); // there is no model to export
    }

    void thePublishedSweepOpensFromTheStartPageAndWritesNothing() {
        const auto bench = m_desk.workbench();
        bench->openWindow();
        MainWindow& window = *bench->window();
        const auto filesOf = [](const QString& folder) {
            QStringList out;
            for (QDirIterator each(folder, QDir::Files, QDirIterator::Subdirectories); each.hasNext();) {
                out << each.next();
            }
            return out;
        };
        const QStringList before = filesOf(m_desk.folder({}));
        QTest::mouseClick(shown<QPushButton>(&window.startPage(), QStringLiteral("hypenet-2b")), Qt::LeftButton);
        auto* page = window.findChild<views::LayerBenchPage*>();
        QVERIFY(page != nullptr);
        QTRY_COMPARE_WITH_TIMEOUT(page->bench().layers, std::int64_t{28}, kLong);
        const views::LayerSet published = {2, 3, 6, 8, 9, 21, 25};
        QCOMPARE(page->choice().kept, published);
        QVERIFY(bench->project() == nullptr);
        picture(window, QStringLiteral("published"));
        QCOMPARE(filesOf(m_desk.folder({})), before);
        QTest::mouseClick(shown<QPushButton>(&window, QStringLiteral("back")), Qt::LeftButton);
        QVERIFY(window.startPage().isVisible());
        QTRY_VERIFY(window.findChild<views::LayerBenchPage*>() == nullptr);
    }

    void wrongModelsAndFilesAreSaidBesideTheirFields() {
        const auto bench = open("wrong");
        QVERIFY(bench);
        RunWizard* wizard = wizardOf(*bench, RunKind::Eval);
        QVERIFY(wizard != nullptr);
        QVERIFY(shown<QPushButton>(wizard, QStringLiteral("add-model")) != nullptr);
        QTest::mouseClick(shown<QPushButton>(wizard, QStringLiteral("add-model")), Qt::LeftButton);
        QTRY_VERIFY(shown<QComboBox>(wizard, QStringLiteral("input-model-1")) != nullptr);
        shown<QComboBox>(wizard, QStringLiteral("input-model-0"))->lineEdit()->setText(QString::fromStdString(teacher()));
        shown<QComboBox>(wizard, QStringLiteral("input-model-1"))->lineEdit()->setText(QStringLiteral("/no/such/folder"));
        QCOMPARE(wizard->spec().inputs.size(), std::size_t{2});
        QVERIFY(!shown<QComboBox>(wizard, QStringLiteral("input-model-0"))->property("wrong").toBool());
        QVERIFY(shown<QComboBox>(wizard, QStringLiteral("input-model-1"))->property("wrong").toBool());
        // No file at all is an error of its table; then a task is added there.
        wizard->setCurrentPage(1);
        auto* files = wizard->findChild<views::FileTable*>();
        QVERIFY(files != nullptr);
        QCOMPARE(files->text(), QStringLiteral("{}"));
        QTest::mouseClick(shown<QPushButton>(wizard, QStringLiteral("addTask")), Qt::LeftButton);
        QTest::keyClicks(files->findChildren<QLineEdit*>().back(), QStringLiteral("/data/items.jsonl"));
        QVERIFY(wizard->spec().eval.files == Json({{"hellaswag", "/data/items.jsonl"}}));
        wizard->setCurrentPage(wizard->pageCount() - 1);
        QTest::mouseClick(shown<QPushButton>(wizard, QStringLiteral("Launch")), Qt::LeftButton);
        QCOMPARE(wizard->currentPage(), 0); // the model that is not there
        wizard->reject();
        QTRY_VERIFY(dialogOf<RunWizard>(*bench) == nullptr);
        QVERIFY(bench->project()->project().runs().empty());
    }
};

} // namespace halyard::testing

QTEST_MAIN(halyard::testing::MeasurementTest)
#include "measurement_test.moc"
