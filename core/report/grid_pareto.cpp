// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/grid_pareto.h"

#include "core/report/line_chart.h"
#include "core/run/nearest_name.h"

#include <algorithm>

namespace halyard {

namespace {

const GridColumn* columnOf(const GridTable& table, const std::string& key) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const GridColumn& column) { return column.key == key; });
    return found == table.columns.end() ? nullptr : &*found;
}

const GridColumn& requiredColumn(const GridTable& table, const std::string& key) {
    if (const GridColumn* const column = columnOf(table, key)) {
        return *column;
    }
    std::vector<std::string> keys;
    for (const GridColumn& column : table.columns) {
        keys.push_back(column.key);
    }
    throw invalidInput(HALYARD_TEXT("\"{key}\" is no column of this table. Did you mean \"{near}\"?"),
                       {{"key", printable(key, 80)}, {"near", nearestName(key, keys).value_or(keys.front())}});
}

// What a study is for, as far as its runs say.
std::string defaultGain(const GridTable& table) {
    const auto first = [&](const auto& fits) {
        const auto found = std::find_if(table.columns.begin(), table.columns.end(), fits);
        return found == table.columns.end() ? std::string() : found->key;
    };
    std::string key = first([](const GridColumn& column) { return column.key.find(".needles_beyond") != std::string::npos; });
    if (key.empty()) {
        key = first([](const GridColumn& column) { return column.unit == GridColumn::Unit::Share; });
    }
    for (const GridColumn& column : table.columns) {
        if (key.empty() || (columnOf(table, key)->unit == GridColumn::Unit::Nats && column.unit == GridColumn::Unit::Nats)) {
            key = column.key;
        }
    }
    return key;
}

bool isBetter(double a, double b, const GridColumn& column) {
    return column.lowerIsBetter() ? a < b : a > b;
}

bool dominates(const ParetoPoint& a, const ParetoPoint& b, const GridPareto& pareto) {
    return !isBetter(b.x, a.x, pareto.x) && !isBetter(b.y, a.y, pareto.y) && (isBetter(a.x, b.x, pareto.x) || isBetter(a.y, b.y, pareto.y));
}

} // namespace

GridPareto paretoOf(const GridTable& table, const std::string& x, const std::string& y) {
    GridPareto out{.x = requiredColumn(table, x), .y = requiredColumn(table, y.empty() ? defaultGain(table) : y), .points = {}};
    for (const GridRow& row : rowsOf(table)) {
        const auto cost = meanOf(row, out.x.key).mean;
        const auto gain = meanOf(row, out.y.key).mean;
        if (cost && gain) {
            out.points.push_back({labelOf(row), *cost, *gain, false});
        }
    }
    for (ParetoPoint& point : out.points) {
        point.dominated = std::any_of(out.points.begin(), out.points.end(), [&](const ParetoPoint& other) { return dominates(other, point, out); });
    }
    std::stable_sort(out.points.begin(), out.points.end(), [](const ParetoPoint& a, const ParetoPoint& b) { return a.x < b.x; });
    return out;
}

Json toJson(const GridPareto& pareto) {
    Json out = {{"x", pareto.x.key}, {"y", pareto.y.key}, {"points", Json::array()}};
    for (const ParetoPoint& point : pareto.points) {
        out["points"].push_back({{"label", point.label}, {"x", point.x}, {"y", point.y}, {"dominated", point.dominated}});
    }
    return out;
}

std::string paretoText(const GridPareto& pareto) {
    std::string out;
    for (const ParetoPoint& point : pareto.points) {
        out += point.dominated ? "" : "  " + point.label + ": " + figureText(point.y, pareto.y) + " with " + figureText(point.x, pareto.x) + "\n";
    }
    return out.empty() ? out : "Not dominated in " + pareto.y.label + " and " + pareto.x.label + ":\n" + out;
}

std::string toSvg(const GridPareto& pareto, const std::string& title) {
    ChartSeries front{.name = "not dominated", .points = {}, .dots = true};
    ChartSeries others{.name = "dominated", .points = {}, .dots = true};
    for (const ParetoPoint& point : pareto.points) {
        (point.dominated ? others : front).points.push_back({point.x, point.y});
    }
    LineChart chart{.title = title, .xLabel = pareto.x.label, .yLabel = pareto.y.label, .series = {front, others}};
    chart.width = 560;
    return toSvg({chart}, 1);
}

} // namespace halyard
