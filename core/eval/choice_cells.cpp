// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/cost/cost.h"
#include "core/eval/accuracy.h"
#include "core/eval/choices.h"
#include "core/eval/held_out_loss.h"
#include "core/eval/kinds.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace halyard {

namespace {

constexpr std::size_t kItemsAtOnce = 16;
constexpr std::int64_t kBlocksAtOnce = 8;

struct Questions {
    TaskItems items;
    std::shared_ptr<const Tokenizer> tokenizer;
    std::int64_t chunk = 2048;
};

std::vector<ChoiceItem> someItems(const std::vector<ChoiceItem>& items, std::size_t first) {
    const std::size_t end = std::min(items.size(), first + kItemsAtOnce);
    return {items.begin() + static_cast<std::ptrdiff_t>(first), items.begin() + static_cast<std::ptrdiff_t>(end)};
}

Json recordOf(std::size_t item, const ChoiceItem& asked, const ChoiceAnswer& answer) {
    return {{"item", item},
            {"log_likelihoods", answer.logLikelihoods},
            {"choice", answer.choice},
            {"choice_norm", answer.normalised},
            {"gold", asked.gold}};
}

void measureChoices(const Questions& questions, Decoder& decoder, CellRecorder& recorder) {
    const std::vector<ChoiceItem>& items = questions.items.choices;
    for (std::size_t first = recorder.finished().size(); first < items.size(); first += kItemsAtOnce) {
        const std::vector<ChoiceItem> some = someItems(items, first);
        const std::vector<ChoiceAnswer> answers = answerChoices(decoder, *questions.tokenizer, some);
        for (std::size_t i = 0; i < answers.size(); ++i) {
            recorder.keep(recordOf(first + i, some[i], answers[i]));
        }
    }
}

void exchangeChoices(const Questions& questions, LayerExchange& models, ExchangeRecorder& recorder) {
    const std::vector<ChoiceItem>& items = questions.items.choices;
    for (auto first = static_cast<std::size_t>(recorder.finished()); first < items.size(); first += kItemsAtOnce) {
        const std::vector<ChoiceItem> some = someItems(items, first);
        answerChoices(models, *questions.tokenizer, some, hooksOf(recorder, static_cast<std::int64_t>(first + some.size())),
                      [&](std::size_t which, const std::vector<ChoiceAnswer>& answers) {
                          for (std::size_t i = 0; i < answers.size(); ++i) {
                              recorder.keep(which, static_cast<std::int64_t>(first + i), recordOf(first + i, some[i], answers[i]));
                          }
                      });
        recorder.settle();
    }
}

Json recordOf(std::size_t item, const RecallItem& asked, const RecallAnswer& answer) {
    return {{"item", item}, {"answer", answer.text}, {"expected", asked.value}, {"score", answer.contains ? 1 : 0}};
}

void measureRecall(const Questions& questions, Decoder& decoder, CellRecorder& recorder) {
    const std::vector<RecallItem>& items = questions.items.recall;
    for (std::size_t i = recorder.finished().size(); i < items.size(); ++i) {
        const RecallAnswer answer =
            answerRecall(decoder, *questions.tokenizer, items[i], questions.chunk, Cancellation::throwIfRequested);
        recorder.keep(recordOf(i, items[i], answer));
    }
}

void exchangeRecall(const Questions& questions, LayerExchange& models, ExchangeRecorder& recorder) {
    const std::vector<RecallItem>& items = questions.items.recall;
    const PrefillOptions reading = {.chunk = questions.chunk, .scaleLogits = true, .beforeChunk = Cancellation::throwIfRequested};
    for (auto i = static_cast<std::size_t>(recorder.finished()); i < items.size(); ++i) {
        const auto step = static_cast<std::int64_t>(i);
        answerRecall(models, *questions.tokenizer, items[i], reading, hooksOf(recorder, step + 1),
                     [&](std::size_t which, const RecallAnswer& answer) { recorder.keep(which, step, recordOf(i, items[i], answer)); });
        recorder.settle();
    }
}

Json summariseChoices(const Json& records, bool normalised) {
    double acc = 0;
    double norm = 0;
    for (const Json& record : records) {
        acc += record.at("choice") == record.at("gold") ? 1 : 0;
        norm += record.at("choice_norm") == record.at("gold") ? 1 : 0;
    }
    const auto n = static_cast<std::int64_t>(records.size());
    Json out = accuracyJson(acc, n);
    out["metric"] = "acc";
    if (normalised) {
        const Json share = accuracyJson(norm, n);
        out["acc_norm"] = share["accuracy"];
        out["acc_norm_low"] = share["low"];
        out["acc_norm_high"] = share["high"];
    }
    return out;
}

Json summariseRecall(const Json& records) {
    double sum = 0;
    for (const Json& record : records) {
        sum += record.at("score").get<double>();
    }
    Json out = accuracyJson(sum, static_cast<std::int64_t>(records.size()));
    out["metric"] = "contains";
    return out;
}

Cell questionCell(const RunSpec& spec, const EvaluatedModel& model, const PlannedScaling& scaling,
                  const std::shared_ptr<const Questions>& questions, const std::string& task) {
    const bool chooses = !questions->items.choices.empty();
    Cell cell;
    cell.scaling = scaling.scaling;
    cell.identity = modelIdentity(spec, model);
    cell.identity.update({{"kind", chooses ? "choices" : "recall"}, {"task", task}, {"file", questions->items.hash},
                          {"limit", spec.eval.limit}, {"scaling", scaling.word}, {"tokenizer", model.tokenizer->hash()}, {"version", 1}});
    cell.facts = factsOf(model);
    cell.facts.update({{"task", task}, {"scaling", scaling.word}});
    cell.steps = static_cast<std::int64_t>(chooses ? questions->items.choices.size() : questions->items.recall.size());
    constexpr std::int64_t kUsualTokens = 64;
    cell.weight = static_cast<double>(cell.steps * (chooses ? 4 : 10)) * forwardFlops(model.config, kUsualTokens, kUsualTokens);
    cell.measure = [questions, chooses](Decoder& decoder, CellRecorder& recorder) {
        chooses ? measureChoices(*questions, decoder, recorder) : measureRecall(*questions, decoder, recorder);
    };
    cell.measureExchanges = [questions, chooses](LayerExchange& models, ExchangeRecorder& recorder) {
        chooses ? exchangeChoices(*questions, models, recorder) : exchangeRecall(*questions, models, recorder);
    };
    cell.summary = [questions, chooses](const Json& records) {
        return chooses ? summariseChoices(records, questions->items.normalised) : summariseRecall(records);
    };
    return cell;
}

Json summariseLoss(const Json& records) {
    double sum = 0;
    std::int64_t tokens = 0;
    for (const Json& record : records) {
        sum += record.at("loss_sum").get<double>();
        tokens += record.at("tokens").get<std::int64_t>();
    }
    const double loss = tokens > 0 ? sum / static_cast<double>(tokens) : 0;
    return {{"loss", loss}, {"perplexity", std::exp(loss)}, {"tokens", tokens}};
}

} // namespace

