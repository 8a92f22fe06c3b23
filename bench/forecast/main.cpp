// SPDX-License-Identifier: GPL-3.0-or-later
// halyard-bench-forecast FOLDER [--quick]: makes runs of several sizes and kinds in a new folder, forecasts each, tries two
// steps, trains it, and prints both sides as one JSON document (a line a run on stderr). It needs halyard-worker beside
// itself and a machine that does nothing else: a run beside which other programs kept more than 0.05 of a core busy is
// marked "disturbed", and its time is that of its own processor seconds, shared by the threads.
// --quick: three steps a run and no trial, for memory and checkpoints alone.
#include "bench/forecast/cases.h"
#include "bench/forecast/child.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/cost/run_forecast.h"
#include "core/io/checkpoint_store.h"
#include "core/run/installation.h"
#include "core/run/run_folder.h"

#include <cmath>
#include <cstdio>
#include <set>
#include <thread>

namespace halyard {

namespace {

namespace fs = std::filesystem;

// The text of the demo; the programs lie in build/<preset>/bin of a source tree.
fs::path demoText() {
    return findWorker().parent_path().parent_path().parent_path().parent_path() / "resources" / "demo";
}

void prepareData(const fs::path& folder, const std::vector<ForecastCase>& cases) {
    std::set<std::int64_t> lengths;
    for (const ForecastCase& each : cases) {
        lengths.insert(each.spec.data.context_length);
    }
    for (const std::int64_t length : lengths) {
        runWorker({"data", "prepare", "--tokenizer", (demoText() / "tokenizer").string(), "--input",
                   (demoText() / "train.jsonl").string(), "--out", (folder / ("data-" + std::to_string(length))).string(),
                   "--packing", "stream", "--block", std::to_string(length)},
                  folder / "prepare.txt");
    }
}

// "step 2: loss 5.31, gradient norm 1.2, 0.41 s" at the end of the trial's output.
double secondsTried(const fs::path& log) {
    const std::string text = readFile(log, 1 << 20);
    const std::size_t line = text.rfind("step 2:");
    return std::stod(text.substr(text.rfind(", ", text.find(" s\n", line)) + 2));
}

Json rangeOf(const SecondsRange& range, double truth) {
    return {{"least", range.least}, {"most", range.most}, {"inside", range.least <= truth && truth <= range.most}};
}

double error(double forecast, double truth) {
    return std::round(1000 * (forecast / truth - 1)) / 1000;
}

Json compare(const ForecastCase& each, const fs::path& folder, bool quick) {
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    RunSpec spec = each.spec;
    if (quick) {
        spec.schedule.steps = 3;
    }
    for (RunInput& input : spec.inputs) {
        input.path = (folder / input.path).string();
    }
    const RunFolder run = RunFolder::create(folder / each.name, spec);
    ForecastBasis basis{folder, std::nullopt, cores};
    const RunForecast forecast = forecastsOf(spec, basis).front();
    const fs::path log = folder / (each.name + ".txt");
    if (!quick) {
        runWorker({"run", "--dry", "--steps", "2", run.path().string()}, log);
        basis.secondsPerStep = secondsTried(log);
    }
    const RunForecast tried = forecastsOf(spec, basis).front();
    const ChildReport truth = runWorker({"run", run.path().string()}, log);
    const double checkpoint = static_cast<double>(CheckpointStore(run.checkpoints()).list().back().bytes);
    const bool disturbed = truth.foreignCores > 0.05;
    const double seconds = disturbed ? truth.cpuSeconds / cores : truth.wallSeconds;
    const TrainMemory memory = forecast.memory.value();
    return {{"run", each.name},
            {"size", each.size},
            {"disturbed", disturbed},
            {"seconds", seconds},
            {"wall_seconds", truth.wallSeconds},
            {"cpu_seconds", truth.cpuSeconds},
            {"foreign_cores", truth.foreignCores},
            {"forecast", rangeOf(forecast.seconds.value(), seconds)},
            {"tried_seconds_per_step", basis.secondsPerStep.value_or(0)},
            {"forecast_after_trial", rangeOf(tried.seconds.value(), seconds)},
            {"peak_bytes", truth.peakBytes},
            {"memory", {{"total", memory.total()}, {"weights", memory.weights}, {"optimizer", memory.optimizer}, {"step", memory.step}, {"error", error(memory.total(), truth.peakBytes)}}},
            {"checkpoint_bytes", checkpoint},
            {"checkpoint", {{"bytes", forecast.checkpointBytes.value()}, {"error", error(forecast.checkpointBytes.value(), checkpoint)}}}};
}

void show(const Json& row) {
    std::fprintf(stderr, "%-24s memory %6.0f MB forecast %6.0f MB (%+5.1f %%)  time %6.1f s forecast %5.1f – %5.1f s, tried %5.1f – %5.1f s  "
                         "checkpoint %+5.2f %%%s\n",
                 row["run"].get<std::string>().c_str(), row["peak_bytes"].get<double>() / 1e6, row["memory"]["total"].get<double>() / 1e6,
                 100 * row["memory"]["error"].get<double>(), row["seconds"].get<double>(), row["forecast"]["least"].get<double>(),
                 row["forecast"]["most"].get<double>(), row["forecast_after_trial"]["least"].get<double>(),
                 row["forecast_after_trial"]["most"].get<double>(), 100 * row["checkpoint"]["error"].get<double>(),
                 row["disturbed"].get<bool>() ? "  disturbed" : "");
}

int bench(const fs::path& folder, bool quick) {
    fs::create_directories(folder);
    const std::vector<ForecastCase> cases = forecastCases();
    prepareData(folder, cases);
    Json rows = Json::array();
    double memory = 0;
    Json counts = {{"runs", 0}, {"memory_within_15_percent", 0}, {"time_inside", 0}, {"time_inside_after_trial", 0}, {"checkpoint_within_2_percent", 0}};
    const auto count = [&](const char* key, bool yes) { counts[key] = counts[key].get<int>() + (yes ? 1 : 0); };
    for (const ForecastCase& each : cases) {
        const Json row = compare(each, folder, quick);
        show(row);
        memory = std::max(memory, std::abs(row["memory"]["error"].get<double>()));
        count("runs", true);
        count("memory_within_15_percent", std::abs(row["memory"]["error"].get<double>()) <= 0.15);
        count("time_inside", row["forecast"]["inside"].get<bool>());
        count("time_inside_after_trial", row["forecast_after_trial"]["inside"].get<bool>());
        count("checkpoint_within_2_percent", std::abs(row["checkpoint"]["error"].get<double>()) <= 0.02);
        rows.push_back(row);
    }
    counts["largest_memory_error"] = memory;
    std::printf("%s\n", Json{{"summary", counts}, {"runs", rows}}.dump(1).c_str());
    return 0;
}

} // namespace

} // namespace halyard

int main(int argc, char** argv) {
    const bool quick = argc == 3 && std::string(argv[2]) == "--quick";
    if (argc < 2 || (argc > 2 && !quick) || std::filesystem::exists(argv[1])) {
        std::fprintf(stderr, "halyard-bench-forecast FOLDER [--quick]: name a folder that is not there yet.\n");
        return 2;
    }
    halyard::shortenThreadWaits();
    try {
        return halyard::bench(std::filesystem::absolute(argv[1]), quick);
    } catch (const halyard::Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return error.exitCode();
    }
}
