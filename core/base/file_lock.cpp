// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_lock.h"

#include "core/base/error.h"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>

namespace halyard {

namespace {

FileDescriptor openLock(const std::filesystem::path& path) {
    FileDescriptor file(uninterrupted([&] { return ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666); }));
    if (!file.isOpen()) {
        throw systemError(path.string(), HALYARD_TEXT("opening"), errno);
    }
    return file;
}

} // namespace

FileDescriptor lockFile(const std::filesystem::path& path) {
    FileDescriptor file = openLock(path);
    if (uninterrupted([&] { return ::flock(file.get(), LOCK_EX); }) != 0) {
        throw systemError(path.string(), HALYARD_TEXT("locking"), errno);
    }
    return file;
}

FileDescriptor tryLockFile(const std::filesystem::path& path) {
    FileDescriptor file = openLock(path);
    // Someone who only asks whether it is locked holds the lock for an instant.
    for (int attempt = 0; attempt < 5; ++attempt) {
        if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) {
            return file;
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            throw systemError(path.string(), HALYARD_TEXT("locking"), errno);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return {};
}

bool isFileLocked(const std::filesystem::path& path) {
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    return file.isOpen() && ::flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

} // namespace halyard
