// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/run/run_folder.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// What tables take from the folders of runs. What cannot be read (a run that was killed as it wrote, another program's
// file) counts as not measured: nothing here throws for what a folder holds.

// A share of answers that were right.
struct StudyShare {
    double right = 0;
    double answers = 0;
};

// A number of a document, or nothing.
[[nodiscard]] std::optional<double> numberIn(const Json& document, const char* key);
// A text of an object; empty when it has none.
[[nodiscard]] std::string textIn(const Json& document, const char* key);

// What reading gives, or nothing where it cannot be read.
template <class Value> std::optional<Value> tryRead(const std::function<Value()>& read) {
    try {
        return read();
    } catch (const Error&) {
        return std::nullopt;
    } catch (const std::filesystem::filesystem_error&) {
        return std::nullopt;
    }
}

// What one run has measured of one model with one logits scaling.
struct EvaluatedMeasure {
    // recall | choices | needles (of at most the training length) | needles_beyond | held_out_loss
    std::string measure;
    std::string model;   // as the run calls it
    std::string scaling; // "own", "none", …
    StudyShare share;    // no answers for a loss
    double value = 0;    // the share, or the loss in nats a token
};
// From results.json, cells of the same measure, model and scaling together; only of cells that are complete. In the order in
// which they stand there.
[[nodiscard]] std::vector<EvaluatedMeasure> evaluatedMeasures(const std::filesystem::path& run, std::int64_t trainingLength);

struct TrainingMeasures {
    std::optional<double> heldOutLoss; // at the end so far; of stage 2 the KL to the teacher
    std::optional<double> tokens;
    std::optional<double> seconds; // from the start of the worker to its last event, in all its starts, without pauses
    std::optional<double> trainedParameters;
};
[[nodiscard]] TrainingMeasures trainingMeasures(const RunFolder& run);

} // namespace halyard
