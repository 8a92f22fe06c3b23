// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/validate.h"

#include "core/base/error.h"
#include "core/io/model_config.h"
#include "core/run/check_inputs.h"
#include "core/run/early_needles.h"
#include "core/run/evaluation.h"
#include "core/run/ga_s2.h"
#include "core/run/mixer_fields.h"
#include "core/run/nearest_name.h"
#include "core/run/path_rules.h"
#include "core/run/run_fields.h"
#include "core/run/run_inputs.h"
#include "core/run/scheduler.h"
#include "core/run/selected_layers.h"
#include "core/run/student_config.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <regex>
#include <set>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// ---- ranges, from the declarations ----

void checkNumber(double value, const std::string& written, const FieldInfo& field, Issues& issues) {
    const bool low = field.minimum && (field.exclusiveMinimum ? value <= *field.minimum : value < *field.minimum);
    const bool high = field.maximum && value > *field.maximum;
    if (std::isfinite(value) && !low && !high) {
        return;
    }
    issues.error(pointer(field.key), HALYARD_TEXT("\"{key}\" is {value}; it must be {range}."),
                 {{"key", field.key}, {"value", written}, {"range", describeRange(field)}});
}

std::string written(double value) {
    return std::isnan(value) ? "NaN" : std::isinf(value) ? "infinite" : Json(value).dump();
}

void checkRange(std::int64_t value, const FieldInfo& field, Issues& issues) {
    checkNumber(static_cast<double>(value), std::to_string(value), field, issues);
}
void checkRange(double value, const FieldInfo& field, Issues& issues) {
    checkNumber(value, written(value), field, issues);
}
void checkRange(const std::optional<double>& value, const FieldInfo& field, Issues& issues) {
    if (value) {
        checkRange(*value, field, issues);
    }
}
void checkRange(const std::vector<std::int64_t>& values, const FieldInfo& field, Issues& issues) {
    for (const std::int64_t value : values) {
        checkRange(value, field, issues);
    }
    if (std::adjacent_find(values.begin(), values.end(), std::greater_equal<>()) != values.end()) {
        issues.error(pointer(field.key), HALYARD_TEXT("\"{key}\" must be in rising order, each number once."),
                     {{"key", field.key}});
    }
}
void checkRange(const std::string& value, const FieldInfo& field, Issues& issues) {
    if (field.choices.empty() ||
        std::find(field.choices.begin(), field.choices.end(), value) != field.choices.end()) {
        return;
    }
    const auto near = nearestName(value, field.choices);
    if (near) {
        issues.error(pointer(field.key), HALYARD_TEXT("\"{key}\" is \"{value}\"; it must be {range}. Did you mean \"{near}\"?"),
                     {{"key", field.key}, {"value", printable(value, 60)}, {"range", describeRange(field)}, {"near", *near}});
        return;
    }
    issues.error(pointer(field.key), HALYARD_TEXT("\"{key}\" is \"{value}\"; it must be {range}."),
                 {{"key", field.key}, {"value", printable(value, 60)}, {"range", describeRange(field)}});
}
void checkRange(bool /*value*/, const FieldInfo& /*field*/, Issues& /*issues*/) {}
void checkRange(const Json& value, const FieldInfo& field, Issues& issues) {
    if (!value.is_object()) {
        issues.error(pointer(field.key), HALYARD_TEXT("\"{key}\" must be an object."), {{"key", field.key}});
    }
}

void checkFields(const RunSpec& spec, Issues& issues) {
    std::set<std::string> changed; // settings of other kinds that are not at their default
    const Json defaults = toJson(RunSpec{});
    const Json given = toJson(spec);
    visitFields(spec, [&](const auto& member, const FieldInfo& field) {
        checkRange(member, field, issues);
        const bool reads = std::find(field.kinds.begin(), field.kinds.end(), spec.kind) != field.kinds.end();
        const Json::json_pointer at(pointer(field.key));
        if (!reads && given.at(at) != defaults.at(at)) {
            issues.warning(pointer(field.key), HALYARD_TEXT("\"{key}\" is not read by a run of kind {kind}; it has no effect."),
                           {{"key", field.key}, {"kind", std::string(nameOf(spec.kind))}});
        }
    });
}

// ---- combinations ----

