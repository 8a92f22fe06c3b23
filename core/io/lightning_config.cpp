// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/lightning_config.h"

#include "core/base/error.h"
#include "core/io/config_reader.h"

#include <bit>
#include <cmath>

namespace halyard {

namespace {

double scaleOf(const ConfigReader& reader, std::int64_t headDim) {
    const std::string name = reader.text("lightning_scale", "1/sqrt(d)");
    if (name == "1/sqrt(d)") {
        return 1 / std::sqrt(static_cast<double>(headDim));
    }
    return name == "1/d" ? 1 / static_cast<double>(headDim) : 1.0;
}

// 2^(-8(h+1)/H), H a power of two
std::vector<double> powerOfTwoSlopes(std::int64_t heads) {
    std::vector<double> slopes;
    for (std::int64_t h = 1; h <= heads; ++h) {
        slopes.push_back(std::exp2(-8.0 * static_cast<double>(h) / static_cast<double>(heads)));
    }
    return slopes;
}

} // namespace

LightningConfig lightningConfig(const ModelConfig& config, const std::string& source) {
    const ConfigReader reader(config.document, source);
    LightningConfig out;
    out.heads = reader.integer("lightning_nh", {1, kMaxLightningHeads}, config.num_attention_heads);
    out.kv_heads = reader.integer("lightning_nkv", {1, kMaxLightningHeads}, config.num_key_value_heads);
    out.head_dim = reader.integer("lightning_head_dim", {1, kMaxLightningHeads}, config.head_dim);
    out.scale = scaleOf(reader, out.head_dim);
    out.use_rope = reader.boolean("lightning_use_rope", true);
    out.use_qk_norm = reader.boolean("lightning_use_qk_norm", false);
    out.use_output_norm = reader.boolean("lightning_use_output_norm", false);
    out.use_output_gate = reader.boolean("lightning_use_output_gate", false);
    out.use_short_conv = reader.boolean("lightning_use_short_conv", false);
    out.conv_size = reader.integer("lightning_conv_size", {1, kMaxLightningConvolution}, 4);
    if (out.heads % out.kv_heads != 0) {
        throw invalidInput(
            HALYARD_TEXT("{source}: \"lightning_nkv\" is {kv}; it must divide \"lightning_nh\", which is "
                         "{heads}."),
            {{"source", reader.source()}, {"kv", std::to_string(out.kv_heads)}, {"heads", std::to_string(out.heads)}});
    }
    if (out.heads * out.head_dim > kMaxHeadsWidth) {
        throw invalidInput(
            HALYARD_TEXT("{source}: \"lightning_nh\" times \"lightning_head_dim\" is {width}; at most {limit} "
                         "is allowed."),
            {{"source", reader.source()},
             {"width", std::to_string(out.heads * out.head_dim)},
             {"limit", std::to_string(kMaxHeadsWidth)}});
    }
    // One table of angles serves attention and lightning layers.
    if (out.use_rope && out.head_dim != config.head_dim) {
        throw invalidInput(
            HALYARD_TEXT("{source}: \"lightning_head_dim\" is {value}; with \"lightning_use_rope\" it must "
                         "equal \"head_dim\", which is {headDim}."),
            {{"source", reader.source()},
             {"value", std::to_string(out.head_dim)},
             {"headDim", std::to_string(config.head_dim)}});
    }
    if (out.use_rope && out.head_dim % 2 != 0) {
        throw invalidInput(
            HALYARD_TEXT("{source}: \"lightning_head_dim\" is {value}; with rotary embeddings it must be "
                         "even."),
            {{"source", reader.source()}, {"value", std::to_string(out.head_dim)}});
    }
    return out;
}

std::vector<double> lightningSlopes(std::int64_t heads) {
    const auto power = static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(heads)));
    std::vector<double> slopes = powerOfTwoSlopes(power);
    const std::vector<double> finer = powerOfTwoSlopes(2 * power);
    for (std::int64_t i = 0; i < heads - power; ++i) {
        slopes.push_back(finer[static_cast<std::size_t>(2 * i)]);
    }
    return slopes;
}

} // namespace halyard
