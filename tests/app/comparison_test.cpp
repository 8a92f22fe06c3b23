// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/workbench/event_loop_meter.h"
#include "core/base/hash.h"
#include "core/run/presets.h"
#include "tests/app/desk.h"
#include "views/charts/curve_chart.h"
#include "views/run/run_page.h"

#include <array>
#include <cstdio>
#include <fstream>

#include <QDir>
#include <QDirIterator>
#include <QMenu>
#include <QProgressBar>
#include <QToolButton>

namespace halyard::testing {

using views::CurveChart;
using views::RunPage;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr int kSteps = 100'000;
constexpr double kLongestEvent = 3000;
#else
constexpr int kSteps = 1'000'000;
constexpr double kLongestEvent = 250; // ms of processor time, whatever else the machine does; 30 are usual
#endif

void writeLongRun(const QString& project, const char* name) {
    const RunFolder run = RunFolder::create((project + QStringLiteral("/runs/") + QLatin1String(name)).toStdString(), presetSpec("demo", RunKind::Pretrain));
    std::ofstream file(run.events());
    for (int step = 1; step <= kSteps; ++step) {
        const std::string number = std::to_string(step);
        const std::string body = "{\"e\":\"step\",\"t\":1700000000.5,\"seg\":\"a\",\"step\":" + number + ",\"loss\":0." + number;
        std::array<char, 32> sum{};
        std::snprintf(sum.data(), sum.size(), ",\"c\":\"%08x\"}\n", crc32c(body));
        file << body << sum.data();
    }
}

} // namespace

class ComparisonTest : public QObject {
    Q_OBJECT

    Desk m_desk;
    std::unique_ptr<app::Workbench> m_bench;
    RunPage* m_page = nullptr;

    std::size_t points() const {
        for (const CurveChart* chart : m_page->findChildren<CurveChart*>()) {
            if (const views::CurveData* loss = chart->curve(QStringLiteral("long/1-loss"))) {
                return loss->size();
            }
        }
        return 0;
    }
    // The entry of the run "long" under "Compare with".
    QAction* choice() const {
        for (const QAction* action : shown<QToolButton>(m_page, QStringLiteral("Compare with"))->menu()->actions()) {
            if (action->text() == QStringLiteral("long")) {
                return const_cast<QAction*>(action);
            }
        }
        return nullptr;
    }
    QProgressBar* bar() const {
        for (QProgressBar* each : m_page->findChildren<QProgressBar*>()) {
            if (each->isVisible() && each->accessibleName().contains(QLatin1String("long"))) {
                return each;
            }
        }
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase();
    void longRunShowsHowFarItIsAndCanBeGivenUp();
    void nextTimeItComesFromTheCache();
    void cleanupTestCase() { m_bench.reset(); }
};

void ComparisonTest::initTestCase() {
    const QString project = m_desk.project(QStringLiteral("project"));
    writeOldRun(project, QStringLiteral("short"), 50, false);
    writeLongRun(project, "long");
    m_bench = m_desk.workbench();
    m_bench->openWindow();
    m_bench->openProject(project);
    QTRY_COMPARE_WITH_TIMEOUT(m_bench->project()->project().runs().size(), std::size_t{2}, kLong);
    m_bench->project()->openRun(QStringLiteral("short"));
    m_page = qobject_cast<RunPage*>(m_bench->window()->page(QStringLiteral("run:short")));
    QVERIFY(m_page != nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(choice() != nullptr, kLong);
}

void ComparisonTest::longRunShowsHowFarItIsAndCanBeGivenUp() {
    auto* application = static_cast<MeteredApplication*>(qApp);
    (void)application->takeTimes();
    choice()->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(bar() != nullptr && bar()->value() > 0, kLong);
    QVERIFY(bar()->value() < bar()->maximum());
    QVERIFY(points() > 0 && points() < kSteps);
    picture(*m_bench->window(), QStringLiteral("comparing"));
    QTest::mouseClick(shown<QToolButton>(m_page, QStringLiteral("cancelComparison")), Qt::LeftButton);
    QVERIFY(bar() == nullptr);
    QCOMPARE(points(), std::size_t{0});
    QTRY_VERIFY(!choice()->isChecked());
    QTest::qWait(300);
    QCOMPARE(points(), std::size_t{0}); // nothing comes after that
    // Wanted after all: it comes whole, and the bar goes.
    choice()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(points(), static_cast<std::size_t>(kSteps), kLong);
    QTRY_VERIFY(bar() == nullptr);
    const Json times = application->takeTimes();
    qInfo("longest event %s", times.dump().c_str());
    QVERIFY2(times["longest_ms"].get<double>() < kLongestEvent, times.dump().c_str());
}

void ComparisonTest::nextTimeItComesFromTheCache() {
    choice()->trigger();
    QTRY_COMPARE(points(), std::size_t{0});
    // A page of its own leaves a cache behind.
    m_bench->project()->openRun(QStringLiteral("long"));
    const QDir caches(m_desk.folder(QStringLiteral("xdg_cache_home")));
    const auto kept = [&] {
        for (QDirIterator files(caches.path(), QDir::Files, QDirIterator::Subdirectories); files.hasNext();) {
            if (QFileInfo(files.next()).size() > kSteps) {
                return true;
            }
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(kept(), kLong);
    m_bench->window()->activatePage(QStringLiteral("run:short"));
    auto* application = static_cast<MeteredApplication*>(qApp);
    (void)application->takeTimes();
    choice()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(points(), static_cast<std::size_t>(kSteps), kLong);
    const Json times = application->takeTimes();
    QVERIFY2(times["longest_ms"].get<double>() < kLongestEvent, times.dump().c_str());
}

} // namespace halyard::testing

int main(int argc, char** argv) {
    halyard::MeteredApplication application(argc, argv);
    halyard::testing::ComparisonTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "comparison_test.moc"
