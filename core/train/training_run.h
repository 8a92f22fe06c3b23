// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_folder.h"
#include "core/train/tensorboard_writer.h"
#include "core/train/trainer.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace halyard {

enum class TrainEnd {
    Done,
    Stopped,
    StepLimit // untilStep was reached before the end
};

// What is measured of the model after each checkpoint, beside training. measure() leaves the model, the generator and the number of
// threads as they were, so that the run takes the same steps, bit for bit, as one without it; asked to stop it throws Error(Stopped).
struct AtCheckpoints {
    struct Measured {
        Json fields; // of the event, which gets "step" and "seconds" too
        std::vector<Scalar> scalars;
    };
    std::string event; // its name
    std::function<Measured(const Training&)> measure;
};

// Trains to the end of the run's budget and writes into its folder: events.jsonl, TensorBoard files, heartbeat and
// checkpoints (the last one always, then every checkpoint_every_steps and at milestones). A request to stop is honoured
// after the step at hand: it is saved, then the function returns. While the run's file "pause" is there it waits between
// two steps. resume continues from the newest intact checkpoint of
// the same spec, naming damaged ones; without resume a folder that holds checkpoints is refused. untilStep > 0: the run waits
// at that step, if it is not there or beyond yet: the held-out loss is measured, a checkpoint saved, and the event "stopped"
// has {until}. A run that goes on from there gives the same bits as one that did not wait.
// beside: what is measured after each checkpoint. A stop drops the measurement at hand, and a run that goes on begins with that of
// its checkpoint when it is not among its events; each checkpoint's is so there once, of the process that counts.
// Throws Error; a non-finite step under the policy "stop" is Error(Failed), and no checkpoint is written for it.
[[nodiscard]] TrainEnd trainRun(Trainer& trainer, const RunFolder& run, bool resume, std::int64_t untilStep = 0,
                                const AtCheckpoints* beside = nullptr);

// Takes steps and keeps nothing: prints one line a step on stderr.
void trainDry(Trainer& trainer, std::int64_t steps);

} // namespace halyard
