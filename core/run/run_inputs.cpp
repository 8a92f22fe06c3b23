// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/run_inputs.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/io/checkpoint_store.h"

#include <algorithm>
#include <filesystem>
#include <unistd.h>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// Training changes every weight, so a few pages tell two versions of a file apart.
constexpr std::uint64_t kSamples = 64;
constexpr std::uint64_t kSampleBytes = 16384;

void hashSamples(Hash& hash, const fs::path& path) {
    const FileDescriptor file = openRegularFile(path);
    const std::uint64_t size = fileSize(file, path);
    hash.update(path.filename().string() + ":" + std::to_string(size));
    std::string buffer(kSampleBytes, '\0');
    for (std::uint64_t i = 0; i < kSamples; ++i) {
        const std::uint64_t at = size / kSamples * i;
        const ssize_t got = ::pread(file.get(), buffer.data(), buffer.size(), static_cast<off_t>(at));
        if (got < 0) {
            throw systemError(path.string(), HALYARD_TEXT("reading"), errno);
        }
        hash.update(buffer.data(), static_cast<std::size_t>(got));
    }
}

std::string hashModelFolder(const fs::path& folder) {
    std::vector<fs::path> weights;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".safetensors") {
            weights.push_back(entry.path());
        }
    }
    std::sort(weights.begin(), weights.end());
    Hash hash;
    hash.update(hashOfFile(folder / "config.json"));
    for (const fs::path& file : weights) {
        hashSamples(hash, file);
    }
    return hash.digest();
}

// A run stands for its checkpoint: the one of the step asked for, or its newest.
std::string hashRun(const RunInput& input) {
    const fs::path run(input.path);
    const std::vector<CheckpointInfo> checkpoints = CheckpointStore(run / "checkpoints").list();
    for (auto checkpoint = checkpoints.rbegin(); checkpoint != checkpoints.rend(); ++checkpoint) {
        if (!input.step || checkpoint->step == *input.step) {
            return hashOfFile(checkpoint->path / "manifest.json");
        }
    }
    if (input.step) {
        throw invalidInput(HALYARD_TEXT("{path} has no checkpoint of step {step}."),
                           {{"path", printable(input.path)}, {"step", std::to_string(*input.step)}});
    }
    return hashOfFile(run / "run.json");
}

} // namespace

const std::vector<InputRole>& inputRoles() {
    static const std::vector<InputRole> kRoles = {
        {"teacher", {"config.json", "manifest.json", "run.json"}, HALYARD_TEXT("a model folder")},
        {"student", {"run.json", "manifest.json", "config.json"}, HALYARD_TEXT("a run or one of its checkpoints")},
        {"start", {"run.json", "manifest.json", "config.json"}, HALYARD_TEXT("a model folder, a run, or one of its checkpoints")},
        {"model", {"config.json", "manifest.json", "run.json"}, HALYARD_TEXT("a model folder, a run, or one of its checkpoints")},
        {"data", {"manifest.json"}, HALYARD_TEXT("a folder that \"halyard data prepare\" made")},
        {"held_out", {"manifest.json"}, HALYARD_TEXT("a folder that \"halyard data prepare\" made")},
        {"tokenizer", {"tokenizer.json"}, HALYARD_TEXT("a folder with a tokenizer")},
        {"selection", {}, HALYARD_TEXT("a file that \"halyard select\" or a run wrote")},
        {"search", {}, HALYARD_TEXT("results.json of a search for a logits scaling")},
    };
    return kRoles;
}

const InputRole* findInputRole(std::string_view name) {
    const auto& roles = inputRoles();
    const auto found = std::find_if(roles.begin(), roles.end(), [&](const InputRole& r) { return r.name == name; });
    return found == roles.end() ? nullptr : &*found;
}

KindInputs inputsOf(RunKind kind) {
    switch (kind) {
    case RunKind::Pretrain: return {{"data"}, {"held_out", "tokenizer", "start"}};
    case RunKind::Stage1: return {{"teacher", "data"}, {"held_out", "tokenizer", "student"}};
    case RunKind::Stage2: return {{"teacher", "student", "data"}, {"held_out", "tokenizer", "selection"}};
    case RunKind::Stage3: return {{"student", "data"}, {"held_out", "tokenizer", "teacher"}};
    case RunKind::Pipeline: return {};
    case RunKind::Niah: return {{"model"}, {"tokenizer", "search"}};
    case RunKind::Eval: return {{"model"}, {"tokenizer", "held_out", "search"}};
    case RunKind::Throughput: return {{"model"}, {}};
    case RunKind::Scaling: return {{"model"}, {"tokenizer", "held_out"}};
    case RunKind::Sweep: return {{"teacher", "student"}, {"held_out", "tokenizer"}};
    case RunKind::GaS2: return {};
    case RunKind::Study: return {};
    }
    return {};
}

std::string hashOf(const RunInput& input) {
    const InputRole* role = findInputRole(input.role);
    const fs::path folder(input.path);
    std::error_code error;
    if (role != nullptr && role->definingFiles.empty()) {
        return hashOfFile(folder);
    }
    for (const std::string_view name : role == nullptr ? std::vector<std::string_view>{} : role->definingFiles) {
        if (!fs::exists(folder / name, error)) {
            continue;
        }
        if (name == "run.json") {
            return hashRun(input);
        }
        // A checkpoint's manifest names the hash of every file, so it says more than its config.json.
        const bool hasManifest = fs::exists(folder / "manifest.json", error);
        return name == "config.json" && !hasManifest ? hashModelFolder(folder)
                                                     : hashOfFile(folder / (hasManifest ? "manifest.json" : name));
    }
    throw invalidInput(HALYARD_TEXT("{path} has no {file}; \"{role}\" must be {meaning}."),
                       {{"path", printable(input.path)},
                        {"file", role == nullptr ? "config.json" : std::string(role->definingFiles.front())},
                        {"role", printable(input.role)},
                        {"meaning", role == nullptr ? "a known role" : role->meaning.pattern}});
}

} // namespace halyard
