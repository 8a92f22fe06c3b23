// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worker/sweep_bench.h"

#include "core/base/error.h"
#include "core/base/subprocess.h"
#include "core/bench/measure.h"
#include "core/demo/language.h"
#include "core/eval/cell_ledger.h"
#include "core/model/stage1_files.h"
#include "core/run/student_config.h"
#include "core/select/probe/sweep_plan.h"
#include "core/train/tensor_file.h"

#include <fstream>
#include <map>
#include <memory>
#include <sys/resource.h>
#include <unistd.h>

namespace halyard {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct SweepBench {
    std::string teacher;
    std::string student; // empty: mixers as stage 1 begins with
    std::string items; // file of multiple choice; made by the parent
    std::int64_t count = 64;
    std::int64_t trials = 10;
    std::int64_t threads = 1;
    std::int64_t rounds = 3;
    std::string part; // of a child: "all", or which model alone
};

// Notes, filler, and which of four values was noted.
void writeItems(const fs::path& file, std::int64_t count) {
    const DemoLanguage language;
    Dice dice(1);
    std::ofstream out(file);
    for (std::int64_t i = 0; i < count; ++i) {
        const std::vector<std::size_t> keys = dice.sample(DemoLanguage::kKeys, 4);
        const std::vector<std::size_t> values = dice.sample(DemoLanguage::kValues, 4);
        DemoLanguage::Sentence context;
        const auto say = [&](const DemoLanguage::Sentence& sentence) { context.insert(context.end(), sentence.begin(), sentence.end()); };
        for (std::size_t fact = 0; fact < 4; ++fact) {
            say(language.note(keys[fact], values[fact]));
            say(language.filler(dice));
        }
        const std::size_t asked = dice.below(4);
        DemoLanguage::Sentence pick = language.pick(keys[asked], values, values[asked]);
        pick.resize(pick.size() - 2); // without the value and the full stop
        say(pick);
        Json choices = Json::array();
        for (const std::size_t value : values) {
            choices.push_back(language.word(language.value(value)));
        }
        out << Json{{"context", language.text(context)}, {"choices", choices}, {"answer", asked}}.dump() << "\n";
    }
}

// What is measured does not depend on what the mixers have learnt.
void writeStudent(const SweepBench& bench, const fs::path& folder) {
    const Decoder teacher = Decoder::load(openModelFolder(bench.teacher), standardMixers(), at::kFloat);
    const Stage1Student student =
        makeStage1Student(teacher, studentConfig(teacher.config(), ModelPart{}, {}), standardMixers(), at::kFloat, 0);
    NamedTensors tensors;
    for (std::size_t i = 0; i < student.mixers.size(); ++i) {
        for (const NamedTensor& parameter : student.mixers[i]->parameters()) {
            tensors.push_back({"model.layers." + std::to_string(i) + ".self_attn." + parameter.name, parameter.tensor});
        }
    }
    fs::create_directories(folder);
    writeJsonFile(folder / "config.json", toJson(student.config));
    writeTensors(folder / kStage1MixersFile, tensors, {{"format", "pt"}});
}

RunSpec specOf(const SweepBench& bench) {
    RunSpec spec;
    spec.kind = RunKind::Sweep;
    spec.inputs = {{"teacher", bench.teacher, {}, {}}, {"student", bench.student, {}, {}}};
    spec.eval.files = {{"choices:pick", bench.items}};
    spec.eval.tasks = "demo_filler,demo_busy";
    spec.eval.lengths = {64, 128};
    spec.eval.trials = bench.trials;
    spec.select.screens.clear();
    return spec;
}

class Kept final : public ExchangeRecorder {
public:
    [[nodiscard]] std::int64_t finished() const override { return 0; }
    [[nodiscard]] bool wanted(std::size_t /*which*/, std::int64_t /*end*/) const override { return true; }
    void keep(std::size_t /*which*/, std::int64_t /*step*/, Json record) override { m_records.push_back(std::move(record)); }
    void failed(std::size_t /*which*/, const std::exception& reason) override {
        throw failure(HALYARD_TEXT("{words}"), {{"words", reason.what()}});
    }
    void settle() override {}

private:
    Json m_records = Json::array();
};

class KeptAlone final : public CellRecorder {
public:
    [[nodiscard]] const Json& finished() const override { return m_nothing; }
    void keep(Json record) override { m_records.push_back(std::move(record)); }

private:
    Json m_nothing = Json::array();
    Json m_records = Json::array();
};

// Seconds of work of all threads: what other programs do beside it does not count.
double processorSeconds(int who) {
    rusage used{};
    ::getrusage(who, &used);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec); };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// What a child does: reads the weights, and then answers with all models or with one.
int measurePart(const SweepBench& bench) {
    at::set_num_threads(static_cast<int>(bench.threads));
    const RunSpec spec = specOf(bench);
    const SweepPlan plan = planSweep(spec, standardNeedleTasks());
    Decoder teacher = loadEvaluatedModel(plan.teacher, standardMixers(), "float32");
    Stage1Student student = makeStage1Student(teacher, plan.studentConfig, standardMixers(), at::kFloat, 0);
    loadStage1Mixers(plan.student, student);
    const Clock::time_point start = Clock::now();
    const double before = processorSeconds(RUSAGE_SELF);
    if (bench.part == "all") {
        LayerExchange models(teacher, student.mixers, availableMemory() / 4);
        for (const SweptTask& task : plan.tasks) {
            Kept kept;
            task.cells.back().measureExchanges(models, kept);
        }
    } else {
        const auto which = static_cast<std::size_t>(std::stoul(bench.part));
        if (which < plan.layers()) {
            std::swap(teacher.layers()[which].mixer, student.mixers[which]);
        }
        for (const SweptTask& task : plan.tasks) {
            KeptAlone kept;
            task.cells[which].measure(teacher, kept);
        }
    }
    printJson(Json{{"work_s", secondsSince(start)}, {"work_cpu_s", processorSeconds(RUSAGE_SELF) - before}, {"layers", plan.layers()}}.dump());
    return 0;
}

