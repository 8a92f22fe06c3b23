// SPDX-License-Identifier: GPL-3.0-or-later
// halyard-bench-forecast FOLDER [--quick]: makes runs of several sizes and kinds in a new folder, forecasts each, tries
// two steps, trains it, and prints both sides as one JSON document (a line a run on stderr). It needs halyard-worker
// beside itself and a machine that does nothing else: a run beside which other programs kept more than 0.05 of a core
// busy is marked "disturbed", and its time is that of its own processor seconds, shared by the threads.
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

#include <algorithm>
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
                   (demoText() / "train.jsonl").string(), "--out",
                   (folder / ("data-" + std::to_string(length))).string(), "--packing", "stream", "--block",
                   std::to_string(length)},
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
            {"memory",
             {{"total", memory.total()},
              {"weights", memory.weights},
              {"optimizer", memory.optimizer},
              {"step", memory.step},
              {"error", error(memory.total(), truth.peakBytes)}}},
            {"checkpoint_bytes", checkpoint},
            {"checkpoint",
             {{"bytes", forecast.checkpointBytes.value()},
              {"error", error(forecast.checkpointBytes.value(), checkpoint)}}}};
}

void show(const Json& row) {
    const auto number = [&](const char* pointer) { return row.at(Json::json_pointer(pointer)).get<double>(); };
    std::fprintf(stderr, "%-24s memory %6.0f MB, forecast %6.0f MB (%+5.1f %%); time %6.1f s, forecast %5.1f – %5.1f s",
                 row["run"].get<std::string>().c_str(), number("/peak_bytes") / 1e6, number("/memory/total") / 1e6,
                 100 * number("/memory/error"), number("/seconds"), number("/forecast/least"),
                 number("/forecast/most"));
    std::fprintf(stderr, ", after a trial %5.1f – %5.1f s; checkpoint %+5.2f %%%s\n",
                 number("/forecast_after_trial/least"), number("/forecast_after_trial/most"),
                 100 * number("/checkpoint/error"), row["disturbed"].get<bool>() ? "; disturbed" : "");
}

// How many runs came out as promised.
Json summaryOf(const Json& rows) {
    const auto counted = [&](const auto& holds) { return std::count_if(rows.begin(), rows.end(), holds); };
    const auto within = [](const char* part, double bound) {
        return [part, bound](const Json& row) { return std::abs(row[part]["error"].get<double>()) <= bound; };
    };
    const auto inside = [](const char* part) {
        return [part](const Json& row) { return row[part]["inside"].get<bool>(); };
    };
    return {{"runs", rows.size()},
            {"memory_within_15_percent", counted(within("memory", 0.15))},
            {"time_inside", counted(inside("forecast"))},
            {"time_inside_after_trial", counted(inside("forecast_after_trial"))},
            {"checkpoint_within_2_percent", counted(within("checkpoint", 0.02))}};
}

int bench(const fs::path& folder, bool quick) {
    fs::create_directories(folder);
    const std::vector<ForecastCase> cases = forecastCases();
    prepareData(folder, cases);
    Json rows = Json::array();
    for (const ForecastCase& each : cases) {
        rows.push_back(compare(each, folder, quick));
        show(rows.back());
    }
    std::printf("%s\n", Json{{"summary", summaryOf(rows)}, {"runs", rows}}.dump(1).c_str());
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
