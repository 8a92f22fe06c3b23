// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>

namespace halyard::testing {

// The folder of reference cases: HALYARD_ORACLES, or shared/oracles beside the source tree; nothing when it is absent,
// and then a test that needs it is skipped aloud.
[[nodiscard]] inline std::optional<std::filesystem::path> oracleFolder() {
    const char* const given = std::getenv("HALYARD_ORACLES");
    const char* const source = std::getenv("HALYARD_SOURCE_DIR");
    const std::filesystem::path folder =
        given != nullptr ? std::filesystem::path(given)
                         : std::filesystem::path(source == nullptr ? "." : source) / ".." / "shared" / "oracles";
    return std::filesystem::is_directory(folder) ? std::optional(folder) : std::nullopt;
}

} // namespace halyard::testing
