// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace halyard {

// What makes a folder an earlier export: this file, a JSON object with "format": "halyard-export".
inline constexpr const char* kExportMark = "halyard_export.json";
inline constexpr const char* kExportFormat = "halyard-export";

// Refuses a place where an export may not appear: a file, a link, a folder that holds something else than an earlier
// export, the source itself, a folder in the source or around it. Throws Error(InvalidInput).
void checkExportTarget(const std::filesystem::path& out, const std::filesystem::path& source);

} // namespace halyard
