// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/evaluated_model.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/cost/cost.h"
#include "core/export/export_source.h"
#include "core/run/run_inputs.h"
#include "core/run/run_summary.h"

#include <algorithm>
#include <fstream>
#include <limits>

namespace halyard {

namespace fs = std::filesystem;

namespace {

bool isFile(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error);
}

// The folder of a model is named by who looks at it; that of a checkpoint is "step-12".
std::string nameOfModel(const RunInput& input, const std::vector<LineageRun>& lineage, const fs::path& folder) {
    if (!lineage.empty()) {
        const std::string run = lineage.front().name;
        return input.step || !isFile(fs::path(input.path) / "run.json") ? run + "/" + folder.filename().string() : run;
    }
    const fs::path whole = fs::path(input.path).lexically_normal();
    return (whole.has_filename() ? whole.filename() : whole.parent_path().filename()).string();
}

double elementBytes(const std::string& dtype) {
    return dtype == "bfloat16" ? 2 : 4;
}

double meminfo(const std::string& field) {
    std::ifstream file("/proc/meminfo");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(field + ":")) {
            return std::stod(line.substr(field.size() + 1)) * 1024;
        }
    }
    return std::numeric_limits<double>::infinity();
}

double numberIn(const char* path) {
    std::ifstream file(path);
    double value = 0;
    return file >> value ? value : -1;
}

} // namespace

Json EvaluatedModel::toJson() const {
    return {{"name", name}, {"path", folder.string()}, {"hash", hash}};
}

EvaluatedModel openEvaluatedModel(const RunInput& input, const fs::path& tokenizer) {
    ExportOptions options;
    options.tokenizer = tokenizer;
    if (isFile(fs::path(input.path) / "run.json")) {
        options.run = input.path;
        options.step = input.step;
    } else {
        options.checkpoint = input.path;
    }
    const ExportSource source = findExportSource(options);
    EvaluatedModel model;
    model.folder = source.model;
    model.name = nameOfModel(input, source.lineage, source.model);
    model.hash = hashOf(RunInput{"model", source.model.string(), std::nullopt, ""});
    model.config = readModelConfig(source.model / "config.json");
    model.scaling = model.config.attn_logits_scaling;
    // A training keeps the scaling out of its checkpoints' config; teachers have none.
    if (source.scaling && model.config.family == ModelFamily::HypeNet) {
        model.scaling = *source.scaling;
    }
    if (!source.tokenizer.empty()) {
        model.tokenizer = std::make_shared<Tokenizer>(source.tokenizer);
    }
    return model;
}

Decoder loadEvaluatedModel(const EvaluatedModel& model, const MixerRegistry& registry, const std::string& dtype) {
    return Decoder::load(openModelFolder(model.folder), registry, dtype == "bfloat16" ? at::kBFloat16 : at::kFloat);
}

double bytesOfWeights(const ModelConfig& config, const std::string& dtype) {
    return static_cast<double>(parameterCount(config).total()) * elementBytes(dtype);
}

double bytesOfSequence(const ModelConfig& config, std::int64_t length, std::int64_t chunk, const std::string& dtype) {
    const CacheBytes caches = cacheBytes(config, length, static_cast<std::int64_t>(elementBytes(dtype)));
    // The states of a chunk: the widest are the MLP's, three at a time, and the heads' of the mixers, about eight.
    const double wide = static_cast<double>(3 * config.intermediate_size + 4 * config.hidden_size +
                                            8 * config.num_attention_heads * config.head_dim);
    return static_cast<double>(caches.kv + caches.state) + static_cast<double>(std::min(chunk, length)) * wide * 4;
}

double availableMemory() {
    double available = meminfo("MemAvailable");
    const double limit = numberIn("/sys/fs/cgroup/memory.max"); // "max" is no number
    const double used = numberIn("/sys/fs/cgroup/memory.current");
    if (limit > 0 && used >= 0) {
        available = std::min(available, std::max(0.0, limit - used));
    }
    return available;
}

void requireMemory(const std::string& model, std::int64_t length, double need) {
    const double have = availableMemory();
    if (need > have) {
        throw invalidInput(HALYARD_TEXT("{model}: {length} tokens need about {need} of memory and {have} are free. Leave this length "
                                        "out, or free some memory."),
                           {{"model", printable(model)},
                            {"length", grouped(static_cast<unsigned long long>(length))},
                            {"need", humanBytes(need)},
                            {"have", humanBytes(have)}});
    }
}

void requireMemory(const EvaluatedModel& model, std::int64_t length, std::int64_t chunk, const std::string& dtype) {
    requireMemory(model.name, length, bytesOfWeights(model.config, dtype) + bytesOfSequence(model.config, length, chunk, dtype));
}

} // namespace halyard