void checkLength(const RunSpec& spec, Issues& issues) {
    const SchedulePart& schedule = spec.schedule;
    if ((schedule.steps > 0) == (schedule.tokens > 0)) {
        issues.error("/schedule/steps",
                     HALYARD_TEXT("Give the length of the run either as \"schedule.steps\" ({steps}) or as "
                                  "\"schedule.tokens\" ({tokens}), and leave the other 0."),
                     {{"steps", std::to_string(schedule.steps)}, {"tokens", std::to_string(schedule.tokens)}});
    }
    if (schedule.kind == "wsd" && schedule.decay_steps <= 0) {
        issues.error("/schedule/decay_steps", HALYARD_TEXT("The schedule wsd needs \"schedule.decay_steps\"; it is 0."));
    }
    if (schedule.kind != "wsd" && schedule.decay_steps > 0) {
        issues.warning("/schedule/decay_steps", HALYARD_TEXT("\"schedule.decay_steps\" is read by the schedule wsd only."));
    }
    if (schedule.steps > 0 && schedule.warmup_steps + schedule.decay_steps > schedule.steps) {
        issues.error("/schedule/warmup_steps",
                     HALYARD_TEXT("The warm-up ({warmup} steps) and the decay ({decay}) are longer than the run "
                                  "({steps} steps). Shorten them or lengthen the run."),
                     {{"warmup", std::to_string(schedule.warmup_steps)},
                      {"decay", std::to_string(schedule.decay_steps)},
                      {"steps", std::to_string(schedule.steps)}});
    }
}

void checkOptimizer(const RunSpec& spec, Issues& issues) {
    const OptimizerPart& optimizer = spec.optimizer;
    if (spec.schedule.kind != "constant" && optimizer.min_learning_rate > optimizer.learning_rate) {
        issues.error("/optimizer/min_learning_rate",
                     HALYARD_TEXT("\"optimizer.min_learning_rate\" is {least}, more than \"optimizer.learning_rate\", {peak}."),
                     {{"least", written(optimizer.min_learning_rate)}, {"peak", written(optimizer.learning_rate)}});
    }
}

void checkDevice(const RunSpec& spec, Issues& issues) {
    static const std::regex kDevice("cpu|cuda|cuda:[0-9]{1,3}");
    if (!std::regex_match(spec.train.device, kDevice)) {
        issues.error("/train/device", HALYARD_TEXT("\"train.device\" is \"{value}\"; it must be cpu, cuda, or cuda:N."),
                     {{"value", printable(spec.train.device, 60)}});
    }
}

std::string listed(const std::vector<std::int64_t>& layers) {
    std::string out;
    for (const std::int64_t layer : layers) {
        out += (out.empty() ? "" : ",") + std::to_string(layer);
    }
    return out.empty() ? "none" : out;
}

// The layers are those of the selection, which is one for this teacher. One that has changed since is known by its hash.
void compareWithSelection(const RunSpec& spec, const RunInput& input, Issues& issues) {
    std::error_code error;
    if (!fs::is_regular_file(input.path, error) || (!input.hash.empty() && hashOf(input) != input.hash)) {
        return;
    }
    const SelectedLayers selected = readSelectedLayers(input.path);
    const std::optional<std::int64_t> count = selected.layerCount ? layersOfTeacher(spec) : std::nullopt;
    if (count && *count != *selected.layerCount) {
        issues.error("/inputs", HALYARD_TEXT("{selection} is a selection for {wanted} layers, but the teacher has {found}. Rank a "
                                             "sweep of this teacher."),
                     {{"selection", printable(input.path)},
                      {"wanted", std::to_string(*selected.layerCount)},
                      {"found", std::to_string(*count)}});
    } else if (selected.layers != spec.model.attention_layers) {
        issues.error("/model/attention_layers",
                     HALYARD_TEXT("\"model.attention_layers\" is {layers}, but the selection {selection} keeps {selected}. Take one of "
                                  "them."),
                     {{"layers", listed(spec.model.attention_layers)},
                      {"selection", printable(input.path)},
                      {"selected", listed(selected.layers)}});
    }
}

