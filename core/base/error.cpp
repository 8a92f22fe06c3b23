// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include <cerrno>
#include <cstring>

namespace halyard {

Error::Error(ErrorKind kind, Sentence sentence, Arguments arguments)
    : Error(kind, Message(sentence, std::move(arguments))) {}

Error::Error(ErrorKind kind, Message message)
    : m_kind(kind), m_message(std::move(message)), m_text(m_message.text()) {}

Error systemError(const std::string& path, Sentence doing, int errorNumber) {
    const std::string action = Message(doing).text();
    if (errorNumber == EDQUOT || errorNumber == ENOSPC) {
        Error full = failure(
            errorNumber == EDQUOT
                ? HALYARD_TEXT("{path}: {action} failed: the disk quota is used up. Free some space and try again.")
                : HALYARD_TEXT("{path}: {action} failed: the disk is full. Free some space and try again."),
            {{"path", printable(path)}, {"action", action}});
        full.m_diskFull = true;
        return full;
    }
    return failure(HALYARD_TEXT("{path}: {action} failed: {reason}."),
                   {{"path", printable(path)}, {"action", action}, {"reason", std::strerror(errorNumber)}});
}

} // namespace halyard
