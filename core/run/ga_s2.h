// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/issues.h"
#include "core/run/run_spec.h"

#include <cstdint>
#include <string>
#include <vector>

namespace halyard {

// GA-S2, "greedy addition, stage-2 KL" (arXiv 2512.20569; kl_guided.md section 3.1): for each layer i one run of stage 2, a
// probe, in which layer i alone keeps softmax attention, all from one stage-1 checkpoint. The lower the KL divergence of a
// probe, the more its layer is worth. As a composite run its children are layer-0 … layer-(L−1), and they go on together:
// all to the step of the first ranking, then all to that of the second, ….

// A run of stage 2 as GA-S2 trains it: a constant learning rate, 7e-6 and 1e-4 for mixers, without warm-up; held-out
// losses at the rankings alone. With a preset, sizes and learning rate are those of its stage 2.
[[nodiscard]] RunSpec gaS2Probe(const std::string& preset = {});

// The composite run of so many probes, which differ in the kept layer alone. select is that of a new spec.
[[nodiscard]] RunSpec gaS2Spec(const RunSpec& probe, std::int64_t layers);

// Steps of the rankings: floor(steps · k / rounds) for k = 1 … rounds; the last is the end of the probes.
[[nodiscard]] std::vector<std::int64_t> rankingSteps(const RunSpec& gaS2);

// Layers that a ranking keeps: select.keep, or a quarter of the layers, at least 1.
[[nodiscard]] std::int64_t keptCount(const RunSpec& gaS2);

// What is wrong with a run of this kind besides what is wrong with its children: probes that differ in more than the kept
// layer, a student that is no stage 1, more rankings than steps, a selection of all layers.
void checkGaS2(const RunSpec& gaS2, bool onDisk, Issues& issues);

} // namespace halyard
