// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/early_needles.h"

#include "core/base/error.h"
#include "core/eval/evaluated_model.h"
#include "core/eval/needle_documents.h"
#include "core/eval/tasks/token_text.h"
#include "core/run/early_needles.h"

#include <memory>
#include <utility>

namespace halyard {

namespace {

// The documents of one event's cells, by task and then by length.
struct Grid {
    std::vector<std::pair<std::string, NeedleDocuments>> cells;
    std::optional<LogitsScaling> scaling; // none: what the model says
};

// The scaling for evaluation, for as long as this lives: training has none, and checkpoints keep what the model said.
class Scaled {
public:
    Scaled(Decoder& decoder, const std::optional<LogitsScaling>& scaling) : m_decoder(decoder), m_before(decoder.config().attn_logits_scaling) {
        if (scaling) {
            m_decoder.setLogitsScaling(*scaling);
        }
    }
    ~Scaled() { m_decoder.setLogitsScaling(m_before); }
    Scaled(const Scaled&) = delete;
    Scaled& operator=(const Scaled&) = delete;

private:
    Decoder& m_decoder;
    LogitsScaling m_before;
};

void requireKnown(const NeedlePrompt& document, std::int64_t vocabulary) {
    requireKnownTokens(document.prefix, vocabulary);
    for (const NeedleQuestion& question : document.questions) {
        requireKnownTokens(question.ids, vocabulary);
        requireKnownTokens(question.answer, vocabulary);
    }
}

Grid gridOf(const Training& training, const NeedleTasks& tasks) {
    const RunSpec niah = needleGridOf(training.spec);
    const ModelConfig& model = training.config();
    const auto folder = tokenizerFolderOf(training.spec);
    const auto tokenizer = folder ? std::make_shared<const Tokenizer>(*folder) : nullptr;
    Grid grid;
    if (model.family == ModelFamily::HypeNet) {
        grid.scaling = parseLogitsScaling(training.spec.model.attn_logits_scaling);
    }
    for (const std::int64_t length : niah.eval.lengths) {
        requireMemory(std::string(nameOf(training.spec.kind)), length,
                      bytesOfSequence(model, length, niah.eval.prefill_chunk, niah.train.dtype));
    }
    for (const std::string& name : needleTasksOf(niah)) {
        const std::shared_ptr<const NeedleTask> task = tasks.make(name, {tokenizer.get(), {}});
        for (const std::int64_t length : niah.eval.lengths) {
            grid.cells.emplace_back(name, needleDocuments(niah, task, tokenizer, length));
        }
        // The shortest: a length that cannot hold the task, and words that the model does not know.
        requireKnown(needleDocuments(niah, task, tokenizer, niah.eval.lengths.front()).document(0), model.vocab_size);
    }
    return grid;
}

NeedleCell measured(const std::string& task, const NeedleDocuments& documents, const Decoder& decoder) {
    NeedleCell cell{.task = task, .length = documents.request.length, .right = 0, .answers = 0};
    for (std::int64_t index = 0; index < documents.count; ++index) {
        for (const NeedleTrial& trial : askDocument(decoder, documents.document(index), documents.tokenizer.get(), documents.options)) {
            cell.right += trial.score;
            ++cell.answers;
        }
    }
    return cell;
}

AtCheckpoints::Measured answersOf(const Grid& grid, Decoder& decoder) {
    const Scaled scaled(decoder, grid.scaling);
    AtCheckpoints::Measured out;
    out.fields["cells"] = Json::array();
    for (const auto& [task, documents] : grid.cells) {
        out.fields["cells"].push_back(toJson(measured(task, documents, decoder)));
    }
    for (const NeedleShare& share : needleShares(out.fields)) {
        out.scalars.emplace_back("needles/" + std::to_string(share.length), share.share());
    }
    return out;
}

} // namespace

std::optional<AtCheckpoints> earlyNeedles(const Training& training, const NeedleTasks& tasks) {
    if (!asksNeedles(training.spec)) {
        return std::nullopt;
    }
    const auto grid = std::make_shared<const Grid>(gridOf(training, tasks));
    return AtCheckpoints{.event = "needles", .measure = [grid](const Training& now) { return answersOf(*grid, *now.model); }};
}

} // namespace halyard
