// SPDX-License-Identifier: GPL-3.0-or-later
// See failing_calls.h. Everything goes to the kernel directly, so nothing here comes back to its own functions; no
// memory is allocated, since programs call these before they are ready.
#include "tests/support/failing_calls.h"

#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

constexpr std::size_t kPathSize = 2 * PATH_MAX;

enum class Mode { None, Once, On, Each };

struct Plan {
    char below[kPathSize] = {};
    Mode mode = Mode::None;
    int number = 0;
    int error = 0;
    int log = -1;
    int record = -1;
    std::atomic<int> count{0};
};

Plan plan;
thread_local bool interruptedBefore = false;

long openRaw(int folder, const char* path, int flags, mode_t mode) {
    return ::syscall(SYS_openat, folder, path, flags, mode);
}

int openLog(const char* path) {
    if (path == nullptr || *path == '\0') {
        return -1;
    }
    const long fd = openRaw(AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    // Away from the numbers that programs count on.
    const long high = fd < 0 ? -1 : ::syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 500);
    ::syscall(SYS_close, fd);
    return static_cast<int>(high);
}

void setPlan(const char* text) {
    plan.mode = Mode::None;
    plan.count = 0;
    char word[16] = {};
    if (text != nullptr && std::sscanf(text, "%d %15s %d", &plan.number, word, &plan.error) == 3) {
        plan.mode = std::strcmp(word, "once") == 0 ? Mode::Once : std::strcmp(word, "on") == 0 ? Mode::On : Mode::Each;
    }
}

void setBelow(const char* path) {
    plan.below[0] = '\0';
    if (path != nullptr) {
        std::strncpy(plan.below, path, kPathSize - 1);
    }
}

__attribute__((constructor)) void fromEnvironment() {
    setPlan(std::getenv("HALYARD_CALLS_PLAN"));
    plan.log = openLog(std::getenv("HALYARD_CALLS_LOG"));
    plan.record = openLog(std::getenv("HALYARD_CALLS_RECORD"));
    setBelow(std::getenv("HALYARD_CALLS_BELOW"));
}

struct Path {
    char text[kPathSize] = {};

    [[nodiscard]] bool isWatched() const {
        const std::size_t size = std::strlen(plan.below);
        return size > 0 && std::strncmp(text, plan.below, size) == 0 && (text[size] == '/' || text[size] == '\0');
    }
};

Path ofDescriptor(int fd) {
    Path path;
    if (plan.below[0] != '\0') {
        char link[64];
        std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        const long size = ::syscall(SYS_readlink, link, path.text, kPathSize - 1);
        path.text[size > 0 ? size : 0] = '\0';
    }
    return path;
}

Path ofName(int folder, const char* name) {
    Path path;
    if (plan.below[0] == '\0' || name == nullptr) {
        return path;
    }
    if (name[0] == '/') {
        std::strncpy(path.text, name, kPathSize - 1);
    } else {
        if (folder == AT_FDCWD) {
            if (::syscall(SYS_getcwd, path.text, PATH_MAX) < 0) {
                path.text[0] = '\0';
            }
        } else {
            path = ofDescriptor(folder);
        }
        const std::size_t size = std::strlen(path.text);
        std::snprintf(path.text + size, kPathSize - size, "/%s", name);
    }
    const std::size_t size = std::strlen(path.text);
    if (size > 1 && path.text[size - 1] == '/') {
        path.text[size - 1] = '\0';
    }
    return path;
}

void note(int number, const char* name, const Path& path, bool failed) {
    if (plan.log < 0) {
        return;
    }
    char line[kPathSize + 64];
    const int size = std::snprintf(line, sizeof line, "%d %s %s%s\n", number, name, path.text, failed ? " failed" : "");
    ::syscall(SYS_write, plan.log, line, size);
}

// Counts a call; true: it must fail, and errno is set.
bool mustFail(const char* name, const Path& path, bool interruptible) {
    if (!path.isWatched()) {
        return false;
    }
    const int number = ++plan.count;
    bool failed = plan.mode == Mode::Once ? number == plan.number : plan.mode == Mode::On && number >= plan.number;
    if (plan.mode == Mode::Each && plan.error == EINTR && interruptible) {
        failed = !interruptedBefore;
        interruptedBefore = failed;
    }
    note(number, name, path, failed);
    if (failed) {
        errno = plan.error;
    }
    return failed;
}

std::size_t shortened(std::size_t size, const Path& path) {
    return plan.mode == Mode::Each && plan.error == 0 && path.isWatched() && size > 1 ? size / 2 : size;
}

