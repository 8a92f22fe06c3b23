// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/run_forecast.h"

#include "core/base/error.h"
#include "core/cost/cost.h"
#include "core/run/evaluation.h"
#include "core/run/run_folder.h"
#include "core/run/scheduler.h"

#include <algorithm>
#include <map>
#include <set>

namespace halyard {

namespace {

constexpr double kTriedSpread = 0.2;
constexpr double kStartSeconds = 1;           // LibTorch is read and linked
constexpr double kDiskBytesPerSecond = 0.4e9; // of a checkpoint: written, synced, read again for its hash
constexpr double kHeaderBytes = 130;          // of a tensor in a safetensors file: name, type, shape, place
constexpr double kDocumentBytes = 9000;       // config.json, state.json, manifest.json, the generator's state
constexpr double kEventBytes = 420;           // of a logged step: its line and its TensorBoard values
constexpr double kLayerEventBytes = 90;       // of a layer's loss in it (stage 1)

double number(std::int64_t value) {
    return static_cast<double>(value);
}

int threadsOf(const RunSpec& spec, const ForecastBasis& basis) {
    return spec.train.threads > 0 ? static_cast<int>(spec.train.threads) : std::max(1, basis.cores);
}

// Tensors of a layer: norms, MLP and a mixer's eight or so.
double tensorsOf(const RunSpec& spec, const ModelConfig& config) {
    return number(config.num_hidden_layers) * (spec.kind == RunKind::Stage1 ? 8 : 13) + 3;
}

double checkpointBytesOf(const RunSpec& spec, const RunModels& models) {
    const bool wide = spec.train.dtype != "bfloat16";
    const double files = wide ? 3 : 4; // each tensor is there as weight, two moments, and a master where it is rounded
    return trainedParameters(spec, models) * (wide ? 12 : 14) + files * kHeaderBytes * tensorsOf(spec, models.student) +
           kDocumentBytes;
}

double logBytes(const RunSpec& spec, const RunModels& models, double steps) {
    const double layers = spec.kind == RunKind::Stage1 ? number(models.student.num_hidden_layers) : 0;
    return steps / number(std::max<std::int64_t>(1, spec.train.log_every_steps)) *
           (kEventBytes + kLayerEventBytes * layers);
}

// How often something happens that happens every so many steps and after the last.
double timesOf(std::int64_t steps, std::int64_t every) {
    return every > 0 ? number((steps + every - 1) / every) : 1;
}

SecondsRange secondsOf(const RunSpec& spec, const RunModels& models, const ForecastBasis& basis, std::int64_t steps) {
    const StepWork work = stepWork(spec, models);
    const bool measures = spec.input("held_out") != nullptr && spec.train.held_out_every_steps > 0;
    const double heldOut = measures ? timesOf(steps, spec.train.held_out_every_steps) * heldOutSteps(work) : 0;
    const double saves = timesOf(steps, spec.train.checkpoint_every_steps) +
                         number(static_cast<std::int64_t>(spec.train.milestones.size()));
    const double whole = number(steps) + heldOut + saves * needleSteps(work);
    const double other = kStartSeconds + saves * checkpointBytesOf(spec, models) / kDiskBytesPerSecond;
    const SecondsRange step = basis.secondsPerStep ? SecondsRange{*basis.secondsPerStep * (1 - kTriedSpread),
                                                                  *basis.secondsPerStep * (1 + kTriedSpread)}
                                                   : stepSeconds(work, threadsOf(spec, basis));
    return {whole * step.least + other / 2, whole * step.most + other * 2};
}

RunForecast forecastOf(const RunSpec& spec, const std::optional<RunModels>& models, const ForecastBasis& basis) {
    RunForecast out;
    out.kind = spec.kind;
    out.onGpu = spec.train.device != "cpu";
    const std::int64_t steps = totalSteps(spec);
    const DataPart& data = spec.data;
    out.tokens = number(steps) * number(data.batch_size) * number(data.accumulation) * number(data.context_length);
    if (!models) {
        if (basis.secondsPerStep && steps > 0) {
            const double whole = number(steps) * *basis.secondsPerStep;
            out.seconds = {whole * (1 - kTriedSpread), whole * (1 + kTriedSpread)};
        }
        return out;
    }
    try {
        out.checkpointBytes = checkpointBytesOf(spec, *models);
        out.memory = trainMemory(spec, *models, threadsOf(spec, basis));
        if (out.onGpu) {
            out.memory->program = 0;
        }
        if (steps > 0) {
            out.diskBytes =
                checkpointsAtOnce(spec.train, steps) * *out.checkpointBytes + logBytes(spec, *models, number(steps));
        }
        if (steps > 0 && (!out.onGpu || basis.secondsPerStep)) {
            out.seconds = secondsOf(spec, *models, basis, steps);
        }
    } catch (const Error&) {
        return out; // a mixer whose cost nobody knows
    }
    return out;
}

// Adds up the trainings of a composite run.
class TrainingTime {
public:
    explicit TrainingTime(const ForecastBasis& basis) : m_basis(basis) {}

