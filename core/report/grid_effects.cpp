// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/grid_effects.h"

#include "core/report/table_text.h"
#include "core/report/written.h"

#include <algorithm>
#include <cmath>

namespace halyard {

namespace {

struct Pair {
    const GridTableCell* firstCell = nullptr; // with the first value of the axis
    const GridTableCell* otherCell = nullptr;
    const GridFigure* first = nullptr;
    const GridFigure* other = nullptr;
};

const GridFigure* figureOf(const GridTableCell& cell, const std::string& column) {
    const auto found = cell.figures.find(column);
    return found == cell.figures.end() ? nullptr : &found->second;
}

std::vector<Pair> pairsOf(const GridTable& table, std::size_t axis, std::size_t value, const std::string& column) {
    std::map<std::vector<std::size_t>, Pair> byRest; // places on the other axes
    for (const GridTableCell& cell : table.cells) {
        std::vector<std::size_t> rest = cell.cell.values;
        const std::size_t place = std::exchange(rest[axis], 0);
        Pair& pair = byRest[rest];
        if (place == 0) {
            pair.firstCell = &cell;
            pair.first = figureOf(cell, column);
        } else if (place == value) {
            pair.otherCell = &cell;
            pair.other = figureOf(cell, column);
        }
    }
    std::vector<Pair> out;
    for (const auto& [rest, pair] : byRest) {
        if (pair.first != nullptr && pair.other != nullptr) {
            out.push_back(pair);
        }
    }
    return out;
}

StudyShare pooled(const std::vector<Pair>& pairs, const GridFigure* Pair::*which) {
    StudyShare out;
    for (const Pair& pair : pairs) {
        out.right += (pair.*which)->share.right;
        out.answers += (pair.*which)->share.answers;
    }
    return out;
}

// Whether the run that a column is of is one run in both cells of every pair: the axis does not reach it.
bool areTheSameRuns(const std::vector<Pair>& pairs, const std::string& column) {
    const std::string run = column.substr(0, column.find('.'));
    return std::all_of(pairs.begin(), pairs.end(), [&](const Pair& pair) {
        const auto first = pair.firstCell->cell.runs.find(run);
        const auto other = pair.otherCell->cell.runs.find(run);
        return first != pair.firstCell->cell.runs.end() && other != pair.otherCell->cell.runs.end() && first->second == other->second;
    });
}

void compare(GridEffect& effect, const std::vector<Pair>& pairs) {
    effect.pairs = pairs.size();
    if (pairs.empty()) {
        return;
    }
    if (areTheSameRuns(pairs, effect.column)) {
        effect.difference = 0;
        effect.method = "same-runs";
        return;
    }
    const auto count = static_cast<double>(pairs.size());
    double sum = 0;
    for (const Pair& pair : pairs) {
        sum += pair.other->value - pair.first->value;
    }
    const double mean = sum / count;
    double squares = 0;
    for (const Pair& pair : pairs) {
        squares += std::pow(pair.other->value - pair.first->value - mean, 2);
    }
    effect.difference = mean;
    // Rounding makes equal differences differ in the last bits.
    if (pairs.size() > 1 && std::sqrt(squares) > 1e-12 * std::max(1.0, std::abs(mean))) {
        const double half = studentQuantile95(pairs.size() - 1) * std::sqrt(squares / (count - 1) / count);
        const bool isShare = pooled(pairs, &Pair::other).answers > 0;
        effect.interval = isShare ? Interval{std::max(-1.0, mean - half), std::min(1.0, mean + half)} : Interval{mean - half, mean + half};
        effect.method = "paired-t";
        return;
    }
    const StudyShare other = pooled(pairs, &Pair::other);
    const StudyShare first = pooled(pairs, &Pair::first);
    if (other.answers > 0 && first.answers > 0) {
        effect.interval = newcombeInterval(other.right, other.answers, first.right, first.answers);
        effect.method = "newcombe";
    }
}

std::optional<GridEffect> effectOf(const GridTable& table, std::size_t axis, std::size_t value, const std::string& column) {
    GridEffect effect{.axis = axis, .value = value, .column = column};
    double sum = 0;
    for (const GridTableCell& cell : table.cells) {
        const GridFigure* const figure = figureOf(cell, column);
        if (cell.cell.values[axis] == value && figure != nullptr) {
            sum += figure->value;
            ++effect.cells;
        }
    }
    if (effect.cells == 0) {
        return std::nullopt;
    }
    effect.mean = sum / static_cast<double>(effect.cells);
    if (value > 0) {
        compare(effect, pairsOf(table, axis, value, column));
    }
    return effect;
}

std::vector<GridEffect> effectsOn(const std::vector<std::string>& columns, const GridTable& table) {
    std::vector<GridEffect> out;
    for (std::size_t axis = 0; axis < table.grid.axes.size(); ++axis) {
        for (std::size_t value = 0; !table.grid.axes[axis].repeat && value < table.grid.axes[axis].values.size(); ++value) {
            for (const std::string& column : columns) {
                if (const auto effect = effectOf(table, axis, value, column)) {
                    out.push_back(*effect);
                }
            }
        }
    }
    return out;
}

std::string signedText(double value, const GridColumn& column) {
    switch (column.unit) {
    case GridColumn::Unit::Share: return (value < 0 ? "-" : "+") + writtenShare(std::abs(value));
    case GridColumn::Unit::Nats: return formatted("%+.4f", value);
    case GridColumn::Unit::Seconds: return formatted("%+.1f", value);
    default: return formatted("%+.0f", value);
    }
}

// ".912", ".850: -.062 (-.101 to -.023)"
std::string written(const GridEffect& effect, const GridColumn& column) {
    std::string out = figureText(effect.mean, column);
    if (effect.difference) {
        out += ": " + signedText(*effect.difference, column);
    }
    if (effect.interval) {
        out += " (" + signedText(effect.interval->low, column) + " to " + signedText(effect.interval->high, column) + ")" +
               (effect.method == "newcombe" ? "*" : "");
    }
    return out;
}

const GridEffect* findEffect(const std::vector<GridEffect>& effects, std::size_t axis, std::size_t value, const std::string& column) {
    const auto found = std::find_if(effects.begin(), effects.end(), [&](const GridEffect& effect) {
        return effect.axis == axis && effect.value == value && effect.column == column;
    });
    return found == effects.end() ? nullptr : &*found;
}

// Whether an axis makes a difference to what is measured there, by more than chance in the way it is measured.
bool isReached(const std::vector<GridEffect>& effects, std::size_t axis, const std::string& column) {
    return std::any_of(effects.begin(), effects.end(), [&](const GridEffect& effect) {
        return effect.axis == axis && effect.column == column && effect.difference && (*effect.difference != 0 || effect.interval);
    });
}

std::vector<std::string> lineOf(const std::vector<GridEffect>& effects, std::size_t axis, const GridColumn& column, std::size_t values) {
    std::vector<std::string> line = {column.label};
    for (std::size_t value = 0; value < values; ++value) {
        const GridEffect* const effect = findEffect(effects, axis, value, column.key);
        line.push_back(effect == nullptr ? "–" : written(*effect, column));
    }
    return line;
}

} // namespace

std::vector<GridEffect> effectsOf(const GridTable& table) {
    std::vector<std::string> columns;
    for (const GridColumn& column : table.columns) {
        columns.push_back(column.key);
    }
    return effectsOn(columns, table);
}

std::vector<GridEffect> effectsOf(const GridTable& table, const std::string& column) {
    return effectsOn({column}, table);
}

Json toJson(const std::vector<GridEffect>& effects, const StudyGrid& grid) {
    Json out = Json::array();
    for (const GridEffect& effect : effects) {
        const GridAxis& axis = grid.axes[effect.axis];
        out.push_back({{"axis", axis.name}, {"value", axis.values[effect.value].label}, {"column", effect.column}, {"mean", effect.mean},
                       {"cells", effect.cells}, {"pairs", effect.pairs}, {"difference", nullptr}, {"low", nullptr}, {"high", nullptr}, {"method", effect.method}});
        if (effect.difference) {
            out.back()["difference"] = *effect.difference;
        }
        if (effect.interval) {
            out.back().update({{"low", effect.interval->low}, {"high", effect.interval->high}});
        }
    }
    return out;
}

std::string effectsText(const GridTable& table, bool markdown, std::size_t width) {
    const std::vector<GridEffect> effects = effectsOf(table);
    std::string out;
    for (std::size_t axis = 0; axis < table.grid.axes.size(); ++axis) {
        if (table.grid.axes[axis].repeat || table.grid.axes[axis].values.size() < 2) {
            continue;
        }
        TextTable lines = {{printable(table.grid.axes[axis].name, 80)}};
        for (const GridValue& value : table.grid.axes[axis].values) {
            lines.front().push_back(printable(value.label, 80));
        }
        for (const GridColumn& column : table.columns) {
            if (isReached(effects, axis, column.key)) {
                lines.push_back(lineOf(effects, axis, column, table.grid.axes[axis].values.size()));
            }
        }
        if (lines.size() > 1) {
            out += (out.empty() ? "" : "\n") + (markdown ? asMarkdown(lines) : inColumns(lines, width));
        }
    }
    if (out.empty()) {
        return out;
    }
    const bool counted = std::any_of(effects.begin(), effects.end(), [](const GridEffect& effect) { return effect.method == "newcombe"; });
    return out + "\nMean of all cells with the value; its difference to the first value over pairs of cells that differ in nothing else, with\n"
                 "Student's 95 % interval." +
           (counted ? " * Newcombe's 95 % interval of all answers together: one pair, or pairs that do not differ.\n" : "\n");
}

} // namespace halyard
