// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <filesystem>

namespace halyard {

// Takes the lock of a file (flock), which is created, for the life of the returned descriptor and of every process that
// inherits it; an unopened one when another process holds it. Throws Error(Failed) when the file cannot be opened.
[[nodiscard]] FileDescriptor tryLockFile(const std::filesystem::path& path);

// Waits until the lock is free, then as above.
[[nodiscard]] FileDescriptor lockFile(const std::filesystem::path& path);

// Whether a process holds the lock of a file; asks without keeping it and without writing.
[[nodiscard]] bool isFileLocked(const std::filesystem::path& path);

} // namespace halyard