    void add(const RunSpec& composite) {
        const std::vector<std::string> names = childNames(composite);
        for (std::size_t i = 0; i < names.size(); ++i) {
            const RunSpec& run = composite.children[i];
            if (isComposite(run.kind)) {
                add(run);
            } else if (!isEvaluation(run.kind)) {
                addTraining(run, names[i]);
            }
        }
    }
    [[nodiscard]] std::optional<SecondsRange> seconds() const { return m_known && m_sum.most > 0 ? std::optional(m_sum) : std::nullopt; }

private:
    void addTraining(const RunSpec& run, const std::string& name) {
        const RunInput* const student = run.input("student");
        const auto made = m_students.find(student != nullptr ? siblingOf(*student).value_or("") : "");
        const auto models = modelsOf(run, m_basis.project, made == m_students.end() ? nullptr : &made->second);
        const std::optional<SecondsRange> seconds = models ? forecastOf(run, models, m_basis).seconds : std::nullopt;
        m_known = m_known && seconds.has_value();
        if (seconds) {
            m_sum = {m_sum.least + seconds->least, m_sum.most + seconds->most};
            m_students[name] = models->student;
        }
    }

    const ForecastBasis& m_basis;
    std::map<std::string, ModelConfig> m_students; // by the run that makes them
    SecondsRange m_sum;
    bool m_known = true;
};

} // namespace

std::optional<SecondsRange> trainingSeconds(const RunSpec& composite, const ForecastBasis& basis) {
    TrainingTime time(basis);
    time.add(composite);
    return time.seconds();
}

double checkpointsAtOnce(const TrainPart& train, std::int64_t steps) {
    std::set<std::int64_t> milestones;
    for (const std::int64_t step : train.milestones) {
        if (step > 0 && step <= steps) {
            milestones.insert(step);
        }
    }
    const auto kept = static_cast<double>(milestones.size());
    const double regular = timesOf(steps, train.checkpoint_every_steps);
    return std::min(regular + kept, number(std::max<std::int64_t>(train.keep_checkpoints, 2)) + kept + 1);
}

std::vector<RunForecast> forecastsOf(const RunSpec& spec, const ForecastBasis& basis) {
    if (spec.kind != RunKind::Pipeline) {
        return {forecastOf(spec, modelsOf(spec, basis.project), basis)};
    }
    std::vector<RunForecast> out;
    ForecastBasis own = basis; // what was tried is the first stage
    std::optional<RunModels> before;
    for (const RunSpec& child : spec.children) {
        const auto models = modelsOf(child, basis.project, before ? &before->student : nullptr);
        out.push_back(forecastOf(child, models, own));
        own.secondsPerStep.reset();
        before = models;
    }
    return out;
}

} // namespace halyard
