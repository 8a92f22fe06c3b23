// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cli/command.h"
#include "core/model/mixer.h"

namespace halyard {

// halyard-worker loss --objective align|distill|finetune [--teacher DIR] --student DIR --ids F.json --out F.safetensors
// [--align-loss mse|l2norm]: runs the trainer's own objective once in fp32, prints {"loss": x} (align: "per_layer" too)
// and writes the gradient of every trained tensor under its Hugging Face name, fp32. finetune needs no teacher.
[[nodiscard]] Command lossCommand(MixerRegistry registry);

} // namespace halyard
