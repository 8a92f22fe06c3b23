// SPDX-License-Identifier: GPL-3.0-or-later
// Reads run.json: the shape and the types. Ranges and combinations are validate()'s.
#include "core/base/error.h"
#include "core/run/nearest_name.h"
#include "core/run/run_fields.h"
#include "core/run/run_spec.h"
#include "core/run/secret_scan.h"

#include <algorithm>
#include <set>

namespace halyard {

namespace {

// Where a value stands, for the sentence that refuses it.
struct Place {
    const std::string& source;
    std::string key;
};

std::string describeFound(const Json& value) {
    switch (value.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::boolean: return value.get<bool>() ? "true" : "false";
    case Json::value_t::string: return "the text \"" + printable(value.get_ref<const std::string&>(), 60) + "\"";
    case Json::value_t::array: return "a list";
    case Json::value_t::object: return "an object";
    default: return value.dump();
    }
}

[[noreturn]] void refuseType(const Place& place, Sentence expected, const Json& found) {
    throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" must be {expected}, not {found}."),
                       {{"source", printable(place.source)},
                        {"key", printable(place.key)},
                        {"expected", expected.pattern},
                        {"found", describeFound(found)}});
}

void read(const Json& value, std::int64_t& out, const Place& place) {
    if (!value.is_number_integer()) {
        refuseType(place, HALYARD_TEXT("a whole number"), value);
    }
    out = value.get<std::int64_t>();
}

void read(const Json& value, double& out, const Place& place) {
    if (!value.is_number()) {
        refuseType(place, HALYARD_TEXT("a number"), value);
    }
    out = value.get<double>();
}

void read(const Json& value, std::optional<double>& out, const Place& place) {
    if (value.is_null()) {
        out.reset();
    } else if (value.is_number()) {
        out = value.get<double>();
    } else {
        refuseType(place, HALYARD_TEXT("a number or null"), value);
    }
}

void read(const Json& value, bool& out, const Place& place) {
    if (!value.is_boolean()) {
        refuseType(place, HALYARD_TEXT("true or false"), value);
    }
    out = value.get<bool>();
}

void read(const Json& value, std::string& out, const Place& place) {
    if (!value.is_string()) {
        refuseType(place, HALYARD_TEXT("a text"), value);
    }
    out = value.get<std::string>();
}

void read(const Json& value, std::vector<std::int64_t>& out, const Place& place) {
    const auto whole = [](const Json& element) { return element.is_number_integer(); };
    if (!value.is_array() || !std::all_of(value.begin(), value.end(), whole)) {
        refuseType(place, HALYARD_TEXT("a list of whole numbers"), value);
    }
    out = value.get<std::vector<std::int64_t>>();
}

void read(const Json& value, Json& out, const Place& place) {
    if (!value.is_object()) {
        refuseType(place, HALYARD_TEXT("an object"), value);
    }
    out = value;
}

[[noreturn]] void refuseUnknown(const Place& place, const std::optional<std::string>& near) {
    const Arguments arguments = {{"source", printable(place.source)},
                                 {"key", printable(place.key)},
                                 {"near", near.value_or("")}};
    if (near) {
        throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" is not a setting. Did you mean \"{near}\"?"), arguments);
    }
    throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" is not a setting. Remove it; \"halyard fields\" lists those that are."),
                       arguments);
}

const std::vector<std::string>& structureKeys() {
    static const std::vector<std::string> kKeys = {"schema", "kind", "preset", "inputs", "children"};
    return kKeys;
}

bool isOneOf(const std::string& key, const std::vector<std::string>& keys) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

void refuseEnvironment(const Json& value, const std::string& source) {
    const std::string name = value.is_object() && !value.empty() ? "env." + value.begin().key() : std::string("env");
    throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" may not be set from a run file. Remove it."),
                       {{"source", printable(source)}, {"key", printable(name)}});
}

// Every key of the document is a setting or part of the structure.
void checkKeys(const Json& document, const std::string& source) {
    std::set<std::string> parts;
    for (const FieldInfo& field : fieldInfos()) {
        if (const std::size_t dot = field.key.find('.'); dot != std::string::npos) {
            parts.insert(field.key.substr(0, dot));
        }
    }
    for (const auto& [key, value] : document.items()) {
        if (key == "env" || key == "environment") {
            refuseEnvironment(value, source);
        }
        if (isOneOf(key, structureKeys()) || (findField(key) != nullptr)) {
            continue;
        }
        if (parts.count(key) == 0) {
            std::vector<std::string> known = structureKeys();
            known.insert(known.end(), parts.begin(), parts.end());
            const auto near = nearestName(key, known);
            refuseUnknown({source, key}, near ? near : nearestField(key));
        }
        if (!value.is_object()) {
            refuseType({source, key}, HALYARD_TEXT("an object"), value);
        }
        for (const auto& [name, setting] : value.items()) {
            if (findField(key + "." + name) == nullptr) {
                refuseUnknown({source, key + "." + name}, nearestField(key + "." + name));
            }
        }
    }
}

