// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/eval/evaluated_model.h"
#include "core/eval/tasks/needle_task.h"
#include "core/model/layer_exchange.h"
#include "core/run/run_folder.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace halyard {

// Where the work on one cell stands: what was measured before, what is to be kept, and that a step is done.
class CellRecorder {
public:
    virtual ~CellRecorder() = default;
    // Steps that an earlier process finished, in the order they were kept.
    [[nodiscard]] virtual const Json& finished() const = 0;
    // One step more (a document, an item, a measurement), kept with its records. Waits while the run is paused and throws
    // Error(Stopped) when it is asked to stop; what was kept stays.
    virtual void keep(Json record) = 0;
};

// The same for a model and its exchanges, each of which has a cell: their steps go on together.
class ExchangeRecorder {
public:
    virtual ~ExchangeRecorder() = default;
    // Steps that all of those have that are to be measured.
    [[nodiscard]] virtual std::int64_t finished() const = 0;
    // Whether a model is to be measured and lacks one of the steps before end.
    [[nodiscard]] virtual bool wanted(std::size_t which, std::int64_t end) const = 0;
    // A step; one that it has already is passed over.
    virtual void keep(std::size_t which, std::int64_t step, Json record) = 0;
    // A model that cannot be measured; it is not wanted any more.
    virtual void failed(std::size_t which, const std::exception& reason) = 0;
    // All have the steps begun with. Waits while the run is paused and throws Error(Stopped) when it is asked to stop.
    virtual void settle() = 0;
};

// One number of the result: a model, with one scaling, on one task, at one length. Its identity says all that decides about
// the number; results are kept under the hash of it.
struct Cell {
    Json identity;
    Json facts;             // what results say of it: task, length, scaling, …
    LogitsScaling scaling;  // of the model while it is measured
    std::int64_t steps = 1;
    double weight = 1;      // relative cost, for the time left
    std::function<void(Decoder&, CellRecorder&)> measure;
    std::function<Json(const Json& records)> summary; // numbers from the records of all steps
    // The same steps of a model and its exchanges at once; only where a sweep measures it.
    std::function<void(LayerExchange&, ExchangeRecorder&)> measureExchanges;
};

// A model and its cells. Weights are read once, and only when something is left to measure.
struct ModelCells {
    EvaluatedModel model;
    std::vector<Cell> cells;
};

// What a run of an evaluation kind measures. Everything wrong with models, tasks and lengths is found here, before the first
// weights are read. Throws Error(InvalidInput).
[[nodiscard]] std::vector<ModelCells> planEvaluation(const RunSpec& spec, const NeedleTasks& tasks);

enum class EvaluationEnd {
    Done,
    Stopped
};

// Measures what is left and writes into the run folder, beside events and heartbeat:
//   results/<id>.json   a cell with its records, replaced whole as it grows: a killed run loses seconds of work
//   results.json        {"schema", "kind", "complete", "cells": […]}, without records, after each cell
//   trials.jsonl        one record a line with the id of its cell, at the end
// A cell that is finished here, or in a run beside this one, is not measured again. Events: start, step (with total_steps,
// seconds_left and the cell), cell (its numbers), done, stopped; who
// calls says why it failed.
[[nodiscard]] EvaluationEnd evaluateRun(const RunSpec& spec, const RunFolder& run, const MixerRegistry& registry,
                                        const NeedleTasks& tasks);

// Tries so many steps of the first cell and keeps nothing; prints one line a step on stderr.
void evaluateDry(const RunSpec& spec, const MixerRegistry& registry, const NeedleTasks& tasks, std::int64_t steps);

} // namespace halyard
