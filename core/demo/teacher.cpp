// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/teacher.h"

#include "core/base/atomic_file.h"
#include "core/demo/corpus.h"
#include "core/demo/demo_project.h"
#include "core/demo/teacher_start.h"
#include "core/demo/terminal.h"
#include "core/io/safetensors.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <span>
#include <string>
#include <vector>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// One run of pretraining on a corpus of its own, each document seen once.
struct Phase {
    const char* name;
    const char* title;
    std::size_t length, batch, steps;
    double drillShare, worldShare;
    const char* peak;
    const char* least;
};
constexpr std::array<Phase, 4> kPhases = {{
    {"1-drill-32", "Looking facts up: drills of 32 tokens", 32, 32, 120, 1, .13, "0.003", "0.003"},
    {"2-drill-64", "Looking facts up over 64 tokens, with some of the whole language", 64, 16, 120, .7, .13, "0.003", "0.003"},
    {"3-drill-128", "Looking facts up over 128 tokens", 128, 8, 120, .5, .13, "0.003", "0.003"},
    {"4-language", "The whole language", 128, 16, 700, 0, .2, "0.002", "0.00003"},
}};
constexpr std::size_t kHeldOut = 64; // documents

// The nearest bfloat16 of a finite float, to even where two are as near.
std::uint16_t bfloat16Of(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

void writeInBfloat16(const fs::path& from, const fs::path& to) {
    const SafetensorsFile file(from);
    std::vector<SafetensorsWriter::Declaration> declarations;
    for (const TensorInfo& tensor : file.tensors()) {
        declarations.push_back({tensor.name, DType::BF16, tensor.shape});
    }
    SafetensorsWriter writer(to, declarations, {{"format", "pt"}});
    for (const TensorInfo& tensor : file.tensors()) {
        std::vector<float> values(tensor.bytes() / sizeof(float));
        std::memcpy(values.data(), file.bytes(tensor).data(), tensor.bytes());
        std::vector<std::uint16_t> rounded(values.size());
        std::transform(values.begin(), values.end(), rounded.begin(), bfloat16Of);
        writer.append(std::as_bytes(std::span(rounded)));
    }
    writer.commit();
}

class TeacherTraining {
public:
    explicit TeacherTraining(const TeacherOptions& options)
        : m_options(options), m_terminal("demo --train-teacher", options.halyard, options.out) {}

    fs::path run() {
        for (const char* part : {"data", "models", "runs"}) {
            fs::create_directories(m_options.out / part);
        }
        std::string from = m_options.out / "models" / "start";
        if (!fs::exists(fs::path(from) / "config.json")) {
            writeTeacherStart(m_language, m_options.seed, from);
        }
        for (const Phase& phase : kPhases) {
            from = train(phase, from);
        }
        return publish(from);
    }

private:
    std::string train(const Phase& phase, const std::string& from) {
        const fs::path run = m_options.out / "runs" / phase.name;
        const std::string data = prepare(phase, "", phase.steps * phase.batch, 1);
        const std::string heldOut = prepare(phase, "-held-out", kHeldOut, 2);
        if (!fs::exists(run / "run.json")) {
            m_terminal.say("\n" + std::string(phase.title));
            Words words = {"new", "pretrain", "--out", run, "--start", from, "--data", data, "--held-out", heldOut,
                           "--tokenizer", m_options.out / "models" / "start"};
            const auto set = [&](const std::string& setting) { words.insert(words.end(), {"--set", setting}); };
            set("data.context_length=" + std::to_string(phase.length));
            set("data.batch_size=" + std::to_string(phase.batch));
            set("schedule.steps=" + std::to_string(phase.steps));
            set("optimizer.learning_rate=" + std::string(phase.peak));
            set("optimizer.min_learning_rate=" + std::string(phase.least));
            set("optimizer.weight_decay=0.01");
            set("train.seed=" + std::to_string(m_options.seed));
            set("train.threads=2"); // the bits of the result depend on it
            m_terminal.run(words);
        }
        m_terminal.finish(run);
        return newestCheckpoint(run);
    }

    std::string prepare(const Phase& phase, const std::string& part, std::size_t documents, std::uint64_t stream) {
        const fs::path text = m_options.out / "data" / (phase.name + part + ".jsonl");
        const fs::path data = m_options.out / "data" / (phase.name + part);
        if (fs::exists(data / "manifest.json")) {
            return data;
        }
        const auto number = static_cast<std::uint64_t>(phase.name[0] - '0');
        writeCorpus(m_language,
                    {.length = phase.length, .documents = documents, .drillShare = phase.drillShare,
                     .worldShare = phase.worldShare, .seed = m_options.seed * 1000 + number * 10 + stream},
                    text);
        m_terminal.run({"data", "prepare", "--tokenizer", m_options.out / "models" / "start", "--input", text, "--out", data,
                        "--packing", "stream", "--block", std::to_string(phase.length)});
        return data;
    }

    [[nodiscard]] fs::path publish(const fs::path& checkpoint) const {
        const fs::path out = m_options.out / "models" / "teacher";
        if (fs::exists(out)) {
            return out;
        }
        AtomicFolder folder(out);
        Json config = demoTeacherConfig(m_language);
        config["dtype"] = "bfloat16";
        writeJsonFile(folder.path() / "config.json", config);
        writeInBfloat16(checkpoint / "model.safetensors", folder.path() / "model.safetensors");
        for (const char* file : {"tokenizer.json", "tokenizer_config.json"}) {
            fs::copy_file(m_options.out / "models/start" / file, folder.path() / file);
        }
        folder.commit();
        return out;
    }

    TeacherOptions m_options;
    DemoLanguage m_language;
    Terminal m_terminal;
};

} // namespace

fs::path trainTeacher(const TeacherOptions& options) {
    return TeacherTraining(options).run();
}

} // namespace halyard
