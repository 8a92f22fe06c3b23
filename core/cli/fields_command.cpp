// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/cli/new_command.h"
#include "core/run/field_info.h"
#include "core/run/mixer_fields.h"

#include <algorithm>
#include <cstdio>
#include <memory>

namespace halyard {

namespace {

Json defaultOf(const FieldInfo& field, const Json& defaults) {
    std::string at = "/" + field.key;
    std::replace(at.begin(), at.end(), '.', '/');
    return defaults.at(Json::json_pointer(at));
}

Json describe(const FieldInfo& field, const Json& otherwise, const std::string& mixer) {
    Json out = {{"key", field.key}, {"label", field.label.pattern}, {"help", field.help.pattern},
                {"unit", field.unit}, {"default", otherwise}, {"choices", field.choices}};
    out["mixer"] = mixer.empty() ? Json(nullptr) : Json(mixer);
    out["minimum"] = field.minimum ? Json(*field.minimum) : Json(nullptr);
    out["maximum"] = field.maximum ? Json(*field.maximum) : Json(nullptr);
    for (const RunKind kind : field.kinds) {
        out["kinds"].push_back(nameOf(kind));
    }
    return out;
}

void print(const FieldInfo& field, const Json& otherwise) {
    const std::string range = describeRange(field);
    std::printf("%s = %s\n    %s\n", field.key.c_str(), otherwise.dump().c_str(), field.help.pattern);
    if (!range.empty()) {
        std::printf("    Allowed: %s%s%s.\n", range.c_str(), field.unit.empty() ? "" : " ", field.unit.c_str());
    }
}

int listFields(const std::string& kindName, bool json) {
    const auto kind = runKindFromName(kindName);
    if (!kind && !kindName.empty()) {
        throw unknownKind(kindName);
    }
    const Json defaults = toJson(RunSpec{});
    Json list = Json::array();
    const auto show = [&](const FieldInfo& field, const Json& otherwise, const std::string& mixer) {
        if (kind && std::find(field.kinds.begin(), field.kinds.end(), *kind) == field.kinds.end()) {
            return;
        }
        if (json) {
            list.push_back(describe(field, otherwise, mixer));
        } else {
            print(field, otherwise);
        }
    };
    for (const FieldInfo& field : fieldInfos()) {
        show(field, defaultOf(field, defaults), "");
    }
    for (const MixerField& field : mixerFields()) {
        show(field.info, field.otherwise, field.mixer);
    }
    if (json) {
        printJson(list.dump());
    }
    return 0;
}

} // namespace

Command fieldsCommand() {
    return {"fields", "List the settings of runs", [](CLI::App& app) {
                const auto kind = std::make_shared<std::string>();
                const auto json = std::make_shared<bool>(false);
                app.add_option("KIND", *kind, "only the settings that a run of this kind reads");
                app.add_flag("--json", *json, "print the result as JSON");
                return [kind, json] { return listFields(*kind, *json); };
            }};
}

} // namespace halyard
