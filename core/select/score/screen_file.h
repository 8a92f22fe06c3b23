// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/select/score/sweep.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// What exchanging layers does to a model's predictions on held-out text, means over positions in nats
// (core/select/probe/layer_screen.h): KL(teacher ‖ model), next-token cross-entropy, and the mean square of the difference of
// the final hidden states.
struct LayerEffect {
    double kl = 0;
    double loss = 0;
    double mse = 0;
};

struct TextScreen {
    std::string file; // of the held-out text
    std::string hash;
    std::int64_t positions = 0;
    double teacherLoss = 0;
    LayerEffect allLinear;             // stage-1 mixers in every layer
    std::vector<LayerEffect> replaced; // a layer each: the teacher with the stage-1 mixer there
    std::vector<LayerEffect> restored; // a layer each: stage-1 mixers everywhere else
};

// Shares of right answers, of the teacher and of the teacher without the attention of one layer.
struct ZeroedAccuracy {
    double teacher = 0;
    std::vector<std::optional<double>> layers; // nothing: not measured yet
};
struct ZeroedTask {
    ZeroedAccuracy lenient; // the published check
    ZeroedAccuracy strict;
};
struct ZeroedScreen {
    std::int64_t items = 0;                    // of each task
    std::map<std::string, std::int64_t> sizes; // of the prompts: "pairs", "draws", …
    std::map<std::string, ZeroedTask, std::less<>> tasks;
};

// Training-free screens of the layers of a model, screen.json:
//
//   {"format": "halyard.screen", "schema": 1, "num_layers": 8, "checkpoints": [{"role", "path", "hash"}],
//    "text": {"file", "hash", "positions", "teacher_loss", "all_linear": {"kl", "loss", "mse"}, "replaced": [… a layer each],
//             "restored": […]},
//    "zeroed": {"items", "sizes": {"pairs": 50, …}, "tasks": {"associative_recall": {"lenient": {"teacher", "layers": […]},
//               "strict": {…}}, …}}}
//
// text and zeroed are left out when they were not measured; a layer of zeroed that was not measured yet is null.
struct Screen {
    std::int64_t layerCount = 0;
    std::vector<CheckpointOfSweep> checkpoints;
    std::optional<TextScreen> text;
    std::optional<ZeroedScreen> zeroed;
};

[[nodiscard]] Json toJson(const Screen& screen);
// Strict: an unknown key is refused with the nearest known one, a newer schema by its number, a list that is not as long as
// the model is deep by both numbers. Throws Error(InvalidInput) naming source, place and key.
[[nodiscard]] Screen screenFromJson(const Json& document, const std::string& source);
[[nodiscard]] Screen readScreenFile(const std::filesystem::path& path);
// Checks, then writes atomically.
void writeScreenFile(const std::filesystem::path& path, const Screen& screen);

} // namespace halyard
