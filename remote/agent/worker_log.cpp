// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/worker_log.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/stat.h>

namespace halyard {

namespace {

constexpr std::size_t kTail = 4096;

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

FileDescriptor openForAppending(const std::filesystem::path& path) {
    return FileDescriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0666));
}

} // namespace

WorkerLog::WorkerLog(std::filesystem::path path, std::uint64_t limit)
    : m_path(std::move(path)), m_limit(limit), m_file(openForAppending(m_path)) {
    struct stat status {};
    if (m_file.isOpen() && ::fstat(m_file.get(), &status) == 0) {
        m_size = static_cast<std::uint64_t>(status.st_size);
    }
}

void WorkerLog::append(std::string_view text) {
    m_tail.append(text.substr(text.size() - std::min(text.size(), kTail)));
    m_tail.erase(0, m_tail.size() - std::min(m_tail.size(), kTail));
    if (m_size > 0 && m_size + text.size() > m_limit / 2) {
        rotate();
    }
    if (!m_file.isOpen()) {
        return;
    }
    try {
        writeAll(m_file, text, m_path);
        m_size += text.size();
    } catch (const Error&) {
        (void)m_file.close();
    }
}

void WorkerLog::rotate() {
    std::filesystem::path old = m_path;
    old.replace_extension(".old" + m_path.extension().string());
    std::error_code error;
    std::filesystem::rename(m_path, old, error);
    m_file = error ? FileDescriptor() : openForAppending(m_path);
    m_size = 0;
}

std::string WorkerLog::lastWords() const {
    std::string_view rest = trimmed(m_tail);
    rest.remove_prefix(std::min(rest.size(), rest.find_last_of("\r\n") + 1));
    return printable(trimmed(rest), 500);
}

} // namespace halyard
