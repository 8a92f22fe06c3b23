// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/demo/demo_results.h"

#include <vector>

namespace halyard {

// What a demo has shown, in three sentences: the teacher, the hybrid, the scaling of the logits. Each has its numbers, of
// the busy haystack and all seeds together; the conclusion ("it fails", "it keeps most of its recall", "scaling restores
// much of it") stands there only when these numbers carry it. Sentences without measurements are left out.
[[nodiscard]] std::vector<Message> demoClaims(const DemoResults& results);

// What it has not shown: to be read beside the figures.
[[nodiscard]] std::vector<Message> demoLimits(const DemoResults& results);

} // namespace halyard
