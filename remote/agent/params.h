// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/protocol.h"

#include <string>

namespace halyard {

// The parameters of a request, by name. What is missing or of another type is refused with the verb and the name.
class Params {
public:
    explicit Params(const Request& request) : m_request(request) {}

    [[nodiscard]] bool has(const char* key) const;
    [[nodiscard]] std::string text(const char* key, std::size_t most = 4096) const;
    [[nodiscard]] std::string text(const char* key, const std::string& otherwise, std::size_t most = 4096) const;
    [[nodiscard]] std::int64_t whole(const char* key) const; // 0 or more
    [[nodiscard]] std::int64_t whole(const char* key, std::int64_t otherwise) const;
    [[nodiscard]] bool flag(const char* key, bool otherwise = false) const;
    [[nodiscard]] const Json& object(const char* key) const;

private:
    [[nodiscard]] const Json& get(const char* key, bool (Json::*isRight)() const noexcept, Sentence refusal) const;

    const Request& m_request;
};

} // namespace halyard
