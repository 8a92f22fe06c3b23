// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bench/jobs.h"
#include "core/train/adamw.h"
#include "core/train/objective.h"

#include <algorithm>
#include <memory>
#include <optional>

namespace halyard {

namespace {

constexpr double kLearningRate = 1e-5;
constexpr int kBatches = 4;

// Everything one stage's step needs, and the step itself.
class StageStep {
public:
    StageStep(const BenchShape& shape, const std::string& stage, std::uint64_t seed) {
        at::manual_seed(seed);
        makeObjective(shape, stage, seed);
        std::vector<AdamW::Entry> entries;
        for (const NamedTensor& parameter : m_objective->trained()) {
            entries.push_back({parameter, 0});
        }
        m_optimizer.emplace(std::move(entries), AdamW::Options{});
        for (int i = 0; i < kBatches; ++i) {
            m_batches.push_back(at::randint(shape.vocab, {shape.batch, shape.length}, at::kLong));
        }
    }

    void run() {
        (void)m_objective->accumulate(m_batches[m_turn++ % kBatches], 1.0);
        const double norm = m_optimizer->measure().norm;
        m_optimizer->step(std::min(1.0, 1.0 / norm), {kLearningRate});
        m_optimizer->clearGradients();
    }

private:
    void makeObjective(const BenchShape& shape, const std::string& stage, std::uint64_t seed) {
        const MixerRegistry mixers = standardMixers();
        const auto model = [&](const ModelConfig& config) {
            return std::make_shared<Decoder>(config, mixers, at::kFloat, seed);
        };
        if (stage == "pretrain") {
            m_objective = makeNextTokenObjective(model(teacherConfig(shape)), false);
        } else if (stage == "1") {
            const auto teacher = model(teacherConfig(shape));
            m_stage1.emplace(makeStage1Student(*teacher, studentConfig(shape), mixers, at::kFloat, seed));
            m_objective = makeAlignObjective(teacher, *m_stage1, "mse");
        } else if (stage == "2") {
            m_objective = makeDistillObjective(model(teacherConfig(shape)), model(studentConfig(shape)), false);
        } else {
            m_objective = makeNextTokenObjective(model(studentConfig(shape)), false);
        }
    }

    std::optional<Stage1Student> m_stage1;
    std::unique_ptr<Objective> m_objective;
    std::optional<AdamW> m_optimizer;
    std::vector<at::Tensor> m_batches;
    std::size_t m_turn = 0;
};

} // namespace

MeasuredJob stepJob(const BenchShape& shape, const std::string& stage, std::uint64_t seed) {
    return {.call = [step = std::make_shared<StageStep>(shape, stage, seed)] { step->run(); }};
}

} // namespace halyard
