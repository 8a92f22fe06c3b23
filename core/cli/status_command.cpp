// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/status_command.h"

#include "core/base/json.h"
#include "core/base/message.h"
#include "core/base/progress.h"
#include "core/run/run_folder.h"

#include <cstdio>
#include <memory>

namespace halyard {

namespace {

// Heartbeats come every 5 s.
constexpr double kLongSilence = 15;

template <class Value> Json orNull(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

int printStatus(const std::string& path, bool json) {
    const RunStatus status = runStatus(RunFolder::open(path));
    if (json) {
        printJson(Json{{"state", status.state},
                       {"cause", status.cause},
                       {"version", status.version},
                       {"silence", orNull(status.silence)},
                       {"stalled", orNull(status.stalled)},
                       {"beside", status.beside},
                       {"step", status.step},
                       {"total_steps", status.totalSteps},
                       {"loss", orNull(status.loss)},
                       {"tokens_per_second", orNull(status.tokensPerSecond)},
                       {"newest_checkpoint", orNull(status.newestCheckpoint)},
                       {"reason", status.reason}}
                      .dump());
        return 0;
    }
    std::printf("%s: step %lld of %lld", status.state.c_str(), static_cast<long long>(status.step),
                static_cast<long long>(status.totalSteps));
    if (status.loss) {
        std::printf(", loss %.4g", *status.loss);
    }
    if (status.tokensPerSecond) {
        std::printf(", %.0f tokens/s", *status.tokensPerSecond);
    }
    if (status.newestCheckpoint) {
        std::printf(", newest checkpoint step-%lld", static_cast<long long>(*status.newestCheckpoint));
    }
    if (!status.beside.empty()) {
        std::printf(", %s at step %lld", status.beside.c_str(), static_cast<long long>(status.step));
    }
    if (status.silence && *status.silence > kLongSilence) {
        std::printf(", no heartbeat for %s", humanDuration(*status.silence).c_str());
    }
    std::printf("%s%s\n", status.reason.empty() ? "" : "\n", status.reason.c_str());
    return 0;
}

} // namespace

Command statusCommand() {
    return {"status", "Say where a run stands", [](CLI::App& app) {
                const auto path = std::make_shared<std::string>();
                const auto json = std::make_shared<bool>(false);
                app.add_option("RUN", *path, "folder of the run")->required();
                app.add_flag("--json", *json, "print the result as JSON");
                return [path, json] { return printStatus(*path, *json); };
            }};
}

} // namespace halyard
