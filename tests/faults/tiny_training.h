// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_folder.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <string>

namespace halyard::testing {

// A folder with a tokenizer, a text and data that the built worker prepared from it, to train a tiny model on.
class TinyTraining {
public:
    TinyTraining();

    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return m_folder / name; }
    // A model of some 12,000 parameters that saves after every step.
    [[nodiscard]] RunSpec spec(std::int64_t steps) const;
    [[nodiscard]] RunFolder createRun(const std::string& name, const RunSpec& spec) const;

private:
    TemporaryFolder m_folder;
};

} // namespace halyard::testing
