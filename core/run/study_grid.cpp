// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/study_grid.h"

#include "core/run/field_info.h"
#include "core/run/run_inputs.h"

#include <algorithm>

namespace halyard {

namespace {

Json settingsJson(const std::vector<GridSetting>& settings) {
    Json out = Json::object();
    for (const GridSetting& setting : settings) {
        out[setting.key] = setting.value;
    }
    return out;
}

Json runJson(const GridRun& run) {
    Json inputs = Json::array();
    for (const RunInput& input : run.spec.inputs) {
        inputs.push_back({{"role", input.role}, {"path", input.path}});
        if (input.step) {
            inputs.back()["step"] = *input.step;
        }
    }
    Json out = {{"name", run.spec.name}, {"kind", nameOf(run.spec.kind)}, {"settings", settingsJson(run.settings)}, {"inputs", inputs}};
    if (run.layers > 0) {
        out["layers"] = run.layers;
    }
    return out;
}

Json valueJson(const GridValue& value) {
    Json out = {{"label", value.label}};
    if (!value.set.empty()) {
        out["set"] = settingsJson(value.set);
    }
    for (const GridInput& input : value.inputs) {
        out["inputs"][input.run + "." + input.role] = input.path ? Json(*input.path) : Json();
    }
    if (!value.without.empty()) {
        out["without"] = value.without;
    }
    return out;
}

} // namespace

const GridRun* StudyGrid::run(const std::string& wanted) const {
    const auto found = std::find_if(runs.begin(), runs.end(), [&](const GridRun& run) { return run.spec.name == wanted; });
    return found == runs.end() ? nullptr : &*found;
}

Json toJson(const StudyGrid& grid) {
    Json out = {{"format", "halyard.grid"}, {"schema", StudyGrid::kSchema}, {"name", grid.name}, {"question", grid.question},
                {"settings", settingsJson(grid.settings)}, {"runs", Json::array()}, {"axes", Json::array()}};
    for (const GridRun& run : grid.runs) {
        out["runs"].push_back(runJson(run));
    }
    for (const GridAxis& axis : grid.axes) {
        Json values = Json::array();
        for (const GridValue& value : axis.values) {
            values.push_back(valueJson(value));
        }
        out["axes"].push_back({{"name", axis.name}, {"repeat", axis.repeat}, {"values", values}});
    }
    return out;
}

GridTarget targetOf(const std::string& key, const StudyGrid& grid) {
    const std::size_t dot = std::min(key.find('.'), key.size());
    const std::string name = key.substr(0, dot);
    GridTarget out{.runs = {}, .setting = key.substr(std::min(dot + 1, key.size()))};
    for (const GridRun& run : grid.runs) {
        if (run.spec.name == name || (name == "*" && readsSetting(run.spec.kind, out.setting))) {
            out.runs.push_back(&run);
        }
    }
    return out;
}

bool readsSetting(RunKind kind, const std::string& key) {
    if (kind == RunKind::GaS2 && key != "model.attention_layers" && readsSetting(RunKind::Stage2, key)) {
        return true; // each probe keeps the layer of its place
    }
    std::string known = key;
    while (findField(known) == nullptr && known.find('.') != std::string::npos) {
        known.resize(known.rfind('.')); // a key below a document
    }
    const FieldInfo* const field = findField(known);
    return field != nullptr && std::find(field->kinds.begin(), field->kinds.end(), kind) != field->kinds.end();
}

std::vector<std::string> rolesOf(RunKind kind) {
    const KindInputs known = inputsOf(kind == RunKind::GaS2 ? RunKind::Stage2 : kind);
    std::vector<std::string> roles(known.required.begin(), known.required.end());
    for (const auto& role : known.optional) {
        if (kind != RunKind::GaS2 || role != "selection") { // its probes keep one layer each
            roles.emplace_back(role);
        }
    }
    return roles;
}

} // namespace halyard
