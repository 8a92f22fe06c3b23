// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/check_inputs.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/run/evaluation.h"
#include "core/run/nearest_name.h"
#include "core/run/path_rules.h"
#include "core/run/run_inputs.h"
#include "core/run/scheduler.h"

#include <filesystem>
#include <set>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// An evaluation measures any number of models.
constexpr const char* kRepeatedRole = "model";
constexpr std::size_t kLargestManifest = std::size_t{64} << 20U;

void checkInputOnDisk(const RunInput& input, const std::string& path, Issues& issues) {
    std::error_code error;
    if (!fs::exists(input.path, error)) {
        if (input.role == "selection" && !input.hash.empty()) {
            return; // its layers stand in the run's own settings
        }
        issues.error(path, HALYARD_TEXT("\"{role}\": {path} does not exist."),
                     {{"role", input.role}, {"path", printable(input.path)}});
        return;
    }
    const bool isFile = findInputRole(input.role)->definingFiles.empty();
    if (isFile && !fs::is_regular_file(input.path, error)) {
        issues.error(path, HALYARD_TEXT("\"{role}\": {path} is not a file."),
                     {{"role", input.role}, {"path", printable(input.path)}});
        return;
    }
    if (!isFile && !fs::is_directory(input.path, error)) {
        issues.error(path, HALYARD_TEXT("\"{role}\": {path} is not a folder."),
                     {{"role", input.role}, {"path", printable(input.path)}});
        return;
    }
    try {
        const std::string now = hashOf(input);
        if (!input.hash.empty() && input.hash != now) {
            issues.warning(path, HALYARD_TEXT("\"{role}\": {path} has changed since the run was created."),
                           {{"role", input.role}, {"path", printable(input.path)}});
        }
    } catch (const Error& refusal) {
        issues.add({Issue::Severity::Error, path, refusal.message()});
    }
}

// The worker finds the same at its start; here it is said while one still edits.
void checkBlocks(const RunSpec& spec, const RunInput& input, const std::string& path, Issues& issues) {
    const fs::path manifest = fs::path(input.path) / "manifest.json";
    std::error_code error;
    if ((input.role != "data" && input.role != "held_out") || isEvaluation(spec.kind) || !fs::is_regular_file(manifest, error)) {
        return;
    }
    try {
        const Json document = readJsonFile(manifest, {.maxBytes = kLargestManifest});
        const Json block = document.is_object() ? document.value("block", Json()) : Json();
        if (block.is_number_unsigned() && block.get<std::uint64_t>() != static_cast<std::uint64_t>(spec.data.context_length)) {
            issues.add({Issue::Severity::Error, path, wrongBlocks(input.path, block.get<std::int64_t>(), spec.data.context_length)});
        }
    } catch (const Error& refusal) {
        issues.add({Issue::Severity::Error, path, refusal.message()});
    }
}

void checkRole(const RunInput& input, const std::string& path, Issues& issues) {
    std::vector<std::string> known;
    for (const InputRole& role : inputRoles()) {
        known.emplace_back(role.name);
    }
    if (findInputRole(input.role) != nullptr) {
        return;
    }
    issues.error(path, HALYARD_TEXT("\"{role}\" is not a role of an input. Did you mean \"{near}\"?"),
                 {{"role", printable(input.role)}, {"near", nearestName(input.role, known).value_or("data")}});
}

} // namespace

Message wrongBlocks(const std::string& path, std::int64_t found, std::int64_t wanted) {
    return {HALYARD_TEXT("{path}: its blocks have {found} tokens; \"data.context_length\" is {wanted}. "
                         "Prepare the data with --block {wanted}, or change the setting."),
            {{"path", printable(path)}, {"found", std::to_string(found)}, {"wanted", std::to_string(wanted)}}};
}

void checkInputs(const RunSpec& spec, bool onDisk, Issues& issues) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < spec.inputs.size(); ++i) {
        const RunInput& input = spec.inputs[i];
        const std::string path = "/inputs/" + std::to_string(i);
        checkRole(input, path + "/role", issues);
        if (!seen.insert(input.role).second && input.role != kRepeatedRole) {
            issues.error(path + "/role", HALYARD_TEXT("The input \"{role}\" is given twice."),
                         {{"role", printable(input.role)}});
        }
        if (const auto problem = problemOfPath(input.path)) {
            issues.error(path + "/path", *problem, described(input.role, input.path));
        } else if (onDisk && !siblingOf(input) && findInputRole(input.role) != nullptr) {
            checkInputOnDisk(input, path + "/path", issues);
            checkBlocks(spec, input, path + "/path", issues);
        }
        if (input.step && *input.step < 0) {
            issues.error(path + "/step", HALYARD_TEXT("The input \"{role}\" asks for step {step}; steps begin at 0."),
                         {{"role", printable(input.role)}, {"step", std::to_string(*input.step)}});
        }
    }
    for (const std::string_view role : inputsOf(spec.kind).required) {
        if (seen.count(std::string(role)) == 0) {
            issues.error("/inputs", HALYARD_TEXT("A run of kind {kind} needs the input \"{role}\", {meaning}."),
                         {{"kind", std::string(nameOf(spec.kind))},
                          {"role", std::string(role)},
                          {"meaning", findInputRole(role)->meaning.pattern}});
        }
    }
}

} // namespace halyard