void record(const char* name, const Path& path, const Path& second, long offset, const void* bytes, std::size_t size) {
    const bool standardOutput = std::strcmp(name, "say") == 0;
    if (plan.record < 0 || (!standardOutput && !path.isWatched() && !second.isWatched())) {
        return;
    }
    char head[2 * kPathSize + 96];
    const int length = std::snprintf(head, sizeof head, "%s\t%ld\t%zu\t%s\t%s\n", name, offset, size, path.text, second.text);
    const iovec parts[2] = {{head, static_cast<std::size_t>(length)}, {const_cast<void*>(bytes), size}};
    ::syscall(SYS_writev, plan.record, parts, 2);
}

void record(const char* name, const Path& path) {
    record(name, path, Path(), 0, nullptr, 0);
}

int openAt(int folder, const char* name, int flags, mode_t mode) {
    const Path path = ofName(folder, name);
    // Folders are opened by libraries as well, which rely on no signal interrupting that, as on Linux none does.
    if (mustFail("open", path, (flags & O_DIRECTORY) == 0)) {
        return -1;
    }
    const bool existed = ::syscall(SYS_faccessat, folder, name, F_OK) == 0;
    const auto fd = static_cast<int>(openRaw(folder, name, flags, mode));
    if (fd >= 0 && (flags & O_CREAT) != 0 && !existed) {
        record("create", path);
    } else if (fd >= 0 && (flags & O_TRUNC) != 0) {
        record("truncate", path);
    }
    return fd;
}

mode_t modeOf(int flags, va_list& arguments) {
    const bool given = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
    return given ? static_cast<mode_t>(va_arg(arguments, int)) : 0;
}

ssize_t putAt(const char* name, int fd, const void* bytes, std::size_t size, off_t offset) {
    const Path path = ofDescriptor(fd);
    if (mustFail(name, path, true)) {
        return -1;
    }
    const ssize_t put = ::syscall(SYS_pwrite64, fd, bytes, shortened(size, path), offset);
    if (put > 0) {
        record("write", path, Path(), offset, bytes, static_cast<std::size_t>(put));
    }
    return put;
}

int renameAt(int oldFolder, const char* oldName, int newFolder, const char* newName, unsigned flags) {
    const Path from = ofName(oldFolder, oldName);
    const Path to = ofName(newFolder, newName);
    if (mustFail("rename", to, false)) {
        return -1;
    }
    const long result = ::syscall(SYS_renameat2, oldFolder, oldName, newFolder, newName, flags);
    if (result == 0) {
        record(flags == RENAME_EXCHANGE ? "exchange" : "rename", from, to, 0, nullptr, 0);
    }
    return static_cast<int>(result);
}

int makeFolder(int folder, const char* name, mode_t mode) {
    const Path path = ofName(folder, name);
    if (mustFail("mkdir", path, false)) {
        return -1;
    }
    const long result = ::syscall(SYS_mkdirat, folder, name, mode);
    if (result == 0) {
        record("mkdir", path);
    }
    return static_cast<int>(result);
}

int removeName(int folder, const char* name, int flags) {
    const Path path = ofName(folder, name);
    if (mustFail("unlink", path, false)) {
        return -1;
    }
    const long result = ::syscall(SYS_unlinkat, folder, name, flags);
    if (result == 0) {
        record("unlink", path);
    }
    return static_cast<int>(result);
}

int syncWith(const char* name, long call, int fd) {
    const Path path = ofDescriptor(fd);
    if (mustFail(name, path, true)) {
        return -1;
    }
    // Of a watched file nothing but the order matters here, so the disk need not be waited for.
    const long result = path.isWatched() ? 0 : ::syscall(call, fd);
    if (result == 0) {
        record("sync", path);
    }
    return static_cast<int>(result);
}

int shorten(int fd, off_t size) {
    const Path path = ofDescriptor(fd);
    if (mustFail("ftruncate", path, true)) {
        return -1;
    }
    const long result = ::syscall(SYS_ftruncate, fd, size);
    if (result == 0) {
        record("resize", path, Path(), size, nullptr, 0);
    }
    return static_cast<int>(result);
}

void* mapFile(void* at, std::size_t size, int protection, int flags, int fd, off_t offset) {
    if (fd >= 0 && mustFail("mmap", ofDescriptor(fd), false)) {
        return MAP_FAILED;
    }
    return reinterpret_cast<void*>(::syscall(SYS_mmap, at, size, protection, flags, fd, offset));
}

} // namespace

