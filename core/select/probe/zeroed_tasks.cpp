// SPDX-License-Identifier: GPL-3.0-or-later
// The drops of kl_guided.md section 4: the seven synthetic tasks, by the teacher and by the teacher without the attention of
// one layer.
#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/cost/cost.h"
#include "core/eval/accuracy.h"
#include "core/eval/kinds.h"
#include "core/eval/tasks/token_text.h"
#include "core/select/probe/sweep_plan.h"
#include "core/select/probe/synthetic_tasks.h"

#include <algorithm>
#include <set>

namespace halyard {

namespace {

constexpr std::int64_t kLeastPairs = 4;
constexpr std::size_t kLeastWords = 50; // as many as the published tasks have pairs
constexpr int kVersion = 1; // of prompts and of what ends an answer

// What a layer is without its attention: nothing is added to the residual.
class NothingMixer final : public Mixer {
public:
    [[nodiscard]] std::string_view kind() const override { return "nothing"; }
    [[nodiscard]] at::Tensor forward(const at::Tensor& x_BTd, const SequenceContext& /*context*/, MixerCache* /*cache*/) override {
        return at::zeros_like(x_BTd);
    }
    [[nodiscard]] std::unique_ptr<MixerCache> makeCache() const override { return std::make_unique<Cache>(); }
    [[nodiscard]] NamedTensors parameters() const override { return {}; }
    void set(const std::string& /*name*/, const at::Tensor& /*tensor*/) override {}
    std::vector<std::string> transferFrom(const SoftmaxAttention& /*teacher*/) override { return {}; }

private:
    class Cache final : public MixerCache {
    public:
        [[nodiscard]] NamedTensors tensors() const override { return {}; }
        [[nodiscard]] std::function<void()> mark() override {
            return [] {};
        }
    };
};

struct Prompts {
    std::string task;
    std::vector<SyntheticItem> items;
    std::vector<std::vector<std::int64_t>> ids;
    std::shared_ptr<const Tokenizer> tokenizer;
    std::int64_t newTokens = 0;
    std::int64_t chunk = 2048;

