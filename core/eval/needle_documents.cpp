// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/needle_documents.h"

#include "core/base/cancellation.h"

#include <utility>

namespace halyard {

NeedlePrompt NeedleDocuments::document(std::int64_t index) const {
    NeedleRequest one = request;
    one.index = index;
    return task->document(one);
}

NeedleDocuments needleDocuments(const RunSpec& spec, std::shared_ptr<const NeedleTask> task, std::shared_ptr<const Tokenizer> tokenizer,
                                std::int64_t length) {
    NeedleDocuments out;
    out.tokenizer = std::move(tokenizer);
    out.request = {.length = length, .depths = spec.eval.depths, .needles = spec.eval.needles, .index = 0,
                   .seed = static_cast<std::uint64_t>(spec.train.seed)};
    out.options = {.chunk = spec.eval.prefill_chunk,
                   .maxNewTokens = task->answerTokens() > 0 ? task->answerTokens() : spec.eval.max_new_tokens,
                   .beforeChunk = Cancellation::throwIfRequested};
    out.count = spec.eval.trials;
    out.task = std::move(task);
    return out;
}

} // namespace halyard
