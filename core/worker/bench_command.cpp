// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worker/bench_command.h"

#include "core/base/error.h"
#include "core/base/subprocess.h"
#include "core/bench/jobs.h"
#include "kernels/torch_prelude.h"

#include <fstream>
#include <memory>

namespace halyard {

namespace {

struct BenchArguments {
    BenchShape shape;
    std::string stage;
    std::string tokenizer;
    std::string file;
    int threads = 2;
    int repeats = 20;
    int warmup = 3;
    std::uint64_t seed = 0;
    bool noMemory = false;
    bool memoryChild = false; // this process only measures memory
};

using SharedArguments = std::shared_ptr<BenchArguments>;
using Build = std::function<MeasuredJob()>;

void prepareProcess(const BenchArguments& arguments) {
    at::set_num_threads(arguments.threads);
    at::globalContext().setFlushDenormal(true);
    (void)at::randn({64, 64}).mm(at::randn({64, 64})); // loads the matrix library before memory is looked at
}

// The words this process was started with, as /proc has them.
std::vector<std::string> ownArguments() {
    std::ifstream file("/proc/self/cmdline", std::ios::binary);
    std::vector<std::string> out;
    for (std::string word; std::getline(file, word, '\0');) {
        out.push_back(word);
    }
    out.front() = currentProgram();
    return out;
}

// In a process of its own, so that the allocator's history of the timed calls does not count.
Json memoryInChild() {
    std::vector<std::string> words = ownArguments();
    words.emplace_back("--memory-child");
    const SubprocessResult child = runSubprocess({.arguments = words, .extraEnvironment = {}, .captureOutput = true});
    if (child.exitCode != 0) {
        throw failure(HALYARD_TEXT("The process that measures memory ended with {code}."),
                      {{"code", std::to_string(child.exitCode)}});
    }
    return parseJson(child.output, "memory measurement");
}

int reportJob(const std::string& name, const BenchArguments& arguments, const Build& build) {
    prepareProcess(arguments);
    if (arguments.memoryChild) {
        const MemoryMeasurement memory = measureMemory(build);
        printJson(Json{{"peak_rss_mb", memory.totalMegabytes}, {"peak_rss_step_mb", memory.stepMegabytes}}.dump());
        return 0;
    }
    const MeasuredJob job = build();
    Json result = toJson(measure(job.call, {.warmup = arguments.warmup, .repeats = arguments.repeats}));
    job.release();
    result["name"] = name;
    result["threads"] = arguments.threads;
    if (!arguments.noMemory) {
        result.update(memoryInChild());
    }
    printJson(result.dump());
    return 0;
}

// One decoded token is what counts, so the timing lies inside the job.
int reportDecode(const BenchArguments& arguments) {
    prepareProcess(arguments);
    DecodeTimes times;
    const MeasuredJob job = decodeJob(arguments.shape, arguments.seed, times);
    Json result = toJson(measure(job.call, {.warmup = arguments.warmup, .repeats = arguments.repeats}));
    const std::vector<double> tokens(times.token.end() - arguments.repeats, times.token.end());
    const std::vector<double> prefill(times.prefill.end() - arguments.repeats, times.prefill.end());
    result.update({{"name", "decode"},
                   {"median_s", quantile(tokens, 0.5)},
                   {"p10_s", quantile(tokens, 0.1)},
                   {"p90_s", quantile(tokens, 0.9)},
                   {"prefill_median_s", quantile(prefill, 0.5)}});
    printJson(result.dump());
    return 0;
}

void addCommonOptions(CLI::App& app, const SharedArguments& arguments) {
    app.add_option("--threads", arguments->threads, "CPU threads")->check(CLI::Range(1, 1024))->capture_default_str();
    app.add_option("--repeats", arguments->repeats, "Timed calls")->check(CLI::Range(1, 100000))->capture_default_str();
    app.add_option("--warmup", arguments->warmup, "Untimed calls before them")->check(CLI::Range(0, 1000))->capture_default_str();
    app.add_option("--seed", arguments->seed, "Of the random inputs")->capture_default_str();
    app.add_flag("--no-memory", arguments->noMemory, "Skip the process that measures memory");
    app.add_flag("--memory-child", arguments->memoryChild)->group("");
}

void addSize(CLI::App& app, const char* option, std::int64_t& value) {
    app.add_option(option, value)->check(CLI::Range(1, 1 << 24))->capture_default_str();
}

void addModelSizes(CLI::App& app, BenchShape& shape) {
    addSize(app, "--hidden", shape.hidden);
    addSize(app, "--layers", shape.layers);
    addSize(app, "--heads", shape.heads);
    addSize(app, "--kv-heads", shape.kv_heads);
    addSize(app, "--head-dim", shape.head_dim);
    addSize(app, "--ffn", shape.ffn);
    addSize(app, "--vocab", shape.vocab);
    addSize(app, "--batch", shape.batch);
}

Command stepCommand() {
    return {"bench step", "One optimizer step of a stage", [](CLI::App& app) {
                const auto arguments = std::make_shared<BenchArguments>();
                addCommonOptions(app, arguments);
                app.add_option("--stage", arguments->stage)->required()->check(CLI::IsMember({"pretrain", "1", "2", "3"}));
                addModelSizes(app, arguments->shape);
                addSize(app, "--length", arguments->shape.length);
                app.add_option("--attn-layers", arguments->shape.attention_layers, "Layers that stay softmax attention")
                    ->delimiter(',');
                return [arguments] {
                    return reportJob("step/" + arguments->stage, *arguments, [&] {
                        return stepJob(arguments->shape, arguments->stage, arguments->seed);
                    });
                };
            }};
}

Command lightningCommand() {
    return {"bench lightning", "Lightning attention, forward and backward", [](CLI::App& app) {
                const auto arguments = std::make_shared<BenchArguments>();
                BenchShape& shape = arguments->shape;
                shape.batch = 2, shape.length = 2048, shape.heads = 8, shape.head_dim = 64;
                addCommonOptions(app, arguments);
                addSize(app, "--batch", shape.batch);
                addSize(app, "--length", shape.length);
                addSize(app, "--heads", shape.heads);
                addSize(app, "--dim", shape.head_dim);
                return [arguments] {
                    return reportJob("lightning", *arguments,
                                     [&] { return lightningJob(arguments->shape, arguments->seed); });
                };
            }};
}

Command lossCommand(const std::string& name, const std::string& summary,
                    MeasuredJob (*make)(const BenchShape&, std::uint64_t)) {
    return {"bench " + name, summary, [name, make](CLI::App& app) {
                const auto arguments = std::make_shared<BenchArguments>();
                arguments->shape.hidden = 256, arguments->shape.vocab = 151936;
                addCommonOptions(app, arguments);
                addSize(app, "--rows", arguments->shape.rows);
                addSize(app, "--hidden", arguments->shape.hidden);
                addSize(app, "--vocab", arguments->shape.vocab);
                return [arguments, name, make] {
                    return reportJob(name, *arguments, [&] { return make(arguments->shape, arguments->seed); });
                };
            }};
}

void declareInference(CLI::App& app, const SharedArguments& arguments) {
    BenchShape& shape = arguments->shape;
    shape.hidden = 256, shape.layers = 4, shape.head_dim = 64, shape.ffn = 768, shape.vocab = 4096, shape.batch = 1;
    addCommonOptions(app, arguments);
    addModelSizes(app, shape);
    addSize(app, "--prompt", shape.prompt);
}

Command forwardCommand() {
    return {"bench forward", "Logits of every position of a prompt", [](CLI::App& app) {
                const auto arguments = std::make_shared<BenchArguments>();
                declareInference(app, arguments);
                return [arguments] {
                    return reportJob("forward", *arguments, [&] { return forwardJob(arguments->shape, arguments->seed); });
                };
            }};
}

Command decodeCommand() {
    return {"bench decode", "Greedy decoding with the cache, batch 1", [](CLI::App& app) {
                const auto arguments = std::make_shared<BenchArguments>();
                declareInference(app, arguments);
                addSize(app, "--new", arguments->shape.new_tokens);
                return [arguments] { return reportDecode(*arguments); };
            }};
}

Command tokenizerCommand() {
    return {"bench tokenizer", "Encoding every line of a text on one thread", [](CLI::App& app) {
                const auto arguments = std::make_shared<BenchArguments>();
                addCommonOptions(app, arguments);
                app.add_option("--tokenizer", arguments->tokenizer, "Folder with tokenizer.json")->required();
                app.add_option("--file", arguments->file, "UTF-8 text; one line is one text")->required();
                return [arguments] {
                    return reportJob("tokenizer", *arguments,
                                     [&] { return tokenizerJob(arguments->tokenizer, arguments->file); });
                };
            }};
}

} // namespace

std::vector<Command> benchCommands() {
    return {stepCommand(),
            lightningCommand(),
            lossCommand("kl", "KL between the distributions behind two heads, forward and backward", klJob),
            lossCommand("ce", "Cross-entropy behind a head, forward and backward", crossEntropyJob),
            forwardCommand(),
            decodeCommand(),
            tokenizerCommand()};
}

} // namespace halyard
