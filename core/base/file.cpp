// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"

#include "core/base/error.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace halyard {

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
        (void)close();
        m_fd = other.release();
    }
    return *this;
}

FileDescriptor::~FileDescriptor() {
    (void)close();
}

int FileDescriptor::release() {
    const int fd = m_fd;
    m_fd = -1;
    return fd;
}

int FileDescriptor::close() {
    const int fd = release();
    // Linux has closed it when a signal interrupts; to try again would close another thread's file.
    return fd < 0 || ::close(fd) == 0 || errno == EINTR ? 0 : errno;
}

namespace {

// Not a matter of which path was given.
bool isFaultOfTheMachine(int error) {
    return error == EIO || error == ENOMEM || error == EMFILE || error == ENFILE || error == ENOSPC || error == EDQUOT;
}

} // namespace

FileDescriptor openRegularFile(const std::filesystem::path& path) {
    // O_NONBLOCK: opening a FIFO must not wait for a writer.
    FileDescriptor file(
        uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); }));
    if (!file.isOpen()) {
        const int error = errno;
        if (error == ENOENT) {
            throw invalidInput(HALYARD_TEXT("{path}: there is no such file."), {{"path", printable(path.string())}});
        }
        if (error == ELOOP) {
            throw invalidInput(HALYARD_TEXT("{path}: not a regular file (a loop of symbolic links)."),
                               {{"path", printable(path.string())}});
        }
        const Error cause = systemError(path.string(), HALYARD_TEXT("opening"), error);
        throw Error(isFaultOfTheMachine(error) ? ErrorKind::Failed : ErrorKind::InvalidInput, cause.message());
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        throw invalidInput(HALYARD_TEXT("{path}: not a regular file."), {{"path", printable(path.string())}});
    }
    return file;
}

std::uint64_t fileSize(const FileDescriptor& file, const std::filesystem::path& path) {
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) {
        throw systemError(path.string(), HALYARD_TEXT("reading"), errno);
    }
    return static_cast<std::uint64_t>(status.st_size);
}

std::string readFile(const std::filesystem::path& path, std::size_t maxBytes) {
    const FileDescriptor file = openRegularFile(path);
    const std::uint64_t size = fileSize(file, path);
    if (size > maxBytes) {
        throw invalidInput(HALYARD_TEXT("{path}: the file has {size} bytes; the limit is {limit}."),
                           {{"path", printable(path.string())}, {"size", grouped(size)}, {"limit", grouped(maxBytes)}});
    }
    std::string content(static_cast<std::size_t>(size), '\0');
    std::size_t filled = 0;
    while (filled < content.size()) {
        const ssize_t got = ::read(file.get(), content.data() + filled, content.size() - filled);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            throw systemError(path.string(), HALYARD_TEXT("reading"), errno);
        }
        if (got == 0) {
            throw failure(HALYARD_TEXT("{path}: the file changed while being read. Try again."),
                          {{"path", printable(path.string())}});
        }
        filled += static_cast<std::size_t>(got);
    }
    return content;
}

void writeAll(const FileDescriptor& file, std::string_view bytes, const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const ssize_t put = ::write(file.get(), bytes.data(), bytes.size());
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            throw systemError(path.string(), HALYARD_TEXT("writing"), put < 0 ? errno : ENOSPC);
        }
        bytes.remove_prefix(static_cast<std::size_t>(put));
    }
}

void writeAllAt(const FileDescriptor& file, std::uint64_t offset, std::string_view bytes,
                const std::filesystem::path& path) {
    while (!bytes.empty()) {
        const ssize_t put = uninterrupted(
            [&] { return ::pwrite(file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset)); });
        if (put <= 0) {
            throw systemError(path.string(), HALYARD_TEXT("writing"), put < 0 ? errno : ENOSPC);
        }
        bytes.remove_prefix(static_cast<std::size_t>(put));
        offset += static_cast<std::uint64_t>(put);
    }
}

void syncFile(const FileDescriptor& file, const std::filesystem::path& path) {
    if (uninterrupted([&] { return ::fsync(file.get()); }) != 0) {
        throw systemError(path.string(), HALYARD_TEXT("syncing"), errno);
    }
}

void createFolders(const std::filesystem::path& folder) {
    std::error_code error;
    if (folder.empty() || std::filesystem::is_directory(folder, error)) {
        return;
    }
    const std::filesystem::path whole = folder.has_filename() ? folder : folder.parent_path();
    createFolders(whole.parent_path());
    if (::mkdir(whole.c_str(), 0777) != 0 && errno != EEXIST) {
        throw systemError(whole.string(), HALYARD_TEXT("creating"), errno);
    }
    syncFolder(whole.has_parent_path() ? whole.parent_path() : ".");
}

void syncFolder(const std::filesystem::path& folder) {
    const FileDescriptor handle(
        uninterrupted([&] { return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
    if (!handle.isOpen() || uninterrupted([&] { return ::fsync(handle.get()); }) != 0) {
        throw systemError(folder.string(), HALYARD_TEXT("syncing"), errno);
    }
}

} // namespace halyard
