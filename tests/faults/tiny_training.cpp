// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/tiny_training.h"

#include "tests/core/text/small_tokenizer.h"
#include "tests/faults/started_program.h"

#include <gtest/gtest.h>

namespace halyard::testing {

namespace fs = std::filesystem;

TinyTraining::TinyTraining() {
    fs::create_directories(m_folder / "tokenizer");
    writeJsonFile(m_folder / "tokenizer/tokenizer.json", test::smallTokenizer());
    std::string text;
    for (int i = 0; i < 600; ++i) {
        text += i % 7 == 0 ? "hello " : i % 3 == 0 ? "heel " : "shell ";
    }
    m_folder.write("text.txt", text);
    const ProgramEnd end = runProgramToItsEnd(
        "halyard-worker", {"data", "prepare", "--tokenizer", (m_folder / "tokenizer").string(), "--input",
                           (m_folder / "text.txt").string(), "--out", (m_folder / "data").string(), "--packing", "stream",
                           "--block", "16"});
    EXPECT_EQ(end.exitCode, 0) << end.said;
}

RunSpec TinyTraining::spec(std::int64_t steps) const {
    RunSpec spec;
    spec.kind = RunKind::Pretrain;
    spec.inputs = {{"data", (m_folder / "data").string(), {}, {}}};
    spec.model.config = {{"model_type", "qwen3"},    {"vocab_size", 262},      {"hidden_size", 32},
                         {"intermediate_size", 32},  {"num_hidden_layers", 1}, {"num_attention_heads", 2},
                         {"num_key_value_heads", 1}, {"head_dim", 8},          {"tie_word_embeddings", true},
                         {"rms_norm_eps", 1e-6},     {"rope_theta", 1e4},      {"max_position_embeddings", 256}};
    spec.data = {.context_length = 16, .batch_size = 2, .accumulation = 1};
    spec.optimizer.learning_rate = 1e-2;
    spec.schedule.steps = steps;
    spec.schedule.warmup_steps = 1;
    spec.train.checkpoint_every_steps = 1;
    spec.train.held_out_every_steps = 0;
    spec.train.threads = 1;
    return spec;
}

RunFolder TinyTraining::createRun(const std::string& name, const RunSpec& spec) const {
    fs::create_directories((m_folder / name).parent_path());
    return RunFolder::create(m_folder / name, spec);
}

} // namespace halyard::testing
