// SPDX-License-Identifier: GPL-3.0-or-later
// table.json of a study, which may come from another machine.
#include "core/base/error.h"
#include "core/report/grid_table.h"

#include <algorithm>
#include <array>

namespace halyard {

namespace {

constexpr std::array kUnits = {GridColumn::Unit::Share, GridColumn::Unit::Nats, GridColumn::Unit::Tokens, GridColumn::Unit::Seconds,
                               GridColumn::Unit::Parameters};
constexpr std::array kStates = {"done", "running", "failed", "stopped", "waiting"};

class TableReader {
public:
    explicit TableReader(const std::string& source) : m_source(source) {}

    GridTable read(const Json& document) && {
        if (!document.is_object() || document.value("format", Json()) != kGridTableFormat || document.value("schema", Json()) != kGridTableSchema) {
            refuse();
        }
        m_table.grid = gridFromJson(member(document, "grid"), m_source, "/");
        m_table.trainingLength = static_cast<std::int64_t>(wholeIn(document, "training_length"));
        m_table.runs = wholeIn(document, "runs");
        for (const Json& column : listIn(document, "columns", kMostGridColumns)) {
            readColumn(column);
        }
        if (m_table.columns.empty()) {
            refuse(); // every table has what its cells took
        }
        for (const Json& cell : listIn(document, "cells", kMostCells)) {
            readCell(cell);
        }
        return std::move(m_table);
    }

private:
    [[noreturn]] void refuse() const {
        throw invalidInput(HALYARD_TEXT("{path} is not the table of a grid as this version writes it. halyard study --table prints it from the "
                                        "runs, and going on with the study writes it anew."),
                           {{"path", printable(m_source, 1000)}});
    }

    [[nodiscard]] const Json& member(const Json& object, const char* key) const {
        if (!object.is_object() || !object.contains(key)) {
            refuse();
        }
        return object[key];
    }
    [[nodiscard]] const Json& listIn(const Json& object, const char* key, std::size_t most) const {
        const Json& list = member(object, key);
        if (!list.is_array() || list.size() > most) {
            refuse();
        }
        return list;
    }
    [[nodiscard]] std::string textIn(const Json& object, const char* key) const {
        const Json& text = member(object, key);
        if (!text.is_string()) {
            refuse();
        }
        return text.get<std::string>();
    }
    [[nodiscard]] std::size_t wholeIn(const Json& object, const char* key) const {
        const Json& number = member(object, key);
        if (!number.is_number_integer() || number.get<std::int64_t>() < 0 || number.get<std::int64_t>() > (std::int64_t{1} << 53)) {
            refuse();
        }
        return number.get<std::size_t>();
    }
    [[nodiscard]] double numberIn(const Json& object, const char* key) const {
        const Json& number = member(object, key);
        if (!number.is_number()) {
            refuse();
        }
        return number.get<double>();
    }

    void readColumn(const Json& document) {
        const std::string name = textIn(document, "unit");
        const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [&](GridColumn::Unit known) { return name == nameOf(known); });
        if (unit == kUnits.end()) {
            refuse();
        }
        m_table.columns.push_back({textIn(document, "key"), textIn(document, "label"), *unit});
    }

    void readCell(const Json& document) {
        GridTableCell& cell = m_table.cells.emplace_back();
        const Json& values = listIn(document, "values", kMostAxes);
        if (values.size() != m_table.grid.axes.size()) {
            refuse();
        }
        for (std::size_t axis = 0; axis < values.size(); ++axis) {
            if (!values[axis].is_number_integer() || values[axis].get<std::int64_t>() < 0 ||
                values[axis].get<std::size_t>() >= m_table.grid.axes[axis].values.size()) {
                refuse();
            }
            cell.cell.values.push_back(values[axis].get<std::size_t>());
        }
        const Json& runs = member(document, "runs");
        if (!runs.is_object() || runs.size() > kMostGridRuns) {
            refuse();
        }
        for (const auto& [run, child] : runs.items()) {
            if (m_table.grid.run(run) == nullptr) {
                refuse();
            }
            cell.cell.runs[run] = textIn(runs, run.c_str());
        }
        cell.state = textIn(document, "state");
        cell.reason = textIn(document, "reason");
        if (std::find(kStates.begin(), kStates.end(), cell.state) == kStates.end()) {
            refuse();
        }
        readFigures(member(document, "figures"), cell);
        if (document.contains("kept")) {
            readKept(listIn(document, "kept", static_cast<std::size_t>(kMostProbes)), cell);
        }
    }

    void readKept(const Json& layers, GridTableCell& cell) const {
        for (const Json& layer : layers) {
            const bool isLayer = layer.is_number_integer() && layer.get<std::int64_t>() >= 0 && layer.get<std::int64_t>() < kMostProbes;
            if (!isLayer || (!cell.kept.empty() && layer.get<std::int64_t>() <= cell.kept.back())) {
                refuse();
            }
            cell.kept.push_back(layer.get<std::int64_t>());
        }
        if (cell.kept.empty()) {
            refuse(); // one without is written without
        }
    }

    void readFigures(const Json& figures, GridTableCell& cell) const {
        if (!figures.is_object()) {
            refuse();
        }
        for (const auto& [key, figure] : figures.items()) {
            const auto known = std::find_if(m_table.columns.begin(), m_table.columns.end(), [&, name = key](const GridColumn& column) { return column.key == name; });
            if (known == m_table.columns.end()) {
                refuse();
            }
            GridFigure read{.value = numberIn(figure, "value")};
            if (figure.contains("n")) {
                read.share.answers = numberIn(figure, "n");
                read.share.right = read.value * read.share.answers;
                if (read.share.answers <= 0 || read.value < 0 || read.value > 1) {
                    refuse();
                }
            }
            cell.figures[key] = read;
        }
    }

    const std::string& m_source;
    GridTable m_table;
};

} // namespace

GridTable gridTableFromJson(const Json& document, const std::string& source) {
    return TableReader(source).read(document);
}

} // namespace halyard
