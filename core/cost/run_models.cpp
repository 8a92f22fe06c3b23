// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/run_models.h"

#include "core/base/error.h"
#include "core/io/checkpoint_store.h"
#include "core/run/run_folder.h"
#include "core/run/student_config.h"

#include <algorithm>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// Of a stage-1 checkpoint, as core/model/stage1_files.h writes it.
constexpr const char* kStage1Mixers = "mixers.safetensors";

// The folder that an input of a role names: a model folder, or the checkpoint of a run.
std::optional<fs::path> folderOf(const RunSpec& spec, const char* role, const fs::path& project) {
    const RunInput* const input = spec.input(role);
    if (input == nullptr || input->path.empty()) {
        return std::nullopt;
    }
    const fs::path folder = project / input->path; // an absolute one stays
    std::error_code error;
    if (!fs::exists(folder / "run.json", error)) {
        return folder;
    }
    const fs::path checkpoints = RunFolder(folder).checkpoints();
    if (input->step) {
        return checkpoints / ("step-" + std::to_string(*input->step));
    }
    const auto list = CheckpointStore(checkpoints).list();
    return list.empty() ? std::nullopt : std::optional(list.back().path);
}

bool isThere(const std::optional<fs::path>& folder, const char* file) {
    std::error_code error;
    return folder && fs::exists(*folder / file, error);
}

std::optional<ModelConfig> configOf(const RunSpec& spec, const char* role, const fs::path& project) {
    const auto folder = folderOf(spec, role, project);
    return isThere(folder, "config.json") ? std::optional(readModelConfig(*folder / "config.json")) : std::nullopt;
}

// Stage 1 fits every layer: one that is called "attn" gets the mixer of the others.
ModelConfig withoutAttention(ModelConfig config) {
    const auto other = std::find_if(config.mixer_types.begin(), config.mixer_types.end(),
                                    [](const std::string& mixer) { return mixer != "attn"; });
    const std::string mixer = other == config.mixer_types.end() ? "lightning-attn" : *other;
    std::replace(config.mixer_types.begin(), config.mixer_types.end(), std::string("attn"), mixer);
    return config;
}

std::optional<RunModels> distilled(const RunSpec& spec, const fs::path& project) {
    const auto teacher = configOf(spec, "teacher", project);
    if (!teacher) {
        return std::nullopt;
    }
    if (spec.kind == RunKind::Stage1) {
        return RunModels{teacher, withoutAttention(studentConfig(*teacher, spec.model, {}))};
    }
    if (!isThere(folderOf(spec, "student", project), kStage1Mixers)) {
        if (const auto student = configOf(spec, "student", project)) {
            return RunModels{teacher, *student};
        }
    }
    return RunModels{teacher, studentConfig(*teacher, spec.model, spec.model.attention_layers)};
}

std::optional<RunModels> read(const RunSpec& spec, const fs::path& project, const ModelConfig* before) {
    switch (spec.kind) {
    case RunKind::Pretrain:
        if (const auto start = configOf(spec, "start", project)) {
            return RunModels{std::nullopt, *start};
        }
        return RunModels{std::nullopt, modelConfigFromJson(spec.model.config, "model.config")};
    case RunKind::Stage1:
    case RunKind::Stage2:
        return distilled(spec, project);
    case RunKind::Stage3: {
        const auto student = configOf(spec, "student", project);
        if (student) {
            return RunModels{std::nullopt, *student};
        }
        return before != nullptr ? std::optional(RunModels{std::nullopt, *before}) : std::nullopt;
    }
    default:
        break;
    }
    return std::nullopt;
}

} // namespace

std::optional<RunModels> modelsOf(const RunSpec& spec, const fs::path& project, const ModelConfig* before) {
    try {
        return read(spec, project, before);
    } catch (const Error&) {
        return std::nullopt; // validation and the run itself say what is wrong with it
    }
}

} // namespace halyard
