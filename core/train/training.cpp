// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/training.h"

#include "core/base/error.h"
#include "core/io/checkpoint_store.h"
#include "core/model/stage1_files.h"
#include "core/run/check_inputs.h"
#include "core/run/early_needles.h"
#include "core/run/student_config.h"
#include "core/text/tokenizer.h"
#include "core/train/tensor_file.h"

#include <set>

namespace halyard {

namespace fs = std::filesystem;

namespace {

at::ScalarType typeOf(const TrainPart& train) {
    return train.dtype == "bfloat16" ? at::kBFloat16 : at::kFloat;
}

const RunInput& required(const RunSpec& spec, const char* role) {
    const RunInput* input = spec.input(role);
    if (input == nullptr) {
        throw invalidInput(HALYARD_TEXT("A run of kind {kind} needs the input \"{role}\"."),
                           {{"kind", std::string(nameOf(spec.kind))}, {"role", role}});
    }
    return *input;
}

std::unique_ptr<TokenShards> openData(const RunSpec& spec, const RunInput& input) {
    auto shards = std::make_unique<TokenShards>(input.path);
    if (shards->blockLength() != spec.data.context_length) {
        throw Error(ErrorKind::InvalidInput, wrongBlocks(input.path, shards->blockLength(), spec.data.context_length));
    }
    if (shards->blockCount() < 1) {
        throw invalidInput(HALYARD_TEXT("{path}: it holds no block of text."), {{"path", printable(input.path)}});
    }
    return shards;
}

void checkData(const Training& training, const TokenShards& data, const std::string& path) {
    const DataManifest& manifest = data.manifest();
    if (manifest.vocabularySize > training.config().vocab_size) {
        throw invalidInput(
            HALYARD_TEXT("{path}: its tokenizer has {found} tokens; the model knows {known}. Prepare the "
                         "data with this model's tokenizer."),
            {{"path", printable(path)},
             {"found", grouped(static_cast<unsigned long long>(manifest.vocabularySize))},
             {"known", grouped(static_cast<unsigned long long>(training.config().vocab_size))}});
    }
    const auto folder = tokenizerFolderOf(training.spec);
    const std::string hash = folder ? Tokenizer(*folder).hash() : manifest.tokenizerHash;
    if (hash != manifest.tokenizerHash) {
        throw invalidInput(
            HALYARD_TEXT("{path}: made with another tokenizer (hash {found}, that of {model} is {wanted}). "
                         "Prepare the data with this model's tokenizer."),
            {{"path", printable(path)},
             {"found", manifest.tokenizerHash.substr(0, 8)},
             {"model", printable(folder->string())},
             {"wanted", hash.substr(0, 8)}});
    }
}

std::shared_ptr<Decoder> loadDecoder(const fs::path& path, const MixerRegistry& registry, const TrainPart& train) {
    ModelFolder folder = openModelFolder(path);
    folder.config.dtype = train.dtype; // checkpoints hold the weights in this type
    return std::make_shared<Decoder>(Decoder::load(folder, registry, typeOf(train)));
}

// Gives the student tensors of its own where it refers to the teacher's: training writes into them.
void separate(Decoder& student, const Decoder& teacher) {
    std::set<const void*> shared;
    for (const NamedTensor& parameter : teacher.parameters()) {
        shared.insert(parameter.tensor.const_data_ptr());
    }
    for (const NamedTensor& parameter : student.parameters()) {
        if (shared.count(parameter.tensor.const_data_ptr()) != 0) {
            student.set(parameter.name, parameter.tensor.detach().clone());
        }
    }
}

void buildPretrain(Training& training, const MixerRegistry& registry) {
    const TrainPart& train = training.spec.train;
    if (const RunInput* start = training.spec.input("start")) {
        training.model = loadDecoder(resolveModelInput(*start), registry, train);
        return;
    }
    Json document = training.spec.model.config;
    document["dtype"] = train.dtype;
    training.model = std::make_shared<Decoder>(modelConfigFromJson(document, "model.config"), registry, typeOf(train),
                                               static_cast<std::uint64_t>(train.seed));
}

void buildStage1(Training& training, const MixerRegistry& registry) {
    const RunSpec& spec = training.spec;
    training.teacher = loadDecoder(resolveModelInput(required(spec, "teacher")), registry, spec.train);
    ModelConfig config = studentConfig(training.teacher->config(), spec.model, {});
    config.dtype = spec.train.dtype;
    training.mixers = std::make_unique<Stage1Student>(makeStage1Student(
        *training.teacher, config, registry, typeOf(spec.train), static_cast<std::uint64_t>(spec.train.seed)));
}

void buildStage2(Training& training, const MixerRegistry& registry) {
    const RunSpec& spec = training.spec;
    const at::ScalarType type = typeOf(spec.train);
    training.teacher = loadDecoder(resolveModelInput(required(spec, "teacher")), registry, spec.train);
    const fs::path student = resolveModelInput(required(spec, "student"));
    if (!isStage1Folder(student)) {
        training.model = loadDecoder(student, registry, spec.train);
        return;
    }
    ModelConfig config = studentConfig(training.teacher->config(), spec.model, spec.model.attention_layers);
    config.dtype = spec.train.dtype;
    const auto seed = static_cast<std::uint64_t>(spec.train.seed);
    Stage1Student mixers = makeStage1Student(*training.teacher, config, registry, type, seed);
    loadStage1Mixers(student, mixers);
    training.model = std::make_shared<Decoder>(
        makeStage2Student(*training.teacher, config, std::move(mixers.mixers), registry, type, seed));
    separate(*training.model, *training.teacher);
}

std::unique_ptr<Objective> makeObjective(const Training& training) {
    const TrainPart& train = training.spec.train;
    switch (training.spec.kind) {
    case RunKind::Stage1:
        return makeAlignObjective(training.teacher, *training.mixers, train.align_loss);
    case RunKind::Stage2:
        return makeDistillObjective(training.teacher, training.model, train.activation_checkpointing);
    default:
        return makeNextTokenObjective(training.model, train.activation_checkpointing);
    }
}

void checkVocabularies(const Training& training) {
    if (training.teacher && training.model &&
        training.teacher->config().vocab_size != training.model->config().vocab_size) {
        throw invalidInput(
            HALYARD_TEXT("The teacher knows {teacher} tokens and the student {student}; they must be equal."),
            {{"teacher", std::to_string(training.teacher->config().vocab_size)},
             {"student", std::to_string(training.model->config().vocab_size)}});
    }
}

} // namespace

Training buildTraining(const RunSpec& spec, const MixerRegistry& registry) {
    if (spec.train.device != "cpu") {
        throw invalidInput(
            HALYARD_TEXT("\"train.device\" is \"{device}\"; this build trains on the CPU. Set it to cpu."),
            {{"device", printable(spec.train.device)}});
    }
    Training training;
    training.spec = spec;
    training.data = openData(spec, required(spec, "data"));
    if (const RunInput* input = spec.input("held_out")) {
        training.heldOut = openData(spec, *input);
    }
    switch (spec.kind) {
    case RunKind::Pretrain:
        buildPretrain(training, registry);
        break;
    case RunKind::Stage1:
        buildStage1(training, registry);
        break;
    case RunKind::Stage2:
        buildStage2(training, registry);
        break;
    case RunKind::Stage3:
        training.model = loadDecoder(resolveModelInput(required(spec, "student")), registry, spec.train);
        break;
    default:
        throw invalidInput(HALYARD_TEXT("A run of kind {kind} trains nothing."), {{"kind", std::string(nameOf(spec.kind))}});
    }
    checkVocabularies(training);
    checkData(training, *training.data, required(spec, "data").path);
    if (training.heldOut) {
        checkData(training, *training.heldOut, required(spec, "held_out").path);
    }
    training.objective = makeObjective(training);
    return training;
}

fs::path resolveModelInput(const RunInput& input) {
    const fs::path folder(input.path);
    std::error_code error;
    if (!fs::exists(folder / "run.json", error)) {
        if (fs::exists(folder / "manifest.json", error)) {
            CheckpointStore::verify(folder);
        }
        return folder;
    }
    const CheckpointStore store(folder / "checkpoints");
    if (!input.step) {
        if (const auto newest = store.newestIntact()) {
            return newest->path;
        }
        throw invalidInput(HALYARD_TEXT("{run}: the run has no checkpoint yet. Run it first."),
                           {{"run", printable(input.path)}});
    }
    const fs::path checkpoint = folder / "checkpoints" / ("step-" + std::to_string(*input.step));
    if (!fs::exists(checkpoint / "manifest.json", error)) {
        throw invalidInput(HALYARD_TEXT("{run}: there is no checkpoint of step {step}."),
                           {{"run", printable(input.path)}, {"step", std::to_string(*input.step)}});
    }
    CheckpointStore::verify(checkpoint);
    return checkpoint;
}

bool isStage1Folder(const fs::path& folder) {
    std::error_code error;
    return fs::exists(folder / kStage1MixersFile, error);
}

void saveWeights(const Training& training, const fs::path& folder) {
    if (!training.mixers) {
        saveDecoder(*training.model, folder);
        return;
    }
    writeJsonFile(folder / "config.json", toJson(training.mixers->config));
    writeTensors(folder / kStage1MixersFile, training.objective->trained(), {{"format", "pt"}});
}

void loadWeights(const Training& training, const fs::path& folder) {
    if (training.mixers) {
        readTensors(folder / kStage1MixersFile, training.objective->trained());
        return;
    }
    const TensorFolder tensors(folder);
    const std::string source = printable(folder.string());
    for (const NamedTensor& parameter : training.objective->trained()) {
        const auto found = tensors.tensors().find(parameter.name);
        if (found == tensors.tensors().end()) {
            throw invalidInput(HALYARD_TEXT("{file}: tensor \"{tensor}\" is missing."),
                               {{"file", source}, {"tensor", printable(parameter.name)}});
        }
        copyBytes(*found->second.info, found->second.bytes(), parameter, source);
    }
}

} // namespace halyard
