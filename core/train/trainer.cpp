// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/trainer.h"

#include "core/base/error.h"
#include "core/run/run_folder.h"
#include "core/train/batches.h"
#include "core/train/schedule.h"
#include "core/train/tensor_file.h"

#include <ATen/CPUGeneratorImpl.h>
#include <cmath>

namespace halyard {

namespace {

constexpr std::size_t kRest = 0; // parameter groups
constexpr std::size_t kMixers = 1;

// A tensor of a mixer that is not softmax attention; in stage 1 nothing else is trained.
std::size_t groupOf(const Training& training, const std::string& name) {
    if (training.mixers) {
        return kMixers;
    }
    const std::string before = "model.layers.";
    const auto dot = name.find('.', before.size());
    if (!name.starts_with(before) || !name.substr(dot).starts_with(".self_attn.")) {
        return kRest;
    }
    const std::size_t layer = std::stoul(name.substr(before.size(), dot - before.size()));
    const std::vector<std::string>& types = training.config().mixer_types;
    return layer < types.size() && types[layer] != "attn" ? kMixers : kRest;
}

AdamW makeOptimizer(const Training& training) {
    std::vector<AdamW::Entry> entries;
    for (const NamedTensor& parameter : training.objective->trained()) {
        entries.push_back({parameter, groupOf(training, parameter.name)});
    }
    const OptimizerPart& part = training.spec.optimizer;
    return {std::move(entries), AdamW::Options{part.beta1, part.beta2, part.epsilon, part.weight_decay}};
}

Sampler makeSampler(const Training& training) {
    Sampler::Options options;
    options.blocks = training.data->blockCount();
    options.seed = static_cast<std::uint64_t>(training.spec.train.seed);
    options.shuffle = training.spec.data.shuffle;
    return Sampler(options);
}

at::Generator generator() {
    return at::globalContext().defaultGenerator(at::kCPU);
}

constexpr const char* kGenerator = "rng.cpu";

std::int64_t integer(const Json& state, const char* key, const std::string& source) {
    const auto found = state.find(key);
    if (found == state.end() || !found->is_number_integer() || *found < 0) {
        throw invalidInput(HALYARD_TEXT("{file}: \"{key}\" is missing or is no count."),
                           {{"file", source}, {"key", key}});
    }
    return found->get<std::int64_t>();
}

} // namespace

Trainer::Trainer(Training training)
    : m_training(std::move(training)), m_optimizer(makeOptimizer(m_training)), m_sampler(makeSampler(m_training)),
      m_totalSteps(halyard::totalSteps(m_training.spec)) {
    generator().set_current_seed(static_cast<std::uint64_t>(m_training.spec.train.seed));
}

std::vector<double> Trainer::learningRates() const {
    const OptimizerPart& part = m_training.spec.optimizer;
    const auto rate = [&](double peak) {
        return learningRate(m_training.spec.schedule, m_totalSteps, peak, part.min_learning_rate, m_step);
    };
    return {rate(part.learning_rate), rate(part.mixer_learning_rate.value_or(part.learning_rate))};
}

StepReport Trainer::step() {
    const DataPart& data = m_training.spec.data;
    const std::vector<double> rates = learningRates();
    StepReport report;
    report.learningRate = rates[m_training.mixers ? kMixers : kRest];
    const double weight = 1.0 / static_cast<double>(data.accumulation);
    std::vector<std::int64_t> blocks;
    for (std::int64_t i = 0; i < data.accumulation; ++i) {
        const std::vector<std::int64_t> batch = m_sampler.next(data.batch_size);
        blocks.insert(blocks.end(), batch.begin(), batch.end());
        const ObjectiveResult result =
            m_training.objective->accumulate(idsOf(*m_training.data, batch, m_training.config().vocab_size), weight);
        report.loss += result.loss * weight;
        m_tokens += result.tokens;
        report.perLayer.resize(result.perLayer.size());
        for (std::size_t layer = 0; layer < result.perLayer.size(); ++layer) {
            report.perLayer[layer] += result.perLayer[layer] * weight;
        }
    }
    const AdamW::Gradients gradients = m_optimizer.measure();
    report.gradientNorm = gradients.norm;
    report.nonFinite = findNonFinite(report.loss, gradients, blocks);
    if (!report.nonFinite) {
        const double limit = m_training.spec.optimizer.clip_norm;
        const bool clips = limit > 0 && gradients.norm > limit;
        m_optimizer.step(clips ? limit / gradients.norm : 1.0, rates);
    }
    m_optimizer.clearGradients();
    report.step = ++m_step;
    report.tokens = m_tokens;
    return report;
}

std::optional<NonFinite> Trainer::findNonFinite(double loss, const AdamW::Gradients& gradients,
                                                const std::vector<std::int64_t>& blocks) const {
    if (std::isfinite(loss) && !gradients.nonFinite) {
        return std::nullopt;
    }
    NonFinite out;
    out.what = std::isfinite(loss) ? "gradient" : "loss";
    out.blocks = blocks;
    if (gradients.nonFinite) {
        out.tensor = *gradients.nonFinite;
        out.group = groupOf(m_training, out.tensor) == kMixers ? "mixers" : "rest";
    }
    return out;
}

double Trainer::heldOutLoss() const {
    const TokenShards& text = *m_training.heldOut;
    const std::int64_t most = m_training.spec.train.held_out_batches * m_training.spec.data.batch_size;
    const std::int64_t count = std::min(text.blockCount(), most);
    double sum = 0;
    std::vector<std::int64_t> batch;
    for (std::int64_t block = 0; block < count; ++block) {
        batch.push_back(block);
        if (block + 1 == count || static_cast<std::int64_t>(batch.size()) == m_training.spec.data.batch_size) {
            const at::Tensor ids_BT = idsOf(text, batch, m_training.config().vocab_size);
            sum += m_training.objective->evaluate(ids_BT).loss * static_cast<double>(batch.size());
            batch.clear();
        }
    }
    return sum / static_cast<double>(count);
}

std::int64_t Trainer::trainedParameters() const {
    std::int64_t count = 0;
    for (const NamedTensor& parameter : m_training.objective->trained()) {
        count += parameter.tensor.numel();
    }
    return count;
}

bool Trainer::weightsAreFinite() const {
    const at::NoGradGuard noGrad;
    for (const NamedTensor& parameter : m_training.objective->trained()) {
        if (!at::isfinite(parameter.tensor).all().item<bool>()) {
            return false;
        }
    }
    return true;
}

void Trainer::save(const std::filesystem::path& folder) const {
    saveWeights(m_training, folder);
    NamedTensors state = m_optimizer.state();
    state.push_back({kGenerator, generator().get_state()});
    writeTensors(folder / "optimizer.safetensors", state);
    writeJsonFile(folder / "state.json", Json{{"step", m_step},
                                              {"updates", m_optimizer.updates()},
                                              {"tokens", m_tokens},
                                              {"sampler", m_sampler.state()},
                                              {"threads", at::get_num_threads()},
                                              {"torch", HALYARD_TORCH_VERSION}});
}

std::uint64_t Trainer::checkpointBytes() const {
    std::uint64_t bytes = 0;
    for (const NamedTensors& part : {m_training.objective->trained(), m_optimizer.state()}) {
        for (const NamedTensor& entry : part) {
            bytes += entry.tensor.nbytes();
        }
    }
    return bytes;
}

std::string Trainer::restore(const std::filesystem::path& folder) {
    const Json state = readJsonFile(folder / "state.json");
    const std::string source = printable((folder / "state.json").string());
    loadWeights(m_training, folder);
    NamedTensors tensors = m_optimizer.state();
    const at::Tensor random = generator().get_state().clone();
    tensors.push_back({kGenerator, random});
    readTensors(folder / "optimizer.safetensors", tensors);
    generator().set_state(random);
    m_optimizer.restored(integer(state, "updates", source));
    m_sampler.restore(state.value("sampler", Json::object()));
    m_step = integer(state, "step", source);
    m_tokens = integer(state, "tokens", source);
    if (integer(state, "threads", source) != at::get_num_threads()) {
        return "it was saved with " + std::to_string(integer(state, "threads", source)) + " threads and goes on with " +
               std::to_string(at::get_num_threads());
    }
    return state.value("torch", "") == HALYARD_TORCH_VERSION ? std::string() : "it was saved with another LibTorch";
}

} // namespace halyard
