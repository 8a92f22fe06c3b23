// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include "core/base/error.h"
#include "core/base/unique_id.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kMark = ".tmp-";

fs::path parentOf(const fs::path& path) {
    const fs::path parent = path.parent_path();
    return parent.empty() ? fs::path(".") : parent;
}

fs::path temporaryNeighbour(const fs::path& path) {
    return parentOf(path) / ("." + path.filename().string() + std::string(kMark) + uniqueId());
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

void syncFile(const fs::path& path) {
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen() || ::fsync(file.get()) != 0) {
        throw systemError(path.string(), HALYARD_TEXT("syncing"), errno);
    }
}

void syncTree(const fs::path& folder) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_symlink()) {
            continue;
        }
        entry.is_directory() ? syncFolder(entry.path()) : syncFile(entry.path());
    }
    syncFolder(folder);
}

} // namespace

AtomicFile::AtomicFile(fs::path path) : m_path(std::move(path)), m_temporary(temporaryNeighbour(m_path)) {
    m_file = FileDescriptor(::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!m_file.isOpen()) {
        throw systemError(m_path.string(), HALYARD_TEXT("writing"), errno);
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
    while (!bytes.empty()) {
        const ssize_t put = ::pwrite(m_file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            throw systemError(m_path.string(), HALYARD_TEXT("writing"), put < 0 ? errno : ENOSPC);
        }
        bytes.remove_prefix(static_cast<std::size_t>(put));
        offset += static_cast<std::uint64_t>(put);
    }
}

void AtomicFile::commit() {
    if (::fsync(m_file.get()) != 0) {
        throw systemError(m_path.string(), HALYARD_TEXT("syncing"), errno);
    }
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
    // "DIR/" and "DIR" mean the same folder.
    m_target = target.has_filename() ? std::move(target) : target.parent_path();
    m_temporary = temporaryNeighbour(m_target);
    std::error_code error;
    fs::create_directories(parentOf(m_target), error);
    if (error || !fs::create_directory(m_temporary, error)) {
        throw systemError(m_target.string(), HALYARD_TEXT("creating"), error ? error.value() : EEXIST);
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
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        if (isTemporary(entry.path())) {
            std::error_code ignored;
            fs::remove_all(entry.path(), ignored);
        }
    }
}

} // namespace halyard
