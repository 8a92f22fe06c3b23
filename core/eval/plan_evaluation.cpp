// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/cost/cost.h"
#include "core/eval/evaluation_run.h"
#include "core/eval/kinds.h"
#include "core/run/evaluation.h"

#include <algorithm>

namespace halyard {

std::vector<PlannedScaling> plannedScalings(const RunSpec& spec, const EvaluatedModel& model) {
    std::vector<PlannedScaling> out;
    const bool searches = spec.kind == RunKind::Scaling;
    for (const std::string& word : searches ? searchedScalings(spec.eval) : wordsOfList(spec.eval.scalings)) {
        const LogitsScaling scaling = parseOwnOrScaling(word).value_or(model.scaling);
        const auto same = [&](const PlannedScaling& other) { return other.scaling == scaling; };
        if (std::find_if(out.begin(), out.end(), same) == out.end()) { // "own" may be one of the others
            out.push_back({scaling, scaling.kind == LogitsScaling::Kind::None ? "none" : describe(scaling)});
        }
    }
    return out;
}

Json modelIdentity(const RunSpec& spec, const EvaluatedModel& model) {
    return {{"model", model.hash}, {"dtype", spec.train.dtype}};
}

Json factsOf(const EvaluatedModel& model) {
    return {{"model", model.name}, {"model_path", model.folder.string()}, {"model_hash", model.hash}};
}

LayerExchange::Hooks hooksOf(ExchangeRecorder& recorder, std::int64_t end) {
    return {[&recorder, end](std::size_t which) { return recorder.wanted(which, end); },
            [&recorder](std::size_t which, const std::exception& reason) { recorder.failed(which, reason); }};
}

std::vector<ModelCells> planEvaluation(const RunSpec& spec, const NeedleTasks& tasks) {
    if (spec.train.device != "cpu") {
        throw invalidInput(HALYARD_TEXT("\"train.device\" is \"{device}\"; this build measures on the CPU. Set it to cpu."),
                           {{"device", printable(spec.train.device)}});
    }
    const RunInput* const tokenizer = spec.input("tokenizer");
    std::vector<ModelCells> out;
    for (const RunInput& input : spec.inputs) {
        if (input.role != "model") {
            continue;
        }
        ModelCells cells{openEvaluatedModel(input, tokenizer != nullptr ? std::filesystem::path(tokenizer->path) : std::filesystem::path()), {}};
        switch (spec.kind) {
        case RunKind::Niah: cells.cells = needleCells(spec, cells.model, tasks); break;
        case RunKind::Eval: cells.cells = itemCells(spec, cells.model); break;
        case RunKind::Throughput: cells.cells = throughputCells(spec, cells.model); break;
        case RunKind::Scaling: cells.cells = scalingCells(spec, cells.model, tasks); break;
        default:
            throw invalidInput(HALYARD_TEXT("A run of kind {kind} measures nothing."), {{"kind", std::string(nameOf(spec.kind))}});
        }
        out.push_back(std::move(cells));
    }
    return out;
}

} // namespace halyard
