// SPDX-License-Identifier: GPL-3.0-or-later
// What the shipped studies found is kept in resources/demo/results/studies: each is of the grid as it ships, whole, and its
// effects follow from its figures.
#include "core/demo/shipped_grids.h"
#include "core/report/grid_effects.h"
#include "core/report/grid_table.h"

#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

namespace halyard {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file) {
    std::stringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

class ShippedStudiesTest : public testing::Test {
protected:
    const fs::path m_resources = fs::path(std::getenv("HALYARD_SOURCE_DIR")) / "resources";
    const ShippedGrids m_grids{m_resources / "studies"};
    const fs::path m_results = m_resources / "demo/results/studies";
};

TEST_F(ShippedStudiesTest, EachGridHasItsWholeTable) {
    ASSERT_EQ(m_grids.names().size(), 11U);
    for (const std::string& name : m_grids.names()) {
        SCOPED_TRACE(name);
        const fs::path folder = m_results / name;
        const Json document = readJsonFile(folder / "table.json");
        const GridTable table = gridTableFromJson(document, "table.json");
        EXPECT_EQ(toJson(table.grid), toJson(readGrid(m_grids.file(name))));
        EXPECT_TRUE(table.complete());
        EXPECT_EQ(table.cells.size(), expandGrid(table.grid).cells.size());
        for (const GridTableCell& cell : table.cells) {
            EXPECT_EQ(cell.figures.count("needles.needles_beyond"), 1U);
        }
        EXPECT_EQ(read(folder / "table.csv"), toCsv(table));
        EXPECT_EQ(read(folder / "effects.md"), effectsText(table, true));
    }
}

} // namespace
} // namespace halyard
