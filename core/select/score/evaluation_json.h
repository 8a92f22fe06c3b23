// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/select/score/sweep_builder.h"

#include <filesystem>
#include <string_view>

namespace halyard {

// Reads results*.json of lm-evaluation-harness: {"results": {"arc_easy": {"acc_norm,none": 0.7, "acc_norm_stderr,none":
// 0.009}}, "n-samples": …, "higher_is_better": …}, or the older form with keys "acc_norm" and "acc_norm_stderr". NaN
// and Infinity, which Python writes and JSON does not have, are read as "not a number". file: what places name.
// Throws Error(InvalidInput) for what is not such a file.
[[nodiscard]] std::vector<MetricRow> parseEvaluationResults(std::string_view text, const std::string& file);

// The results of single items, samples_TASK_*.jsonl (one JSON object a line) or one JSON list of such objects, in the
// order of "doc_id". Fills perItem (and items) of the rows of one task whose metric the samples hold; −1 of a context
// length that an item was not run with is left out. Samples that repeat an item, or whose mean is not the row's value,
// are not used, with a warning. Throws Error(InvalidInput) for a file that holds no samples.
void readSamples(const std::filesystem::path& path, const std::string& file, const std::vector<MetricRow*>& rows,
                 std::vector<Message>& warnings);

// JSON text with the literals NaN, Infinity and -Infinity outside of strings replaced by null; lines stay lines.
[[nodiscard]] std::string withoutNotANumber(std::string_view text);

} // namespace halyard
