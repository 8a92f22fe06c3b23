// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desk.h"
#include "views/export/export_page.h"
#include "views/text/plain_label.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QPushButton>
#include <QTimer>

#include <array>
#include <fstream>
#include <set>

namespace halyard::testing {

using views::CheckState;
using views::ExportCheck;
using views::ExportPage;

// The export page with the real worker; a program of the test answers in the place of Python.
class ExportPageTest : public QObject {
    Q_OBJECT

    using States = std::array<CheckState::State, views::kExportChecks>;

    Desk m_desk;
    QString m_project;
    std::unique_ptr<app::Workbench> m_bench;

    static States statesOf(const ExportPage& page) {
        States out{};
        for (int i = 0; i < views::kExportChecks; ++i) {
            out[static_cast<std::size_t>(i)] = page.check(static_cast<ExportCheck>(i)).state;
        }
        return out;
    }
    static bool isDone(const ExportPage& page) { return shown<QPushButton>(const_cast<ExportPage*>(&page), QStringLiteral("Open the folder")) != nullptr; }

    void python(const QByteArray& body) const {
        const QString path = m_desk.folder(QStringLiteral("python"));
        std::ofstream(path.toStdString()) << "#!/bin/sh\n" << body.constData() << "\n";
        QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        qputenv("HALYARD_PYTHON", path.toLocal8Bit()); // the agent hands it on
    }

    // A refusal can be read a moment before the page offers the button again.
    static bool press(ExportPage* page) {
        QPushButton* button = nullptr;
        const bool offered = QTest::qWaitFor(
            [&] {
                button = shown<QPushButton>(page, QStringLiteral("export"));
                return button != nullptr && button->isEnabled();
            },
            kLong);
        if (offered) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
        return offered;
    }

