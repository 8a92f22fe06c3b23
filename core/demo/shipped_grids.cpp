// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/shipped_grids.h"

#include <algorithm>

namespace halyard {

std::vector<std::string> ShippedGrids::names() const {
    std::vector<std::string> names;
    std::error_code error;
    for (const std::filesystem::directory_entry& entry : std::filesystem::directory_iterator(m_folder, error)) {
        if (entry.path().extension() == ".json") {
            names.push_back(entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace halyard
