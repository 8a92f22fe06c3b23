// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/grid_document.h"

#include "core/base/error.h"
#include "core/run/nearest_name.h"

#include <algorithm>

namespace halyard::grid_document {

void refuseType(const std::string& source, const std::string& key, Sentence expected) {
    throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" must be {expected}."),
                       {{"source", printable(source, 1000)}, {"key", printable(key, 80)}, {"expected", expected.pattern}});
}

void refuseName(const std::string& source, Sentence what, const std::string& name, const std::vector<std::string>& known) {
    const auto near = nearestName(name, known);
    std::string list;
    for (const std::string& each : known) {
        list += (list.empty() ? "" : ", ") + each;
    }
    const Arguments arguments = {{"source", printable(source, 1000)}, {"name", printable(name, 80)}, {"what", what.pattern},
                                 {"near", near.value_or("")}, {"known", printable(list, 400)}};
    if (near) {
        throw invalidInput(HALYARD_TEXT("{source}: \"{name}\" is not {what}. Did you mean \"{near}\"?"), arguments);
    }
    throw invalidInput(HALYARD_TEXT("{source}: \"{name}\" is not {what}; known here: {known}."), arguments);
}

void checkKeys(const Json& object, const std::vector<std::string>& known, const std::string& source) {
    for (const auto& [key, value] : object.items()) {
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            refuseName(source, HALYARD_TEXT("a key of a grid"), key, known);
        }
    }
}

const Json& objectOf(const Json& value, const std::string& source, const std::string& key) {
    if (!value.is_object()) {
        refuseType(source, key, HALYARD_TEXT("an object"));
    }
    return value;
}

const Json& listIn(const Json& object, const char* key, const std::string& source, std::size_t most) {
    if (!object.contains(key) || !object[key].is_array() || object[key].empty()) {
        refuseType(source, key, HALYARD_TEXT("a list with at least one entry"));
    }
    if (object[key].size() > most) {
        throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" has {count} entries; the limit is {limit}."),
                           {{"source", printable(source, 1000)}, {"key", key}, {"count", grouped(object[key].size())}, {"limit", grouped(most)}});
    }
    return object[key];
}

std::string oneLine(std::string text, const char* key, const std::string& source, std::size_t longest) {
    const bool control = std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (control || text.size() > longest) {
        throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" must be one line of at most {limit} bytes."),
                           {{"source", printable(source, 1000)}, {"key", key}, {"limit", std::to_string(longest)}});
    }
    return text;
}

std::string textIn(const Json& object, const char* key, const std::string& source, std::size_t longest) {
    if (!object.contains(key) || !object[key].is_string() || object[key].get_ref<const std::string&>().empty()) {
        refuseType(source, key, HALYARD_TEXT("a text"));
    }
    return oneLine(object[key].get<std::string>(), key, source, longest);
}

} // namespace halyard::grid_document
