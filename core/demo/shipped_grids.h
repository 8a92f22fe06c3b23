// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

// The grids that come with the program, files NAME.json in one folder (resources/studies of the sources).
class ShippedGrids {
public:
    explicit ShippedGrids(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    [[nodiscard]] std::vector<std::string> names() const; // sorted; none where they are not installed
    [[nodiscard]] std::filesystem::path file(const std::string& name) const { return m_folder / (name + ".json"); }

private:
    std::filesystem::path m_folder;
};

} // namespace halyard
