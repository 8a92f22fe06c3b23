// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/screenshots/scenes.h"

#include <QWidget>

namespace halyard::screenshots {

std::vector<Scene> projectScenes() {
    return {};
}

} // namespace halyard::screenshots
