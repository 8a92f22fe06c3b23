// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/workbench/large_study.h"

#include "bench/workbench/event_loop_meter.h"
#include "core/report/grid_table.h"
#include "views/study/study_page.h"

#include <cmath>
#include <utility>

#include <QApplication>

namespace halyard {

namespace {

Json axis(const std::string& run, const std::string& key, int values, bool repeat) {
    Json out = {{"name", key}, {"repeat", repeat}, {"values", Json::array()}};
    for (int value = 1; value <= values; ++value) {
        out["values"].push_back({{"label", std::to_string(value)}, {"set", {{run + "." + key, value}}}});
    }
    return out;
}

// Every cell is done but the last.
GridTable largeTable() {
    const Json document = {
        {"format", "halyard.grid"}, {"schema", 1}, {"name", "large"}, {"question", "How long does it take?"},
        {"runs", {{{"name", "first"}, {"kind", "pretrain"}, {"inputs", {{{"role", "data"}, {"path", "/data"}}}}},
                  {{"name", "needles"}, {"kind", "niah"}, {"inputs", {{{"role", "model"}, {"path", "children/first"}}}}}}},
        {"axes", {axis("first", "schedule.steps", 20, false), axis("first", "schedule.warmup_steps", 10, false), axis("first", "train.seed", 5, true)}}};
    const GridStudy study = expandGrid(gridFromJson(document, "large", "/"));
    GridTable table{.grid = study.grid, .trainingLength = 512, .runs = study.spec.children.size()};
    for (int i = 0; i < 8; ++i) {
        table.columns.push_back({"needles.measure-" + std::to_string(i), "measure " + std::to_string(i), GridColumn::Unit::Share});
    }
    table.columns.push_back({"seconds", "training seconds", GridColumn::Unit::Seconds});
    for (const GridCell& cell : study.cells) {
        GridTableCell& one = table.cells.emplace_back(GridTableCell{.cell = cell, .state = "done", .reason = {}});
        for (const GridColumn& column : table.columns) {
            const double share = 0.5 + 0.5 * std::sin(static_cast<double>(table.cells.size()) + static_cast<double>(column.key.back()));
            one.figures[column.key] = column.unit == GridColumn::Unit::Share ? GridFigure{share, {share * 256, 256}} : GridFigure{100 * share};
        }
    }
    table.cells.back().state = "waiting";
    table.cells.back().figures.clear();
    return table;
}

} // namespace

Json largeStudyTimes() {
    GridTable table = largeTable();
    const Json document = toJson(table);
    double before = threadMilliseconds();
    const auto past = [&] {
        const double now = threadMilliseconds();
        return now - std::exchange(before, now);
    };
    table = gridTableFromJson(document, "table.json");
    Json out = {{"cells", table.cells.size()}, {"read_ms", past()}};
    views::StudyPage page;
    page.resize(1280, 800);
    page.show();
    QApplication::processEvents();
    (void)past();
    page.setTable(table);
    QApplication::processEvents();
    out["first_ms"] = past();
    table.cells.back() = table.cells.front();
    table.cells.back().cell.values = {19, 9, 4};
    (void)past();
    page.setTable(table);
    QApplication::processEvents();
    out["update_ms"] = past();
    return out;
}

} // namespace halyard
