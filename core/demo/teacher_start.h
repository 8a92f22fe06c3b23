// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/demo/language.h"

#include <cstdint>
#include <filesystem>

namespace halyard {

// config.json of the bundled teacher: Qwen3 with 8 layers of 64 channels, 4 heads on 2 of keys and values, tied, rotary
// base 1000 (its training length of 128 is a few turns of the slowest pairs).
[[nodiscard]] Json demoTeacherConfig(const DemoLanguage& language);

// Writes the model folder that the bundled teacher's training starts from: random weights, and in two layers a structure
// without which so small a model does not learn to look facts up in minutes (demo recipe, section 3). All of it is
// trained afterwards.
//   Every embedding is normal noise across a direction u, plus u.
//   Layer 1, first head of keys and values: a previous-token head. Queries and keys are constants on the six fastest
//   rotary pairs (read off u), the keys turned by one position; the values are R x, written as R'ᵀ.
//   Layer 5, both heads: a matching head. Queries read R x (this token), keys R' x (the one before each), through one
//   random map onto the slow rotary pairs 10–15; values and output copy the token.
// R, R': random orthonormal maps from 64 to 32 channels, R across u.
void writeTeacherStart(const DemoLanguage& language, std::uint64_t seed, const std::filesystem::path& folder);

} // namespace halyard
