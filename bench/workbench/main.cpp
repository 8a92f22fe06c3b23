// SPDX-License-Identifier: GPL-3.0-or-later
// halyard-bench-workbench [EVENTS] [RUNS]: figures of the desktop program as one JSON document.
//   window   ms to the first window, and to all RUNS runs of a project listed; resident memory then
//   run      ms to the first picture and to all of a run of EVENTS events, without and with a cache
//   live     latency of the event loop in ms (p99, most) while a run of EVENTS steps is shown and logs 100 events/s
#include "app/main_window.h"
#include "app/open_project.h"
#include "app/project_folder.h"
#include "app/run_controller.h"
#include "app/workbench.h"
#include "core/base/hash.h"
#include "core/run/events.h"
#include "core/run/presets.h"
#include "core/run/run_folder.h"
#include "views/charts/curve_chart.h"
#include "views/run/run_page.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>

#include <unistd.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

namespace halyard {

namespace {

using app::Workbench;

// Lines as EventWriter writes them, many at a time.
std::string line(std::int64_t step) {
    char text[400];
    const double x = static_cast<double>(step);
    const int size = std::snprintf(text, sizeof text,
                                   "{\"e\":\"step\",\"gradient_norm\":%.6g,\"learning_rate\":%.6g,\"loss\":%.6g,\"seg\":\"bench\",\"step\":%lld,"
                                   "\"t\":%.3f,\"tokens\":%lld,\"tokens_per_second\":%.1f",
                                   1 + 0.3 * std::sin(x), 1e-3 / (1 + x / 1e5), 2 + 8 / (1 + x / 1e4) + 0.1 * std::sin(x * 1.7),
                                   static_cast<long long>(step), 1.7e9 + x * 0.01, static_cast<long long>(step * 4096), 12000 + 500 * std::cos(x));
    std::string out(text, static_cast<std::size_t>(size));
    std::snprintf(text, sizeof text, ",\"c\":\"%08x\"}\n", crc32c(out));
    return out + text;
}

void writeEvents(const RunFolder& run, std::int64_t from, std::int64_t count) {
    std::ofstream file(run.events(), std::ios::app);
    for (std::int64_t step = from; step < from + count; ++step) {
        file << line(step);
    }
}

double residentMegabytes() {
    std::ifstream file("/proc/self/statm");
    double pages = 0;
    file >> pages >> pages;
    return pages * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

std::size_t shownPoints(const views::RunPage& page) {
    for (const views::CurveChart* chart : page.findChildren<views::CurveChart*>()) {
        if (const views::CurveData* loss = chart->curve(QStringLiteral("1-loss"))) {
            return loss->size();
        }
    }
    return 0;
}

Json openRun(Workbench& bench, std::size_t events) {
    QElapsedTimer clock;
    clock.start();
    bench.project()->openRun(QStringLiteral("big"));
    auto* page = qobject_cast<views::RunPage*>(bench.window()->page(QStringLiteral("run:big")));
    double first = -1;
    double longest = 0;
    while (shownPoints(*page) < events && clock.elapsed() < 120'000) {
        QElapsedTimer turn;
        turn.start();
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
        longest = std::max(longest, static_cast<double>(turn.nsecsElapsed()) / 1e6);
        if (first < 0 && shownPoints(*page) > 0) {
            page->redrawNow();
            first = static_cast<double>(clock.elapsed());
        }
    }
    page->redrawNow();
    return {{"first_ms", first}, {"complete_ms", clock.elapsed()}, {"points", shownPoints(*page)}, {"longest_turn_ms", longest}};
}

Json watchLive(const RunFolder& run, std::size_t events) {
    std::vector<double> latencies;
    QElapsedTimer whole, clock;
    whole.start();
    const auto writer = std::unique_ptr<QThread>(QThread::create([&] {
        for (int i = 0; i < 1000; ++i) {
            writeEvents(run, static_cast<std::int64_t>(events) + i + 1, 1);
            QThread::msleep(10);
        }
    }));
    writer->start();
    QTimer probe;
    probe.setTimerType(Qt::PreciseTimer);
    clock.start();
    QObject::connect(&probe, &QTimer::timeout, [&] {
        latencies.push_back(std::max(0.0, static_cast<double>(clock.nsecsElapsed()) / 1e6 - 5));
        clock.restart();
    });
    probe.start(5);
    while (writer->isRunning()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
    }
    writer->wait();
    std::sort(latencies.begin(), latencies.end());
    return {{"p99_ms", latencies[latencies.size() * 99 / 100]}, {"max_ms", latencies.back()}, {"probes", latencies.size()}, {"seconds", whole.elapsed() / 1000}};
}

int bench(QApplication& application, std::size_t events, int runs) {
    QElapsedTimer clock;
    QTemporaryDir folder;
    for (const char* variable : {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"}) {
        qputenv(variable, folder.path().toLocal8Bit());
    }
    const QString project = folder.path() + QStringLiteral("/project");
    app::createProjectFolder(project);
    const RunSpec spec = presetSpec("demo", RunKind::Pretrain);
    const std::string base = project.toStdString() + "/runs/";
    for (int i = 0; i < runs; ++i) {
        writeEvents(RunFolder::create(base + "run-" + std::to_string(i), spec), 1, 20);
    }
    Json out;
    {
        clock.start();
        Workbench workbench(application);
        workbench.openWindow();
        (void)QTest::qWaitForWindowExposed(workbench.window());
        const double window = static_cast<double>(clock.elapsed());
        workbench.openProject(project);
        (void)QTest::qWaitFor([&] { return static_cast<int>(workbench.project()->project().runs().size()) == runs; }, 60'000);
        out["window"] = {{"first_ms", window}, {"listed_ms", clock.elapsed()}, {"runs", runs}, {"resident_mb", residentMegabytes()}};
    }
    const RunFolder big = RunFolder::create(base + "big", spec);
    writeEvents(big, 1, static_cast<std::int64_t>(events));
    Workbench workbench(application);
    workbench.openWindow();
    workbench.openProject(project);
    (void)QTest::qWaitFor([&] { return workbench.project()->project().runs().contains("big"); }, 60'000);
    out["cold"] = openRun(workbench, events);
    (void)QTest::qWaitFor([&] { return false; }, 3000); // the cache is written beside
    workbench.window()->closePage(QStringLiteral("run:big"));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    out["warm"] = openRun(workbench, events);
    out["live"] = watchLive(big, events);
    out["events"] = events;
    out["resident_mb_with_big_run"] = residentMegabytes();
    std::printf("%s\n", out.dump(2).c_str());
    return 0;
}

} // namespace

} // namespace halyard

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const std::size_t events = argc > 1 ? std::stoul(argv[1]) : 1'000'000;
    return halyard::bench(application, events, argc > 2 ? std::stoi(argv[2]) : 500);
}