std::int64_t readSchema(const Json& document, const std::string& source) {
    std::int64_t schema = RunSpec::kSchema;
    if (document.contains("schema")) {
        read(document["schema"], schema, {source, "schema"});
    }
    if (schema > RunSpec::kSchema) {
        throw invalidInput(HALYARD_TEXT("{source}: written by a newer version (schema {schema}, this program knows {known})."),
                           {{"source", printable(source)},
                            {"schema", std::to_string(schema)},
                            {"known", std::to_string(RunSpec::kSchema)}});
    }
    if (schema < 1) {
        throw invalidInput(HALYARD_TEXT("{source}: \"schema\" is {schema}; it must be {known}."),
                           {{"source", printable(source)},
                            {"schema", std::to_string(schema)},
                            {"known", std::to_string(RunSpec::kSchema)}});
    }
    return schema;
}

RunKind readKind(const Json& document, const std::string& source) {
    if (!document.contains("kind")) {
        throw invalidInput(HALYARD_TEXT("{source}: \"kind\" is missing; it says what the run does, for example \"stage1\"."),
                           {{"source", printable(source)}});
    }
    std::string name;
    read(document["kind"], name, {source, "kind"});
    if (const auto kind = runKindFromName(name)) {
        return *kind;
    }
    throw unknownKind(name, source + ": ");
}

RunInput readInput(const Json& value, const std::string& source, const std::string& key) {
    static const std::vector<std::string> kKeys = {"role", "path", "step", "hash"};
    if (!value.is_object()) {
        refuseType({source, key}, HALYARD_TEXT("an object"), value);
    }
    RunInput input;
    for (const auto& [name, member] : value.items()) {
        const Place place{source, key + "." + name};
        if (!isOneOf(name, kKeys)) {
            refuseUnknown(place, nearestName(name, kKeys));
        }
        if (name == "step") {
            if (!member.is_null()) {
                read(member, input.step.emplace(), place);
            }
        } else {
            read(member, name == "role" ? input.role : name == "path" ? input.path : input.hash, place);
        }
    }
    return input;
}

std::vector<RunInput> readInputs(const Json& list, const std::string& source) {
    if (!list.is_array()) {
        refuseType({source, "inputs"}, HALYARD_TEXT("a list"), list);
    }
    std::vector<RunInput> out;
    for (std::size_t i = 0; i < list.size(); ++i) {
        out.push_back(readInput(list[i], source, "inputs[" + std::to_string(i) + "]"));
    }
    return out;
}

std::vector<RunSpec> readChildren(const Json& list, const std::string& source) {
    if (!list.is_array()) {
        refuseType({source, "children"}, HALYARD_TEXT("a list"), list);
    }
    std::vector<RunSpec> out;
    for (std::size_t i = 0; i < list.size(); ++i) {
        out.push_back(runSpecFromJson(list[i], source + ", children[" + std::to_string(i) + "]"));
    }
    return out;
}

// "model.config.hidden_size": one key of a setting that is a document.
bool setBelowDocument(RunSpec& spec, const std::string& key, const Json& value) {
    bool done = false;
    visitFields(spec, [&](auto& member, const FieldInfo& field) {
        if constexpr (std::same_as<std::remove_cvref_t<decltype(member)>, Json>) {
            if (key.size() > field.key.size() + 1 && key.starts_with(field.key + ".")) {
                member[key.substr(field.key.size() + 1)] = value;
                done = true;
            }
        }
    });
    return done;
}

} // namespace

void setField(RunSpec& spec, const std::string& dottedKey, const Json& value, const std::string& source) {
    bool done = false;
    visitFields(spec, [&](auto& member, const FieldInfo& field) {
        if (field.key == dottedKey) {
            read(value, member, {source, dottedKey});
            done = true;
        }
    });
    if (!done && !setBelowDocument(spec, dottedKey, value)) {
        refuseUnknown({source, dottedKey}, nearestField(dottedKey));
    }
}

Error unknownKind(const std::string& name, const std::string& before) {
    const auto near = nearestName(name, runKindNames());
    std::string known;
    for (const std::string& kind : runKindNames()) {
        known += (known.empty() ? "" : ", ") + kind;
    }
    const Arguments arguments = {
        {"before", printable(before)}, {"name", printable(name)}, {"near", near.value_or("")}, {"known", known}};
    if (near) {
        return invalidInput(HALYARD_TEXT("{before}\"{name}\" is not a kind of run. Did you mean \"{near}\"?"), arguments);
    }
    return invalidInput(HALYARD_TEXT("{before}\"{name}\" is not a kind of run; the kinds are {known}."), arguments);
}

RunSpec runSpecFromJson(const Json& document, const std::string& source) {
    if (!document.is_object()) {
        throw invalidInput(HALYARD_TEXT("{source}: a run is described by a JSON object."), {{"source", printable(source)}});
    }
    RunSpec spec;
    spec.schema = readSchema(document, source);
    checkKeys(document, source);
    refuseSecrets(document, source);
    spec.kind = readKind(document, source);
    if (document.contains("preset")) {
        read(document["preset"], spec.preset, {source, "preset"});
    }
    visitFields(spec, [&](auto& member, const FieldInfo& field) {
        const std::size_t dot = field.key.find('.');
        const std::string part = dot == std::string::npos ? std::string() : field.key.substr(0, dot);
        const std::string name = field.key.substr(dot == std::string::npos ? 0 : dot + 1);
        const Json* holder = part.empty() ? &document : document.contains(part) ? &document[part] : nullptr;
        if (holder != nullptr && holder->contains(name)) {
            read((*holder)[name], member, {source, field.key});
        }
    });
    if (document.contains("inputs")) {
        spec.inputs = readInputs(document["inputs"], source);
    }
    if (document.contains("children")) {
        spec.children = readChildren(document["children"], source);
    }
    return spec;
}

} // namespace halyard
