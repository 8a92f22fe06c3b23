// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace halyard {

// An owned file descriptor.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : m_fd(fd) {}
    FileDescriptor(FileDescriptor&& other) noexcept : m_fd(other.release()) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor();

    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }
    int release();
    // Closes and reports what close() said: 0 or an errno. (A write may fail as late as here.)
    [[nodiscard]] int close();

private:
    int m_fd = -1;
};

// Makes a system call again for as long as a signal interrupts it.
template <typename Call> [[nodiscard]] auto uninterrupted(const Call& call) {
    auto result = call();
    while (result < 0 && errno == EINTR) {
        result = call();
    }
    return result;
}

// Opens an existing regular file for reading. Directories, devices and FIFOs are refused ("not a regular file") without
// blocking. Throws Error(InvalidInput), or Error(Failed) when the disk or the machine is at fault.
[[nodiscard]] FileDescriptor openRegularFile(const std::filesystem::path& path);

// Size in bytes of an open file.
[[nodiscard]] std::uint64_t fileSize(const FileDescriptor& file, const std::filesystem::path& path);

// The whole content; more than maxBytes is refused before reading. Throws Error(InvalidInput).
[[nodiscard]] std::string readFile(const std::filesystem::path& path, std::size_t maxBytes);

// Writes every byte or throws Error(Failed) naming the path; EINTR and short writes are continued.
void writeAll(const FileDescriptor& file, std::string_view bytes, const std::filesystem::path& path);

// The same at an offset of the file.
void writeAllAt(const FileDescriptor& file, std::uint64_t offset, std::string_view bytes,
                const std::filesystem::path& path);

// fsync; throws Error(Failed) naming the path. After that the file's content is unknown: it is given up, never synced
// again.
void syncFile(const FileDescriptor& file, const std::filesystem::path& path);

// A folder and those above it that are missing; they survive a power loss. Throws Error(Failed).
void createFolders(const std::filesystem::path& folder);

// fsync of a folder, so that a rename in it survives a power loss.
void syncFolder(const std::filesystem::path& folder);

} // namespace halyard
