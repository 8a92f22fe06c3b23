// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/tasks/needle_task.h"
#include "core/train/training_run.h"

#include <optional>

namespace halyard {

// The event "needles" of a run that asks early needles (core/run/early_needles.h), and the scalars needles/LENGTH: the share of
// right answers at a length, all tasks together. The student answers as it is at that step, with the logits scaling that the run
// says for evaluation. Nothing for other runs.
// Tasks, lengths and memory are tried here, before the first step. Throws Error(InvalidInput).
[[nodiscard]] std::optional<AtCheckpoints> earlyNeedles(const Training& training, const NeedleTasks& tasks);

} // namespace halyard
