// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace halyard {

// What the main thread takes for the page of a study of 1,000 cells (200 rows of five seeds, nine measures): ms of the processor.
//   read     table.json made into a table
//   first    it is shown
//   update   it is shown again with one more cell
[[nodiscard]] Json largeStudyTimes();

} // namespace halyard
