// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost/cost.h"
#include "core/eval/accuracy.h"
#include "core/eval/kinds.h"
#include "core/eval/needle_documents.h"
#include "core/run/early_needles.h"
#include "core/run/evaluation.h"

#include <map>
#include <memory>
#include <utility>

namespace halyard {

namespace {

constexpr std::size_t kKeptQuestion = 256; // tokens: of a question that follows its document

Json toJson(const NeedleTrial& trial, const NeedleQuestion& question, std::int64_t document, const Tokenizer* tokenizer) {
    Json out = {{"document", document}, {"depth", trial.depth}, {"score", trial.score}, {"prompt_hash", trial.promptHash},
                {"answer", trial.text}, {"tokens", trial.tokens}};
    if (tokenizer != nullptr) {
        out["expected"] = {tokenizer->decode(std::vector<TokenId>(question.answer.begin(), question.answer.end()))};
        const auto kept = static_cast<std::ptrdiff_t>(std::min(question.ids.size(), kKeptQuestion));
        const std::vector<TokenId> end(question.ids.end() - kept, question.ids.end());
        out["question"] = tokenizer->decode(end);
    }
    if (question.answer.empty()) {
        out["expected"] = question.expected;
    } else {
        out["expected_tokens"] = question.answer;
    }
    return out;
}

// Accuracy of all questions, and of each depth.
Json summarise(const Json& records) {
    double sum = 0;
    std::int64_t n = 0;
    std::map<double, std::pair<double, std::int64_t>> depths;
    for (const Json& document : records) {
        for (const Json& trial : document) {
            const double score = trial.at("score").get<double>();
            auto& [depthSum, depthCount] = depths[trial.at("depth").get<double>()];
            depthSum += score;
            ++depthCount;
            sum += score;
            ++n;
        }
    }
    Json out = accuracyJson(sum, n);
    out["documents"] = records.size();
    out["by_depth"] = Json::array();
    for (const auto& [depth, tally] : depths) {
        Json entry = accuracyJson(tally.first, tally.second);
        entry["depth"] = depth;
        out["by_depth"].push_back(std::move(entry));
    }
    return out;
}

Json recordOf(const std::vector<NeedleTrial>& trials, const NeedlePrompt& document, std::int64_t index, const Tokenizer* tokenizer) {
    Json records = Json::array();
    for (std::size_t q = 0; q < trials.size(); ++q) {
        records.push_back(toJson(trials[q], document.questions[q], index, tokenizer));
    }
    return records;
}

void measureDocuments(const NeedleDocuments& setting, Decoder& decoder, CellRecorder& recorder) {
    for (auto index = static_cast<std::int64_t>(recorder.finished().size()); index < setting.count; ++index) {
        const NeedlePrompt document = setting.document(index);
        const Tokenizer* const tokenizer = setting.tokenizer.get();
        recorder.keep(recordOf(askDocument(decoder, document, tokenizer, setting.options), document, index, tokenizer));
    }
}

void exchangeDocuments(const NeedleDocuments& setting, LayerExchange& models, ExchangeRecorder& recorder) {
    for (std::int64_t index = recorder.finished(); index < setting.count; ++index) {
        const NeedlePrompt document = setting.document(index);
        askDocument(models, document, setting.tokenizer.get(), setting.options, hooksOf(recorder, index + 1),
                    [&](std::size_t which, const std::vector<NeedleTrial>& trials) {
                        recorder.keep(which, index, recordOf(trials, document, index, setting.tokenizer.get()));
                    });
        recorder.settle();
    }
}

Cell cellOf(const RunSpec& spec, const EvaluatedModel& model, const PlannedScaling& scaling, const NeedleDocuments& setting,
            const std::string& name) {
    Cell cell;
    cell.scaling = scaling.scaling;
    cell.identity = modelIdentity(spec, model);
    cell.identity.update({{"kind", "niah"}, {"scaling", scaling.word}, {"task", setting.task->identity()},
                          {"length", setting.request.length}, {"depths", spec.eval.depths}, {"needles", spec.eval.needles},
                          {"documents", setting.count}, {"seed", spec.train.seed},
                          {"max_new_tokens", setting.options.maxNewTokens}});
    cell.facts = factsOf(model);
    cell.facts.update({{"task", name}, {"scaling", scaling.word}, {"length", setting.request.length}});
    cell.steps = setting.count;
    cell.weight = static_cast<double>(setting.count) * forwardFlops(model.config, setting.request.length, 1);
    cell.measure = [setting](Decoder& decoder, CellRecorder& recorder) { measureDocuments(setting, decoder, recorder); };
    cell.measureExchanges = [setting](LayerExchange& models, ExchangeRecorder& recorder) { exchangeDocuments(setting, models, recorder); };
    cell.summary = summarise;
    return cell;
}

std::vector<std::string> taskNames(const RunSpec& spec) {
    return spec.kind == RunKind::Sweep ? wordsOfList(spec.eval.tasks) : needleTasksOf(spec);
}

} // namespace

std::vector<Cell> needleCells(const RunSpec& spec, const EvaluatedModel& model, const NeedleTasks& tasks) {
    if (taskNames(spec).empty()) {
        return {};
    }
    for (const std::int64_t length : spec.eval.lengths) {
        requireMemory(model, length, spec.eval.prefill_chunk, spec.train.dtype);
    }
    std::vector<std::pair<std::string, std::shared_ptr<const NeedleTask>>> named;
    for (const std::string& name : taskNames(spec)) {
        named.emplace_back(name, tasks.make(name, {model.tokenizer.get(), spec.eval.filler}));
        // A length too short for the task is refused before anything is measured.
        (void)needleDocuments(spec, named.back().second, model.tokenizer, spec.eval.lengths.front()).document(0);
    }
    std::vector<Cell> cells;
    for (const std::int64_t length : spec.eval.lengths) {
        for (const auto& [name, task] : named) {
            const NeedleDocuments setting = needleDocuments(spec, task, model.tokenizer, length);
            for (const PlannedScaling& scaling : plannedScalings(spec, model)) {
                cells.push_back(cellOf(spec, model, scaling, setting, name));
            }
        }
    }
    return cells;
}

} // namespace halyard
