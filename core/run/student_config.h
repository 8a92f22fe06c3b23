// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/io/model_config.h"
#include "core/run/run_spec.h"

namespace halyard {

// The student's config.json for a teacher and the "model" part of a run: sizes from the teacher, family hypenet,
// lightning settings as published (halo.md section 4: q/k norm, output norm and gate on, scale 1/sqrt(d), heads
// expanded to the teacher's), model.config written over them. attentionLayers stay "attn", every other layer gets
// model.mixer; stage 1 passes none. Throws Error(InvalidInput) for a layer the teacher does not have and for what
// config.json refuses.
[[nodiscard]] ModelConfig studentConfig(const ModelConfig& teacher, const ModelPart& model,
                                        const std::vector<std::int64_t>& attentionLayers);

// Layers of the model folder that is the run's teacher; nothing while it has none, or the folder has no config.json.
[[nodiscard]] std::optional<std::int64_t> layersOfTeacher(const RunSpec& spec);

} // namespace halyard
