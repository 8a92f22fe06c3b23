// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/message_bar.h"
#include "app/window_actions.h"
#include "tests/app/desk.h"
#include "views/layers/layer_bench_page.h"
#include "views/run/run_page.h"

#include <QActionGroup>
#include <QScrollArea>
#include <QScrollBar>

namespace halyard::testing {

// The window on a screen of 1024 × 700: whatever page is open, it stays no larger than it was made.
class SmallScreenTest : public QObject {
    Q_OBJECT

    Desk m_desk;

private Q_SLOTS:
    void everyPageFits_data();
    void everyPageFits();
};

void SmallScreenTest::everyPageFits_data() {
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << QStringLiteral("en");
    QTest::newRow("Chinese") << QStringLiteral("zh_CN");
}

void SmallScreenTest::everyPageFits() {
    QFETCH(QString, language);
    const QString project = m_desk.project(QStringLiteral("small-") + language);
    for (const QString& name : {QStringLiteral("old"), QStringLiteral("older")}) {
        writeOldRun(project, name, 40, false);
    }
    const auto bench = m_desk.workbench();
    bench->openWindow();
    for (QAction* action : bench->window()->actions().languages->actions()) {
        if (action->data().toString() == language) {
            action->trigger();
        }
    }
    QCoreApplication::processEvents();
    app::MainWindow& window = *bench->window();
    window.resize(1024, 700);
    const auto fits = [&] {
        QCoreApplication::processEvents();
        return window.width() <= 1024 && window.height() <= 700 && window.minimumSizeHint().height() <= 700 &&
               window.minimumSizeHint().width() <= 1024;
    };
    QVERIFY(fits());
    bench->openProject(project);
    QTRY_COMPARE_WITH_TIMEOUT(bench->project()->project().runs().size(), std::size_t{2}, kLong);
    window.messageBar().ask(QStringLiteral("long"),
                            QStringLiteral("A sentence that is long enough to be broken into two lines, or even three of them, "
                                           "above the pages of a narrow window, as the one of the demo is."),
                            {{QStringLiteral("Stop the demo"), {}}});
    QTRY_VERIFY(fits());
    bench->project()->openRun(QStringLiteral("old"));
    auto* page = qobject_cast<views::RunPage*>(window.page(QStringLiteral("run:old")));
    QVERIFY(page != nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(!page->series().loss.steps.empty(), kLong);
    picture(window, QStringLiteral("small-run-") + language);
    const auto* area = qobject_cast<QScrollArea*>(page->parentWidget()->parentWidget());
    QVERIFY(area != nullptr);
    QCOMPARE(area->horizontalScrollBar()->maximum(), 0);
    QVERIFY2(fits(), qPrintable(QStringLiteral("the window takes %1 x %2").arg(window.width()).arg(window.height())));
    bench->project()->openLayerBench(QStringLiteral("hypenet-4b")); // of 36 layers
    auto* layers = qobject_cast<views::LayerBenchPage*>(window.page(QStringLiteral("layers")));
    QVERIFY(layers != nullptr);
    QTRY_COMPARE_WITH_TIMEOUT(layers->bench().layers, 36, kLong);
    picture(window, QStringLiteral("small-layers-") + language);
    QVERIFY(fits());
    bench->project()->openExport({}, {});
    picture(window, QStringLiteral("small-export-") + language);
    QVERIFY(fits());
}

} // namespace halyard::testing

QTEST_MAIN(halyard::testing::SmallScreenTest)
#include "small_screen_test.moc"
