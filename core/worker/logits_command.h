// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"
#include "core/model/mixer.h"

namespace halyard {

// halyard-worker logits --model DIR --ids F.json --out F.safetensors [--attn-logits-scaling S] [--dtype float32|bfloat16]:
// writes tensor "logits" (B,T,V), f32. Without the option the configuration's scaling holds.
[[nodiscard]] Command logitsCommand(MixerRegistry registry);

} // namespace halyard
