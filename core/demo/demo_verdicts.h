// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/demo_results.h"

namespace halyard {

// What a demo that shows the method must reach, and what is aimed for; needles of several haystacks or seeds are counted
// together unless a sentence says otherwise.
//
//   gates  teacher-inside      the teacher finds >= .98 of the needles up to its training length
//          teacher-beyond      … and <= .20 at 4 times that length
//          student-inside      the hybrid finds >= .95 at the longest training length
//          scaling-helps       among other facts at 16 times that length HyPE is >= .15 above no scaling
//          layer-matters       exchanging the first layer of the ranking costs >= .5 of recall, in every seed
//          layer-is-kept       … and it is kept
//   goals  far                 among other facts at 16 times: >= .90 in every seed
//          farther             at 64 times: >= .80
//          selection-uniform, selection-random: beyond the teacher's length HALO's layers find more than those
//
// A verdict whose needles were not asked is not known.
[[nodiscard]] std::vector<DemoVerdict> demoVerdicts(const DemoResults& results);

} // namespace halyard