void checkAttentionLayers(const RunSpec& spec, bool onDisk, Issues& issues) {
    const std::vector<std::int64_t>& layers = spec.model.attention_layers;
    const RunInput* const selection = spec.input("selection");
    if (selection != nullptr && siblingOf(*selection)) {
        if (!layers.empty()) {
            issues.error("/model/attention_layers",
                         HALYARD_TEXT("\"model.attention_layers\" is {layers}, but {selection} will say which layers keep attention. "
                                      "Leave out one of them."),
                         {{"layers", listed(layers)}, {"selection", printable(selection->path)}});
        }
        return;
    }
    if (selection != nullptr && onDisk) {
        compareWithSelection(spec, *selection, issues);
    }
    if (layers.empty()) {
        issues.warning("/model/attention_layers",
                       HALYARD_TEXT("\"model.attention_layers\" is empty: no layer keeps softmax attention."));
        return;
    }
    const std::optional<std::int64_t> count = layersOfTeacher(spec);
    const std::int64_t last = *std::max_element(layers.begin(), layers.end());
    if (count && last >= *count) {
        issues.error("/model/attention_layers",
                     HALYARD_TEXT("\"model.attention_layers\" names layer {layer}; the teacher has {count} layers, 0…{last}."),
                     {{"layer", std::to_string(last)}, {"count", std::to_string(*count)}, {"last", std::to_string(*count - 1)}});
    }
}

// "model.config" of a student holds keys of config.json: those of the mixers are checked here, the others are copied.
void checkMixerSettings(const RunSpec& spec, Issues& issues) {
    constexpr std::string_view kOfLightning = "lightning_";
    std::vector<std::string> known;
    for (const MixerField& field : mixerFields()) {
        known.push_back(field.info.key);
    }
    for (const auto& [name, value] : spec.model.config.items()) {
        const std::string key = "model.config." + name;
        const MixerField* field = findMixerField(key);
        if (field == nullptr && name.starts_with(kOfLightning)) {
            issues.error(pointer(key), HALYARD_TEXT("\"{key}\" is not a setting of a mixer. Did you mean \"{near}\"?"),
                         {{"key", printable(key)}, {"near", nearestName(key, known).value_or(known.front())}});
        }
        const std::string wanted = field == nullptr ? "" : wantedInstead(field->info, value);
        if (!wanted.empty()) {
            issues.error(pointer(key), HALYARD_TEXT("\"{key}\" is {value}; it must be {range}."),
                         {{"key", key}, {"value", printable(value.dump(), 60)}, {"range", wanted}});
        }
    }
}

void checkModel(const RunSpec& spec, bool onDisk, Issues& issues) {
    try {
        (void)parseLogitsScaling(spec.model.attn_logits_scaling);
    } catch (const Error& refusal) {
        issues.add({Issue::Severity::Error, "/model/attn_logits_scaling", refusal.message()});
    }
    static const std::regex kMixer("[a-z][a-z0-9_-]{0,63}");
    if (!std::regex_match(spec.model.mixer, kMixer)) {
        issues.error("/model/mixer", HALYARD_TEXT("\"model.mixer\" is \"{value}\"; write the name of a mixer, such as \"lightning-attn\"."),
                     {{"value", printable(spec.model.mixer, 60)}});
    }
    if (spec.kind == RunKind::Stage1 || spec.kind == RunKind::Stage2) {
        checkMixerSettings(spec, issues);
    }
    try {
        if (spec.kind == RunKind::Pretrain && spec.input("start") != nullptr) {
            if (!spec.model.config.empty()) {
                issues.error("/model/config", HALYARD_TEXT("\"model.config\" is set, but the model of the input \"start\" says what it "
                                                           "is. Leave out one of them."));
            }
        } else if (spec.kind == RunKind::Pretrain) {
            (void)modelConfigFromJson(spec.model.config, "model.config");
        }
        if (spec.kind == RunKind::Stage2) {
            checkAttentionLayers(spec, onDisk, issues);
        }
    } catch (const Error& refusal) {
        issues.add({Issue::Severity::Error, spec.kind == RunKind::Pretrain ? "/model/config" : "/inputs", refusal.message()});
    }
}

std::vector<Issue> validateOne(const RunSpec& spec, bool inputsOnDisk);

void checkNames(const std::vector<std::string>& names, Issues& issues) {
    for (auto name = names.begin(); name != names.end(); ++name) {
        if (std::find(names.begin(), name, *name) != name) {
            issues.error("/children/" + std::to_string(name - names.begin()) + "/name",
                         HALYARD_TEXT("Two runs below it are called \"{name}\". Give each a name of its own."),
                         {{"name", printable(*name)}});
        }
    }
}

