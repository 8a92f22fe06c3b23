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
    // What is left would take so long, one after the other: each child as long as is usual (the median) of those of its kind
    // that are done. Nothing while there is a kind of which none is.
    std::optional<double> secondsLeft;
};
[[nodiscard]] CompositeProgress compositeProgress(const RunFolder& composite);

} // namespace halyard
