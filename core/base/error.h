// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"

#include <exception>
#include <string>

namespace halyard {

// Why a program ends; the numbers are its exit codes.
enum class ErrorKind {
    Failed = 1,       // the world is broken: disk full, file vanished, worker died
    InvalidInput = 2, // the user's input is wrong; the sentence names the place and the fix
    Stopped = 130,    // the user asked to stop
};

// The only exception of the program. Its sentence says what failed, on what, and what to do.
class Error : public std::exception {
public:
    Error(ErrorKind kind, Sentence sentence, Arguments arguments = {});
    Error(ErrorKind kind, Message message);

    [[nodiscard]] ErrorKind kind() const { return m_kind; }
    [[nodiscard]] const Message& message() const { return m_message; }
    [[nodiscard]] int exitCode() const { return static_cast<int>(m_kind); }
    // Whether room on a disk, or in a quota, is what was missing: the same may succeed later.
    [[nodiscard]] bool isDiskFull() const { return m_diskFull; }
    [[nodiscard]] const char* what() const noexcept override { return m_text.c_str(); }

private:
    ErrorKind m_kind;
    Message m_message;
    std::string m_text;
    bool m_diskFull = false;

    friend Error systemError(const std::string& path, Sentence doing, int errorNumber);
};

[[nodiscard]] inline Error invalidInput(Sentence sentence, Arguments arguments = {}) {
    return {ErrorKind::InvalidInput, sentence, std::move(arguments)};
}

[[nodiscard]] inline Error failure(Sentence sentence, Arguments arguments = {}) {
    return {ErrorKind::Failed, sentence, std::move(arguments)};
}

// "{path}: {action} failed: {reason}." from errno; doing is "reading", "writing", …
[[nodiscard]] Error systemError(const std::string& path, Sentence doing, int errorNumber);

} // namespace halyard