std::shared_ptr<const TokenShards> heldOutText(const RunSpec& spec) {
    const RunInput* const input = spec.input("held_out");
    return input != nullptr ? std::make_shared<const TokenShards>(input->path) : nullptr;
}

Cell lossCell(const RunSpec& spec, const EvaluatedModel& model, const PlannedScaling& scaling,
              const std::shared_ptr<const TokenShards>& text) {
    const std::int64_t blocks = spec.eval.limit > 0 ? std::min(spec.eval.limit, text->blockCount()) : text->blockCount();
    Cell cell;
    cell.scaling = scaling.scaling;
    cell.identity = modelIdentity(spec, model);
    cell.identity.update({{"kind", "loss"}, {"text", hashOfFile(std::filesystem::path(spec.input("held_out")->path) / "manifest.json")},
                          {"blocks", blocks}, {"scaling", scaling.word}});
    cell.facts = factsOf(model);
    cell.facts.update({{"task", "perplexity"}, {"scaling", scaling.word}, {"length", text->blockLength()}});
    cell.steps = (blocks + kBlocksAtOnce - 1) / kBlocksAtOnce;
    cell.weight = static_cast<double>(blocks) * forwardFlops(model.config, text->blockLength(), text->blockLength());
    cell.measure = [text, blocks](Decoder& decoder, CellRecorder& recorder) {
        for (auto first = static_cast<std::int64_t>(recorder.finished().size()) * kBlocksAtOnce; first < blocks; first += kBlocksAtOnce) {
            const HeldOutLoss part = heldOutLoss(
                decoder, *text,
                {.first = first, .blocks = std::min(kBlocksAtOnce, blocks - first), .batchSize = 4, .scaleLogits = true});
            recorder.keep({{"loss_sum", part.loss * static_cast<double>(part.tokens)}, {"tokens", part.tokens}});
        }
    };
    cell.summary = summariseLoss;
    return cell;
}

std::vector<Cell> itemCells(const RunSpec& spec, const EvaluatedModel& model) {
    std::vector<std::pair<std::string, std::shared_ptr<const Questions>>> tasks;
    for (const auto& [task, file] : spec.eval.files.items()) {
        if (!model.tokenizer) {
            throw invalidInput(HALYARD_TEXT("{task} needs the model's tokenizer, and there is none beside it. Give a folder with "
                                            "tokenizer.json as the input \"tokenizer\"."),
                               {{"task", printable(task, 60)}});
        }
        tasks.emplace_back(task, std::make_shared<const Questions>(Questions{
                                     readTaskItems(task, file.get<std::string>(), spec.eval.limit), model.tokenizer, spec.eval.prefill_chunk}));
    }
    // A sweep has the loss from its screen.
    const std::shared_ptr<const TokenShards> text = spec.kind == RunKind::Sweep ? nullptr : heldOutText(spec);
    std::vector<Cell> cells;
    for (const PlannedScaling& scaling : plannedScalings(spec, model)) {
        for (const auto& [task, questions] : tasks) {
            cells.push_back(questionCell(spec, model, scaling, questions, task));
        }
        if (text) {
            cells.push_back(lossCell(spec, model, scaling, text));
        }
    }
    return cells;
}

} // namespace halyard
