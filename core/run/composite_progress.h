// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_folder.h"

#include <cstddef>
#include <optional>

namespace halyard {

// How far the children of a composite run have come.
struct CompositeProgress {
    std::size_t done = 0;
    std::size_t total = 0;
    // What is left would take so long, one after the other: each child by the tokens it reads, at the speed of those of its
    // kind that are done, or of all that are done where none of its kind is; one whose tokens only its files tell, as long as is usual
    // (the median). Nothing before the first is done.
    std::optional<double> secondsLeft;
};
[[nodiscard]] CompositeProgress compositeProgress(const RunFolder& composite);

// Between a run's creation, just before its start, and its end; waiting in between counts. Nothing while it has not ended.
[[nodiscard]] std::optional<double> secondsTaken(const RunFolder& run);

} // namespace halyard