// Seconds of a process, and without its start and load; by the clock and of the processor.
struct PartTime {
    double whole = 0;
    double net = 0;
    double wholeCpu = 0;
    double netCpu = 0;
    std::size_t layers = 0;
};

PartTime timeOf(const SweepBench& bench, const std::string& part) {
    const Clock::time_point start = Clock::now();
    const double before = processorSeconds(RUSAGE_CHILDREN);
    const SubprocessResult child = runSubprocess({.arguments = {currentProgram().string(), "bench", "sweep", "--teacher", bench.teacher,
                                                                "--student", bench.student, "--items-file", bench.items, "--trials",
                                                                std::to_string(bench.trials), "--threads", std::to_string(bench.threads),
                                                                "--part", part},
                                                  .extraEnvironment = {},
                                                  .captureOutput = true});
    if (child.exitCode != 0) {
        throw failure(HALYARD_TEXT("The process that measures a part ended with {code}."), {{"code", std::to_string(child.exitCode)}});
    }
    const double whole = secondsSince(start);
    const Json said = parseJson(child.output, "part");
    return {whole, said.at("work_s").get<double>(), processorSeconds(RUSAGE_CHILDREN) - before, said.at("work_cpu_s").get<double>(),
            said.at("layers").get<std::size_t>()};
}

int compare(SweepBench bench) {
    const fs::path folder = fs::temp_directory_path() / ("halyard-bench-sweep-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    bench.items = (folder / "items.jsonl").string();
    writeItems(bench.items, bench.count);
    if (bench.student.empty()) {
        bench.student = (folder / "student").string();
        writeStudent(bench, bench.student);
    }
    std::map<std::string, std::vector<double>> ratios;
    std::map<std::string, std::vector<double>> seconds;
    std::size_t layers = 0;
    for (std::int64_t round = 0; round < bench.rounds; ++round) {
        const PartTime together = timeOf(bench, "all");
        PartTime alone;
        layers = together.layers;
        for (std::size_t which = 0; which <= together.layers; ++which) {
            const PartTime one = timeOf(bench, std::to_string(which));
            alone.whole += one.whole;
            alone.net += one.net;
            alone.wholeCpu += one.wholeCpu;
            alone.netCpu += one.netCpu;
        }
        seconds["apart_s"].push_back(alone.whole);
        seconds["together_s"].push_back(together.whole);
        seconds["apart_net_s"].push_back(alone.net);
        seconds["together_net_s"].push_back(together.net);
        ratios["whole"].push_back(alone.whole / together.whole);
        ratios["net"].push_back(alone.net / together.net);
        ratios["whole_cpu"].push_back(alone.wholeCpu / together.wholeCpu);
        ratios["net_cpu"].push_back(alone.netCpu / together.netCpu);
        std::fprintf(stderr, "round %lld: a process a model %.2f s of the processor (%.2f s at work), one for all %.2f s (%.2f s)\n",
                     static_cast<long long>(round + 1), alone.wholeCpu, alone.netCpu, together.wholeCpu, together.netCpu);
    }
    fs::remove_all(folder);
    Json out = {{"name", "sweep"}, {"layers", layers}, {"threads", bench.threads}, {"items", bench.count}, {"trials", bench.trials}};
    for (const auto& [name, values] : ratios) {
        out[name] = {{"ratio", quantile(values, .5)}, {"lowest", quantile(values, 0)}, {"highest", quantile(values, 1)}};
    }
    for (const auto& [name, values] : seconds) {
        out[name] = quantile(values, .5);
    }
    printJson(out.dump());
    return 0;
}

} // namespace

Command sweepBenchCommand() {
    return {"bench sweep", "A layer sweep in one process beside one process a layer", [](CLI::App& app) {
                const auto bench = std::make_shared<SweepBench>();
                app.add_option("--teacher", bench->teacher, "Model that speaks the bundled teacher's language")->required();
                app.add_option("--student", bench->student, "Run of stage 1 of it; without, mixers that have not learnt yet");
                app.add_option("--items", bench->count, "Items of multiple choice")->check(CLI::Range(1, 1000000))->capture_default_str();
                app.add_option("--trials", bench->trials, "Documents of each needle task and length")->check(CLI::Range(1, 1000000))->capture_default_str();
                app.add_option("--threads", bench->threads, "CPU threads")->check(CLI::Range(1, 1024))->capture_default_str();
                app.add_option("--rounds", bench->rounds, "Comparisons")->check(CLI::Range(1, 1000))->capture_default_str();
                app.add_option("--items-file", bench->items)->group("");
                app.add_option("--part", bench->part)->group("");
                return [bench] { return bench->part.empty() ? compare(*bench) : measurePart(*bench); };
            }};
}

} // namespace halyard
