// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/doctor_command.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/subprocess.h"
#include "core/run/installation.h"

#include <cstdio>
#include <memory>

namespace halyard {

namespace {

// Asks the worker and checks its answer, so that doctor fails when computing would.
Json askWorker(const std::filesystem::path& worker, const std::filesystem::path& torch) {
    const SubprocessResult result =
        runSubprocess({.arguments = {worker.string(), "doctor", "--json"},
                       .extraEnvironment = {{"LD_LIBRARY_PATH", libraryPathWith(torch)}, {"HALYARD_TORCH_DIR", torch.string()}},
                       .captureOutput = true});
    if (result.exitCode != 0) {
        throw failure(HALYARD_TEXT("{worker} does not start with the LibTorch of {torch}; its message is above. Run "
                                   "\"halyard setup\" to fetch LibTorch again."),
                      {{"worker", printable(worker.string())}, {"torch", printable(torch.string())}});
    }
    return parseJson(result.output, "the answer of halyard-worker doctor");
}

int examine(bool json) {
    const std::filesystem::path worker = findWorker();
    const std::filesystem::path torch = findTorch();
    Json report = {{"halyard", HALYARD_VERSION},
                   {"program", currentProgram().string()},
                   {"worker", worker.string()},
                   {"torch_dir", torch.string()},
                   {"torch", torchVersionOf(torch)}};
    const Json found = askWorker(worker, torch);
    if (found.is_object()) {
        report.update(found);
    }
    if (json) {
        printJson(report.dump());
        return 0;
    }
    for (const auto& [key, value] : report.items()) {
        const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
        std::printf("%-24s %s\n", key.c_str(), printable(text, 500).c_str());
    }
    return 0;
}

} // namespace

Command doctorCommand() {
    return {"doctor", "Check this installation: versions, devices", [](CLI::App& app) {
                const auto json = std::make_shared<bool>(false);
                app.add_flag("--json", *json, "print the result as JSON");
                return [json] { return examine(*json); };
            }};
}

} // namespace halyard
