// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/params.h"

namespace halyard {

bool Params::has(const char* key) const {
    const auto found = m_request.params.find(key);
    return found != m_request.params.end() && !found->is_null();
}

const Json& Params::get(const char* key, bool (Json::*isRight)() const noexcept, Sentence refusal) const {
    const auto found = m_request.params.find(key);
    if (found == m_request.params.end() || !((*found).*isRight)()) {
        throw invalidInput(refusal, {{"verb", printable(m_request.verb, 40)}, {"key", key}});
    }
    return *found;
}

std::string Params::text(const char* key, std::size_t most) const {
    std::string value =
        get(key, &Json::is_string, HALYARD_TEXT("The request \"{verb}\" needs \"{key}\", a text.")).get<std::string>();
    if (value.size() > most) {
        throw invalidInput(
            HALYARD_TEXT("\"{key}\" of the request \"{verb}\" has {size} bytes; the limit is {limit}."),
            {{"verb", m_request.verb}, {"key", key}, {"size", grouped(value.size())}, {"limit", grouped(most)}});
    }
    return value;
}

std::string Params::text(const char* key, const std::string& otherwise, std::size_t most) const {
    return has(key) ? text(key, most) : otherwise;
}

std::int64_t Params::whole(const char* key) const {
    const Sentence refusal = HALYARD_TEXT("The request \"{verb}\" needs \"{key}\", a whole number of 0 or more.");
    return get(key, &Json::is_number_unsigned, refusal).get<std::int64_t>();
}

std::int64_t Params::whole(const char* key, std::int64_t otherwise) const {
    return has(key) ? whole(key) : otherwise;
}

bool Params::flag(const char* key, bool otherwise) const {
    const Sentence refusal = HALYARD_TEXT("The request \"{verb}\" needs \"{key}\" to be true or false.");
    return has(key) ? get(key, &Json::is_boolean, refusal).get<bool>() : otherwise;
}

const Json& Params::object(const char* key) const {
    return get(key, &Json::is_object, HALYARD_TEXT("The request \"{verb}\" needs \"{key}\", an object."));
}

} // namespace halyard
