// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bench/jobs.h"

#include <algorithm>

namespace halyard {

ModelConfig teacherConfig(const BenchShape& shape) {
    return modelConfigFromJson({{"model_type", "qwen3"},
                                {"vocab_size", shape.vocab},
                                {"hidden_size", shape.hidden},
                                {"intermediate_size", shape.ffn},
                                {"num_hidden_layers", shape.layers},
                                {"num_attention_heads", shape.heads},
                                {"num_key_value_heads", shape.kv_heads},
                                {"head_dim", shape.head_dim},
                                {"rope_theta", 1e6},
                                {"tie_word_embeddings", true}},
                               "benchmark");
}

ModelConfig studentConfig(const BenchShape& shape) {
    Json document = toJson(teacherConfig(shape));
    std::vector<std::string> mixers;
    for (std::int64_t layer = 0; layer < shape.layers; ++layer) {
        const auto& kept = shape.attention_layers;
        mixers.emplace_back(std::find(kept.begin(), kept.end(), layer) != kept.end() ? "attn" : "lightning-attn");
    }
    document.update({{"model_type", "hypenet"},
                     {"mixer_types", mixers},
                     {"attn_use_rope", false},
                     {"attn_use_output_gate", true},
                     {"expand_kv_proj", true},
                     {"lightning_nh", shape.heads},
                     {"lightning_nkv", shape.heads},
                     {"lightning_head_dim", shape.head_dim},
                     {"lightning_use_qk_norm", true},
                     {"lightning_use_output_norm", true},
                     {"lightning_use_output_gate", true}});
    return modelConfigFromJson(document, "benchmark");
}

} // namespace halyard
