// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/needles.h"
#include "core/run/run_spec.h"

#include <cstdint>
#include <memory>

namespace halyard {

// The documents of one cell, a task at a length, and how they are asked: the same for the same run and model.
struct NeedleDocuments {
    std::shared_ptr<const NeedleTask> task;
    std::shared_ptr<const Tokenizer> tokenizer; // may be null
    NeedleRequest request;
    AskOptions options;
    std::int64_t count = 0;

    [[nodiscard]] NeedlePrompt document(std::int64_t index) const;
};

// As a run of an evaluation kind says.
[[nodiscard]] NeedleDocuments needleDocuments(const RunSpec& spec, std::shared_ptr<const NeedleTask> task,
                                              std::shared_ptr<const Tokenizer> tokenizer, std::int64_t length);

} // namespace halyard
