// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/run/run_spec.h"

#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

// One thing wrong (or worth a warning) in a spec, with its JSON path ("/optimizer/learning_rate").
struct Issue {
    enum class Severity { Error, Warning };
    Severity severity = Severity::Error;
    std::string path;
    Message message;
};

// Ranges, combinations, paths (promises.md 3.6) and the existence of inputs. Touches the disk only to look.
[[nodiscard]] std::vector<Issue> validate(const RunSpec& spec);
// The folder a run is created in: refuses "/", a control character, "..", 4,096 bytes and more, and an input's folder.
// Throws Error(InvalidInput).
void checkOutputPath(const std::filesystem::path& path, const RunSpec& spec);
// Throws Error(InvalidInput) with the first error's sentence; warnings are returned.
std::vector<Issue> requireValid(const RunSpec& spec);

} // namespace halyard