    [[nodiscard]] std::size_t longest() const {
        std::size_t out = 0;
        for (const auto& prompt : ids) {
            out = std::max(out, prompt.size());
        }
        return out;
    }
};

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Every token whose text without blanks is three letters or more, each once.
std::vector<std::string> wordsOf(const Tokenizer& tokenizer) {
    std::set<std::string> taken;
    std::vector<std::string> out;
    for (std::size_t id = 0; id < tokenizer.vocabularySize(); ++id) {
        const auto token = static_cast<TokenId>(id);
        std::string text = tokenizer.decode(std::span(&token, 1), true);
        const auto isBlank = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
        text.erase(text.begin(), std::find_if_not(text.begin(), text.end(), isBlank));
        text.erase(std::find_if_not(text.rbegin(), text.rend(), isBlank).base(), text.end());
        if (text.size() >= 3 && std::all_of(text.begin(), text.end(), isLetter) && taken.insert(text).second) {
            out.push_back(std::move(text));
        }
    }
    return out;
}

// A tokenizer of bytes alone has no words: then keys and names are of two invented syllables.
std::vector<std::string> inventedWords() {
    const std::string consonants = "bdfgklmnprst";
    const std::string vowels = "aeio";
    std::vector<std::string> out;
    for (const char first : consonants) {
        for (const char second : consonants) {
            const std::size_t n = out.size();
            out.push_back({first, vowels[n % vowels.size()], second, vowels[n / vowels.size() % vowels.size()]});
        }
    }
    return out;
}

// Nothing that follows can change either verdict.
bool isDecided(const std::string& task, const SyntheticItem& item, const std::string& output) {
    if (output.find('\n') == std::string::npos) {
        return false;
    }
    if (task == "phone_book") {
        return true;
    }
    return task.starts_with("associative_recall") && isRightAsPublished(task, item, output);
}

void shrink(SyntheticSizes& sizes) {
    const auto half = [](std::int64_t& size, std::int64_t least) { size = std::max(least, size / 2); };
    half(sizes.pairs, kLeastPairs);
    half(sizes.uncommonWords, 5);
    half(sizes.commonWords, 3);
    half(sizes.draws, 25);
    half(sizes.mostEntries, 4);
    sizes.leastEntries = std::min(sizes.leastEntries, sizes.mostEntries);
    sizes.noise /= 2;
}

// The published sizes where the prompts fit the model's context, halves of them until they do.
Prompts promptsOf(const RunSpec& spec, const EvaluatedModel& teacher, std::string_view task, const std::vector<std::string>& words,
                  SyntheticSizes& sizes) {
    const std::int64_t room = teacher.config.max_position_embeddings - spec.eval.max_new_tokens;
    for (;;) {
        Prompts prompts;
        prompts.task = task;
        prompts.items = syntheticItems(task, spec.select.synthetic_items, static_cast<std::uint64_t>(spec.train.seed), words, sizes);
        prompts.tokenizer = teacher.tokenizer;
        prompts.newTokens = spec.eval.max_new_tokens;
        prompts.chunk = spec.eval.prefill_chunk;
        for (const SyntheticItem& item : prompts.items) {
            prompts.ids.push_back(tokensOf(*teacher.tokenizer, item.prompt, true));
            requireKnownTokens(prompts.ids.back(), teacher.config.vocab_size);
        }
        const auto longest = static_cast<std::int64_t>(prompts.longest());
        if (longest <= room) {
            return prompts;
        }
        if (sizes.pairs <= kLeastPairs) {
            throw invalidInput(HALYARD_TEXT("The screen zero needs {needed} tokens for the shortest prompts of {task} and {answer} for their answers, and the "
                                            "teacher reads {known}. Leave the screen out, or lower \"eval.max_new_tokens\"."),
                               {{"needed", std::to_string(longest)},
                                {"task", std::string(task)},
                                {"answer", std::to_string(spec.eval.max_new_tokens)},
                                {"known", std::to_string(teacher.config.max_position_embeddings)}});
        }
        shrink(sizes);
    }
}

Json recordOf(const Prompts& prompts, std::size_t i, const std::string& said) {
    const SyntheticItem& item = prompts.items[i];
    return {{"item", i},
            {"answer", said},
            {"expected", item.answer},
            {"score", isRightAsPublished(prompts.task, item, said) ? 1 : 0},
            {"strict", isRightStrictly(prompts.task, item, said) ? 1 : 0}};
}

void measure(const Prompts& prompts, LayerExchange& models, ExchangeRecorder& recorder) {
    const PrefillOptions reading = {.chunk = prompts.chunk, .scaleLogits = true, .beforeChunk = Cancellation::throwIfRequested};
    for (auto i = static_cast<std::size_t>(recorder.finished()); i < prompts.items.size(); ++i) {
        const auto step = static_cast<std::int64_t>(i);
        const auto expected = static_cast<std::int64_t>(prompts.ids[i].size()) + prompts.newTokens;
        models.read({idsOf(prompts.ids[i])}, expected, reading, hooksOf(recorder, step + 1), [&](const LayerExchange::Read& read) {
            GreedyOptions answering;
            answering.maxNewTokens = prompts.newTokens;
            answering.stopTokens = read.decoder.config().eos_token_ids;
            answering.enough = [&](const std::vector<std::int64_t>& said) {
                return isDecided(prompts.task, prompts.items[i], textOf(*prompts.tokenizer, said));
            };
            const std::string said = textOf(*prompts.tokenizer, decodeGreedy(read.decoder, read.hidden, *read.cache, answering));
            recorder.keep(read.which, step, recordOf(prompts, i, said));
        });
        recorder.settle();
    }
}

Json summarise(const Json& records) {
    double lenient = 0;
    double strict = 0;
    for (const Json& record : records) {
        lenient += record.at("score").get<double>();
        strict += record.at("strict").get<double>();
    }
    Json out = accuracyJson(lenient, static_cast<std::int64_t>(records.size()));
    out["strict"] = accuracyJson(strict, static_cast<std::int64_t>(records.size()))["accuracy"];
    return out;
}

std::map<std::string, std::int64_t> sizesOf(const std::string& task, const SyntheticSizes& sizes) {
    if (task == "variable_tracking") {
        return {{"chains", sizes.chains}, {"hops", sizes.hops}};
    }
    if (task == "common_words_extraction") {
        return {{"common_words", sizes.commonWords}, {"uncommon_words", sizes.uncommonWords}};
    }
    if (task == "frequent_words_extraction") {
        return {{"draws", sizes.draws}};
    }
    if (task == "phone_book") {
        return {{"least_entries", sizes.leastEntries}, {"most_entries", sizes.mostEntries}};
    }
    return {{"pairs", sizes.pairs}};
}

Cell cellOf(const RunSpec& spec, const EvaluatedModel& teacher, const std::shared_ptr<const Prompts>& prompts) {
    Hash hash; // of all that is asked
    for (const auto& ids : prompts->ids) {
        hash.update(ids.data(), ids.size() * sizeof(std::int64_t));
    }
    Cell cell;
    cell.scaling = teacher.scaling;
    cell.identity = modelIdentity(spec, teacher);
    cell.identity.update({{"kind", "synthetic"}, {"task", prompts->task}, {"prompts", hash.digest()}, {"items", prompts->items.size()},
                          {"max_new_tokens", prompts->newTokens}, {"tokenizer", teacher.tokenizer->hash()}, {"version", kVersion}});
    cell.facts = factsOf(teacher);
    cell.facts["task"] = prompts->task;
    cell.steps = static_cast<std::int64_t>(prompts->items.size());
    const auto length = static_cast<std::int64_t>(prompts->longest());
    cell.weight = static_cast<double>(cell.steps) * (forwardFlops(teacher.config, length, 1) +
                                                     static_cast<double>(prompts->newTokens) * forwardFlops(teacher.config, 1, 1));
    cell.measureExchanges = [prompts](LayerExchange& models, ExchangeRecorder& recorder) { measure(*prompts, models, recorder); };
    cell.summary = summarise;
    return cell;
}

} // namespace

std::vector<std::unique_ptr<Mixer>> mixersOfNothing(std::size_t layers) {
    std::vector<std::unique_ptr<Mixer>> out;
    for (std::size_t i = 0; i < layers; ++i) {
        out.push_back(std::make_unique<NothingMixer>());
    }
    return out;
}

std::vector<SweptTask> zeroedTasks(const RunSpec& spec, const EvaluatedModel& teacher, std::map<std::string, std::int64_t>& sizes) {
    if (!teacher.tokenizer) {
        throw invalidInput(HALYARD_TEXT("The screen zero needs the teacher's tokenizer, and there is none beside it. Give a folder with "
                                        "tokenizer.json as the input \"tokenizer\"."));
    }
    std::vector<std::string> words = wordsOf(*teacher.tokenizer);
    sizes["words_of_the_tokenizer"] = static_cast<std::int64_t>(words.size());
    if (words.size() < kLeastWords) {
        words = inventedWords();
    }
    const auto layers = static_cast<std::size_t>(teacher.config.num_hidden_layers);
    std::vector<SweptTask> out;
    for (const std::string_view task : kSyntheticTasks) {
        SyntheticSizes chosen;
        const auto prompts = std::make_shared<const Prompts>(promptsOf(spec, teacher, task, words, chosen));
        for (const auto& [name, size] : sizesOf(prompts->task, chosen)) {
            sizes[prompts->task + "/" + name] = size;
        }
        sizes[prompts->task + "/longest_prompt"] = static_cast<std::int64_t>(prompts->longest());
        const auto exchange = [](std::size_t layer) { return Json{{"layer", layer}, {"mixer", "nothing"}}; };
        out.push_back({prompts->task, SweptKind::Zeroed, cellsOfLayers(cellOf(spec, teacher, prompts), layers, exchange)});
    }
    return out;
}

} // namespace halyard
