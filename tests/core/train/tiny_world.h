// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"
#include "core/train/trainer.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <string>
#include <vector>

namespace halyard::testing {

// A folder with a tokenizer whose token i is the byte i (256 = end of text), and prepared data made with it.
class TinyWorld {
public:
    TinyWorld();

    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return m_folder / name; }

    // Prepares one text as blocks; what does not fill a block is dropped. Bytes must be below 128.
    std::string data(const std::string& name, const std::string& text, std::int64_t block) const;
    // Text with something to learn: words drawn from a small list.
    [[nodiscard]] static std::string words(std::size_t bytes, std::uint64_t seed);

    // Specs of a two-layer model with 24 training blocks of 16 tokens, batch 4, 12 steps.
    [[nodiscard]] RunSpec spec(RunKind kind) const;

private:
    TemporaryFolder m_folder;
};

// The trained tensors, copied.
[[nodiscard]] std::vector<at::Tensor> weightsOf(const Trainer& trainer);
[[nodiscard]] bool sameBits(const std::vector<at::Tensor>& a, const std::vector<at::Tensor>& b);
// Saves a trainer's weights as a model or stage-1 folder and returns the path.
std::string savedWeights(const Trainer& trainer, const std::filesystem::path& folder);

} // namespace halyard::testing
