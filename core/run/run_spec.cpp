// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/run_spec.h"

#include "core/base/hash.h"
#include "core/run/early_needles.h"
#include "core/run/evaluation.h"
#include "core/run/run_fields.h"

#include <array>

namespace halyard {

namespace {

constexpr std::array<std::pair<RunKind, std::string_view>, 12> kKindNames = {{
    {RunKind::Pretrain, "pretrain"},
    {RunKind::Stage1, "stage1"},
    {RunKind::Stage2, "stage2"},
    {RunKind::Stage3, "stage3"},
    {RunKind::Pipeline, "pipeline"},
    {RunKind::Niah, "niah"},
    {RunKind::Eval, "eval"},
    {RunKind::Throughput, "throughput"},
    {RunKind::Scaling, "scaling"},
    {RunKind::Sweep, "sweep"},
    {RunKind::GaS2, "ga-s2"},
    {RunKind::Study, "study"},
}};

template <class Value> Json valueToJson(const Value& value) {
    return value;
}

Json valueToJson(const std::optional<double>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json toJson(const RunInput& input) {
    Json out = {{"role", input.role}, {"path", input.path}, {"hash", input.hash}};
    if (input.step) {
        out["step"] = *input.step;
    }
    return out;
}

// What does not change what a run computes.
void reduce(Json& document) {
    document.erase("limits");
    // What a kind does not read is left out, so that runs keep the identity they had before there was such a part.
    const auto kind = runKindFromName(document["kind"].get<std::string>());
    if (kind && !isEvaluation(*kind)) {
        document.erase("eval");
    }
    if (kind && *kind != RunKind::Sweep && *kind != RunKind::GaS2) {
        document.erase("select");
    }
    if (Json& train = document["train"]; !kind || !mayAskNeedles(*kind) || train["needle_lengths"].empty()) {
        for (const char* key : {"needle_lengths", "needle_tasks", "needle_documents", "needle_questions"}) {
            train.erase(key);
        }
    }
    for (Json& child : document["children"]) {
        reduce(child);
    }
}

} // namespace

std::string_view nameOf(RunKind kind) {
    for (const auto& [known, name] : kKindNames) {
        if (known == kind) {
            return name;
        }
    }
    return "";
}

std::optional<RunKind> runKindFromName(std::string_view name) {
    for (const auto& [kind, known] : kKindNames) {
        if (known == name) {
            return kind;
        }
    }
    return std::nullopt;
}

std::vector<std::string> runKindNames() {
    std::vector<std::string> out;
    for (const auto& entry : kKindNames) {
        out.emplace_back(entry.second);
    }
    return out;
}

bool isComposite(RunKind kind) {
    return kind == RunKind::Pipeline || kind == RunKind::GaS2 || kind == RunKind::Study;
}

const RunInput* RunSpec::input(std::string_view role) const {
    for (const RunInput& candidate : inputs) {
        if (candidate.role == role) {
            return &candidate;
        }
    }
    return nullptr;
}

Json toJson(const RunSpec& spec) {
    Json out = {{"schema", spec.schema}, {"kind", nameOf(spec.kind)}, {"preset", spec.preset}};
    visitFields(spec, [&](const auto& member, const FieldInfo& field) {
        const std::size_t dot = field.key.find('.');
        Json& place = dot == std::string::npos ? out[field.key]
                                               : out[field.key.substr(0, dot)][field.key.substr(dot + 1)];
        place = valueToJson(member);
    });
    out["inputs"] = Json::array();
    for (const RunInput& input : spec.inputs) {
        out["inputs"].push_back(toJson(input));
    }
    out["children"] = Json::array();
    for (const RunSpec& child : spec.children) {
        out["children"].push_back(toJson(child));
    }
    return out;
}

std::string hashOf(const RunSpec& spec) {
    Json document = toJson(spec);
    reduce(document);
    return hashOf(document.dump());
}

} // namespace halyard
