// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worker/transfer_command.h"

#include "core/base/error.h"
#include "core/model/decoder.h"
#include "core/model/stage1_files.h"

#include <memory>

namespace halyard {

namespace {

struct Options {
    std::string teacher, config, stage1, out;
    std::uint64_t seed = 0;
};

// What a student shares with its teacher whatever its mixers are.
void checkFits(const ModelConfig& teacher, const ModelConfig& student, const std::string& source) {
    const std::pair<const char*, std::int64_t ModelConfig::*> sizes[] = {
        {"vocab_size", &ModelConfig::vocab_size},
        {"hidden_size", &ModelConfig::hidden_size},
        {"intermediate_size", &ModelConfig::intermediate_size},
        {"num_hidden_layers", &ModelConfig::num_hidden_layers},
        {"num_attention_heads", &ModelConfig::num_attention_heads},
        {"num_key_value_heads", &ModelConfig::num_key_value_heads},
        {"head_dim", &ModelConfig::head_dim}};
    for (const auto& [key, field] : sizes) {
        if (teacher.*field != student.*field) {
            throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" is {found}; the teacher has {wanted}."),
                               {{"source", printable(source)},
                                {"key", key},
                                {"found", std::to_string(student.*field)},
                                {"wanted", std::to_string(teacher.*field)}});
        }
    }
    if (teacher.tie_word_embeddings != student.tie_word_embeddings) {
        throw invalidInput(HALYARD_TEXT("{source}: \"tie_word_embeddings\" differs from the teacher's."),
                           {{"source", printable(source)}});
    }
}

int transfer(const Options& options, const MixerRegistry& registry) {
    const ModelFolder folder = openModelFolder(options.teacher);
    const ModelConfig config = readModelConfig(options.config);
    if (config.family != ModelFamily::HypeNet) {
        throw invalidInput(HALYARD_TEXT("{source}: \"model_type\" must be hypenet."), {{"source", printable(options.config)}});
    }
    checkFits(folder.config, config, options.config);
    const at::NoGradGuard noGradients;
    const at::ScalarType type = folder.config.dtype == "bfloat16" ? at::kBFloat16 : at::kFloat;
    const Decoder teacher = Decoder::load(folder, registry, type);
    Stage1Student student = makeStage1Student(teacher, config, registry, type, options.seed);
    if (!options.stage1.empty()) {
        loadStage1Mixers(options.stage1, student);
    }
    const ModelConfig& written = options.stage1.empty() ? student.config : config;
    const Decoder made =
        makeStage2Student(teacher, written, std::move(student.mixers), registry, type, options.seed);
    removeLeftoversOf(options.out);
    AtomicFolder out(options.out);
    saveDecoder(made, out.path());
    for (const char* name : {"tokenizer.json", "tokenizer_config.json", "generation_config.json"}) {
        if (std::filesystem::is_regular_file(folder.path / name)) {
            std::filesystem::copy_file(folder.path / name, out.path() / name);
        }
    }
    out.commit();
    return 0;
}

} // namespace

Command transferCommand(MixerRegistry registry) {
    return {"transfer", "Make a student from a teacher", [registry = std::move(registry)](CLI::App& app) {
                const auto options = std::make_shared<Options>();
                app.add_option("--teacher", options->teacher, "Model folder of the teacher")->required();
                app.add_option("--config", options->config, "config.json of the student")->required();
                app.add_option("--stage1", options->stage1, "Checkpoint folder of stage 1");
                app.add_option("--out", options->out, "Folder of the student")->required();
                app.add_option("--seed", options->seed, "Seed of what is drawn fresh");
                return [options, registry] { return transfer(*options, registry); };
            }};
}

} // namespace halyard
