// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/new_command.h"

#include "core/base/error.h"
#include "core/cli/new_ga_s2.h"
#include "core/run/field_info.h"
#include "core/run/presets.h"
#include "core/run/run_folder.h"
#include "core/run/run_inputs.h"
#include "core/run/scheduler.h"
#include "core/run/student_config.h"
#include "core/run/validate.h"
#include "core/select/score/published_selections.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <set>

namespace halyard {

namespace fs = std::filesystem;

namespace {

struct NewOptions {
    std::string kind;
    std::string out;
    std::string preset;
    std::string spec;
    std::string selection;
    std::vector<std::string> settings;
    std::map<std::string, std::string> inputs; // by role
    std::vector<std::string> models;           // of an evaluation
    std::vector<std::string> stageInputs;      // of a pipeline
    bool json = false;
};

RunSpec startingPoint(const NewOptions& options) {
    const auto kind = runKindFromName(options.kind);
    if (!kind) {
        throw unknownKind(options.kind);
    }
    if (!options.preset.empty() && !options.spec.empty()) {
        throw invalidInput(HALYARD_TEXT("--preset and --spec both say where to start. Give one of them."));
    }
    RunSpec spec;
    if (!options.spec.empty()) {
        spec = runSpecFromJson(readJsonFile(options.spec), options.spec);
        if (spec.kind != *kind) {
            throw invalidInput(HALYARD_TEXT("{file} describes a run of kind {found}, not {wanted}."),
                               {{"file", printable(options.spec)},
                                {"found", std::string(nameOf(spec.kind))},
                                {"wanted", options.kind}});
        }
    } else if (!options.preset.empty()) {
        spec = presetSpec(options.preset, *kind);
    }
    spec.kind = *kind;
    return spec;
}

void applySetting(RunSpec& spec, const std::string& setting) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos || equals == 0) {
        throw invalidInput(HALYARD_TEXT("--set takes key=value, such as optimizer.learning_rate=0.001, not \"{text}\"."),
                           {{"text", printable(setting, 80)}});
    }
    setField(spec, setting.substr(0, equals), setting.substr(equals + 1));
}

void refuseTwoSelections(const NewOptions& options) {
    for (const std::string& setting : options.settings) {
        const std::string key = setting.substr(0, setting.find('='));
        if (!options.selection.empty() && (key == "model.attention_layers" || key == "stage2.model.attention_layers")) {
            throw invalidInput(HALYARD_TEXT("--selection and --set {key} both name the attention layers. Give one of them."),
                               {{"key", key}});
        }
    }
}

// A run keeps whole paths, so that it means the same from every folder.
std::string wholePath(const std::string& path) {
    if (path.empty()) {
        return path;
    }
    std::error_code error;
    const fs::path whole = fs::weakly_canonical(fs::absolute(path), error);
    std::string out = error ? path : whole.string();
    if (out.size() > 1 && out.back() == '/') {
        out.pop_back();
    }
    return out;
}

} // namespace

void addInput(RunSpec& spec, const std::string& role, const std::string& path) {
    const RunInput input{role, wholePath(path), std::nullopt, ""};
    const auto known = std::find_if(spec.inputs.begin(), spec.inputs.end(),
                                    [&](const RunInput& other) { return other.role == role; });
    if (known != spec.inputs.end()) {
        *known = input;
    } else {
        spec.inputs.push_back(input);
    }
}

void addModel(RunSpec& spec, const std::string& path) {
    spec.inputs.push_back({"model", wholePath(path), std::nullopt, ""});
}

