// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/desk.h"

#include <functional>
#include <vector>

namespace halyard::testing {

// A place in the program, and how a person comes there from a project that is open.
struct Screen {
    const char* name;
    std::function<bool(app::Workbench& bench)> go; // false: it did not open
};

// The project that the screens are of: runs of several states, and "long", which is created and not started. It has the
// demo's text.
[[nodiscard]] bool writeScreensProject(const QString& project);

[[nodiscard]] std::vector<Screen> screens();

} // namespace halyard::testing
