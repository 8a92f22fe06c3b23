// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/eval_command.h"

#include "core/base/error.h"
#include "core/cli/new_command.h"
#include "core/cli/run_command.h"
#include "core/run/field_info.h"
#include "core/run/run_inputs.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>

namespace halyard {

namespace {

struct EvalOptions {
    RunKind kind = RunKind::Niah;
    std::string out;
    std::vector<std::string> models;
    std::map<std::string, std::string> inputs;   // by role
    std::map<std::string, std::string> settings; // by key
    std::vector<std::string> files;              // TASK=FILE
    bool json = false;
};

bool reads(const FieldInfo& field, RunKind kind) {
    return std::find(field.kinds.begin(), field.kinds.end(), kind) != field.kinds.end();
}

// "eval.max_new_tokens" -> "--max-new-tokens"
std::string optionOf(const std::string& key) {
    std::string word = key.substr(key.rfind('.') + 1);
    std::replace(word.begin(), word.end(), '_', '-');
    return "--" + word;
}

RunSpec specOf(const EvalOptions& options) {
    RunSpec spec;
    spec.kind = options.kind;
    for (const std::string& model : options.models) {
        addModel(spec, model);
    }
    for (const auto& [role, path] : options.inputs) {
        if (!path.empty()) {
            addInput(spec, role, path);
        }
    }
    for (const auto& [key, value] : options.settings) {
        if (!value.empty()) {
            setField(spec, key, value);
        }
    }
    for (const std::string& file : options.files) {
        const std::size_t equals = file.find('=');
        if (equals == 0 || equals == std::string::npos) {
            throw invalidInput(HALYARD_TEXT("--file takes TASK=FILE, such as hellaswag=validation.jsonl, not \"{text}\"."),
                               {{"text", printable(file, 80)}});
        }
        spec.eval.files[file.substr(0, equals)] = file.substr(equals + 1);
    }
    return spec;
}

// The run of the same words goes on; another one is refused.
RunFolder runOf(const EvalOptions& options) {
    RunSpec spec = preparedSpec(specOf(options), options.out);
    std::error_code error;
    if (std::filesystem::exists(std::filesystem::path(options.out) / "run.json", error)) {
        RunFolder run = RunFolder::open(options.out);
        if (hashOf(run.spec()) == hashOf(spec)) {
            return run;
        }
    }
    return RunFolder::create(options.out, spec);
}

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

int evaluate(const EvalOptions& options) {
    const RunFolder run = runOf(options);
    const RunStatus status = runToItsEnd(run);
    if (status.state == "done") {
        printResults(run, options.json);
    }
    return reportEnd(run, status);
}

Command evalCommand(const std::string& name, RunKind kind, const std::string& summary) {
    return {"eval " + name, summary, [kind](CLI::App& app) {
                const auto options = std::make_shared<EvalOptions>();
                options->kind = kind;
                app.add_option("--model", options->models, "model folder, run or checkpoint; any number")->required();
                app.add_option("--out", options->out, "folder of the run; one of the same words goes on")->required();
                const KindInputs inputs = inputsOf(kind);
                for (const std::string_view role : inputs.optional) {
                    std::string word(role);
                    std::replace(word.begin(), word.end(), '_', '-');
                    app.add_option("--" + word, options->inputs[std::string(role)], findInputRole(role)->meaning.pattern);
                }
                for (const FieldInfo& field : fieldInfos()) {
                    if (field.key == "eval.files" && reads(field, kind)) {
                        app.add_option("--file", options->files, std::string("TASK=FILE. ") + field.help.pattern)->allow_extra_args(false);
                    } else if (reads(field, kind) && !field.key.starts_with("limits.")) {
                        app.add_option(optionOf(field.key), options->settings[field.key], field.help.pattern);
                    }
                }
                app.add_flag("--json", options->json, "print the results as JSON");
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