namespace {

// The layers that a selection keeps; of a file, which may change, the run knows its hash. A published set is its name.
void applySelection(RunSpec& spec, const Selection& selection, const std::string& name) {
    spec.model.attention_layers = selection.selected;
    std::error_code error;
    if (fs::exists(name, error)) {
        addInput(spec, "selection", name);
    }
}

// A selection made for a model of another depth would keep other layers than it was made for. Those of files are looked
// at by requireValid().
void checkSelection(const RunSpec& spec, const Selection& selection, const std::string& name) {
    const std::optional<std::int64_t> layers =
        selection.layerCount && spec.input("selection") == nullptr ? layersOfTeacher(spec) : std::nullopt;
    if (layers && *layers != *selection.layerCount) {
        throw invalidInput(HALYARD_TEXT("{selection} is a selection for {wanted} layers, but the teacher has {found}. Rank a sweep of "
                                        "this teacher."),
                           {{"selection", printable(name)},
                            {"wanted", std::to_string(*selection.layerCount)},
                            {"found", std::to_string(*layers)}});
    }
}

bool contains(const std::vector<std::string_view>& roles, const std::string& role) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

bool reads(RunKind kind, const std::string& role) {
    const KindInputs inputs = inputsOf(kind);
    return contains(inputs.required, role) || contains(inputs.optional, role);
}

// The three stages, each going on from the one before.
RunSpec pipelineOf(const NewOptions& options) {
    RunSpec spec;
    spec.kind = RunKind::Pipeline;
    spec.preset = options.preset;
    std::string before;
    for (const RunKind kind : {RunKind::Stage1, RunKind::Stage2, RunKind::Stage3}) {
        RunSpec child = options.preset.empty() ? RunSpec{} : presetSpec(options.preset, kind);
        child.kind = kind;
        for (const auto& [role, path] : options.inputs) {
            // Stage 3 learns from text alone; its teacher is only read when asked for by name.
            const bool spare = (role == "teacher" && kind == RunKind::Stage3) || (role == "student" && !before.empty());
            if (!path.empty() && reads(kind, role) && !spare) {
                addInput(child, role, path);
            }
        }
        if (!before.empty()) {
            child.inputs.push_back({"student", "children/" + before, std::nullopt, ""});
        }
        spec.children.push_back(std::move(child));
        before = childNames(spec).back();
    }
    return spec;
}

// "stage2.optimizer.learning_rate" is meant for one stage; gives its run and leaves the rest of the word.
RunSpec* stageOf(RunSpec& pipeline, std::string& word) {
    for (RunSpec& child : pipeline.children) {
        if (pipeline.kind != RunKind::Pipeline) {
            break; // whose runs are all alike
        }
        const std::string prefix = std::string(nameOf(child.kind)) + ".";
        if (word.starts_with(prefix)) {
            word.erase(0, prefix.size());
            return &child;
        }
    }
    return nullptr;
}

bool isReadBy(RunKind kind, const std::string& key) {
    for (const FieldInfo& field : fieldInfos()) {
        if (field.key == key || (field.type == FieldInfo::Type::Document && key.starts_with(field.key + "."))) {
            return std::find(field.kinds.begin(), field.kinds.end(), kind) != field.kinds.end();
        }
    }
    return false;
}

// A setting of the pipeline itself, of the stage it names, or of every stage that reads it.
void applyToPipeline(RunSpec& pipeline, std::string setting) {
    if (RunSpec* stage = stageOf(pipeline, setting)) {
        applySetting(*stage, setting);
        return;
    }
    const std::string key = setting.substr(0, setting.find('='));
    bool applied = false;
    for (RunSpec& child : pipeline.children) {
        if (!isReadBy(pipeline.kind, key) && isReadBy(child.kind, key)) {
            applySetting(child, setting);
            applied = true;
        }
    }
    if (!applied) {
        applySetting(pipeline, setting); // also says what is wrong with a setting that nobody knows
    }
}

// --input stage3.data=DIR
void addStageInput(RunSpec& pipeline, const std::string& text) {
    std::string word = text;
    RunSpec* stage = stageOf(pipeline, word);
    const std::size_t equals = word.find('=');
    if (stage == nullptr || equals == std::string::npos || !reads(stage->kind, word.substr(0, equals))) {
        throw invalidInput(HALYARD_TEXT("--input takes STAGE.ROLE=DIR of a pipeline, such as stage3.data=data/4096, not "
                                        "\"{text}\"."),
                           {{"text", printable(text, 80)}});
    }
    addInput(*stage, word.substr(0, equals), word.substr(equals + 1));
}

RunSpec specOfPipeline(const NewOptions& options) {
    RunSpec spec = options.spec.empty() ? pipelineOf(options) : startingPoint(options);
    const auto selection = options.selection.empty() ? std::nullopt : std::optional(openSelection(options.selection));
    for (RunSpec& child : spec.children) {
        if (selection && child.kind == RunKind::Stage2) {
            applySelection(child, *selection, options.selection);
        }
    }
    for (const std::string& setting : options.settings) {
        applyToPipeline(spec, setting);
    }
    for (const std::string& input : options.stageInputs) {
        addStageInput(spec, input);
    }
    for (const RunSpec& child : spec.children) {
        if (selection && child.kind == RunKind::Stage2) {
            checkSelection(child, *selection, options.selection);
        }
    }
    return spec;
}

RunSpec specOfGaS2(const NewOptions& options) {
    if (!options.selection.empty() || !options.stageInputs.empty() || !options.models.empty()) {
        throw invalidInput(HALYARD_TEXT("--selection, --input and --model are not for a run of kind ga-s2: each of its probes keeps one "
                                        "layer and reads the same."));
    }
    RunSpec spec = options.spec.empty() ? newGaS2(options.preset, options.inputs) : startingPoint(options);
    for (const std::string& setting : options.settings) {
        applyToPipeline(spec, setting);
    }
    return spec;
}

RunSpec specOf(const NewOptions& options) {
    refuseTwoSelections(options);
    if (options.kind == nameOf(RunKind::GaS2)) {
        return specOfGaS2(options);
    }
    if (options.kind == nameOf(RunKind::Pipeline)) {
        return specOfPipeline(options);
    }
    RunSpec spec = startingPoint(options);
    if (!options.stageInputs.empty()) {
        throw invalidInput(HALYARD_TEXT("--input is for a pipeline. Use --data, --held-out, --teacher, --student or --tokenizer."));
    }
    const auto selection = options.selection.empty() ? std::nullopt : std::optional(openSelection(options.selection));
    if (selection) {
        applySelection(spec, *selection, options.selection);
    }
    for (const std::string& setting : options.settings) {
        applySetting(spec, setting);
    }
    for (const auto& [role, path] : options.inputs) {
        if (!path.empty()) {
            addInput(spec, role, path);
        }
    }
    for (const std::string& model : options.models) {
        addModel(spec, model);
    }
    if (selection) {
        checkSelection(spec, *selection, options.selection);
    }
    return spec;
}

// What a run reads is known by its hash from here on; what an earlier child will make has none yet. known: hashes by role, path
// and step, as many runs of a study read the same.
void hashInputs(RunSpec& spec, std::map<std::string, std::string>& known) {
    for (RunInput& input : spec.inputs) {
        if (siblingOf(input)) {
            continue;
        }
        std::string& hash = known[input.role + "\n" + input.path + "\n" + (input.step ? std::to_string(*input.step) : "")];
        hash = hash.empty() ? hashOf(input) : hash;
        input.hash = hash;
    }
    for (RunSpec& child : spec.children) {
        hashInputs(child, known);
    }
}

void makePathsWhole(EvaluationPart& eval) {
    eval.filler = wholePath(eval.filler);
    for (auto& [task, file] : eval.files.items()) {
        if (file.is_string()) {
            file = wholePath(file.get<std::string>());
        }
    }
}

} // namespace

