// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/prepare_dialog.h"
#include "app/trash_dialog.h"
#include "app/window_actions.h"
#include "tests/app/desk.h"
#include "views/project/lineage_tree.h"
#include "views/wizards/run_wizard.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

namespace halyard::testing {

class DialogsTest : public QObject {
    Q_OBJECT

    Desk m_desk;

private Q_SLOTS:
    void everyDialogCanBeCancelled();
    void newProjectIsMadeUnderTheNameTyped();
    void wizardPreparesTextOfOnesOwn();
};

void DialogsTest::everyDialogCanBeCancelled() {
    const auto bench = m_desk.workbench();
    bench->openWindow();
    app::WindowActions& actions = bench->window()->actions();
    const auto cancels = [&](QAction* action) {
        action->trigger();
        auto* dialog = dialogOf<QDialog>(*bench);
        if (dialog == nullptr) {
            return false;
        }
        QTest::keyClick(dialog, Qt::Key_Escape);
        return QTest::qWaitFor([&] { return dialogOf<QDialog>(*bench) == nullptr; });
    };
    QVERIFY(cancels(actions.newProject));
    QVERIFY(cancels(actions.openProject));
    QVERIFY(cancels(actions.about));
    QVERIFY(cancels(actions.shortcuts));
    const QString project = m_desk.project(QStringLiteral("cancels"));
    writeOldRun(project, QStringLiteral("old"), 4, false);
    bench->openProject(project);
    QTRY_COMPARE_WITH_TIMEOUT(bench->project()->project().runs().size(), std::size_t{1}, kLong);
    const auto select = [&] {
        bench->window()->tree().selectNode(QStringLiteral("run:old"));
        return actions.trash->isEnabled();
    };
    QTRY_VERIFY_WITH_TIMEOUT(select(), kLong);
    QVERIFY(cancels(actions.prepareText));
    QVERIFY(cancels(actions.palette));
    QVERIFY(cancels(actions.trash));
    QVERIFY(QFileInfo(project + QStringLiteral("/runs/old/run.json")).isFile());
    // Only the typed name moves it.
    actions.trash->trigger();
    auto* dialog = dialogOf<app::TrashDialog>(*bench);
    QVERIFY(dialog != nullptr);
    QTest::keyClicks(shown<QLineEdit>(dialog), QStringLiteral("old"));
    QTest::mouseClick(shown<QPushButton>(dialog, QStringLiteral("Move to the trash")), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(bench->project()->project().runs().empty(), kLong);
}

void DialogsTest::newProjectIsMadeUnderTheNameTyped() {
    const QString home = m_desk.folder(QStringLiteral("home"));
    QVERIFY(QDir().mkpath(home + QStringLiteral("/halyard-project")));
    qputenv("HOME", home.toLocal8Bit());
    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->window()->actions().newProject->trigger();
    auto* dialog = dialogOf<QFileDialog>(*bench);
    QVERIFY(dialog != nullptr);
    auto* name = shown<QLineEdit>(dialog, QStringLiteral("fileNameEdit"));
    QVERIFY(name != nullptr);
    QCOMPARE(name->text(), QStringLiteral("halyard-project-2")); // one that is free
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("typed by hand"));
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(bench->project() != nullptr, kLong);
    QCOMPARE(bench->project()->folder(), QFileInfo(home + QStringLiteral("/typed by hand")).canonicalFilePath());
}

void DialogsTest::wizardPreparesTextOfOnesOwn() {
    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->openProject(m_desk.project(QStringLiteral("own text")));
    bench->window()->actions().newRun.at(RunKind::Stage1)->trigger();
    auto* wizard = dialogOf<views::RunWizard>(*bench);
    QVERIFY(wizard != nullptr);
    wizard->setInputPath("teacher", QStringLiteral("/a/teacher"));
    wizard->setCurrentPage(1);
    auto* prepare = shown<QPushButton>(wizard, QStringLiteral("prepare-data"));
    QVERIFY(prepare != nullptr);
    QTest::mouseClick(prepare, Qt::LeftButton);
    auto* dialog = dialogOf<app::PrepareDialog>(*bench);
    QVERIFY(dialog != nullptr);
    // What the wizard knows is filled in.
    QCOMPARE(shown<QComboBox>(dialog)->currentText(), QStringLiteral("/a/teacher"));
    QCOMPARE(shown<QSpinBox>(dialog)->value(), static_cast<int>(wizard->spec().data.context_length));
    const QString made = bench->project()->folder() + QStringLiteral("/data/") + QStringLiteral("train-512");
    dialog->setDone(QStringLiteral("ready"));
    QTRY_VERIFY(dialogOf<app::PrepareDialog>(*bench) == nullptr);
    QVERIFY(wizard->spec().input("data") != nullptr);
    QCOMPARE(QString::fromStdString(wizard->spec().input("data")->path), made);
    QVERIFY(wizard->spec().input("held_out") != nullptr);
    QCOMPARE(QString::fromStdString(wizard->spec().input("held_out")->path), bench->project()->folder() + QStringLiteral("/data/held_out-512"));
    // Text for the held-out field itself: nothing is set aside of it.
    QTest::mouseClick(shown<QPushButton>(wizard, QStringLiteral("prepare-held_out")), Qt::LeftButton);
    dialog = dialogOf<app::PrepareDialog>(*bench);
    QVERIFY(dialog != nullptr);
    QVERIFY(!shown<QCheckBox>(dialog, QStringLiteral("setAside"))->isChecked());
}

} // namespace halyard::testing

QTEST_MAIN(halyard::testing::DialogsTest)
#include "dialogs_test.moc"
