// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/json_field.h"

#include "core/base/error.h"

namespace halyard {

namespace {

Error wrongType(const std::string& place, const char* key, const char* expected) {
    return invalidInput(HALYARD_TEXT("{place}: \"{key}\" is missing or not {expected}."),
                        {{"place", place}, {"key", key}, {"expected", expected}});
}

} // namespace

const Json* optionalField(const Json& object, const char* key) {
    if (!object.is_object()) {
        return nullptr;
    }
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

const Json& objectField(const Json& object, const char* key, const std::string& place) {
    const Json* value = optionalField(object, key);
    if (value == nullptr || !value->is_object()) {
        throw wrongType(place, key, "an object");
    }
    return *value;
}

const Json& arrayField(const Json& object, const char* key, const std::string& place) {
    const Json* value = optionalField(object, key);
    if (value == nullptr || !value->is_array()) {
        throw wrongType(place, key, "a list");
    }
    return *value;
}

bool boolField(const Json& object, const char* key, bool otherwise, const std::string& place) {
    const Json* value = optionalField(object, key);
    if (value == nullptr) {
        return otherwise;
    }
    if (!value->is_boolean()) {
        throw wrongType(place, key, "true or false");
    }
    return value->get<bool>();
}

std::string stringField(const Json& object, const char* key, const std::string& place) {
    const auto value = optionalStringField(object, key, place);
    if (!value) {
        throw wrongType(place, key, "a text");
    }
    return *value;
}

std::optional<std::string> optionalStringField(const Json& object, const char* key, const std::string& place) {
    const Json* value = optionalField(object, key);
    if (value == nullptr) {
        return std::nullopt;
    }
    if (!value->is_string()) {
        throw wrongType(place, key, "a text");
    }
    return value->get<std::string>();
}

std::int64_t countOf(const Json& value, std::int64_t largest, const std::string& place) {
    if (!value.is_number_integer() || value.get<std::int64_t>() < 0 || value.get<std::int64_t>() > largest) {
        throw invalidInput(HALYARD_TEXT("{place}: {value} is not a whole number from 0 to {largest}."),
                           {{"place", place},
                            {"value", printable(value.dump(-1, ' ', false, Json::error_handler_t::replace), 40)},
                            {"largest", std::to_string(largest)}});
    }
    return value.get<std::int64_t>();
}

} // namespace halyard
