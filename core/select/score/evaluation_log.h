// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/select/score/sweep_builder.h"

#include <string_view>

namespace halyard {

struct EvaluationLog {
    std::string model; // what the line of the settings, "hf (pretrained=…,", names; empty when there is none
    std::vector<MetricRow> rows;
    std::vector<Message> warnings; // a row that is cut off, a log without a table
};

// Reads the tables of results out of a console log of lm-evaluation-harness:
//
//   |    Tasks    |Version|Filter|n-shot| Metric |   |Value |   |Stderr|
//   |-------------|------:|------|-----:|--------|---|-----:|---|-----:|
//   |arc_challenge|      1|none  |     0|acc     |↑  |0.3993|±  |0.0143|
//   |             |       |none  |     0|acc_norm|↑  |0.4317|±  |0.0145|
//
// Columns are found by their names, so their order and number may differ; an empty task is that of the row above; the
// tables of groups, which repeat what their tasks say, are passed over. Everything else in the log (progress bars,
// messages of several processes in one line) is skipped. file: what places name. Never throws for what a log holds.
[[nodiscard]] EvaluationLog parseEvaluationLog(std::string_view text, const std::string& file);

} // namespace halyard
