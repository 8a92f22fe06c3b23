// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/model/decoder.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace halyard::testing {

// The reference cases in $HALYARD_ORACLES (default: shared/oracles beside the source tree) that have a teacher and a
// student; empty when there are none. With HALYARD_REQUIRE_ORACLES=1 a missing folder is a failure instead.
[[nodiscard]] std::vector<std::filesystem::path> oracleCases();

// One case: models in fp32, token ids (B, T), expected losses and tensors (fp32).
struct Oracle {
    std::shared_ptr<Decoder> teacher, student;
    at::Tensor ids_BT;
    Json expected;
    std::map<std::string, at::Tensor> tensors;
};
[[nodiscard]] Oracle openOracle(const std::filesystem::path& folder);
[[nodiscard]] bool isAllLinear(const Oracle& oracle);
// Moves the student's mixers into a stage-1 student; the decoder is left without them.
[[nodiscard]] Stage1Student takeMixers(Oracle& oracle);

// max |a - b| / max |b|
[[nodiscard]] double relativeError(const at::Tensor& value, const at::Tensor& truth);

} // namespace halyard::testing
