// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/study_table.h"

#include "core/report/table_text.h"
#include "core/report/written.h"

#include <algorithm>
#include <limits>

namespace halyard {

namespace {

std::string written(const StudyCell& cell) {
    return meanText(cell.mean(), cell.spread(), cell.pooled, "%.4f");
}

// The layers of each seed, once where all keep the same.
std::string keptText(const StudyRow& row) {
    const bool same = std::all_of(row.kept.begin(), row.kept.end(), [&](const auto& kept) { return kept == row.kept.front(); });
    std::string out;
    for (const auto& kept : row.kept) {
        out += (out.empty() ? "" : " · ") + (kept.empty() ? "–" : joined(kept, ", "));
        if (same) {
            break;
        }
    }
    return out;
}

std::string labelOf(const std::string& column, const StudyTable& table) {
    const std::string length = std::to_string(table.trainingLength);
    for (const StudyColumn& known : studyColumns()) {
        if (column == known.key) {
            return column == "needles"          ? std::string("needles to ") + length
                   : column == "needles_beyond" ? std::string("needles beyond ") + length
                                                : std::string(known.label);
        }
    }
    return column;
}

std::vector<const StudyRow*> bestFirst(const StudyTable& table) {
    std::vector<const StudyRow*> rows;
    for (const StudyRow& row : table.rows) {
        rows.push_back(&row);
    }
    const auto loss = [](const StudyRow* row) {
        return row->cells.at("held_out_kl").mean().value_or(std::numeric_limits<double>::infinity());
    };
    std::stable_sort(rows.begin(), rows.end(), [&](const StudyRow* a, const StudyRow* b) { return loss(a) < loss(b); });
    return rows;
}

std::vector<std::vector<std::string>> fieldsOf(const StudyTable& table) {
    std::vector<std::vector<std::string>> lines = {{"selector", "kept layers"}};
    for (const StudyColumn& column : studyColumns()) {
        lines.front().push_back(labelOf(column.key, table));
    }
    for (const StudyRow* row : bestFirst(table)) {
        lines.push_back({printable(row->method, 60), keptText(*row)});
        for (const StudyColumn& column : studyColumns()) {
            lines.back().push_back(written(row->cells.at(column.key)));
        }
    }
    return lines;
}

std::string preconditionsText(const StudyTable& table) {
    std::string out;
    for (const StudyPrecondition& precondition : table.preconditions) {
        const std::string label = labelOf(precondition.column, table);
        if (precondition.measured.answers <= 0) {
            out += "Teacher: " + label + " is not measured yet.\n";
            continue;
        }
        out += "Teacher: " + label + " " + writtenShare(precondition.measured.right / precondition.measured.answers) + " (" +
               intervalText(precondition.measured) + ", n " + formatted("%.0f", precondition.measured.answers) + "); at least " +
               writtenShare(precondition.least) + " is asked for: " + (precondition.met() ? "met" : "NOT met, the table says little") + ".\n";
    }
    return out;
}

// Where choosing by measurements was worse than choosing without any.
std::string lossesText(const StudyTable& table) {
    std::string out;
    for (const char* other : {"uniform", "random"}) {
        std::string losers;
        for (const StudyRow& row : table.rows) {
            const auto found = row.worseThan.find(other);
            if (found == row.worseThan.end() || row.method == "uniform" || row.method == "random") {
                continue;
            }
            std::string columns;
            for (const std::string& column : found->second) {
                columns += (columns.empty() ? "" : ", ") + labelOf(column, table);
            }
            losers += (losers.empty() ? "" : "; ") + printable(row.method, 60) + " (" + columns + ")";
        }
        out += std::string("Worse than ") + other + ", by the mean: " + (losers.empty() ? "none" : losers) + ".\n";
    }
    return out;
}

std::string warningsText(const StudyTable& table) {
    std::string out;
    for (const StudyRow& row : table.rows) {
        for (const std::string& warning : row.warnings) {
            out += printable(row.method, 60) + ": " + printable(warning, 500) + "\n";
        }
    }
    return out.empty() ? out : "\n" + out;
}

} // namespace

std::string toCsv(const StudyTable& table) {
    std::string out = "method,seed,kept_layers";
    for (const StudyColumn& column : studyColumns()) {
        out += std::string(",") + column.key;
    }
    out += ",folder\n";
    for (const StudyRow& row : table.rows) {
        for (std::size_t i = 0; i < table.seeds.size(); ++i) {
            out += csvField(row.method) + "," + std::to_string(table.seeds[i]) + "," + joined(row.kept[i], " ");
            for (const StudyColumn& column : studyColumns()) {
                const auto& value = row.cells.at(column.key).values[i];
                out += "," + (value ? formatted("%.6g", *value) : std::string());
            }
            out += "," + csvField(row.cells.at("held_out_kl").folders[i]) + "\n";
        }
    }
    return out;
}

std::string toText(const StudyTable& table, bool markdown) {
    const auto lines = fieldsOf(table);
    std::string out = preconditionsText(table) + "\n" + (markdown ? asMarkdown(lines) : inColumns(lines));
    out += "\nMean ± standard deviation of " + std::to_string(table.seeds.size()) +
           " seeds; in brackets Wilson's 95 % interval of all answers together.\n";
    return out + (table.complete ? lossesText(table) : std::string("Not complete yet.\n")) + warningsText(table);
}

} // namespace halyard
