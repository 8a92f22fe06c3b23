// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/table_text.h"

#include "core/report/written.h"
#include "core/select/score/uncertainty.h"

#include <algorithm>

namespace halyard {

namespace {

// A field a line, and a line between two rows.
std::string inBlocks(const TextTable& table) {
    std::size_t longest = 0;
    for (const std::string& heading : table.front()) {
        longest = std::max(longest, shownWidth(heading));
    }
    std::string out;
    for (std::size_t row = 1; row < table.size(); ++row) {
        out += row > 1 ? "\n" : "";
        for (std::size_t i = 0; i < table[row].size(); ++i) {
            out += padded(table.front()[i], longest + 2) + table[row][i] + "\n";
        }
    }
    return out;
}

} // namespace

std::string intervalText(const StudyShare& of) {
    const Interval wilson = wilsonInterval(of.right, of.answers);
    return writtenShare(wilson.low) + "–" + writtenShare(wilson.high);
}

std::string meanText(const std::optional<double>& mean, const std::optional<double>& spread, const StudyShare& pooled, const char* format) {
    if (!mean) {
        return "–";
    }
    const bool isShare = pooled.answers > 0;
    const auto one = [&](double value) { return isShare ? writtenShare(value) : formatted(format, value); };
    return one(*mean) + (spread ? " ± " + one(*spread) : "") + (isShare ? " (" + intervalText(pooled) + ")" : "");
}

std::string inColumns(const TextTable& table, std::size_t width) {
    std::vector<std::size_t> widths(table.front().size(), 0);
    for (const auto& line : table) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            widths[i] = std::max(widths[i], shownWidth(line[i]));
        }
    }
    std::size_t whole = 0;
    for (const std::size_t column : widths) {
        whole += column + (whole > 0 ? 2 : 0);
    }
    if (width > 0 && whole > width) {
        return inBlocks(table);
    }
    std::string out;
    for (const auto& line : table) {
        std::string text;
        for (std::size_t i = 0; i < line.size(); ++i) {
            text += i + 1 < line.size() ? padded(line[i], widths[i] + 2) : line[i];
        }
        out += text + "\n";
    }
    return out;
}

std::string asMarkdown(const TextTable& table) {
    std::string out;
    for (std::size_t i = 0; i < table.size(); ++i) {
        out += "|";
        for (std::string field : table[i]) {
            for (std::size_t bar = field.find('|'); bar != std::string::npos; bar = field.find('|', bar + 2)) {
                field.insert(bar, "\\");
            }
            out += " " + field + " |";
        }
        out += "\n";
        if (i == 0) {
            for (std::size_t field = 0; field < table[i].size(); ++field) {
                out += "|---";
            }
            out += "|\n";
        }
    }
    return out;
}

} // namespace halyard
