// SPDX-License-Identifier: GPL-3.0-or-later
// --set key=value: a value from the command line, parsed by the type of its setting.
#include "core/base/error.h"
#include "core/run/run_fields.h"
#include "core/run/run_spec.h"

#include <charconv>
#include <cmath>

namespace halyard {

namespace {

[[noreturn]] void refuse(const std::string& key, Sentence expected, const std::string& value) {
    throw invalidInput(HALYARD_TEXT("\"{key}\" must be {expected}, not \"{value}\"."),
                       {{"key", key}, {"expected", expected.pattern}, {"value", printable(value, 60)}});
}

template <class Number> bool parseWhole(std::string_view text, Number& out) {
    const auto result = std::from_chars(text.data(), text.data() + text.size(), out);
    return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

void parse(const std::string& key, const std::string& text, std::int64_t& out) {
    if (!parseWhole(text, out)) {
        refuse(key, HALYARD_TEXT("a whole number"), text);
    }
}

void parse(const std::string& key, const std::string& text, double& out) {
    double value = 0;
    if (!parseWhole(text, value) || !std::isfinite(value)) {
        refuse(key, HALYARD_TEXT("a finite number"), text);
    }
    out = value;
}

void parse(const std::string& key, const std::string& text, std::optional<double>& out) {
    if (text == "none" || text == "null") {
        out.reset();
    } else {
        parse(key, text, out.emplace());
    }
}

void parse(const std::string& key, const std::string& text, bool& out) {
    if (text != "true" && text != "false") {
        refuse(key, HALYARD_TEXT("true or false"), text);
    }
    out = text == "true";
}

void parse(const std::string& /*key*/, const std::string& text, std::string& out) {
    out = text;
}

void parse(const std::string& key, const std::string& text, std::vector<std::int64_t>& out) {
    std::vector<std::int64_t> list;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t comma = std::min(text.find(',', at), text.size());
        if (!parseWhole(std::string_view(text).substr(at, comma - at), list.emplace_back()) || comma + 1 == text.size()) {
            refuse(key, HALYARD_TEXT("whole numbers with commas between them, such as 0,3,7"), text);
        }
        at = comma + 1;
    }
    out = std::move(list);
}

void parse(const std::string& key, const std::string& text, Json& out) {
    Json document = parseJson(text, key);
    if (!document.is_object()) {
        refuse(key, HALYARD_TEXT("a JSON object"), text);
    }
    out = std::move(document);
}

// "model.config.hidden_size=128": one key of a setting that is a document. A value that is not JSON is a text.
bool setBelowDocument(RunSpec& spec, const std::string& key, const std::string& value) {
    bool done = false;
    visitFields(spec, [&](auto& member, const FieldInfo& field) {
        if constexpr (std::same_as<std::remove_cvref_t<decltype(member)>, Json>) {
            const std::string prefix = field.key + ".";
            if (key.size() > prefix.size() && key.compare(0, prefix.size(), prefix) == 0) {
                Json parsed = value;
                if (Json::accept(value)) {
                    parsed = parseJson(value, key);
                }
                member[key.substr(prefix.size())] = std::move(parsed);
                done = true;
            }
        }
    });
    return done;
}

} // namespace

void setField(RunSpec& spec, const std::string& dottedKey, const std::string& value) {
    bool done = false;
    visitFields(spec, [&](auto& member, const FieldInfo& field) {
        if (field.key == dottedKey) {
            parse(field.key, value, member);
            done = true;
        }
    });
    if (done || setBelowDocument(spec, dottedKey, value)) {
        return;
    }
    const auto near = nearestField(dottedKey);
    const Arguments arguments = {{"key", printable(dottedKey)}, {"near", near.value_or("")}};
    if (near) {
        throw invalidInput(HALYARD_TEXT("\"{key}\" is not a setting. Did you mean \"{near}\"?"), arguments);
    }
    throw invalidInput(HALYARD_TEXT("\"{key}\" is not a setting; \"halyard fields\" lists those that are."), arguments);
}

} // namespace halyard