    // A workbench with the export page of the teacher, ready to be pressed.
    ExportPage* open(const QString& name) {
        m_bench = m_desk.workbench();
        m_bench->openWindow();
        m_bench->openProject(m_project);
        if (!QTest::qWaitFor([this] { return m_bench->project()->project().runs().size() == 1; }, kLong)) {
            return nullptr;
        }
        m_bench->project()->openExport(QStringLiteral("teacher"));
        auto* page = qobject_cast<ExportPage*>(m_bench->window()->page(QStringLiteral("export")));
        if (page == nullptr || !QTest::qWaitFor([page] { return page->wish().step == 4; }, kLong)) {
            return nullptr;
        }
        page->setFolder(m_project + QStringLiteral("/exports/") + name);
        return page;
    }
    ExportPage* begin(const QString& name) {
        ExportPage* const page = open(name);
        return page != nullptr && press(page) ? page : nullptr;
    }

private Q_SLOTS:
    void initTestCase();
    void cleanup() { m_bench.reset(); }
    void checksFillOneAfterAnotherWithWhatTheyMeasured();
    void failedCheckIsShownAtItsLine();
    void deletedCheckpointIsSaidAndNothingIsWritten();
};

void ExportPageTest::initTestCase() {
    if (!hasWorker()) {
        QSKIP("halyard-worker is not built here");
    }
    m_project = m_desk.project(QStringLiteral("project"));
    QVERIFY(prepareDemoText(m_project));
    RunSpec spec = tinyTeacher(m_project, 4);
    spec.name = "teacher";
    const QString run = m_project + QStringLiteral("/runs/teacher");
    (void)RunFolder::create(run.toStdString(), spec);
    QProcess halyard;
    halyard.start(QCoreApplication::applicationDirPath() + QStringLiteral("/halyard"), {QStringLiteral("run"), run});
    QVERIFY(halyard.waitForFinished(kLong));
    QCOMPARE(halyard.exitCode(), 0);
}

void ExportPageTest::checksFillOneAfterAnotherWithWhatTheyMeasured() {
    python("sleep 2; printf '{\"status\": \"compared\", \"error\": 1.5e-6, \"transformers\": \"9.9\"}'");
    ExportPage* const page = begin(QStringLiteral("good"));
    QVERIFY(page != nullptr);
    std::set<States> seen;
    bool inOrder = true;
    QTimer look;
    connect(&look, &QTimer::timeout, page, [&] {
        const States states = statesOf(*page);
        seen.insert(states);
        for (std::size_t i = 1; i < states.size(); ++i) {
            inOrder = inOrder && (states[i] == CheckState::State::Waiting || states[i - 1] == CheckState::State::Passed);
        }
    });
    look.start(1);
    const QString folder = m_project + QStringLiteral("/exports/good");
    // While Python still computes, the four before it have been ticked, and no folder is there.
    QTRY_COMPARE_WITH_TIMEOUT(page->check(ExportCheck::Python).state, CheckState::State::Running, kLong);
    QVERIFY(!QFileInfo::exists(folder));
    picture(*m_bench->window(), QStringLiteral("export-python"));
    QVERIFY(page->check(ExportCheck::Tensors).detail.contains(QLatin1String("tensors")));
    QCOMPARE(page->check(ExportCheck::Config).detail, QStringLiteral("Qwen3ForCausalLM"));
    QVERIFY(page->check(ExportCheck::ReadBack).detail.contains(QLatin1String("no byte differs")));
    QVERIFY(page->check(ExportCheck::Logits).detail.contains(QLatin1String("at most 1e-5")));
    QTRY_VERIFY_WITH_TIMEOUT(isDone(*page), kLong);
    QCOMPARE(page->check(ExportCheck::Python).detail, QStringLiteral("relative difference with 9.9: 1.5e-6 (at most 2e-4)"));
    QVERIFY(inOrder);
    QVERIFY2(seen.size() >= 3, qPrintable(QString::number(seen.size())));
    QVERIFY(QFileInfo(folder + QStringLiteral("/config.json")).isFile());
    picture(*m_bench->window(), QStringLiteral("export-done"));
}

void ExportPageTest::failedCheckIsShownAtItsLine() {
    python("printf '{\"status\": \"compared\", \"error\": 0.25, \"transformers\": \"9.9\"}'");
    ExportPage* const page = begin(QStringLiteral("bad"));
    QVERIFY(page != nullptr);
    QTRY_COMPARE_WITH_TIMEOUT(page->check(ExportCheck::Python).state, CheckState::State::Failed, kLong);
    QTRY_VERIFY_WITH_TIMEOUT(shown<QPushButton>(page, QStringLiteral("export")) != nullptr, kLong);
    picture(*m_bench->window(), QStringLiteral("export-failed"));
    using enum CheckState::State;
    QCOMPARE(statesOf(*page), (States{Passed, Passed, Passed, Passed, Failed}));
    QVERIFY(page->check(ExportCheck::Python).detail.contains(QLatin1String("9.9: 0.25")));
    QVERIFY(!QFileInfo::exists(m_project + QStringLiteral("/exports/bad")));
    // The next try begins with an empty list.
    python("exit 3");
    QVERIFY(press(page));
    QCOMPARE(page->check(ExportCheck::Python).state, Waiting);
    QTRY_VERIFY_WITH_TIMEOUT(isDone(*page), kLong);
    QCOMPARE(page->check(ExportCheck::Python).state, Skipped);
    QVERIFY(page->check(ExportCheck::Python).detail.contains(QLatin1String("exit code 3")));
}

void ExportPageTest::deletedCheckpointIsSaidAndNothingIsWritten() {
    python("exit 3");
    ExportPage* const page = open(QStringLiteral("deleted"));
    QVERIFY(page != nullptr);
    const QString checkpoints = m_project + QStringLiteral("/runs/teacher/checkpoints");
    QVERIFY(QDir().rename(checkpoints + QStringLiteral("/step-4"), checkpoints + QStringLiteral("/away")));
    QVERIFY(press(page));
    const auto said = [page] {
        for (const auto* label : page->findChildren<views::PlainLabel*>()) {
            if (label->isVisible() && label->plainText().contains(QLatin1String("has no checkpoint of step 4"))) {
                return true;
            }
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(said(), kLong);
    picture(*m_bench->window(), QStringLiteral("export-deleted"));
    QVERIFY(!QFileInfo::exists(m_project + QStringLiteral("/exports/deleted")));
    // It is back: the same button exports it.
    QVERIFY(QDir().rename(checkpoints + QStringLiteral("/away"), checkpoints + QStringLiteral("/step-4")));
    QTRY_COMPARE_WITH_TIMEOUT(page->wish().step, 4, kLong);
    QVERIFY(press(page));
    QTRY_VERIFY_WITH_TIMEOUT(isDone(*page), kLong);
}

} // namespace halyard::testing

QTEST_MAIN(halyard::testing::ExportPageTest)
#include "export_test.moc"
