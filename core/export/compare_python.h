// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "kernels/torch_prelude.h"

#include <filesystem>
#include <optional>
#include <string>

namespace halyard {

struct PythonComparison {
    // Set when transformers loaded the folder and computed logits.
    std::optional<std::string> transformers; // its version
    double error = 0;                        // max |a - b| / max |b|
    // Why transformers could not load the folder; the export is wrong.
    std::optional<std::string> failure;
    // Otherwise: why nothing was compared.
    Message unavailable;
};

struct PythonComparisonOptions {
    std::filesystem::path python;
    std::filesystem::path folder;
    at::Tensor ids_BT;
    at::Tensor logits_BTV; // float32, expected
    at::ScalarType type = at::kFloat;
    std::int64_t seconds = 900;
};

// Loads the folder with transformers on the CPU, offline, and compares logits. Never throws for a Python that is
// missing, lacks packages, is killed or takes too long; Error(Stopped) when the user stops.
[[nodiscard]] PythonComparison comparePython(const PythonComparisonOptions& options);

} // namespace halyard
