// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <string>

namespace halyard::testing {

// Folders of a small teacher and a small hybrid with random weights and a tokenizer whose token i is the byte i; and a
// config.json alone of a model whose cache is large.
class TinyModels {
public:
    TinyModels();

    [[nodiscard]] const std::filesystem::path& folder() const { return m_folder.path(); }
    [[nodiscard]] std::string teacher() const { return (m_folder / "teacher").string(); }
    [[nodiscard]] std::string student() const { return (m_folder / "student").string(); }
    [[nodiscard]] std::string wide() const { return (m_folder / "wide").string(); }

private:
    TemporaryFolder m_folder;
};

} // namespace halyard::testing
