// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/tasks/needle_task.h"

#include <memory>

namespace halyard {

// Needles in the language of the bundled teacher (core/demo/needles.h), by tokens and without a tokenizer: the document has
// exactly the length asked for, its needles lie at stratified depths, and each question follows those before it with their
// right answers. busy: among notes and questions on other keys.
[[nodiscard]] std::unique_ptr<NeedleTask> makeDemoTask(bool busy);

} // namespace halyard
