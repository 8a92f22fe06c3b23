// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include "core/base/error.h"
#include "core/base/unique_id.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kMark = ".tmp-";

fs::path parentOf(const fs::path& path) {
    const fs::path parent = path.parent_path();
    return parent.empty() ? fs::path(".") : parent;
}

std::string temporaryPrefix(const fs::path& path) {
    return "." + path.filename().string() + std::string(kMark);
}

fs::path temporaryNeighbour(const fs::path& path) {
    return parentOf(path) / (temporaryPrefix(path) + uniqueId());
}

// "DIR/" and "DIR" mean the same folder.
fs::path withoutSlash(const fs::path& path) {
    return path.has_filename() ? path : path.parent_path();
}

FileDescriptor openFolder(const fs::path& path) {
    return FileDescriptor(
        uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK); }));
}

bool isTemporary(const fs::path& path) {
    const std::string name = path.filename().string();
    const std::size_t mark = name.rfind(kMark);
    return name.size() > 1 && name[0] == '.' && mark != std::string::npos && name.size() - mark - kMark.size() == 32 &&
           std::all_of(name.end() - 32, name.end(),
                       [](char c) { return std::isxdigit(static_cast<unsigned char>(c)); });
}

void renameOver(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        throw systemError(to.string(), HALYARD_TEXT("renaming"), errno);
    }
}

constexpr int kAttempts = 20; // to lock what is new before another takes it for a leftover

// A file system that knows no locks does without: then what another process writes may be taken for a leftover.
bool isLockedByAnother(const FileDescriptor& file) {
    return file.isOpen() && uninterrupted([&] { return ::flock(file.get(), LOCK_EX | LOCK_NB); }) != 0 &&
           errno == EWOULDBLOCK;
}

// Locks what was just made; does without where it cannot be opened. False when another, who removes leftovers, came in between.
bool lockNew(const FileDescriptor& file, const fs::path& path) {
    struct stat own {};
    struct stat there {};
    if (isLockedByAnother(file) || ::lstat(path.c_str(), &there) != 0) {
        return false;
    }
    return !file.isOpen() || (::fstat(file.get(), &own) == 0 && own.st_ino == there.st_ino && own.st_dev == there.st_dev);
}

void syncFileAt(const fs::path& path) {
    const FileDescriptor file(uninterrupted([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); }));
    if (!file.isOpen()) {
        throw systemError(path.string(), HALYARD_TEXT("syncing"), errno);
    }
    syncFile(file, path);
}

void syncTree(const fs::path& folder) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_symlink()) {
            continue;
        }
        entry.is_directory() ? syncFolder(entry.path()) : syncFileAt(entry.path());
    }
    syncFolder(folder);
}

void removeTemporaries(const fs::path& folder, const std::string& prefix) {
    std::error_code error;
    std::vector<fs::path> found; // a listing that goes on while entries go may miss some
    for (fs::directory_iterator at(folder, error); !error && at != fs::directory_iterator(); at.increment(error)) {
        if (isTemporary(at->path()) && at->path().filename().string().starts_with(prefix)) {
            found.push_back(at->path());
        }
    }
    for (const fs::path& path : found) {
        const FileDescriptor file = openFolder(path);
        std::error_code ignored;
        if (!isLockedByAnother(file)) { // by now by us, so that whoever has just made it sees that it goes
            fs::remove_all(path, ignored);
        }
    }
}

} // namespace

AtomicFile::AtomicFile(fs::path path) : m_path(std::move(path)) {
    for (int attempt = 0; attempt == 0 || (attempt < kAttempts && !lockNew(m_file, m_temporary)); ++attempt) {
        m_temporary = temporaryNeighbour(m_path);
        m_file = FileDescriptor(uninterrupted(
            [&] { return ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666); }));
        if (!m_file.isOpen()) {
            throw systemError(m_path.string(), HALYARD_TEXT("writing"), errno);
        }
    }
}

AtomicFile::~AtomicFile() {
    if (!m_done) {
        (void)m_file.close();
        ::unlink(m_temporary.c_str());
    }
}

void AtomicFile::write(std::string_view bytes) {
    writeAll(m_file, bytes, m_path);
    m_size += bytes.size();
}

void AtomicFile::writeAt(std::uint64_t offset, std::string_view bytes) {
    writeAllAt(m_file, offset, bytes, m_path);
}

void AtomicFile::commit() {
    syncFile(m_file, m_path);
    const FileDescriptor stillLocked(::fcntl(m_file.get(), F_DUPFD_CLOEXEC, 0)); // until it has its name
    if (const int error = m_file.close()) {
        throw systemError(m_path.string(), HALYARD_TEXT("closing"), error);
    }
    renameOver(m_temporary, m_path);
    m_done = true;
    syncFolder(parentOf(m_path));
}

void writeFileAtomically(const fs::path& path, std::string_view bytes) {
    AtomicFile file(path);
    file.write(bytes);
    file.commit();
}

AtomicFolder::AtomicFolder(fs::path target) {
    m_target = withoutSlash(target);
    createFolders(parentOf(m_target));
    for (int attempt = 0; attempt == 0 || (attempt < kAttempts && !lockNew(m_lock, m_temporary)); ++attempt) {
        m_temporary = temporaryNeighbour(m_target);
        std::error_code error;
        if (!fs::create_directory(m_temporary, error)) {
            throw systemError(m_target.string(), HALYARD_TEXT("creating"), error ? error.value() : EEXIST);
        }
        m_lock = openFolder(m_temporary);
    }
}

AtomicFolder::~AtomicFolder() {
    if (!m_done) {
        std::error_code ignored;
        fs::remove_all(m_temporary, ignored);
    }
}

void AtomicFolder::commit() {
    try {
        syncTree(m_temporary);
    } catch (const fs::filesystem_error& error) {
        throw systemError(m_target.string(), HALYARD_TEXT("syncing"), error.code().value());
    }
    if (fs::exists(m_target)) {
        if (::renameat2(AT_FDCWD, m_temporary.c_str(), AT_FDCWD, m_target.c_str(), RENAME_EXCHANGE) != 0) {
            throw systemError(m_target.string(), HALYARD_TEXT("renaming"), errno);
        }
        m_done = true;
        syncFolder(parentOf(m_target));
        std::error_code ignored;
        fs::remove_all(m_temporary, ignored); // the older folder
        return;
    }
    renameOver(m_temporary, m_target);
    m_done = true;
    syncFolder(parentOf(m_target));
}

void removeLeftovers(const fs::path& folder) {
    removeTemporaries(folder, "");
}

void removeLeftoversOf(const fs::path& target) {
    const fs::path whole = withoutSlash(target);
    removeTemporaries(parentOf(whole), temporaryPrefix(whole));
}

} // namespace halyard
