// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace halyard::cpu {

// Loss rows behind a softmax, for a row of logits that fits the cache: one pass for the maximum, one for exp and the
// sums (the exponentials are written over the logits), one for the gradient, so that each element meets exp once.
// Sums of 2,048 elements are fp32, their total and all logarithms are double. A NaN or Inf anywhere in a row gives NaN.
// The instruction set is chosen on the first call (x86-64: SSE2, AVX2 with FMA, or AVX-512).

// KL(teacher || student) of one row. With scale != 0 the student's row becomes (p_student - p_teacher) * scale; the
// content of the teacher's row, and without a scale of both rows, is spent.
double klRow(float* student, float* teacher, std::size_t count, float scale);

// -log softmax(logits)[target] of one row. With scale != 0 the row becomes (p - onehot(target)) * scale, else it is
// spent.
double crossEntropyRow(float* logits, std::size_t count, std::size_t target, float scale);

} // namespace halyard::cpu
