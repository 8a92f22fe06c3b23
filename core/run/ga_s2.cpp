// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/ga_s2.h"

#include "core/base/error.h"
#include "core/run/presets.h"
#include "core/run/run_folder.h"
#include "core/run/scheduler.h"
#include "core/run/student_config.h"

#include <algorithm>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr double kPublishedLearningRate = 7e-6;
constexpr double kPublishedMixerLearningRate = 1e-4;
constexpr const char* kMixersOfStage1 = "mixers.safetensors"; // core/model/stage1_files.h

// A probe without what is its own: equal for all.
std::string commonPart(RunSpec probe) {
    probe.name.clear();
    probe.model.attention_layers.clear();
    return hashOf(probe);
}

bool isStage1(const RunInput& student) {
    const fs::path folder(student.path);
    std::error_code error;
    if (fs::exists(RunFolder(folder).specFile(), error)) {
        return RunFolder(folder).spec().kind == RunKind::Stage1;
    }
    return fs::exists(folder / kMixersOfStage1, error);
}

void checkProbe(const RunSpec& gaS2, std::size_t place, Issues& issues) {
    const RunSpec& probe = gaS2.children[place];
    const std::string at = "/children/" + std::to_string(place);
    const Arguments arguments = {{"name", printable(childNames(gaS2)[place])}, {"layer", std::to_string(place)}};
    if (probe.kind != RunKind::Stage2) {
        issues.error(at + "/kind", HALYARD_TEXT("{name}: a probe of GA-S2 is a run of kind stage2."), arguments);
    } else if (probe.model.attention_layers != std::vector<std::int64_t>{static_cast<std::int64_t>(place)}) {
        issues.error(at + "/model/attention_layers",
                     HALYARD_TEXT("{name}: \"model.attention_layers\" must be {layer} alone; each probe of GA-S2 keeps the layer of its "
                                  "place."),
                     arguments);
    } else if (commonPart(probe) != commonPart(gaS2.children.front())) {
        issues.error(at,
                     HALYARD_TEXT("{name} differs from the first probe in more than the kept layer; only equal probes can be ranked."),
                     arguments);
    }
}

void checkStudent(const RunSpec& probe, Issues& issues) {
    const RunInput* const student = probe.input("student");
    std::error_code error;
    if (student == nullptr || siblingOf(*student) || !fs::is_directory(student->path, error)) {
        return; // what is missing is said of the probe
    }
    try {
        if (!isStage1(*student)) {
            issues.error("/children/0/inputs",
                         HALYARD_TEXT("\"student\": {path} is no stage 1: GA-S2 exchanges one layer at a time, so it begins with a run "
                                      "of kind stage1, or one of its checkpoints."),
                         {{"path", printable(student->path)}});
        }
    } catch (const Error& refusal) {
        issues.add({Issue::Severity::Error, "/children/0/inputs", refusal.message()});
    }
}

void checkCounts(const RunSpec& gaS2, bool onDisk, Issues& issues) {
    const auto layers = static_cast<std::int64_t>(gaS2.children.size());
    if (gaS2.select.keep >= layers) {
        issues.error("/select/keep",
                     HALYARD_TEXT("\"select.keep\" is {keep}, but there are {count} layers, of which some must become linear. Keep fewer."),
                     {{"keep", std::to_string(gaS2.select.keep)}, {"count", std::to_string(layers)}});
    }
    const std::int64_t steps = totalSteps(gaS2.children.front());
    if (steps > 0 && gaS2.select.rounds > steps) {
        issues.error("/select/rounds",
                     HALYARD_TEXT("\"select.rounds\" is {rounds}, but each probe has {steps} steps. Rank less often or train longer."),
                     {{"rounds", std::to_string(gaS2.select.rounds)}, {"steps", std::to_string(steps)}});
    }
    if (gaS2.select.patience > gaS2.select.rounds) {
        issues.warning("/select/patience",
                       HALYARD_TEXT("\"select.patience\" is {patience}, more than the {rounds} rankings: the probes never end early."),
                       {{"patience", std::to_string(gaS2.select.patience)}, {"rounds", std::to_string(gaS2.select.rounds)}});
    }
    const auto ofTeacher = onDisk ? layersOfTeacher(gaS2.children.front()) : std::nullopt;
    if (ofTeacher && *ofTeacher != layers) {
        issues.error("/children", HALYARD_TEXT("There are {count} probes, but the teacher has {layers} layers; GA-S2 needs one of each."),
                     {{"count", std::to_string(layers)}, {"layers", std::to_string(*ofTeacher)}});
    }
}

} // namespace

RunSpec gaS2Probe(const std::string& preset) {
    RunSpec probe;
    if (!preset.empty()) {
        probe = presetSpec(preset, RunKind::Stage2);
        probe.optimizer.mixer_learning_rate.reset();
    } else {
        probe.optimizer.learning_rate = kPublishedLearningRate;
        probe.optimizer.mixer_learning_rate = kPublishedMixerLearningRate;
    }
    probe.kind = RunKind::Stage2;
    probe.model.attention_layers.clear();
    probe.schedule.kind = "constant";
    probe.schedule.warmup_steps = 0;
    probe.schedule.decay_steps = 0;
    probe.train.keep_checkpoints = 2;
    probe.train.held_out_every_steps = 0;
    return probe;
}

RunSpec gaS2Spec(const RunSpec& probe, std::int64_t layers) {
    RunSpec out;
    out.kind = RunKind::GaS2;
    out.preset = probe.preset;
    for (std::int64_t layer = 0; layer < layers; ++layer) {
        out.children.push_back(probe);
        out.children.back().name = "layer-" + std::to_string(layer);
        out.children.back().model.attention_layers = {layer};
    }
    return out;
}

std::vector<std::int64_t> rankingSteps(const RunSpec& gaS2) {
    const std::int64_t steps = gaS2.children.empty() ? 0 : totalSteps(gaS2.children.front());
    const std::int64_t rounds = std::clamp<std::int64_t>(gaS2.select.rounds, 1, std::max<std::int64_t>(steps, 1));
    std::vector<std::int64_t> out;
    for (std::int64_t round = 1; round <= rounds; ++round) {
        out.push_back(steps / rounds * round + steps % rounds * round / rounds);
    }
    return out;
}

std::int64_t keptCount(const RunSpec& gaS2) {
    const auto layers = static_cast<std::int64_t>(gaS2.children.size());
    return gaS2.select.keep > 0 ? gaS2.select.keep : std::max<std::int64_t>(1, layers / 4);
}

void checkGaS2(const RunSpec& gaS2, bool onDisk, Issues& issues) {
    if (gaS2.children.empty()) {
        return; // said of every composite run
    }
    for (std::size_t i = 0; i < gaS2.children.size(); ++i) {
        checkProbe(gaS2, i, issues);
    }
    try {
        checkCounts(gaS2, onDisk, issues);
    } catch (const Error& refusal) {
        issues.add({Issue::Severity::Error, "/children/0/inputs", refusal.message()});
    }
    if (onDisk) {
        checkStudent(gaS2.children.front(), issues);
    }
}

} // namespace halyard
