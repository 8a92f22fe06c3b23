// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/token_shards.h"
#include "core/model/decoder.h"
#include "core/select/score/screen_file.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace halyard {

// Training-free screens of layers (kl_guided.md section 3.2): what one layer's mixer does to the whole model, from held-out
// text alone. p_T are the teacher's predictions, D its width; all means are over positions, in fp32 and nats.
//   replaced, layer i: the teacher with the stage-1 mixer in layer i and softmax attention in all others
//     kl    mean KL(p_T ‖ p)              the larger, the more is lost without attention in layer i
//     loss  mean next-token cross-entropy (the "ppl" screen; its perplexity is exp(loss))
//     mse   mean over positions and channels of (h − h_T)², h the final normed hidden state
//   restored, layer i: stage-1 mixers in all layers but i (SMART's sensitivity is allLinear.kl − restored[i].kl)
struct LayerScreen {
    double teacherLoss = 0;
    LayerEffect allLinear; // stage-1 mixers in every layer
    std::vector<LayerEffect> replaced;
    std::vector<LayerEffect> restored;
    std::int64_t positions = 0;
};

// The same not yet divided: of one batch, or of several together.
struct LayerScreenSums {
    LayerScreen sums; // positions are a count already
    double predictions = 0;

    void add(const LayerScreenSums& other);
    [[nodiscard]] LayerScreen means() const;
    // Throws Error(Failed) naming the first layer whose exchange gives no finite numbers.
    void requireFinite() const;
};
// Of count blocks from first on, read at once. mixers: those of stage 1, one a layer.
[[nodiscard]] LayerScreenSums screenBatch(const Decoder& teacher, const std::vector<std::unique_ptr<Mixer>>& mixers,
                                          const TokenShards& text, std::int64_t first, std::int64_t count);

struct LayerScreenOptions {
    std::int64_t blocks = 0; // the first this many; 0 = all
    std::int64_t batchSize = 8;
    std::function<void(std::int64_t done, std::int64_t of)> progress; // blocks; may be empty
};

// One pass over the text. Weights are shared: a layer is exchanged by pointer, and what is below it is computed once, so that
// L layers cost (L + 1) / 2 passes each way instead of L. Throws Error(InvalidInput) when the text holds a token the teacher
// does not know; stops at the next batch when it is asked to.
[[nodiscard]] LayerScreen screenLayers(const Decoder& teacher, const Stage1Student& student, const TokenShards& text,
                                       const LayerScreenOptions& options);

} // namespace halyard
