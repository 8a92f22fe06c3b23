// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost/train_memory.h"
#include "core/cost/train_time.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace halyard {

// What is known besides the spec.
struct ForecastBasis {
    std::filesystem::path project;        // relative inputs are of it
    std::optional<double> secondsPerStep; // measured: two steps tried with this spec
    int cores = 1;                        // of the machine; train.threads goes before it
};

// What a training run will need. What cannot be told without a model folder is none.
//   tokens           steps · batch · accumulation · context
//   seconds          steps · seconds of a step + held-out measurements + start and checkpoints; a step that was tried is
//                    known to ± 20 %, one that was not as stepSeconds() says, and not at all on a GPU
//   memory           train_memory.h; on a GPU without the program's own
//   checkpointBytes  weights, moments, masters and the generator of one checkpoint: e M + 8 M (+ 4 M in bfloat16), with
//                    the headers of its files
//   diskBytes        the most there is at once: every checkpoint that stays and the one being written, and the logs
struct RunForecast {
    RunKind kind = RunKind::Pretrain;
    bool onGpu = false;
    double tokens = 0; // 0: without a budget yet
    std::optional<SecondsRange> seconds;
    std::optional<TrainMemory> memory;
    std::optional<double> checkpointBytes;
    std::optional<double> diskBytes;
};
// Of each stage: one, or those of a pipeline in order.
[[nodiscard]] std::vector<RunForecast> forecastsOf(const RunSpec& spec, const ForecastBasis& basis);

// Seconds of all trainings below a composite run, one after the other and without its evaluations. A student that one of its runs
// makes is known from that run's spec; layers that a selection will keep count as linear. Nothing when one of the trainings cannot
// be told, or there is none.
[[nodiscard]] std::optional<SecondsRange> trainingSeconds(const RunSpec& composite, const ForecastBasis& basis);

// Checkpoints of a run that are on the disk at once at most (core/train/training_run.h writes and retains them).
[[nodiscard]] double checkpointsAtOnce(const TrainPart& train, std::int64_t steps);

} // namespace halyard
