// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worker/logits_command.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/model/decoder.h"
#include "core/model/stored_tensor.h"
#include "core/worker/token_rows.h"

#include <algorithm>
#include <memory>

namespace halyard {

namespace {

constexpr std::int64_t kRowsAtOnce = 256; // positions whose logits are held

struct Options {
    std::string model, ids, out, scaling;
    std::string dtype = "float32";
};

int writeLogits(const Options& options, const MixerRegistry& registry) {
    ModelFolder folder = openModelFolder(options.model);
    if (!options.scaling.empty()) {
        folder.config.attn_logits_scaling = parseLogitsScaling(options.scaling);
    }
    const auto rows = readTokenRows(options.ids, folder.config.vocab_size, RowLengths::Equal);
    const at::NoGradGuard noGradients;
    const Decoder decoder =
        Decoder::load(folder, registry, options.dtype == "bfloat16" ? at::kBFloat16 : at::kFloat);
    const auto batch = static_cast<std::int64_t>(rows.size());
    const auto tokens = static_cast<std::int64_t>(rows.front().size());
    SafetensorsWriter writer(options.out, {{"logits", DType::F32, {batch, tokens, folder.config.vocab_size}}});
    for (const auto& row : rows) {
        Cancellation::throwIfRequested();
        const at::Tensor ids_BT = at::tensor(row, at::kLong).unsqueeze(0);
        const at::Tensor hidden = decoder.hidden_BTD(ids_BT, decoder.contextFor(1, tokens, nullptr, {}, true))[0];
        for (std::int64_t begin = 0; begin < tokens; begin += kRowsAtOnce) {
            const at::Tensor part = hidden.slice(0, begin, std::min(begin + kRowsAtOnce, tokens));
            const at::Tensor logits = decoder.logits(part).to(at::kFloat).contiguous();
            writer.append(bytesOf(logits));
        }
    }
    writer.commit();
    return 0;
}

} // namespace

Command logitsCommand(MixerRegistry registry) {
    return {"logits", "Write a model's logits", [registry = std::move(registry)](CLI::App& app) {
                const auto options = std::make_shared<Options>();
                app.add_option("--model", options->model, "Model folder")->required();
                app.add_option("--ids", options->ids, "JSON list of equally long lists of token ids")->required();
                app.add_option("--out", options->out, "Logits, as safetensors")->required();
                app.add_option("--attn-logits-scaling", options->scaling, "none, a number, or two words (\"hype 500\")");
                app.add_option("--dtype", options->dtype, "Compute type")
                    ->check(CLI::IsMember({"float32", "bfloat16"}));
                return [options, registry] { return writeLogits(*options, registry); };
            }};
}

} // namespace halyard
