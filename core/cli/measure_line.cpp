// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/measure_line.h"

#include "core/base/error.h"
#include "core/cli/new_command.h"
#include "core/run/field_info.h"
#include "core/run/run_inputs.h"

#include <algorithm>

namespace halyard {

namespace {

bool reads(const FieldInfo& field, RunKind kind) {
    return std::find(field.kinds.begin(), field.kinds.end(), kind) != field.kinds.end();
}

// "eval.max_new_tokens" -> "--max-new-tokens"
std::string optionOf(const std::string& key) {
    std::string word = key.substr(key.rfind('.') + 1);
    std::replace(word.begin(), word.end(), '_', '-');
    return "--" + word;
}

RunSpec specOf(const MeasureLine& options) {
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
    if (options.adjust) {
        options.adjust(spec);
    }
    return spec;
}

} // namespace

void declareMeasure(CLI::App& app, MeasureLine& line) {
    app.add_option("--out", line.out, "folder of the run; one of the same words goes on")->required();
    const KindInputs inputs = inputsOf(line.kind);
    for (const std::string_view role : inputs.optional) {
        std::string word(role);
        std::replace(word.begin(), word.end(), '_', '-');
        app.add_option("--" + word, line.inputs[std::string(role)], findInputRole(role)->meaning.pattern);
    }
    for (const FieldInfo& field : fieldInfos()) {
        if (field.key == "eval.files" && reads(field, line.kind)) {
            app.add_option("--file", line.files, std::string("TASK=FILE. ") + field.help.pattern)->allow_extra_args(false);
        } else if (reads(field, line.kind) && !field.key.starts_with("limits.")) {
            app.add_option(optionOf(field.key), line.settings[field.key], field.help.pattern);
        }
    }
    app.add_flag("--json", line.json, "print the results as JSON");
}

RunFolder runOf(const MeasureLine& options) {
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

} // namespace halyard
