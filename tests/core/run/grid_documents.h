// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace halyard {

// A grid of stage 1, stage 2 and needles: two learning rates of stage 1, two seeds.
inline Json smallGrid() {
    return parseJson(R"({
      "format": "halyard.grid", "schema": 1, "name": "rates", "question": "Which rate?",
      "settings": {"train.threads": 1},
      "runs": [
        {"name": "align", "kind": "stage1", "settings": {"schedule.steps": 10, "schedule.warmup_steps": 2},
         "inputs": [{"role": "teacher", "path": "/teacher"}, {"role": "data", "path": "text/train"}]},
        {"name": "distil", "kind": "stage2",
         "settings": {"schedule.steps": 10, "schedule.warmup_steps": 2, "model.attention_layers": [1, 2]},
         "inputs": [{"role": "teacher", "path": "/teacher"}, {"role": "student", "path": "children/align"},
                    {"role": "data", "path": "text/train"}, {"role": "held_out", "path": "text/held-out"}]},
        {"name": "needles", "kind": "niah", "settings": {"eval.lengths": [64, 1024]},
         "inputs": [{"role": "model", "path": "children/distil"}]}],
      "axes": [
        {"key": "align.optimizer.learning_rate", "values": [0.001, 0.002]},
        {"name": "seed", "repeat": true,
         "values": [{"label": "a", "set": {"*.train.seed": 1}}, {"label": "b", "set": {"*.train.seed": 2}}]}]})",
                     "the small grid");
}

// Stage 1 as it is, replaced by a model that is there, and stage 2 without held-out text.
inline Json leftOutAxis() {
    return parseJson(R"({"name": "stage 1", "values": [
        {"label": "done"},
        {"label": "left out", "without": ["align"], "inputs": {"distil.student": "started"}},
        {"label": "blind", "inputs": {"distil.held_out": null}}]})",
                     "the axis");
}

// Stage 1, GA-S2 with four probes, and stage 2 with the layers that it chose.
inline Json probingGrid() {
    Json grid = smallGrid();
    Json probes = grid["runs"][1];
    probes["name"] = "probes";
    probes["kind"] = "ga-s2";
    probes["layers"] = 4;
    probes["settings"] = {{"schedule.steps", 20}, {"select.keep", 1}, {"select.rounds", 2}};
    grid["runs"][1]["settings"].erase("model.attention_layers");
    grid["runs"][1]["inputs"].push_back({{"role", "selection"}, {"path", "children/probes/selections/ga-s2.json"}});
    grid["runs"].insert(grid["runs"].begin() + 1, probes);
    return grid;
}

} // namespace halyard
