// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/probe/sweep_plan.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/cost/cost.h"
#include "core/eval/kinds.h"
#include "core/run/evaluation.h"
#include "core/run/run_inputs.h"
#include "core/select/probe/layer_screen.h"
#include "core/train/training.h"

#include <algorithm>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kBlocksAtOnce = 8;

const RunInput& required(const RunSpec& spec, const char* role) {
    const RunInput* const input = spec.input(role);
    if (input == nullptr) {
        throw invalidInput(HALYARD_TEXT("A run of kind {kind} needs the input \"{role}\"."),
                           {{"kind", std::string(nameOf(spec.kind))}, {"role", role}});
    }
    return *input;
}

// Every layer must have a mixer of its own that fits the teacher's.
void checkStudent(const SweepPlan& plan) {
    const ModelConfig& teacher = plan.teacher.config;
    const ModelConfig& student = plan.studentConfig;
    const auto refuse = [&](const char* what, std::int64_t found, std::int64_t wanted) {
        if (found != wanted) {
            throw invalidInput(HALYARD_TEXT("{student}: \"{key}\" is {found}, and the teacher's is {wanted}. The student must be a run "
                                            "of stage 1 of this teacher."),
                               {{"student", printable(plan.student.string(), 200)},
                                {"key", what},
                                {"found", std::to_string(found)},
                                {"wanted", std::to_string(wanted)}});
        }
    };
    refuse("num_hidden_layers", student.num_hidden_layers, teacher.num_hidden_layers);
    refuse("hidden_size", student.hidden_size, teacher.hidden_size);
    const auto attention = std::find(student.mixer_types.begin(), student.mixer_types.end(), "attn");
    if (attention != student.mixer_types.end()) {
        throw invalidInput(HALYARD_TEXT("{student}: layer {layer} has softmax attention; a sweep needs the mixers of stage 1 in every "
                                        "layer. Give a run of stage 1."),
                           {{"student", printable(plan.student.string(), 200)},
                            {"layer", std::to_string(attention - student.mixer_types.begin())}});
    }
}

void checkLayers(const RunSpec& spec, const SweepPlan& plan) {
    for (const std::int64_t layer : spec.select.layers) {
        if (layer >= plan.teacher.config.num_hidden_layers) {
            throw invalidInput(HALYARD_TEXT("\"select.layers\" names layer {layer}, but {teacher} has the layers 0 to {last}."),
                               {{"layer", std::to_string(layer)},
                                {"teacher", printable(plan.teacher.folder.string(), 200)},
                                {"last", std::to_string(plan.teacher.config.num_hidden_layers - 1)}});
        }
    }
}

Json toJson(const LayerEffect& effect) {
    return {effect.kl, effect.loss, effect.mse};
}

LayerEffect effectFrom(const Json& entry) {
    return {entry.at(0).get<double>(), entry.at(1).get<double>(), entry.at(2).get<double>()};
}

Json listOf(const std::vector<LayerEffect>& effects) {
    Json out = Json::array();
    for (const LayerEffect& effect : effects) {
        out.push_back(toJson(effect));
    }
    return out;
}

std::vector<LayerEffect> effectsFrom(const Json& list) {
    std::vector<LayerEffect> out;
    for (const Json& entry : list) {
        out.push_back(effectFrom(entry));
    }
    return out;
}

Json recordOf(const LayerScreenSums& batch) {
    const LayerScreen& sums = batch.sums;
    return {{"positions", sums.positions}, {"predictions", batch.predictions},      {"teacher_loss", sums.teacherLoss},
            {"all_linear", toJson(sums.allLinear)}, {"replaced", listOf(sums.replaced)}, {"restored", listOf(sums.restored)}};
}

Json summariseText(const Json& records) {
    LayerScreenSums all;
    for (const Json& record : records) {
        LayerScreenSums batch;
        batch.sums.positions = record.at("positions").get<std::int64_t>();
        batch.predictions = record.at("predictions").get<double>();
        batch.sums.teacherLoss = record.at("teacher_loss").get<double>();
        batch.sums.allLinear = effectFrom(record.at("all_linear"));
        batch.sums.replaced = effectsFrom(record.at("replaced"));
        batch.sums.restored = effectsFrom(record.at("restored"));
        all.add(batch);
    }
    const LayerScreen means = all.means();
    return {{"positions", means.positions}, {"teacher_loss", means.teacherLoss},      {"all_linear", toJson(means.allLinear)},
            {"replaced", listOf(means.replaced)}, {"restored", listOf(means.restored)}};
}

