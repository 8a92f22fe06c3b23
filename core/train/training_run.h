// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_folder.h"
#include "core/train/trainer.h"

#include <cstdint>

namespace halyard {

enum class TrainEnd {
    Done,
    Stopped
};

// Trains to the end of the run's budget and writes into its folder: events.jsonl, TensorBoard files, heartbeat and
// checkpoints (the last one always, then every checkpoint_every_steps and at milestones). A request to stop is honoured
// after the step at hand: it is saved, then the function returns. While the run's file "pause" is there it waits between
// two steps. resume continues from the newest intact checkpoint of
// the same spec, naming damaged ones; without resume a folder that holds checkpoints is refused.
// Throws Error; a non-finite step under the policy "stop" is Error(Failed), and no checkpoint is written for it.
[[nodiscard]] TrainEnd trainRun(Trainer& trainer, const RunFolder& run, bool resume);

// Takes steps and keeps nothing: prints one line a step on stderr.
void trainDry(Trainer& trainer, std::int64_t steps);

} // namespace halyard
