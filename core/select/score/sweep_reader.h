// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/score/sweep.h"

#include <cstddef>
#include <filesystem>
#include <functional>

namespace halyard {

// Reads the results of a layer sweep:
//   a file           Halyard's own results (core/select/score/sweep_file.h)
//   a folder         with a file sweep.json, Halyard's own; else with folders layer0, layer1, … in it or in one of its
//                    folders, and the teacher in "original", "teacher" or "baseline" beside them or one folder up. In
//                    each: console logs (*.log) and results (results*.json, with samples_*.jsonl beside them) of
//                    lm-evaluation-harness, also one folder deeper, where newer versions write them.
// What is not used, and what is used instead, is told in warnings with file and line. Throws Error(InvalidInput) when
// there is nothing to rank, when two runs are mixed in one folder, and when a model has two folders.
// layerCount: of the model; 0 = the highest layer found, plus one.
// beforeModel: told before each model of a folder is read how many were, and of how many; what it throws ends the reading.
using SweepReading = std::function<void(std::size_t done, std::size_t all)>;
[[nodiscard]] Sweep readSweep(const std::filesystem::path& path, std::int64_t layerCount = 0, const SweepReading& beforeModel = {});

} // namespace halyard
