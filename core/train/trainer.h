// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/sampler.h"
#include "core/train/adamw.h"
#include "core/train/training.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// Why a step was not applied.
struct NonFinite {
    std::string what;                 // "loss" or "gradient"
    std::string tensor;               // the first one whose gradient is not finite; empty when only the loss is
    std::string group;                // "mixers" or "rest": the parameter group of that tensor
    std::vector<std::int64_t> blocks; // of the data, in the order read
};

struct StepReport {
    std::int64_t step = 0;   // steps finished, this one included
    double loss = 0;         // mean over the micro-batches
    double gradientNorm = 0; // before clipping
    double learningRate = 0; // of the parameters that are not mixers (stage 1: of the mixers)
    std::int64_t tokens = 0; // read since the run began
    std::vector<double> perLayer;
    std::optional<NonFinite> nonFinite; // the weights are those from before the step
};

// One training run without its folder: takes steps, measures held-out loss, and writes and reads its whole state.
// A step: accumulation micro-batches of the sampler's blocks, global-norm clipping, one AdamW update with the learning
// rates of schedule.h. A step whose loss or gradient is not finite changes no weight and no moment, but counts: data
// and schedule move on. On a CPU the same spec and thread count give the same bits, interrupted or not.
class Trainer {
public:
    explicit Trainer(Training training);

    StepReport step();
    // Mean loss over the first train.held_out_batches batches of the held-out data. Needs held-out data.
    [[nodiscard]] double heldOutLoss() const;

    [[nodiscard]] const Training& training() const { return m_training; }
    [[nodiscard]] std::int64_t finishedSteps() const { return m_step; }
    [[nodiscard]] std::int64_t totalSteps() const { return m_totalSteps; }
    [[nodiscard]] std::int64_t trainedParameters() const;
    [[nodiscard]] bool weightsAreFinite() const;

    // Weights (training.h), optimizer.safetensors (moments, fp32 masters, generator state) and state.json.
    void save(const std::filesystem::path& folder) const;
    // What save() needs on the disk, without what never changes (frozen weights) and headers.
    [[nodiscard]] std::uint64_t checkpointBytes() const;
    // Continues from what save() wrote. Returns what keeps the continuation from being bit-exact (another number of
    // threads, another LibTorch), empty when nothing does.
    std::string restore(const std::filesystem::path& folder);

private:
    [[nodiscard]] std::vector<double> learningRates() const;
    [[nodiscard]] std::optional<NonFinite> findNonFinite(double loss, const AdamW::Gradients& gradients,
                                                         const std::vector<std::int64_t>& blocks) const;

    Training m_training;
    AdamW m_optimizer;
    Sampler m_sampler;
    std::int64_t m_totalSteps = 0;
    std::int64_t m_step = 0;
    std::int64_t m_tokens = 0;
};

} // namespace halyard