// What a run in a composite run reads may be made by a run before it (scheduler.h). made: the names of those.
void checkSiblings(const RunSpec& run, const std::set<std::string>& made, const std::string& at, Issues& issues) {
    const std::vector<std::string> names = childNames(run);
    std::set<std::string> before = made;
    for (const std::string& name : names) {
        before.erase(name); // the nearer run is meant
    }
    for (std::size_t place = 0; place < names.size(); ++place) {
        const RunSpec& child = run.children[place];
        const std::string path = at + "/children/" + std::to_string(place);
        for (std::size_t i = 0; i < child.inputs.size(); ++i) {
            const auto sibling = siblingOf(child.inputs[i]);
            if (sibling && before.count(*sibling) == 0) {
                issues.error(path + "/inputs/" + std::to_string(i) + "/path",
                             HALYARD_TEXT("\"{role}\" is children/{name}, but no run before this one is called \"{name}\"."),
                             {{"role", printable(child.inputs[i].role)}, {"name", printable(*sibling)}});
            }
        }
        checkSiblings(child, before, path, issues);
        before.insert(names[place]);
    }
}

void checkChildren(const RunSpec& spec, bool onDisk, Issues& issues) {
    if (isComposite(spec.kind) && spec.children.empty()) {
        issues.error("/children", HALYARD_TEXT("A run of kind {kind} needs at least one run in \"children\"."),
                     {{"kind", std::string(nameOf(spec.kind))}});
    }
    if (!isComposite(spec.kind) && !spec.children.empty()) {
        issues.error("/children", HALYARD_TEXT("A run of kind {kind} has no \"children\"; a pipeline has."),
                     {{"kind", std::string(nameOf(spec.kind))}});
    }
    checkNames(childNames(spec), issues);
    for (std::size_t i = 0; i < spec.children.size(); ++i) {
        for (Issue& issue : validateOne(spec.children[i], onDisk)) {
            issue.path = "/children/" + std::to_string(i) + issue.path;
            issues.add(std::move(issue));
        }
    }
}

std::vector<Issue> validateOne(const RunSpec& spec, bool inputsOnDisk) {
    Issues issues;
    checkFields(spec, issues);
    if (const auto problem = problemOfName(spec.name)) {
        issues.error("/name", *problem, described("name", spec.name));
    }
    checkInputs(spec, inputsOnDisk, issues);
    if (isEvaluation(spec.kind)) {
        checkDevice(spec, issues);
        checkEvaluation(spec, issues);
    } else if (!isComposite(spec.kind)) {
        checkLength(spec, issues);
        checkOptimizer(spec, issues);
        checkDevice(spec, issues);
        checkModel(spec, inputsOnDisk, issues);
        checkEarlyNeedles(spec, inputsOnDisk, issues);
    }
    if (spec.kind == RunKind::GaS2) {
        checkGaS2(spec, inputsOnDisk, issues);
    }
    checkChildren(spec, inputsOnDisk, issues);
    return issues.take();
}

} // namespace

std::vector<Issue> validate(const RunSpec& spec) {
    Issues issues;
    checkSiblings(spec, {}, "", issues);
    for (Issue& issue : validateOne(spec, true)) {
        issues.add(std::move(issue));
    }
    return issues.take();
}

std::vector<Issue> requireValid(const RunSpec& spec) {
    std::vector<Issue> issues = validate(spec);
    for (const Issue& issue : issues) {
        if (issue.severity == Issue::Severity::Error) {
            throw Error(ErrorKind::InvalidInput, issue.message);
        }
    }
    return issues;
}

void checkOutputPath(const fs::path& path, const RunSpec& spec) {
    const std::string text = path.string();
    if (const auto problem = problemOfPath(text); problem && text.find("..") == std::string::npos) {
        throw invalidInput(*problem, described("--out", text));
    }
    std::error_code error;
    const fs::path target = fs::weakly_canonical(fs::absolute(path), error).lexically_normal();
    if (error || target == target.root_path()) {
        throw invalidInput(HALYARD_TEXT("\"{path}\" cannot be a run's folder. Choose a folder that does not exist yet."),
                           {{"path", printable(text, 80)}});
    }
    const std::string name = target.has_filename() ? target.filename().string() : target.parent_path().filename().string();
    if (const auto problem = problemOfName(name)) {
        throw invalidInput(*problem, described("--out", name));
    }
    for (const RunInput& input : spec.inputs) {
        const fs::path source = fs::weakly_canonical(fs::absolute(input.path), error);
        const auto [atSource, atTarget] = std::mismatch(source.begin(), source.end(), target.begin(), target.end());
        if (!input.path.empty() && input.role != "student" && atSource == source.end()) {
            throw invalidInput(HALYARD_TEXT("{path} lies in the input \"{role}\". Choose a folder of its own."),
                               {{"path", printable(text, 80)}, {"role", printable(input.role)}});
        }
    }
}

} // namespace halyard
