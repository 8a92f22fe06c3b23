// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/config_reader.h"

#include "core/base/error.h"

#include <cmath>

namespace halyard {

namespace {

std::string written(const Json& value) {
    return printable(value.dump(-1, ' ', false, Json::error_handler_t::replace), 60);
}

} // namespace

ConfigReader::ConfigReader(const Json& object, const std::string& source)
    : m_object(object), m_source(printable(source)) {
    if (!object.is_object()) {
        throw invalidInput(HALYARD_TEXT("{source}: the document must be a JSON object, not {found}."),
                           {{"source", m_source}, {"found", written(object)}});
    }
}

const Json* ConfigReader::find(const char* key) const {
    const auto at = m_object.find(key);
    return at == m_object.end() || at->is_null() ? nullptr : &*at;
}

bool ConfigReader::has(const char* key) const {
    return find(key) != nullptr;
}

void ConfigReader::refuse(const char* key, const Message& wanted) const {
    const auto at = m_object.find(key);
    if (at == m_object.end() || at->is_null()) {
        throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" is missing; it must be {wanted}."),
                           {{"source", m_source}, {"key", key}, {"wanted", wanted.text()}});
    }
    throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" is {found}; it must be {wanted}."),
                       {{"source", m_source}, {"key", key}, {"found", written(*at)}, {"wanted", wanted.text()}});
}

std::int64_t ConfigReader::checked(const char* key, const Json& value, IntegerRange range) const {
    const Message wanted(HALYARD_TEXT("a whole number from {low} to {high}"),
                         {{"low", std::to_string(range.low)}, {"high", std::to_string(range.high)}});
    if (!value.is_number_integer()) {
        refuse(key, wanted);
    }
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(range.high)) {
        refuse(key, wanted);
    }
    const auto number = value.get<std::int64_t>();
    if (number < range.low || number > range.high) {
        refuse(key, wanted);
    }
    return number;
}

std::int64_t ConfigReader::integer(const char* key, IntegerRange range) const {
    const Json* value = find(key);
    return checked(key, value == nullptr ? Json() : *value, range);
}

std::int64_t ConfigReader::integer(const char* key, IntegerRange range, std::int64_t absent) const {
    const Json* value = find(key);
    return value == nullptr ? absent : checked(key, *value, range);
}

double ConfigReader::number(const char* key, NumberRange range, double absent) const {
    const Json* value = find(key);
    if (value == nullptr) {
        return absent;
    }
    const double number = value->is_number() ? value->get<double>() : std::nan("");
    if (!(number >= range.low && number <= range.high)) {
        refuse(key, Message(HALYARD_TEXT("a number from {low} to {high}"),
                            {{"low", Json(range.low).dump()}, {"high", Json(range.high).dump()}}));
    }
    return number;
}

bool ConfigReader::boolean(const char* key, bool absent) const {
    const Json* value = find(key);
    if (value != nullptr && !value->is_boolean()) {
        refuse(key, HALYARD_TEXT("true or false"));
    }
    return value == nullptr ? absent : value->get<bool>();
}

std::string ConfigReader::text(const char* key, const std::string& absent) const {
    const Json* value = find(key);
    if (value != nullptr && !value->is_string()) {
        refuse(key, HALYARD_TEXT("text"));
    }
    return value == nullptr ? absent : value->get<std::string>();
}

std::vector<std::int64_t> ConfigReader::integers(const char* key, IntegerRange range) const {
    const Json* value = find(key);
    std::vector<std::int64_t> out;
    if (value == nullptr) {
        return out;
    }
    if (!value->is_array()) {
        out.push_back(checked(key, *value, range));
        return out;
    }
    for (const Json& item : *value) {
        out.push_back(checked(key, item, range));
    }
    return out;
}

std::vector<std::string> ConfigReader::texts(const char* key) const {
    const Json* value = find(key);
    std::vector<std::string> out;
    if (value == nullptr) {
        return out;
    }
    if (!value->is_array()) {
        refuse(key, HALYARD_TEXT("a list of names"));
    }
    for (const Json& item : *value) {
        if (!item.is_string() || item.get_ref<const std::string&>().empty()) {
            refuse(key, HALYARD_TEXT("a list of names"));
        }
        out.push_back(item.get<std::string>());
    }
    return out;
}

} // namespace halyard
