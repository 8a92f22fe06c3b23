// SPDX-License-Identifier: GPL-3.0-or-later
// halyard-bench-workbench [EVENTS] [RUNS]: figures of the desktop program as one JSON document.
//   window      ms to the first window, and to all RUNS runs of a project listed; resident memory then
//   cold, warm  ms to the first picture and to all of a run of EVENTS events, without and with a cache
//   live        while that run is shown and logs 100 events/s for ten seconds
//   study       the page of a study of 1,000 cells (large_study.h)
// Meanwhile a worker trains the demo's teacher on every core; "worker" says how far it came. In each part "loop" is how long the
// event loop kept a heartbeat waiting, and "main" the processor time of the main thread and of the longest event it handled,
// which do not depend on what else the machine does.
#include "app/main_window.h"
#include "app/open_project.h"
#include "app/project_folder.h"
#include "app/run_controller.h"
#include "app/workbench.h"
#include "bench/workbench/event_loop_meter.h"
#include "bench/workbench/large_study.h"
#include "bench/workbench/training_beside.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/subprocess.h"
#include "core/run/events.h"
#include "core/run/presets.h"
#include "core/run/run_folder.h"
#include "views/charts/curve_chart.h"
#include "views/run/run_page.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <thread>

#include <unistd.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

namespace halyard {

namespace {

using app::Workbench;

// Lines as EventWriter writes them for a step of pretraining, many at a time.
std::string line(std::int64_t step) {
    char text[400];
    const double x = static_cast<double>(step);
    const int size = std::snprintf(text, sizeof text,
                                   "{\"e\":\"step\",\"t\":%.3f,\"seg\":\"bench\",\"grad_norm\":%.17g,\"loss\":%.17g,\"lr\":%.17g,"
                                   "\"memory\":%lld,\"step\":%lld,\"tokens\":%lld,\"tokens_per_second\":%.17g",
                                   1.7e9 + x * 0.01, 1 + 0.3 * std::sin(x), 2 + 8 / (1 + x / 1e4) + 0.1 * std::sin(x * 1.7),
                                   1e-3 / (1 + x / 1e5), 800'000'000LL + static_cast<long long>(step % 4096) * 4096,
                                   static_cast<long long>(step), static_cast<long long>(step * 4096), 12000 + 500 * std::cos(x));
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

Json openRun(MeteredApplication& application, Workbench& bench, std::size_t events) {
    (void)application.takeTimes();
    LoopProbe probe;
    QElapsedTimer clock;
    clock.start();
    bench.project()->openRun(QStringLiteral("big"));
    auto* page = qobject_cast<views::RunPage*>(bench.window()->page(QStringLiteral("run:big")));
    double first = -1;
    while (shownPoints(*page) < events && clock.elapsed() < 300'000) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (first < 0 && shownPoints(*page) > 0) {
            page->redrawNow();
            first = static_cast<double>(clock.elapsed());
        }
    }
    page->redrawNow();
    const double complete = static_cast<double>(clock.elapsed());
    return {{"first_ms", first},          {"complete_ms", complete},          {"points", shownPoints(*page)},
            {"loop", probe.stop()}, {"main", application.takeTimes()}, {"resident_mb", residentMegabytes()}};
}

Json watchLive(MeteredApplication& application, const RunFolder& run, std::size_t events) {
    constexpr int kEvents = 1000;
    (void)application.takeTimes();
    LoopProbe probe;
    QElapsedTimer whole;
    whole.start();
    const auto writer = std::unique_ptr<QThread>(QThread::create([&] {
        auto due = std::chrono::steady_clock::now();
        for (int i = 0; i < kEvents; ++i) {
            writeEvents(run, static_cast<std::int64_t>(events) + i + 1, 1);
            due += std::chrono::milliseconds(10);
            std::this_thread::sleep_until(due);
        }
    }));
    writer->start();
    while (writer->isRunning()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
    writer->wait();
    return {{"loop", probe.stop()}, {"main", application.takeTimes()}, {"seconds", static_cast<double>(whole.elapsed()) / 1000}};
}

int bench(MeteredApplication& application, std::size_t events, int runs) {
    QElapsedTimer clock;
    QTemporaryDir folder;
    const TrainingBeside training(folder.path().toStdString(), currentProgram().parent_path() / "../../../resources/demo");
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
    out["cold"] = openRun(application, workbench, events);
    (void)QTest::qWaitFor([&] { return false; }, 3000); // the cache is written beside
    workbench.window()->closePage(QStringLiteral("run:big"));
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    out["warm"] = openRun(application, workbench, events);
    out["live"] = watchLive(application, big, events);
    out["study"] = largeStudyTimes();
    out["worker"] = training.figures();
    out["events"] = events;
    out["resident_mb_with_big_run"] = residentMegabytes();
    std::printf("%s\n", out.dump(2).c_str());
    return 0;
}

} // namespace

} // namespace halyard

int main(int argc, char** argv) {
    const std::size_t events = argc > 1 ? std::stoul(argv[1]) : 1'000'000;
    const int runs = argc > 2 ? std::stoi(argv[2]) : 500;
    halyard::MeteredApplication application(argc, argv);
    try {
        return halyard::bench(application, events, runs);
    } catch (const halyard::Error& error) { // what trains beside ends with it
        std::fprintf(stderr, "halyard-bench-workbench: %s\n", error.what());
        return 1;
    }
}
