// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/eval_command.h"

#include "core/base/error.h"
#include "core/cli/measure_line.h"
#include "core/cli/run_command.h"

#include <cstdio>
#include <memory>

namespace halyard {

namespace {

std::string number(const Json& cell, const char* key, const char* format) {
    const Json value = cell.value(key, Json());
    char text[64] = "-";
    if (value.is_number()) {
        std::snprintf(text, sizeof text, format, value.get<double>());
    }
    return text;
}

void printCell(const Json& cell) {
    const auto word = [&](const char* key) {
        const Json value = cell.value(key, Json());
        return value.is_string() ? printable(value.get<std::string>(), 60) : value.is_null() ? std::string() : value.dump();
    };
    std::string line = word("model");
    for (const char* key : {"scaling", "task", "length"}) {
        line += word(key).empty() ? "" : "  " + word(key);
    }
    if (cell.contains("accuracy")) {
        line += "  " + number(cell, "accuracy", "%.3f") + " (" + number(cell, "low", "%.3f") + "-" + number(cell, "high", "%.3f") +
                ", n " + number(cell, "n", "%.0f") + ")";
    }
    for (const auto& [key, label] : {std::pair{"acc_norm", "acc_norm"}, {"loss", "loss"}, {"perplexity", "perplexity"},
                                     {"prefill_seconds", "prefill s"}, {"token_seconds", "s a token"}, {"peak_megabytes", "peak MB"}}) {
        line += cell.contains(key) ? std::string("  ") + label + " " + number(cell, key, "%.4g") : "";
    }
    if (!word("outcome").empty() && word("outcome") != "measured") {
        line += "  " + word("outcome");
    }
    std::printf("%s\n", line.c_str());
}

void printResults(const RunFolder& run, bool json) {
    const Json results = readJsonFile(run.path() / "results.json", {.maxBytes = std::size_t{1} << 30U});
    if (json) {
        printJson(results.dump());
        return;
    }
    for (const Json& cell : results.at("cells")) {
        printCell(cell);
    }
}

int evaluate(const MeasureLine& options) {
    const RunFolder run = runOf(options);
    const RunStatus status = runToItsEnd(run);
    if (status.state == "done") {
        printResults(run, options.json);
    }
    return reportEnd(run, status);
}

Command evalCommand(const std::string& name, RunKind kind, const std::string& summary) {
    return {"eval " + name, summary, [kind](CLI::App& app) {
                const auto options = std::make_shared<MeasureLine>();
                options->kind = kind;
                app.add_option("--model", options->models, "model folder, run or checkpoint; any number")->required();
                declareMeasure(app, *options);
                return [options] { return evaluate(*options); };
            }};
}

} // namespace

std::vector<Command> evalCommands() {
    return {evalCommand("niah", RunKind::Niah, "Needles in a haystack: accuracy against length and depth"),
            evalCommand("choices", RunKind::Eval, "Multiple choice, and the loss on held-out text"),
            evalCommand("recall", RunKind::Eval, "Texts whose continuation must hold a value"),
            evalCommand("throughput", RunKind::Throughput, "Time and memory of reading and of each token, against length"),
            evalCommand("scaling", RunKind::Scaling, "Which scaling of the attention's logits serves a model best")};
}

} // namespace halyard
