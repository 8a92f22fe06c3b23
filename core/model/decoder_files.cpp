// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/model/decoder.h"
#include "core/model/stored_tensor.h"

#include <set>

namespace halyard {

namespace {

std::string listed(const std::set<std::string>& names) {
    constexpr std::size_t kMost = 5;
    std::string out;
    std::size_t count = 0;
    for (const std::string& name : names) {
        if (count++ == kMost) {
            return out + ", … (" + std::to_string(names.size()) + " in all)";
        }
        out += (out.empty() ? "" : ", ") + printable(name);
    }
    return out;
}

// A tied model may store its head as well, if it equals the embeddings; published folders do.
bool isRepeatedHead(const std::string& name, const ModelFolder& folder) {
    const auto& tensors = folder.tensors.tensors();
    if (name != "lm_head.weight" || !folder.config.tie_word_embeddings ||
        !tensors.contains("model.embed_tokens.weight")) {
        return false;
    }
    const auto head = tensors.at(name).bytes();
    const auto embedding = tensors.at("model.embed_tokens.weight").bytes();
    return head.size() == embedding.size() && std::equal(head.begin(), head.end(), embedding.begin());
}

void requireShape(const ModelFolder& folder, const std::string& name, const Shape& wanted) {
    const auto found = folder.tensors.tensors().find(name);
    if (found != folder.tensors.tensors().end() && found->second.info->shape != wanted) {
        throw invalidInput(
            HALYARD_TEXT("{folder}: tensor \"{name}\" has the shape {found}; config.json asks for {wanted}."),
            {{"folder", printable(folder.path.string())},
             {"name", name},
             {"found", toString(found->second.info->shape)},
             {"wanted", toString(wanted)}});
    }
}

// A wrong config.json must not make us allocate what the files cannot fill.
void checkSizes(const ModelFolder& folder) {
    const ModelConfig& config = folder.config;
    const auto count = static_cast<std::int64_t>(folder.tensors.tensors().size());
    if (config.num_hidden_layers > count) {
        throw invalidInput(
            HALYARD_TEXT("{folder}: config.json says {layers} layers, but there are only {count} tensors."),
            {{"folder", printable(folder.path.string())},
             {"layers", grouped(static_cast<unsigned long long>(config.num_hidden_layers))},
             {"count", std::to_string(count)}});
    }
    requireShape(folder, "model.embed_tokens.weight", {config.vocab_size, config.hidden_size});
    requireShape(folder, "model.layers.0.mlp.gate_proj.weight", {config.intermediate_size, config.hidden_size});
}

} // namespace

Decoder Decoder::load(const ModelFolder& folder, const MixerRegistry& registry, at::ScalarType type) {
    // The shapes a configuration asks for are compared before anything of their size is allocated.
    checkSizes(folder);
    Decoder decoder(folder.config, registry, type, at::Generator());
    std::set<std::string> unused;
    for (const auto& [name, entry] : folder.tensors.tensors()) {
        unused.insert(name);
    }
    std::set<std::string> missing;
    for (const NamedTensor& parameter : decoder.parameters()) {
        const auto found = folder.tensors.tensors().find(parameter.name);
        if (found == folder.tensors.tensors().end()) {
            missing.insert(parameter.name);
            continue;
        }
        requireShape(folder, parameter.name, parameter.tensor.sizes().vec());
        decoder.set(parameter.name, tensorOf(found->second).to(type));
        unused.erase(parameter.name);
    }
    std::erase_if(unused, [&](const std::string& name) { return isRepeatedHead(name, folder); });
    if (!missing.empty()) {
        throw invalidInput(HALYARD_TEXT("{folder}: tensors are missing: {names}. The folder is incomplete, or its "
                                        "config.json belongs to another model."),
                           {{"folder", printable(folder.path.string())}, {"names", listed(missing)}});
    }
    if (!unused.empty()) {
        throw invalidInput(HALYARD_TEXT("{folder}: tensors that config.json has no place for: {names}."),
                           {{"folder", printable(folder.path.string())}, {"names", listed(unused)}});
    }
    return decoder;
}

void saveDecoder(const Decoder& decoder, const std::filesystem::path& folder, std::uint64_t maxShardBytes) {
    ModelConfig config = decoder.config();
    config.dtype = decoder.embedding_VD().scalar_type() == at::kBFloat16 ? "bfloat16" : "float32";
    writeJsonFile(folder / "config.json", toJson(config));
    const NamedTensors parameters = decoder.parameters();
    std::vector<SafetensorsWriter::Declaration> declarations;
    std::map<std::string, at::Tensor> byName;
    for (const NamedTensor& parameter : parameters) {
        declarations.push_back(declarationOf(parameter));
        byName[parameter.name] = parameter.tensor;
    }
    const ShardPlan plan = planShards(declarations, maxShardBytes);
    for (const ShardPlan::Shard& shard : plan.shards) {
        SafetensorsWriter writer(folder / shard.fileName, shard.tensors, {{"format", "pt"}});
        for (const SafetensorsWriter::Declaration& tensor : shard.tensors) {
            const at::Tensor whole = byName.at(tensor.name).detach().contiguous();
            writer.append(bytesOf(whole));
        }
        writer.commit();
    }
    if (!plan.index.is_null()) {
        writeJsonFile(folder / "model.safetensors.index.json", plan.index);
    }
}

} // namespace halyard
