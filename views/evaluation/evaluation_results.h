// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/run/run_spec.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <QString>

namespace halyard::views {

// A measured value and what it is known to lie between.
struct Measured {
    double value = 0;
    double low = 0;
    double high = 0;
};

// One cell of results.json: a model, with one scaling, on one task, at one length. What was not measured is none.
struct EvaluationCell {
    QString id, model, modelPath, scaling, task, host;
    std::optional<std::int64_t> layer; // of a sweep: the one that was exchanged; none: the model itself
    QString failed;                    // why it could not be measured
    std::int64_t length = 0;
    std::int64_t threads = 0;
    bool complete = false;
    std::optional<Measured> accuracy; // a share of 1, with its interval by Wilson (95 %)
    std::int64_t questions = 0;
    struct AtDepth {
        double depth = 0; // percent
        Measured accuracy;
        std::int64_t questions = 0;
    };
    std::vector<AtDepth> depths;
    std::optional<double> loss;
    std::optional<Measured> prefillSeconds; // of the whole prompt; least and greatest of the repeats
    std::optional<Measured> tokenSeconds;
    std::optional<Measured> peakMegabytes;
    bool outOfMemory = false;
    std::optional<double> needBytes, haveBytes;
};

// One question asked of one document: "results/ID.json" of its cell.
struct EvaluationTrial {
    std::int64_t document = 0;
    double depth = 0; // percent
    double score = 0;
    QString question; // the end of the prompt; empty where it was not kept
    QString expected;
    QString answer;
};

// The search for a logits scaling, of one model.
struct ScalingSearch {
    QString model;
    struct Tried {
        QString scaling; // "none", "1.33", "hype 500"
        std::optional<double> loss;
        std::optional<double> needles; // a share of 1
    };
    std::vector<Tried> curve;
    QString bestByLoss, bestByNeedles; // empty: none
};

struct EvaluationResults {
    std::optional<RunKind> kind;
    bool complete = false;
    std::vector<EvaluationCell> cells;
    std::vector<ScalingSearch> searches;
    std::size_t unreadable = 0; // entries that are no cells; said in words, never hidden
};
// Of results.json; whatever is missing or of another type is none. Null and other documents have no cells.
[[nodiscard]] EvaluationResults evaluationResults(const Json& document);

// Of the document of a cell, or of an array of lines of trials.jsonl.
[[nodiscard]] std::vector<EvaluationTrial> evaluationTrials(const Json& document);

// "A" of "hype A".
[[nodiscard]] std::optional<double> scalingBase(const QString& scaling);
// As a person reads it: "A = 500", "constant 1.33", "no scaling".
[[nodiscard]] QString scalingText(const QString& scaling);

} // namespace halyard::views
