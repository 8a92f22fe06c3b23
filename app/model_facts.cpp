// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model_facts.h"

#include "core/base/error.h"
#include "core/io/model_config.h"
#include "core/run/run_folder.h"

namespace halyard::app {

ModelFacts modelFacts(const QString& model, const Runs& runs, const QString& project) {
    ModelFacts facts;
    std::optional<ModelConfig> config;
    try {
        config = readModelConfig((model + QStringLiteral("/config.json")).toStdString());
        facts.isTeacher = config->family == ModelFamily::Qwen3;
    } catch (const Error&) {
        // Of another machine, or gone: nothing is said of it.
    }
    try {
        if (const std::string run = runOf(model.toStdString(), runs, project); !run.empty()) {
            const RunFolder folder(std::filesystem::path((project + QStringLiteral("/runs/")).toStdString()) / run);
            facts.trainedLength = static_cast<double>(folder.spec().data.context_length);
        } else if (facts.isTeacher) {
            facts.trainedLength = static_cast<double>(config->max_position_embeddings);
        }
    } catch (const Error&) {
        // A run whose run.json cannot be read.
    }
    return facts;
}

} // namespace halyard::app
