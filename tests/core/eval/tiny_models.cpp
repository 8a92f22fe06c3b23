// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/eval/tiny_models.h"

#include "tests/core/model/small_models.h"
#include "tests/core/train/tiny_world.h"

namespace halyard::testing {

namespace fs = std::filesystem;

TinyModels::TinyModels() {
    at::set_num_threads(1); // the models are tiny; waiting for each other costs more than they compute
    const TinyWorld world;
    for (const auto& [name, document, seed] : {std::tuple{"teacher", qwen3Document(), 7}, {"student", hypenetDocument(), 8}}) {
        Json config = document;
        config.update({{"vocab_size", 257}, {"tie_word_embeddings", true}, {"eos_token_id", 256}, {"dtype", "float32"},
                       {"max_position_embeddings", 4096}});
        fs::create_directories(m_folder / name);
        const Decoder decoder(modelConfigFromJson(config, "a test"), standardMixers(), at::kFloat, static_cast<std::uint64_t>(seed));
        saveDecoder(decoder, m_folder / name);
        for (const char* file : {"tokenizer.json", "tokenizer_config.json"}) {
            fs::copy_file(world / "tokenizer" / file, m_folder / name / file);
        }
    }
    Json wide = qwen3Document();
    wide.update({{"num_hidden_layers", 100}, {"num_attention_heads", 64}, {"num_key_value_heads", 64}, {"head_dim", 256},
                 {"vocab_size", 257}});
    m_folder.write("wide/config.json", wide.dump());
}

} // namespace halyard::testing