extern "C" {

void halyardWatchCalls(const char* below, const char* planText, const char* log) {
    setPlan(planText);
    plan.log = openLog(log);
    setBelow(below);
}

int halyardWatchedCalls(void) {
    return plan.count;
}

int open(const char* name, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return openAt(AT_FDCWD, name, flags, mode);
}

int open64(const char* name, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return openAt(AT_FDCWD, name, flags, mode);
}

int openat(int folder, const char* name, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return openAt(folder, name, flags, mode);
}

int openat64(int folder, const char* name, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = modeOf(flags, arguments);
    va_end(arguments);
    return openAt(folder, name, flags, mode);
}

ssize_t write(int fd, const void* bytes, std::size_t size) {
    const Path path = ofDescriptor(fd);
    if (mustFail("write", path, true)) {
        return -1;
    }
    const ssize_t put = ::syscall(SYS_write, fd, bytes, shortened(size, path));
    if (put > 0 && path.isWatched()) {
        record("write", path, Path(), ::syscall(SYS_lseek, fd, 0, SEEK_CUR) - put, bytes, static_cast<std::size_t>(put));
    } else if (put > 0 && fd == STDOUT_FILENO) {
        record("say", Path(), Path(), 0, bytes, static_cast<std::size_t>(put));
    }
    return put;
}

ssize_t writev(int fd, const iovec* parts, int count) {
    const Path path = ofDescriptor(fd);
    if (!path.isWatched()) {
        return ::syscall(SYS_writev, fd, parts, count);
    }
    for (int i = 0; i < count; ++i) { // the first part alone: a short write, which is allowed
        if (parts[i].iov_len > 0) {
            return write(fd, parts[i].iov_base, parts[i].iov_len);
        }
    }
    return 0;
}

ssize_t pwrite(int fd, const void* bytes, std::size_t size, off_t offset) {
    return putAt("pwrite", fd, bytes, size, offset);
}

ssize_t pwrite64(int fd, const void* bytes, std::size_t size, off64_t offset) {
    return putAt("pwrite", fd, bytes, size, offset);
}

int fsync(int fd) {
    return syncWith("fsync", SYS_fsync, fd);
}

int fdatasync(int fd) {
    return syncWith("fdatasync", SYS_fdatasync, fd);
}

int close(int fd) {
    const bool failed = mustFail("close", ofDescriptor(fd), true);
    const int error = errno;
    const long result = ::syscall(SYS_close, fd); // a close that fails has closed all the same
    if (failed) {
        interruptedBefore = false; // and is not tried again
        errno = error;
        return -1;
    }
    return static_cast<int>(result);
}

int rename(const char* from, const char* to) noexcept {
    return renameAt(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat(int oldFolder, const char* from, int newFolder, const char* to) noexcept {
    return renameAt(oldFolder, from, newFolder, to, 0);
}

int renameat2(int oldFolder, const char* from, int newFolder, const char* to, unsigned flags) noexcept {
    return renameAt(oldFolder, from, newFolder, to, flags);
}

int mkdir(const char* name, mode_t mode) noexcept {
    return makeFolder(AT_FDCWD, name, mode);
}

int mkdirat(int folder, const char* name, mode_t mode) noexcept {
    return makeFolder(folder, name, mode);
}

int link(const char* from, const char* to) noexcept {
    if (mustFail("link", ofName(AT_FDCWD, to), false)) {
        return -1;
    }
    return static_cast<int>(::syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int unlink(const char* name) noexcept {
    return removeName(AT_FDCWD, name, 0);
}

int unlinkat(int folder, const char* name, int flags) noexcept {
    return removeName(folder, name, flags);
}

int rmdir(const char* name) noexcept {
    return removeName(AT_FDCWD, name, AT_REMOVEDIR);
}

int ftruncate(int fd, off_t size) noexcept {
    return shorten(fd, size);
}

int ftruncate64(int fd, off64_t size) noexcept {
    return shorten(fd, size);
}

void* mmap(void* at, std::size_t size, int protection, int flags, int fd, off_t offset) noexcept {
    return mapFile(at, size, protection, flags, fd, offset);
}

void* mmap64(void* at, std::size_t size, int protection, int flags, int fd, off64_t offset) noexcept {
    return mapFile(at, size, protection, flags, fd, offset);
}

ssize_t sendfile(int to, int from, off_t* offset, std::size_t size) noexcept {
    if (mustFail("sendfile", ofDescriptor(to), false)) {
        return -1;
    }
    return ::syscall(SYS_sendfile, to, from, offset, size);
}
}
