// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace halyard {

// Whether a run's events, of any process, have one of this name and step. Read in pieces: those of a long run are many.
[[nodiscard]] bool hasEvent(const std::filesystem::path& eventsJsonl, std::string_view name, std::int64_t step);

} // namespace halyard