void addTasks(const RunSpec& spec, const NeedleTasks& tasks, SweepPlan& plan) {
    const auto exchange = [&](std::size_t layer) {
        return Json{{"layer", layer}, {"student", plan.checkpoints.back().hash}, {"mixer", plan.studentConfig.mixer_types[layer]}};
    };
    const auto add = [&](const Cell& cell, const std::string& name, SweptKind kind) {
        plan.tasks.push_back({name, kind, cellsOfLayers(cell, plan.layers(), exchange)});
    };
    for (const Cell& cell : itemCells(spec, plan.teacher)) {
        add(cell, cell.facts.at("task").get<std::string>(), cell.identity.at("kind") == "recall" ? SweptKind::Recall : SweptKind::Choices);
    }
    for (const Cell& cell : needleCells(spec, plan.teacher, tasks)) {
        add(cell, cell.facts.at("task").get<std::string>() + "@" + cell.facts.at("length").dump(), SweptKind::Needles);
    }
    for (const auto& [task, file] : spec.eval.files.items()) {
        plan.files.push_back({file.get<std::string>(), hashOfFile(file.get<std::string>())});
    }
}

} // namespace

std::vector<Cell> cellsOfLayers(const Cell& whole, std::size_t layers, const std::function<Json(std::size_t)>& exchange) {
    std::vector<Cell> out;
    for (std::size_t layer = 0; layer < layers; ++layer) {
        Cell cell = whole;
        cell.identity["exchanged"] = exchange(layer);
        cell.facts["layer"] = layer;
        cell.weight *= static_cast<double>(layers - layer) / static_cast<double>(layers); // what is below is shared
        out.push_back(std::move(cell));
    }
    out.push_back(whole);
    return out;
}

SweptTask textTask(const RunSpec& spec, const SweepPlan& plan) {
    const auto text = heldOutText(spec);
    const std::int64_t vocabulary = text->manifest().vocabularySize;
    if (vocabulary > plan.teacher.config.vocab_size) {
        throw invalidInput(HALYARD_TEXT("The text was tokenised with {text} tokens, but the model knows {model}. "
                                        "Prepare the data with the model's own tokenizer."),
                           {{"text", std::to_string(vocabulary)}, {"model", std::to_string(plan.teacher.config.vocab_size)}});
    }
    const std::int64_t blocks = spec.eval.limit > 0 ? std::min(spec.eval.limit, text->blockCount()) : text->blockCount();
    if (blocks < 1) {
        throw invalidInput(HALYARD_TEXT("{path}: it holds no block of text."), {{"path", printable(spec.input("held_out")->path)}});
    }
    const fs::path folder = spec.input("held_out")->path;
    Cell cell;
    cell.scaling = plan.teacher.scaling;
    cell.identity = modelIdentity(spec, plan.teacher);
    cell.identity.update({{"kind", "screen"}, {"student", plan.checkpoints.back().hash}, {"mixers", plan.studentConfig.mixer_types},
                          {"text", hashOfFile(folder / "manifest.json")}, {"blocks", blocks}, {"at_once", kBlocksAtOnce}, {"version", 1}});
    cell.facts = factsOf(plan.teacher);
    cell.facts.update({{"task", "held_out"}, {"length", text->blockLength()}});
    cell.steps = (blocks + kBlocksAtOnce - 1) / kBlocksAtOnce;
    cell.weight = static_cast<double>(blocks * static_cast<std::int64_t>(plan.layers() + 2)) *
                  forwardFlops(plan.teacher.config, text->blockLength(), text->blockLength());
    cell.measureExchanges = [text, blocks](LayerExchange& models, ExchangeRecorder& recorder) {
        for (std::int64_t step = recorder.finished(); step * kBlocksAtOnce < blocks; ++step) {
            const std::int64_t first = step * kBlocksAtOnce;
            const LayerScreenSums batch =
                screenBatch(models.model(), models.mixers(), *text, first, std::min(kBlocksAtOnce, blocks - first));
            batch.requireFinite();
            recorder.keep(0, step, recordOf(batch));
            recorder.settle();
        }
    };
    cell.summary = summariseText;
    return {"held_out", SweptKind::Text, {cell}};
}

SweepPlan planSweep(const RunSpec& spec, const NeedleTasks& tasks) {
    if (spec.train.device != "cpu") {
        throw invalidInput(HALYARD_TEXT("\"train.device\" is \"{device}\"; this build measures on the CPU. Set it to cpu."),
                           {{"device", printable(spec.train.device)}});
    }
    const RunInput* const tokenizer = spec.input("tokenizer");
    SweepPlan plan;
    plan.teacher = openEvaluatedModel(required(spec, "teacher"), tokenizer != nullptr ? fs::path(tokenizer->path) : fs::path());
    plan.student = resolveModelInput(required(spec, "student"));
    plan.studentConfig = readModelConfig(plan.student / "config.json");
    plan.checkpoints = {{"teacher", plan.teacher.folder.string(), plan.teacher.hash},
                        {"student", plan.student.string(), hashOf(RunInput{"student", plan.student.string(), std::nullopt, ""})}};
    checkStudent(plan);
    checkLayers(spec, plan);
    addTasks(spec, tasks, plan);
    for (const std::string& screen : wordsOfList(spec.select.screens)) {
        if (screen == "kl") {
            plan.tasks.push_back(textTask(spec, plan));
        } else {
            for (SweptTask& task : zeroedTasks(spec, plan.teacher, plan.sizes)) {
                plan.tasks.push_back(std::move(task));
            }
        }
    }
    return plan;
}

} // namespace halyard
