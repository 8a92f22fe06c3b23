// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo/demo_figures.h"

#include <string>
#include <vector>

namespace halyard {

// The report as one HTML file (XML rules hold too) with its pictures inside; it needs nothing beside it and no network, and
// follows the reader's light or dark setting and the width of the window.
[[nodiscard]] std::string demoPage(const DemoResults& results, const std::vector<DemoFigure>& figures);

} // namespace halyard
