// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace halyard {

// Whether a file begins as Parquet files do.
[[nodiscard]] bool isParquet(const std::filesystem::path& file);

// The rows of a Parquet file as JSON lines, its columns as members; limit: the first rows, 0 = all. Debian 12 has no C++ library
// for the format: pyarrow reads it, in a program of its own that a damaged file cannot take this one down with. The interpreters
// are those of findPythons() and python3 of PATH. Throws Error(InvalidInput) for a damaged file, and when no Python has pyarrow.
[[nodiscard]] std::string parquetRows(const std::filesystem::path& file, std::int64_t limit);

// The script that does it, parquet_rows.py.
[[nodiscard]] std::string_view parquetScript();

} // namespace halyard
