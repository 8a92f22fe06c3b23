// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/new_ga_s2.h"

#include "core/base/error.h"
#include "core/cli/new_command.h"
#include "core/io/checkpoint_store.h"
#include "core/run/ga_s2.h"
#include "core/run/run_folder.h"
#include "core/run/student_config.h"

#include <filesystem>

namespace halyard {

namespace {

// A run goes on and has another newest checkpoint later; all probes begin with the same.
void pinStudent(RunSpec& probe) {
    for (RunInput& input : probe.inputs) {
        const RunFolder run(input.path);
        std::error_code error;
        if (input.role != "student" || !std::filesystem::exists(run.specFile(), error)) {
            continue;
        }
        const std::vector<CheckpointInfo> checkpoints = CheckpointStore(run.checkpoints()).list();
        if (checkpoints.empty()) {
            throw invalidInput(HALYARD_TEXT("{run}: the run has no checkpoint yet. Run it first."), {{"run", printable(input.path)}});
        }
        input.step = checkpoints.back().step;
    }
}

} // namespace

RunSpec newGaS2(const std::string& preset, const std::map<std::string, std::string>& inputs) {
    RunSpec probe = gaS2Probe(preset);
    for (const auto& [role, path] : inputs) {
        if (!path.empty()) {
            addInput(probe, role, path);
        }
    }
    pinStudent(probe);
    const auto layers = layersOfTeacher(probe);
    if (!layers) {
        throw invalidInput(HALYARD_TEXT("A run of kind ga-s2 has one probe for each layer of its teacher. Give --teacher, a folder with "
                                        "config.json."));
    }
    return gaS2Spec(probe, *layers);
}

} // namespace halyard
