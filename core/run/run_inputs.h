// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"

#include <string>
#include <string_view>
#include <vector>

namespace halyard {

// What an input of a role must be.
struct InputRole {
    std::string_view name;
    // One of these files makes a folder an input of the role; the first is the one named in refusals. None: the input is a
    // file itself.
    std::vector<std::string_view> definingFiles;
    Sentence meaning; // "a model folder", …
};
[[nodiscard]] const std::vector<InputRole>& inputRoles();
[[nodiscard]] const InputRole* findInputRole(std::string_view name);

// Roles a run of a kind cannot do without, and those it reads when they are given.
struct KindInputs {
    std::vector<std::string_view> required;
    std::vector<std::string_view> optional;
};
[[nodiscard]] KindInputs inputsOf(RunKind kind);

// Hash of what defines an input: the manifest (which names the content of data and checkpoints), or tokenizer.json, or
// config.json with samples of the weights. Milliseconds, however large the input. Throws Error(InvalidInput) for an
// input that is not there or is not of its role.
[[nodiscard]] std::string hashOf(const RunInput& input);

} // namespace halyard
