// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/file_identity.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>

namespace halyard {

std::uint64_t identityOf(const std::filesystem::path& path, int file) {
    struct statx info {};
    const bool known = file >= 0
                           ? ::statx(file, "", AT_EMPTY_PATH, STATX_INO | STATX_BTIME, &info) == 0
                           : ::statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_BTIME, &info) == 0;
    if (!known) {
        return 0;
    }
    std::uint64_t mixed = info.stx_ino;
    for (const std::uint64_t part :
         {static_cast<std::uint64_t>(info.stx_btime.tv_sec), static_cast<std::uint64_t>(info.stx_btime.tv_nsec)}) {
        mixed = (mixed ^ part) * 0x9E3779B97F4A7C15U;
        mixed ^= mixed >> 29U;
    }
    return std::max<std::uint64_t>(mixed & ((std::uint64_t{1} << 52U) - 1), 1);
}

} // namespace halyard