RunSpec preparedSpec(RunSpec spec, const std::string& out) {
    makePathsWhole(spec.eval);
    checkOutputPath(out, spec);
    const std::vector<Issue> warnings = requireValid(spec);
    std::map<std::string, std::string> hashes;
    hashInputs(spec, hashes);
    std::set<std::string> said; // runs of a study warn of the same
    for (const Issue& warning : warnings) {
        if (const std::string text = warning.message.text(); said.insert(text).second) {
            std::fprintf(stderr, "halyard: %s\n", text.c_str());
        }
    }
    return spec;
}

namespace {

int createRun(const NewOptions& options) {
    const RunSpec spec = preparedSpec(specOf(options), options.out);
    const RunFolder run = RunFolder::create(options.out, spec);
    if (options.json) {
        printJson(Json{{"run", run.path().string()}, {"hash", hashOf(spec)}}.dump());
    } else {
        const std::int64_t steps = totalSteps(spec); // of some evaluations only their files tell
        std::printf("Created %s (%s%s). Start it with: halyard run %s\n", printable(run.path().string()).c_str(), options.kind.c_str(),
                    steps > 0 ? (", " + std::to_string(steps) + " steps").c_str() : "", printable(run.path().string()).c_str());
    }
    return 0;
}

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const std::string& word : words) {
        out += (out.empty() ? "" : ", ") + word;
    }
    return out;
}

} // namespace

Command newCommand() {
    return {"new", "Create a run folder", [](CLI::App& app) {
                const auto options = std::make_shared<NewOptions>();
                app.add_option("KIND", options->kind, "what the run does: " + joined(runKindNames()))->required();
                app.add_option("--out", options->out, "folder of the run; it must not exist yet")->required();
                app.add_option("--preset", options->preset, "where to start: " + joined(presetNames()));
                app.add_option("--spec", options->spec, "start from a run.json written by hand");
                app.add_option("--set", options->settings, "key=value, any number of times; see \"halyard fields\"; of a pipeline also stage2.key=value")
                    ->allow_extra_args(false);
                app.add_option("--selection", options->selection, "layers that keep attention: a selection's file, or a published set such as halo/2b (\"halyard select list\")");
                app.add_option("--teacher", options->inputs["teacher"], "model folder of the teacher");
                app.add_option("--student", options->inputs["student"], "run, checkpoint or model folder to go on from");
                app.add_option("--start", options->inputs["start"], "pretrain: model folder, run or checkpoint whose weights it begins with");
                app.add_option("--model", options->models, "of an evaluation: model folder, run or checkpoint, any number of times")
                    ->allow_extra_args(false);
                app.add_option("--data", options->inputs["data"], "folder of prepared text");
                app.add_option("--held-out", options->inputs["held_out"], "folder of prepared text to measure on");
                app.add_option("--tokenizer", options->inputs["tokenizer"], "folder with tokenizer.json");
                app.add_option("--input", options->stageInputs, "of a pipeline: STAGE.ROLE=DIR, such as stage3.data=data/4096")
                    ->allow_extra_args(false);
                app.add_flag("--json", options->json, "print the result as JSON");
                return [options] { return createRun(*options); };
            }};
}

} // namespace halyard
