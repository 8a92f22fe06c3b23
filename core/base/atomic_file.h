// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <filesystem>
#include <string_view>

namespace halyard {

// A file that appears complete or not at all: bytes go to a hidden neighbour ".NAME.tmp-<id>", commit() makes them
// durable and renames it over the target; without commit() the neighbour is removed and an older target is untouched.
// The neighbour is locked (flock) for as long as somebody works on it, so that only what a killed process left is ever
// taken for a leftover.
class AtomicFile {
public:
    explicit AtomicFile(std::filesystem::path path);
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    void write(std::string_view bytes);
    // Writes at an offset: a header whose content is known last, or parts that arrive in another order.
    void writeAt(std::uint64_t offset, std::string_view bytes);
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    // fsync, close, rename, fsync of the folder. Throws Error(Failed); after that the file is gone.
    void commit();

private:
    std::filesystem::path m_path;
    std::filesystem::path m_temporary;
    FileDescriptor m_file;
    std::uint64_t m_size = 0;
    bool m_done = false;
};

void writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);

// A folder that appears complete or not at all (promises P1, P11): files are written below path(), commit() syncs every
// file and folder in it and renames it to the target. An older folder at the target is exchanged with the new one in
// one step (renameat2 RENAME_EXCHANGE) and then removed, so that one of the two is always there, complete.
class AtomicFolder {
public:
    explicit AtomicFolder(std::filesystem::path target);
    ~AtomicFolder();
    AtomicFolder(const AtomicFolder&) = delete;
    AtomicFolder& operator=(const AtomicFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_temporary; }
    void commit();

private:
    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
    FileDescriptor m_lock;
    bool m_done = false;
};

// Removes what interrupted AtomicFile and AtomicFolder objects left in a folder ("*.tmp-<id>").
void removeLeftovers(const std::filesystem::path& folder);
// Those of one file or folder alone.
void removeLeftoversOf(const std::filesystem::path& target);

} // namespace halyard
