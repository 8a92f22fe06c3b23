// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worker/generate_command.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/model/generate.h"
#include "core/text/tokenizer.h"
#include "core/worker/token_rows.h"

#include <cstdio>
#include <memory>
#include <optional>

namespace halyard {

namespace {

struct Options {
    std::string model, prompt, ids, tokenizer;
    GenerateOptions generation;
    bool json = false;
};

std::vector<std::vector<std::int64_t>> promptsOf(const Options& options, const ModelConfig& config,
                                                 const std::optional<Tokenizer>& tokenizer) {
    if (!options.ids.empty()) {
        return readTokenRows(options.ids, config.vocab_size, RowLengths::Any);
    }
    if (!tokenizer) {
        throw invalidInput(HALYARD_TEXT("{folder}: there is no tokenizer.json, so --prompt cannot be read; give "
                                        "--tokenizer or --ids."),
                           {{"folder", printable(options.model)}});
    }
    std::vector<std::int64_t> row;
    for (const TokenId id : tokenizer->encode(options.prompt)) {
        if (static_cast<std::int64_t>(id) >= config.vocab_size) {
            throw invalidInput(HALYARD_TEXT("{folder}: the tokenizer gives token {id}, but the model has {vocabulary}."),
                               {{"folder", printable(options.model)},
                                {"id", std::to_string(id)},
                                {"vocabulary", std::to_string(config.vocab_size)}});
        }
        row.push_back(id);
    }
    if (row.empty()) {
        throw invalidInput(HALYARD_TEXT("--prompt is empty; give at least one token."));
    }
    return {row};
}

std::vector<std::string> textsOf(const std::vector<std::vector<std::int64_t>>& tokens, const Tokenizer& tokenizer) {
    std::vector<std::string> texts;
    for (const auto& row : tokens) {
        std::vector<TokenId> ids;
        for (const std::int64_t token : row) {
            if (token < static_cast<std::int64_t>(tokenizer.vocabularySize())) { // padding rows of the embedding
                ids.push_back(static_cast<TokenId>(token));
            }
        }
        texts.push_back(tokenizer.decode(ids, true));
    }
    return texts;
}

int continuePrompts(Options options, const MixerRegistry& registry) {
    if (options.prompt.empty() == options.ids.empty()) {
        throw invalidInput(HALYARD_TEXT("Give either --prompt or --ids."));
    }
    const ModelFolder folder = openModelFolder(options.model);
    std::optional<Tokenizer> tokenizer;
    if (!options.tokenizer.empty()) {
        tokenizer.emplace(options.tokenizer);
    } else if (std::filesystem::exists(folder.path / "tokenizer.json")) {
        tokenizer.emplace(folder.path);
    }
    const auto prompts = promptsOf(options, folder.config, tokenizer);
    const at::NoGradGuard noGradients;
    const Decoder decoder =
        Decoder::load(folder, registry, folder.config.dtype == "bfloat16" ? at::kBFloat16 : at::kFloat);
    options.generation.stopTokens = folder.config.eos_token_ids;
    const auto tokens = generate(decoder, prompts, options.generation);
    const auto texts = tokenizer ? textsOf(tokens, *tokenizer) : std::vector<std::string>();
    if (options.json) {
        printJson(Json{{"tokens", tokens}, {"text", texts}}.dump());
        return 0;
    }
    for (std::size_t row = 0; row < tokens.size(); ++row) {
        std::printf("%s\n", tokenizer ? texts[row].c_str() : Json(tokens[row]).dump().c_str());
    }
    return 0;
}

} // namespace

Command generateCommand(MixerRegistry registry) {
    return {"generate", "Continue a text", [registry = std::move(registry)](CLI::App& app) {
                const auto options = std::make_shared<Options>();
                GenerateOptions& generation = options->generation;
                app.add_option("--model", options->model, "Model folder")->required();
                app.add_option("--prompt", options->prompt, "Text to continue");
                app.add_option("--tokenizer", options->tokenizer, "Folder with tokenizer.json, when the model has none");
                app.add_option("--ids", options->ids, "JSON list of lists of token ids to continue");
                app.add_option("--max-new-tokens", generation.maxNewTokens, "Tokens a prompt at most")
                    ->check(CLI::Range(1, 1 << 24));
                app.add_option("--temperature", generation.temperature, "0: greedy")->check(CLI::Range(0.0, 100.0));
                app.add_option("--top-k", generation.topK, "Only the K likeliest; 0: all")->check(CLI::NonNegativeNumber);
                app.add_option("--top-p", generation.topP, "Only the likeliest that fill this share")
                    ->check(CLI::Range(0.0, 1.0));
                app.add_option("--seed", generation.seed, "Seed of the draws");
                app.add_flag("--json", options->json, "Print one JSON document");
                return [options, registry] { return continuePrompts(*options, registry); };
            }};
}

} // namespace halyard
