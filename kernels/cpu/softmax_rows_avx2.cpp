// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/cpu/softmax_rows_body.h"

namespace halyard::cpu {

SoftmaxRows softmaxRowsAvx2() {
    return {klRowBody, crossEntropyRowBody};
}

} // namespace halyard::cpu
