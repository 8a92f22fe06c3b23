// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/action_palette.h"
#include "app/message_bar.h"
#include "app/window_actions.h"
#include "tests/app/desk.h"
#include "views/project/start_page.h"

#include <QAction>
#include <QLineEdit>
#include <QPushButton>

namespace halyard::testing {

class DisplayTest : public QObject {
    Q_OBJECT

    Desk m_desk;

private Q_SLOTS:
    void windowIsExposedAndTakesTheKeyboard();
};

void DisplayTest::windowIsExposedAndTakesTheKeyboard() {
    const auto bench = m_desk.workbench();
    QElapsedTimer clock;
    clock.start();
    bench->openWindow();
    QVERIFY(QTest::qWaitForWindowExposed(bench->window(), 20'000));
    qInfo("first window after %lld ms", static_cast<long long>(clock.elapsed()));
    bench->window()->activateWindow();
    bench->openProject(m_desk.project(QStringLiteral("display")));
    QTRY_VERIFY_WITH_TIMEOUT(bench->project()->project().isComplete(), 20'000);
    // Ctrl+K, a few letters, Enter: the wizard of stage 2.
    bench->window()->actions().palette->trigger();
    QVERIFY(QTest::qWaitForWindowExposed(&bench->window()->palettePopup(), 20'000));
    auto* input = bench->window()->palettePopup().findChild<QLineEdit*>();
    QTest::keyClicks(input, QStringLiteral("stage 2"));
    QTest::keyClick(input, Qt::Key_Return);
    QTRY_VERIFY(bench->window()->findChild<QDialog*>(QString(), Qt::FindDirectChildrenOnly) != nullptr);
    QVERIFY(!bench->window()->grab().isNull());
}

} // namespace halyard::testing

QTEST_MAIN(halyard::testing::DisplayTest)
#include "display_test.moc"
