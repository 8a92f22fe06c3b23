// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/curve_chart.h"
#include "views/charts/layer_heatmap.h"
#include "views/run/run_page.h"
#include "views/theme/theme.h"

#include <QApplication>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QTest>
#include <QToolButton>

#include <memory>
#include <vector>

#include <qcustomplot.h>

using namespace halyard;
using namespace halyard::views;

namespace {

std::vector<Event> steps(int first, int last) {
    std::vector<Event> out;
    for (int number = first; number <= last; ++number) {
        out.push_back({"step", 1000.0 + number, "a", {{"step", number}, {"loss", 1.0 / number}, {"grad_norm", 1.0}}});
    }
    return out;
}

QToolButton* buttonOf(const QWidget& figure) {
    return figure.findChild<QToolButton*>(QStringLiteral("popOut"));
}

std::size_t pointsOf(const CurveChart& chart) {
    return chart.curve(QStringLiteral("1-loss"))->size();
}

} // namespace

class PopOutTest : public QObject {
    Q_OBJECT

    std::unique_ptr<RunPage> m_page;
    CurveChart* m_loss = nullptr;
    CurveChart* m_speed = nullptr;

private Q_SLOTS:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(*qApp, ThemeMode::Light);
    }

    void init() {
        m_page = std::make_unique<RunPage>();
        RunFacts facts;
        facts.title = QStringLiteral("my run");
        m_page->setFacts(facts);
        for (CurveChart* chart : m_page->findChildren<CurveChart*>()) {
            m_loss = chart->title() == QStringLiteral("Loss") ? chart : m_loss;
            m_speed = chart->title() == QStringLiteral("Speed") ? chart : m_speed;
        }
        m_page->addEvents(steps(1, 20));
        m_page->resize(1000, 700);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }
    void cleanup() {
        m_page.reset();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        applyTheme(*qApp, ThemeMode::Light);
    }

    void aChartInItsOwnWindowGoesOnAsBefore() {
        QTest::mouseClick(buttonOf(*m_loss), Qt::LeftButton);
        QWidget* const window = m_loss->window();
        QVERIFY(window != m_page.get());
        QVERIFY(m_loss->isVisible());
        QCOMPARE(window->windowTitle(), QStringLiteral("my run: Loss"));
        // New values come in, the crosshair of the others moves in it, and it is drawn in the theme of the program.
        m_page->addEvents(steps(21, 50));
        QCOMPARE(pointsOf(*m_loss), std::size_t{50});
        QTRY_VERIFY(m_loss->highX() >= 50);
        QSignalSpy moved(m_loss, &CurveChart::crosshairMoved);
        QTest::keyClick(m_loss, Qt::Key_Right);
        QCOMPARE(moved.count(), 1);
        m_loss->setXRange(5, 10);
        Q_EMIT m_loss->xRangeChanged(5, 10);
        QTRY_COMPARE(m_speed->highX(), 10.0);
        const QImage light = window->grab().toImage();
        applyTheme(*qApp, ThemeMode::Dark);
        QTest::qWait(150); // charts are drawn by a timer
        const QImage dark = window->grab().toImage();
        const QPoint inChart(dark.width() / 2, dark.height() - 6);
        QVERIFY(light.pixelColor(inChart).lightness() > 128);
        QVERIFY(dark.pixelColor(inChart).lightness() < 128);
        // The page may be hidden behind another; the window stays.
        m_page->hide();
        QVERIFY(m_loss->isVisible());
    }

    void closingTheWindowPutsItBackInItsPlace() {
        auto* splitter = qobject_cast<QSplitter*>(m_speed->parentWidget());
        QVERIFY(splitter != nullptr);
        const int at = splitter->indexOf(m_speed);
        const QList<int> sizes = splitter->sizes();
        QTest::mouseClick(buttonOf(*m_speed), Qt::LeftButton);
        const QPointer<QWidget> window = m_speed->window();
        QVERIFY(splitter->indexOf(m_speed) < 0);
        QCOMPARE(splitter->count(), sizes.size());
        QVERIFY(window->close());
        QCOMPARE(splitter->indexOf(m_speed), at);
        QVERIFY(m_speed->isVisible());
        QTRY_COMPARE(splitter->sizes(), sizes);
        QTRY_VERIFY(window == nullptr);
        // The note that keeps the place has a way back, too.
        buttonOf(*m_speed)->click();
        auto* note = splitter->widget(at)->findChild<QPushButton*>();
        QVERIFY(note != nullptr && note->isVisible());
        QTest::mouseClick(note, Qt::LeftButton);
        QCOMPARE(splitter->indexOf(m_speed), at);
    }

    void theKeyboardDoesItAll() {
        m_loss->setFocus();
        QTest::keyClick(m_loss, Qt::Key_W);
        QWidget* const window = m_loss->window();
        QVERIFY(window != m_page.get());
        QVERIFY(QTest::qWaitForWindowActive(window));
        QTRY_COMPARE(QApplication::focusWidget(), m_loss);
        QTest::keyClick(m_loss, Qt::Key_Escape);
        QCOMPARE(m_loss->window(), m_page.get());
        QTest::keyClick(m_loss, Qt::Key_W);
        QTest::keyClick(m_loss, Qt::Key_W);
        QCOMPARE(m_loss->window(), m_page.get());
        for (QWidget* figure : m_page->findChildren<LayerHeatmap*>()) {
            QTest::keyClick(figure, Qt::Key_W);
            QVERIFY(figure->window() != m_page.get());
            QTest::keyClick(figure, Qt::Key_W);
            QVERIFY(figure->isHidden()); // this run tells nothing of layers
        }
        for (const CurveChart* chart : m_page->findChildren<CurveChart*>()) {
            QVERIFY(buttonOf(*chart)->focusPolicy() & Qt::TabFocus);
            QVERIFY(!buttonOf(*chart)->accessibleName().isEmpty());
        }
    }

    void theWindowGoesWithItsPage() {
        buttonOf(*m_loss)->click();
        const QPointer<QWidget> window = m_loss->window();
        m_page.reset();
        QVERIFY(window == nullptr);
    }
};

QTEST_MAIN(PopOutTest)
#include "pop_out_test.moc"
