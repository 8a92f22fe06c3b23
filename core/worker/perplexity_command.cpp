// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worker/perplexity_command.h"

#include "core/base/error.h"
#include "core/eval/held_out_loss.h"

#include <cstdio>
#include <memory>

namespace halyard {

namespace {

struct PerplexityArguments {
    std::vector<std::string> models;
    std::string data;
    std::string scaling;
    std::int64_t blocks = 0;
    bool json = false;
};

HeldOutLoss lossOf(const std::string& folder, const TokenShards& text, const PerplexityArguments& arguments) {
    ModelFolder model = openModelFolder(folder);
    if (!arguments.scaling.empty()) {
        model.config.attn_logits_scaling = parseLogitsScaling(arguments.scaling);
    }
    const Decoder decoder = Decoder::load(model, standardMixers(), at::kFloat);
    return heldOutLoss(decoder, text,
                       {.blocks = arguments.blocks, .batchSize = 8, .scaleLogits = !arguments.scaling.empty()});
}

int run(const PerplexityArguments& arguments) {
    const TokenShards text(arguments.data);
    Json models = Json::array();
    for (const std::string& folder : arguments.models) {
        const HeldOutLoss result = lossOf(folder, text, arguments);
        models.push_back({{"model", folder},
                          {"loss", result.loss},
                          {"perplexity", result.perplexity()},
                          {"tokens", result.tokens}});
        if (!arguments.json) {
            std::printf("%s: loss %.4f, perplexity %.2f on %s tokens\n", printable(folder).c_str(), result.loss,
                        result.perplexity(), grouped(static_cast<unsigned long long>(result.tokens)).c_str());
        }
    }
    if (arguments.json) {
        printJson(Json{{"models", models}}.dump());
    }
    return 0;
}

} // namespace

Command perplexityCommand() {
    return {"eval perplexity", "How well models predict prepared text (loss in nats a token)", [](CLI::App& app) {
                const auto arguments = std::make_shared<PerplexityArguments>();
                app.add_option("--model", arguments->models, "Model folders")->required();
                app.add_option("--data", arguments->data, "Folder made by data prepare")->required();
                app.add_option("--blocks", arguments->blocks, "Only the first N blocks")->check(CLI::PositiveNumber);
                app.add_option("--attn-logits-scaling", arguments->scaling,
                               "none, a number, or two words such as \"hype 500\"; without it no scaling, as in training");
                app.add_flag("--json", arguments->json, "Print one JSON document");
                return [arguments] { return run(*arguments); };
            }};
}

} // namespace halyard
