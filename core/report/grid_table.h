// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/run_measures.h"
#include "core/run/study_cells.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// What one column of the table of a grid measures.
struct GridColumn {
    enum class Unit { Share, Nats, Tokens, Seconds, Parameters };
    std::string key;   // "RUN.needles_beyond" of an evaluation, "RUN.loss" of a training, "tokens", "seconds", "parameters"
    std::string label; // "needles beyond 512"
    Unit unit = Unit::Share;
    [[nodiscard]] bool lowerIsBetter() const { return unit != Unit::Share; }
};

// "share", "nats a token", "tokens", "seconds", "parameters"
[[nodiscard]] const char* nameOf(GridColumn::Unit unit);
// ".912", "0.0123", "12.3", "1,234"
[[nodiscard]] std::string figureText(double value, const GridColumn& column);

struct GridFigure {
    double value = 0;
    StudyShare share{}; // no answers for what is no share
};

struct GridTableCell {
    GridCell cell;
    std::string state;  // done | running | failed | stopped | waiting
    std::string reason; // failed: which of its runs, and why
    std::map<std::string, GridFigure> figures{}; // by column; only of runs that are done
    std::vector<std::int64_t> kept{};            // layers that a selection chose for its stage 2; empty: none does, or not yet
};

struct GridTable {
    StudyGrid grid;
    std::int64_t trainingLength = 0; // the longest of all trainings: what needles are told apart by, in every cell
    std::size_t runs = 0;            // of the study, each once
    std::vector<GridColumn> columns{};
    std::vector<GridTableCell> cells{};
    [[nodiscard]] bool complete() const; // every cell is done
    [[nodiscard]] bool selectsLayers() const; // some cell has kept layers
};

// The table of a grid as far as its runs have come, read from their folders alone. Tokens and seconds of a cell are those of
// all its trainings, shared ones and the probes of GA-S2 included; parameters are those that its last training trains. Throws
// Error(InvalidInput) for a folder whose grid.json or run.json cannot be read.
[[nodiscard]] GridTable gridTable(const RunFolder& study);

// Cells that differ in what repeats alone.
struct GridRow {
    std::vector<std::string> labels; // of the axes that do not repeat
    std::vector<const GridTableCell*> cells;
};
[[nodiscard]] std::vector<GridRow> rowsOf(const GridTable& table);
[[nodiscard]] std::string labelOf(const GridRow& row); // "with, 1e-3"
// "1, 5 · 4, 5" by cell, once where all keep the same; "–" where it is not known.
[[nodiscard]] std::string keptText(const GridRow& row);

struct GridMean {
    std::optional<double> mean;
    std::optional<double> spread; // standard deviation, by n − 1; of at least two
    StudyShare pooled;            // no answers for what is no share
};
[[nodiscard]] GridMean meanOf(const GridRow& row, const std::string& column);

inline constexpr const char* kGridTableFormat = "halyard.grid_table"; // table.json
inline constexpr int kGridTableSchema = 1;
inline constexpr std::size_t kMostGridColumns = 4096;

// Everything, with the grid, effects (grid_effects.h) and what is not dominated (grid_pareto.h).
[[nodiscard]] Json toJson(const GridTable& table);
// The same table again, from table.json; effects and what is not dominated follow from it. source names the document in
// errors. Throws Error(InvalidInput) for anything that toJson() does not write.
[[nodiscard]] GridTable gridTableFromJson(const Json& document, const std::string& source);
// A line a cell.
[[nodiscard]] std::string toCsv(const GridTable& table);
// A line a row, the effects, what is not dominated, and cells that failed. width: of a terminal, 0 = any; markdown: as tables of
// a README.
[[nodiscard]] std::string toText(const GridTable& table, bool markdown, std::size_t width = 0);

// Writes table.json, table.csv, effects.md and pareto.svg into the study's folder.
GridTable writeGridTable(const RunFolder& study);
} // namespace halyard
