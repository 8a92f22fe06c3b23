// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worker/loss_command.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/train/objective.h"
#include "core/train/tensor_file.h"
#include "core/worker/token_rows.h"

#include <algorithm>
#include <memory>

namespace halyard {

namespace {

struct Options {
    std::string objective;
    std::string teacher;
    std::string student;
    std::string ids;
    std::string out;
    std::string alignLoss = "mse";
};

at::Tensor readIds(const std::string& path, std::int64_t vocabulary) {
    const auto rows = readTokenRows(path, vocabulary, RowLengths::Equal);
    const auto length = static_cast<std::int64_t>(rows.front().size());
    at::Tensor ids_BT = at::empty({static_cast<std::int64_t>(rows.size()), length}, at::kLong);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        std::copy(rows[row].begin(), rows[row].end(), ids_BT[static_cast<std::int64_t>(row)].mutable_data_ptr<std::int64_t>());
    }
    return ids_BT;
}

std::shared_ptr<Decoder> load(const std::string& folder, const MixerRegistry& registry) {
    return std::make_shared<Decoder>(Decoder::load(openModelFolder(folder), registry, at::kFloat));
}

// What an objective works on; the stage-1 student borrows the mixers of the student's layers.
struct Models {
    std::shared_ptr<Decoder> teacher, student;
    std::unique_ptr<Stage1Student> mixers;
};

void useMixersAlone(Models& models) {
    const ModelConfig& config = models.student->config();
    const auto& types = config.mixer_types;
    if (types.empty() || std::find(types.begin(), types.end(), "attn") != types.end()) {
        throw invalidInput(
            HALYARD_TEXT("The objective align needs a student whose every layer has a linear mixer; this one "
                         "keeps softmax attention in a layer."));
    }
    if (types.size() != models.teacher->layers().size() || config.hidden_size != models.teacher->config().hidden_size) {
        throw invalidInput(HALYARD_TEXT("The student's layers or hidden size differ from the teacher's."));
    }
    models.mixers = std::make_unique<Stage1Student>();
    models.mixers->config = config;
    for (DecoderLayer& layer : models.student->layers()) {
        models.mixers->mixers.push_back(std::move(layer.mixer));
    }
}

std::unique_ptr<Objective> makeObjective(const Options& options, Models& models) {
    if (options.objective == "align") {
        useMixersAlone(models);
        return makeAlignObjective(models.teacher, *models.mixers, options.alignLoss);
    }
    if (options.objective == "distill") {
        if (models.teacher->config().vocab_size != models.student->config().vocab_size) {
            throw invalidInput(
                HALYARD_TEXT("The teacher knows {teacher} tokens and the student {student}; they must be equal."),
                {{"teacher", std::to_string(models.teacher->config().vocab_size)},
                 {"student", std::to_string(models.student->config().vocab_size)}});
        }
        return makeDistillObjective(models.teacher, models.student, false);
    }
    return makeNextTokenObjective(models.student, false);
}

void checkOptions(const Options& options) {
    if (options.objective != "align" && options.objective != "distill" && options.objective != "finetune") {
        throw invalidInput(HALYARD_TEXT("--objective is \"{given}\"; it must be align, distill, or finetune."),
                           {{"given", printable(options.objective)}});
    }
    if (options.objective != "finetune" && options.teacher.empty()) {
        throw invalidInput(HALYARD_TEXT("The objective {objective} needs --teacher, a model folder."),
                           {{"objective", options.objective}});
    }
}

int computeLoss(const Options& options, const MixerRegistry& registry) {
    checkOptions(options);
    Models models;
    models.student = load(options.student, registry);
    if (options.objective != "finetune") {
        models.teacher = load(options.teacher, registry);
    }
    const at::Tensor ids_BT = readIds(options.ids, models.student->config().vocab_size);
    if (options.objective == "finetune" && ids_BT.size(1) < 2) {
        throw invalidInput(HALYARD_TEXT("{file}: next-token prediction needs rows of two ids or more."),
                           {{"file", printable(options.ids)}});
    }
    const std::unique_ptr<Objective> objective = makeObjective(options, models);
    const ObjectiveResult result = objective->accumulate(ids_BT, 1);
    NamedTensors gradients;
    for (const NamedTensor& parameter : objective->trained()) {
        const at::Tensor& gradient = parameter.tensor.grad();
        gradients.push_back({parameter.name, gradient.defined() ? gradient.to(at::kFloat)
                                                                : at::zeros_like(parameter.tensor, at::kFloat)});
    }
    writeTensors(options.out, gradients);
    Json answer = {{"loss", result.loss}};
    if (!result.perLayer.empty()) {
        answer["per_layer"] = result.perLayer;
    }
    printJson(answer.dump());
    return 0;
}

} // namespace

Command lossCommand(MixerRegistry registry) {
    return {"loss", "Loss and gradients of a training objective", [registry = std::move(registry)](CLI::App& app) {
                const auto options = std::make_shared<Options>();
                app.add_option("--objective", options->objective, "align, distill, or finetune")->required();
                app.add_option("--teacher", options->teacher, "Model folder of the teacher");
                app.add_option("--student", options->student, "Model folder of the student")->required();
                app.add_option("--ids", options->ids, "JSON list of equally long lists of token ids")->required();
                app.add_option("--out", options->out, "Gradients, as safetensors")->required();
                app.add_option("--align-loss", options->alignLoss, "mse or l2norm");
                return [options, registry] { return computeLoss(*options, registry); };
            }};
}

} // namespace halyard
