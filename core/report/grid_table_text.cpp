// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/report/grid_effects.h"
#include "core/report/grid_pareto.h"
#include "core/report/table_text.h"
#include "core/report/written.h"

#include <algorithm>

namespace halyard {

namespace {

std::string written(const GridMean& mean, const GridColumn& column) {
    if (mean.mean && (column.unit == GridColumn::Unit::Tokens || column.unit == GridColumn::Unit::Parameters)) {
        return figureText(*mean.mean, column); // the same in every repetition
    }
    return meanText(mean.mean, mean.spread, mean.pooled, column.unit == GridColumn::Unit::Seconds ? "%.1f" : "%.4f");
}

Json figureJson(const GridFigure& figure) {
    if (figure.share.answers <= 0) {
        return {{"value", figure.value}};
    }
    const Interval interval = wilsonInterval(figure.share.right, figure.share.answers);
    return {{"value", figure.value}, {"n", figure.share.answers}, {"low", interval.low}, {"high", interval.high}};
}

Json cellJson(const GridTableCell& cell, const StudyGrid& grid) {
    Json labels = Json::object();
    for (std::size_t axis = 0; axis < grid.axes.size(); ++axis) {
        labels[grid.axes[axis].name] = grid.axes[axis].values[cell.cell.values[axis]].label;
    }
    Json figures = Json::object();
    for (const auto& [column, figure] : cell.figures) {
        figures[column] = figureJson(figure);
    }
    Json out = {{"labels", labels}, {"values", cell.cell.values}, {"runs", cell.cell.runs}, {"state", cell.state}, {"reason", cell.reason}, {"figures", figures}};
    if (!cell.kept.empty()) {
        out["kept"] = cell.kept;
    }
    return out;
}

std::size_t doneOf(const GridRow& row) {
    return static_cast<std::size_t>(std::count_if(row.cells.begin(), row.cells.end(), [](const GridTableCell* cell) { return cell->state == "done"; }));
}

TextTable linesOf(const GridTable& table) {
    const std::vector<GridRow> rows = rowsOf(table);
    TextTable lines(1);
    for (const GridAxis& axis : table.grid.axes) {
        if (!axis.repeat) {
            lines.front().push_back(printable(axis.name, 80));
        }
    }
    if (table.selectsLayers()) {
        lines.front().emplace_back("kept layers");
    }
    for (const GridColumn& column : table.columns) {
        lines.front().push_back(column.label);
    }
    lines.front().emplace_back("cells done");
    for (const GridRow& row : rows) {
        std::vector<std::string>& line = lines.emplace_back();
        for (const std::string& label : row.labels) {
            line.push_back(printable(label, 80));
        }
        if (table.selectsLayers()) {
            line.push_back(keptText(row));
        }
        for (const GridColumn& column : table.columns) {
            line.push_back(written(meanOf(row, column.key), column));
        }
        line.push_back(std::to_string(doneOf(row)) + " of " + std::to_string(row.cells.size()));
    }
    return lines;
}

std::string statesText(const GridTable& table) {
    std::map<std::string, int> count;
    for (const GridTableCell& cell : table.cells) {
        ++count[cell.state];
    }
    std::string out = std::to_string(table.cells.size()) + " cells, " + std::to_string(table.runs) + " runs:";
    for (const auto& [state, cells] : count) {
        out += (out.ends_with(":") ? " " : ", ") + std::to_string(cells) + " " + state;
    }
    return out + ".\n";
}

std::string failuresText(const GridTable& table) {
    std::string out;
    for (const GridTableCell& cell : table.cells) {
        if (cell.state == "failed") {
            out += "Failed: " + labelsOf(cell.cell, table.grid) + ". " + printable(cell.reason, 600) + "\n";
        }
    }
    return out;
}

} // namespace

const char* nameOf(GridColumn::Unit unit) {
    switch (unit) {
    case GridColumn::Unit::Share: return "share";
    case GridColumn::Unit::Nats: return "nats a token";
    case GridColumn::Unit::Tokens: return "tokens";
    case GridColumn::Unit::Seconds: return "seconds";
    case GridColumn::Unit::Parameters: return "parameters";
    }
    return "";
}

std::string figureText(double value, const GridColumn& column) {
    switch (column.unit) {
    case GridColumn::Unit::Share: return writtenShare(value);
    case GridColumn::Unit::Nats: return formatted("%.4f", value);
    case GridColumn::Unit::Seconds: return formatted("%.1f", value);
    default: return grouped(static_cast<unsigned long long>(std::max(0.0, value)));
    }
}

Json toJson(const GridTable& table) {
    Json out = {{"format", kGridTableFormat}, {"schema", kGridTableSchema}, {"grid", toJson(table.grid)},
                {"training_length", table.trainingLength}, {"runs", table.runs}, {"complete", table.complete()},
                {"columns", Json::array()}, {"cells", Json::array()}, {"effects", toJson(effectsOf(table), table.grid)},
                {"pareto", toJson(paretoOf(table))}};
    for (const GridColumn& column : table.columns) {
        out["columns"].push_back({{"key", column.key}, {"label", column.label}, {"unit", nameOf(column.unit)}, {"better", column.lowerIsBetter() ? "lower" : "higher"}});
    }
    for (const GridTableCell& cell : table.cells) {
        out["cells"].push_back(cellJson(cell, table.grid));
    }
    return out;
}

std::string toCsv(const GridTable& table) {
    std::string out;
    for (const GridAxis& axis : table.grid.axes) {
        out += csvField(axis.name) + ",";
    }
    if (table.selectsLayers()) {
        out += "kept_layers,";
    }
    for (const GridColumn& column : table.columns) {
        out += csvField(column.key) + ",";
    }
    out += "state,reason,folders\n";
    for (const GridTableCell& cell : table.cells) {
        for (std::size_t axis = 0; axis < table.grid.axes.size(); ++axis) {
            out += csvField(table.grid.axes[axis].values[cell.cell.values[axis]].label) + ",";
        }
        if (table.selectsLayers()) {
            out += joined(cell.kept, " ") + ",";
        }
        for (const GridColumn& column : table.columns) {
            const auto figure = cell.figures.find(column.key);
            out += (figure == cell.figures.end() ? "" : formatted("%.6g", figure->second.value)) + ",";
        }
        std::string folders;
        for (const auto& [run, child] : cell.cell.runs) {
            folders += (folders.empty() ? "" : " ") + ("children/" + child);
        }
        out += cell.state + "," + csvField(cell.reason) + "," + folders + "\n";
    }
    return out;
}

std::string toText(const GridTable& table, bool markdown, std::size_t width) {
    const TextTable lines = linesOf(table);
    std::string out = printable(table.grid.question, 1000) + "\n\n" + (markdown ? asMarkdown(lines) : inColumns(lines, width));
    out += "\nMean ± standard deviation over repetitions; in brackets Wilson's 95 % interval of all answers together.\n" + statesText(table) + failuresText(table);
    const std::string effects = effectsText(table, markdown, width);
    const std::string pareto = paretoText(paretoOf(table));
    return out + (effects.empty() ? "" : "\n" + effects) + (pareto.empty() ? "" : "\n" + pareto);
}

GridTable writeGridTable(const RunFolder& study) {
    GridTable table = gridTable(study);
    writeJsonFile(study.path() / "table.json", toJson(table));
    writeFileAtomically(study.path() / "table.csv", toCsv(table));
    writeFileAtomically(study.path() / "effects.md", effectsText(table, true));
    writeFileAtomically(study.path() / "pareto.svg", toSvg(paretoOf(table), table.grid.name));
    return table;
}

} // namespace halyard
