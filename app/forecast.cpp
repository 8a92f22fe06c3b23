// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/forecast.h"

#include "core/base/error.h"
#include "core/cost/cost.h"
#include "core/io/checkpoint_store.h"
#include "core/run/run_folder.h"
#include "views/run/run_facts.h"
#include "views/text/number_text.h"

#include <algorithm>

#include <QCoreApplication>

namespace halyard::app {

namespace fs = std::filesystem;

namespace {

constexpr double kFloat = 4; // bytes
constexpr double kProgramBytes = 0.45e9;
constexpr double kSlowest = 1.5e9, kFastest = 25e9; // FLOP/s of one core
constexpr double kMeasuredSpread = 0.25;

// config.json of what an input role names: a model folder, or a run's newest checkpoint.
std::optional<ModelConfig> configOf(const RunSpec& spec, const char* role, const fs::path& project) {
    const RunInput* const input = spec.input(role);
    if (input == nullptr || input->path.empty()) {
        return std::nullopt;
    }
    try {
        fs::path folder = project / input->path; // an absolute one stays
        std::error_code error;
        if (fs::exists(folder / "run.json", error)) {
            const auto checkpoints = CheckpointStore(RunFolder(folder).checkpoints()).list();
            if (checkpoints.empty()) {
                return std::nullopt;
            }
            folder = checkpoints.back().path;
        }
        return readModelConfig(folder / "config.json");
    } catch (const Error&) {
        return std::nullopt;
    }
}

struct Models {
    std::optional<ModelConfig> teacher; // of stages 1 and 2
    ModelConfig student;
};

std::optional<Models> modelsOf(const RunSpec& spec, const fs::path& project) {
    if (spec.kind == RunKind::Pretrain) {
        try {
            return Models{std::nullopt, modelConfigFromJson(spec.model.config, "model.config")};
        } catch (const Error&) {
            return std::nullopt;
        }
    }
    const auto teacher = configOf(spec, "teacher", project);
    const auto student = configOf(spec, "student", project);
    if (spec.kind == RunKind::Stage3) {
        const auto& own = student ? student : teacher;
        return own ? std::optional(Models{std::nullopt, *own}) : std::nullopt;
    }
    // The student has the teacher's sizes, whatever its mixers.
    return teacher ? std::optional(Models{teacher, *teacher}) : std::nullopt;
}

std::optional<double> parametersOf(const ModelConfig& config) {
    try {
        return static_cast<double>(parameterCount(config).total());
    } catch (const Error&) {
        return std::nullopt;
    }
}

double tokensPerStep(const RunSpec& spec) {
    return static_cast<double>(spec.data.batch_size) * static_cast<double>(spec.data.accumulation) *
           static_cast<double>(spec.data.context_length);
}

double trainedOf(const RunSpec& spec, const ModelConfig& config) {
    const ParameterCount count = parameterCount(config);
    return static_cast<double>(spec.kind == RunKind::Stage1 ? count.mixers : count.total());
}

double activationBytes(const RunSpec& spec, const ModelConfig& config) {
    const double tokens = static_cast<double>(spec.data.batch_size * spec.data.context_length);
    const double width = 14.0 * static_cast<double>(config.hidden_size) + 4.0 * static_cast<double>(config.intermediate_size);
    const double layers = spec.train.activation_checkpointing ? 2 : static_cast<double>(config.num_hidden_layers);
    const double scores = static_cast<double>(config.num_attention_heads * spec.data.context_length);
    const double logits = spec.kind == RunKind::Stage1 ? 0 : (spec.kind == RunKind::Stage2 ? 4.0 : 3.0) * static_cast<double>(config.vocab_size);
    return kFloat * tokens * (layers * (width + scores) + logits);
}

std::optional<double> memoryOf(const RunSpec& spec, const Models& models) {
    const auto parameters = parametersOf(models.student);
    if (!parameters) {
        return std::nullopt;
    }
    const double trained = trainedOf(spec, models.student);
    const double teacher = models.teacher ? parametersOf(*models.teacher).value_or(0) : 0;
    return kProgramBytes + kFloat * (*parameters + 3 * trained + teacher) + activationBytes(spec, models.student);
}

std::optional<double> diskOf(const RunSpec& spec, const Models& models, double steps) {
    const auto parameters = parametersOf(models.student);
    if (!parameters || steps <= 0) {
        return std::nullopt;
    }
    const double made = std::max(1.0, steps / std::max(1.0, static_cast<double>(spec.train.checkpoint_every_steps)));
    const double kept = std::min(made, static_cast<double>(spec.train.keep_checkpoints)) + static_cast<double>(spec.train.milestones.size());
    return (kept + 1) * kFloat * (*parameters + 2 * trainedOf(spec, models.student));
}

std::optional<views::TimeRange> timeOf(const RunSpec& spec, const Models* models, const ForecastBasis& basis, double steps) {
    if (basis.secondsPerStep) {
        const double whole = *basis.secondsPerStep * steps;
        return views::TimeRange{whole * (1 - kMeasuredSpread), whole * (1 + kMeasuredSpread)};
    }
    if (models == nullptr) {
        return std::nullopt;
    }
    try {
        const std::int64_t context = spec.data.context_length;
        const double forward = forwardFlops(models->student, context, spec.kind == RunKind::Stage1 ? 0 : context);
        const double passes = spec.train.activation_checkpointing ? 4 : 3; // the backward pass is two
        const double sequences = static_cast<double>(spec.data.batch_size * spec.data.accumulation);
        const double whole = forward * (passes + (models->teacher ? 1 : 0)) * sequences * steps;
        const double cores = spec.train.threads > 0 ? static_cast<double>(spec.train.threads) : basis.cores;
        return views::TimeRange{whole / (kFastest * cores), whole / (kSlowest * cores)};
    } catch (const Error&) {
        return std::nullopt;
    }
}

} // namespace

std::vector<views::Forecast> forecastsOf(const RunSpec& spec, const ForecastBasis& basis) {
    std::vector<views::Forecast> out;
    for (const RunSpec& child : spec.children) {
        ForecastBasis own = basis;
        own.secondsPerStep.reset(); // a trial is of one stage
        for (views::Forecast& forecast : forecastsOf(child, own)) {
            out.push_back(std::move(forecast));
        }
    }
    if (spec.kind == RunKind::Pipeline) {
        return out;
    }
    views::Forecast forecast;
    forecast.stage = views::kindText(spec.kind);
    const auto models = modelsOf(spec, basis.project);
    const double steps = static_cast<double>(totalSteps(spec));
    if (steps > 0) {
        forecast.tokens = steps * tokensPerStep(spec);
        // Times on a GPU are not reckoned before two steps were tried there.
        const bool reckon = spec.train.device == "cpu";
        forecast.time = timeOf(spec, models && reckon ? &*models : nullptr, basis, steps);
    }
    if (models) {
        forecast.memoryBytes = memoryOf(spec, *models);
        forecast.diskBytes = diskOf(spec, *models, steps);
    }
    forecast.memoryFree = basis.memoryFree;
    forecast.diskFree = basis.diskFree;
    return {forecast};
}

QString meaningOf(const RunSpec& spec, const fs::path& project) {
    constexpr std::int64_t kLong = 128 * 1024;
    constexpr std::int64_t kBytes = 2; // caches are kept in bfloat16
    if (spec.kind != RunKind::Stage2) {
        return {};
    }
    const auto teacher = configOf(spec, "teacher", project);
    if (!teacher || teacher->num_hidden_layers <= 0) {
        return {};
    }
    const std::int64_t layers = teacher->num_hidden_layers;
    const auto kept = std::min(static_cast<std::int64_t>(spec.model.attention_layers.size()), layers);
    const double before = static_cast<double>(layers * 2 * teacher->num_key_value_heads * teacher->head_dim * kBytes * kLong);
    return QCoreApplication::translate("halyard::app::Forecast", "%1 of %2 layers become linear. Cache at 128K tokens: %3 → %4.")
        .arg(views::countText(layers - kept), views::countText(layers), views::bytesText(before),
             views::bytesText(before * static_cast<double>(kept) / static_cast<double>(layers)));
}

} // namespace halyard::app
