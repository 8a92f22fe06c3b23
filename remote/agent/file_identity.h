// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace halyard {

// A number that tells a file from another that was put in its place, from inode and birth (an inode number alone is soon
// given to the next file); within what a JSON integer may hold. file: open, or −1 for what is at the path, a link being one
// itself. 0 = not known.
[[nodiscard]] std::uint64_t identityOf(const std::filesystem::path& path, int file);

} // namespace halyard
