// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bench/measure.h"

#include "core/base/error.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <fstream>
#include <malloc.h>
#include <numeric>
#include <sys/times.h>
#include <unistd.h>

namespace halyard {

namespace {

struct CpuSeconds {
    double machine = 0; // busy seconds of all cores
    double own = 0;
};

CpuSeconds cpuSeconds() {
    std::ifstream stat("/proc/stat");
    std::string label;
    std::vector<double> ticks(7);
    stat >> label;
    for (double& tick : ticks) {
        stat >> tick;
    }
    const double perSecond = static_cast<double>(::sysconf(_SC_CLK_TCK));
    // user, nice, system, idle, iowait, irq, softirq
    const double busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6];
    tms own{};
    ::times(&own);
    return {busy / perSecond, static_cast<double>(own.tms_utime + own.tms_stime) / perSecond};
}

double statusMegabytes(const std::string& field) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.rfind(field + ":", 0) == 0) {
            return std::stod(line.substr(field.size() + 1)) / 1024;
        }
    }
    throw failure(HALYARD_TEXT("/proc/self/status has no {field}; memory cannot be measured here."), {{"field", field}});
}

} // namespace

// Makes the kernel forget the peak of resident memory.
void forgetPeakMemory() {
    std::ofstream clear("/proc/self/clear_refs");
    clear << "5" << std::flush;
    if (!clear) {
        throw systemError("/proc/self/clear_refs", HALYARD_TEXT("writing"), errno);
    }
}

double peakMemoryMegabytes() {
    return statusMegabytes("VmHWM");
}

double residentMegabytes() {
    return statusMegabytes("VmRSS");
}

double quantile(std::vector<double> values, double q) {
    std::sort(values.begin(), values.end());
    const double place = static_cast<double>(values.size() - 1) * q;
    const auto low = static_cast<std::size_t>(place);
    const std::size_t high = std::min(low + 1, values.size() - 1);
    return values[low] + (values[high] - values[low]) * (place - static_cast<double>(low));
}

Measurement measure(const std::function<void()>& call, const MeasureOptions& options) {
    for (int i = 0; i < options.warmup; ++i) {
        call();
    }
    std::vector<double> times;
    const CpuSeconds before = cpuSeconds();
    for (int i = 0; i < options.repeats; ++i) {
        const auto start = std::chrono::steady_clock::now();
        call();
        times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    const CpuSeconds after = cpuSeconds();
    const double elapsed = std::accumulate(times.begin(), times.end(), 0.0);
    const double foreign = (after.machine - before.machine - (after.own - before.own)) / elapsed;
    return {quantile(times, 0.5), quantile(times, 0.1), quantile(times, 0.9), options.repeats, std::max(0.0, foreign)};
}

Json toJson(const Measurement& measurement) {
    return {{"median_s", measurement.median},
            {"p10_s", measurement.p10},
            {"p90_s", measurement.p90},
            {"repeats", measurement.repeats},
            {"foreign_cores", std::round(measurement.foreignCores * 1000) / 1000}};
}

MemoryMeasurement measureMemory(const std::function<MeasuredJob()>& build) {
    ::malloc_trim(0);
    const double start = residentMegabytes();
    const MeasuredJob job = build();
    ::malloc_trim(0);
    const double resident = residentMegabytes() - start;
    job.call();
    job.release();
    ::malloc_trim(0);
    const double before = residentMegabytes();
    forgetPeakMemory();
    job.call();
    const double step = peakMemoryMegabytes() - before;
    return {resident + step, step};
}

} // namespace halyard
