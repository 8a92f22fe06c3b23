// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/decoder.h"

#include <filesystem>

namespace halyard {

// The file of a stage-1 checkpoint of ours: the mixers alone.
inline constexpr const char* kStage1MixersFile = "mixers.safetensors";

// Reads trained mixers into a stage-1 student from a checkpoint folder: mixers.safetensors, or the tensors of a model
// folder. Names are those of a student
// ("model.layers.N.self_attn.q_proj.weight") or of the published training code
// ("model.model.layers.N.self_attn.student_layer.q_proj.weight", the teacher's tensors beside them are not read).
// Throws Error(InvalidInput) naming a tensor that is missing, has another shape, or belongs to no layer.
void loadStage1Mixers(const std::filesystem::path& checkpoint, Stage1Student& student);

} // namespace halyard
