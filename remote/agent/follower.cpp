// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/follower.h"

#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "remote/agent/file_identity.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace halyard {

namespace {

constexpr std::uint64_t kMostChecked = 4096;

} // namespace

Follower::Follower(std::filesystem::path path, Start start)
    : m_path(std::move(path)), m_start(std::move(start)), m_told(m_start.offset), m_acknowledged(m_start.offset) {}

bool Follower::holdsOtherBytes() const {
    std::string before(static_cast<std::size_t>(std::min({m_start.checked, kMostChecked, m_told})), '\0');
    const auto from = static_cast<off_t>(m_told - before.size());
    const ssize_t got = ::pread(m_file.get(), before.data(), before.size(), from);
    return got != static_cast<ssize_t>(before.size()) || (!before.empty() && crc32c(before) != m_start.check);
}

bool Follower::openIfThere() {
    if (m_file.isOpen()) {
        return true;
    }
    m_file = FileDescriptor(::open(m_path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!m_file.isOpen()) {
        if (errno == ENOENT) {
            return false;
        }
        throw systemError(m_path.string(), HALYARD_TEXT("reading"), errno);
    }
    struct stat info {};
    if (::fstat(m_file.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
        throw invalidInput(HALYARD_TEXT("{path} is not a regular file."), {{"path", printable(m_path.string())}});
    }
    m_identity = identityOf(m_path, m_file.get());
    const bool another = m_start.file != 0 && m_start.file != m_identity;
    if (another || static_cast<std::uint64_t>(info.st_size) < m_told || holdsOtherBytes()) {
        m_restarted = m_told > 0;
        m_told = m_acknowledged = 0;
    }
    m_start.file = m_identity;
    m_start.checked = 0;
    return true;
}

void Follower::reopenIfReplaced() {
    const std::uint64_t there = identityOf(m_path, -1);
    if (m_file.isOpen() && there != m_identity && there != 0) {
        (void)m_file.close();
        m_toldEnd = false;
    }
}

Json Follower::piece(std::string_view bytes, std::uint64_t size) {
    const std::uint64_t begin = m_told;
    m_told += bytes.size();
    m_toldEnd = m_told >= size;
    Json out = {{"push", "bytes"},      {"follow", m_start.follow}, {"run", m_start.run},
                {"offset", begin},      {"next", m_told},           {"size", size},
                {"file", m_identity},   {"restarted", m_restarted}, {"end", m_toldEnd},
                {"data", base64(bytes)}};
    m_restarted = false;
    return out;
}

std::optional<Json> Follower::next() {
    if (m_told - m_acknowledged >= kWindow) {
        return std::nullopt;
    }
    if (m_toldEnd) {
        reopenIfReplaced();
    }
    if (!openIfThere()) {
        return m_toldEnd ? std::nullopt : std::optional(piece({}, m_told));
    }
    struct stat info {};
    if (::fstat(m_file.get(), &info) != 0) {
        throw systemError(m_path.string(), HALYARD_TEXT("reading"), errno);
    }
    const auto size = static_cast<std::uint64_t>(info.st_size);
    if (size < m_told) { // shortened in place
        m_restarted = true;
        m_told = m_acknowledged = 0;
        m_toldEnd = false;
    }
    if (size == m_told) {
        return m_toldEnd && !m_restarted ? std::nullopt : std::optional(piece({}, size));
    }
    std::string bytes(std::min({kPiece, size - m_told, m_acknowledged + kWindow - m_told}), '\0');
    const ssize_t got = ::pread(m_file.get(), bytes.data(), bytes.size(), static_cast<off_t>(m_told));
    if (got < 0) {
        throw systemError(m_path.string(), HALYARD_TEXT("reading"), errno);
    }
    return piece(std::string_view(bytes).substr(0, static_cast<std::size_t>(got)), size);
}

void Follower::acknowledge(std::uint64_t offset) {
    if (offset <= m_told) { // else of before the file was replaced
        m_acknowledged = std::max(m_acknowledged, offset);
    }
}

} // namespace halyard
