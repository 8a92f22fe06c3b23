// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/evaluation_log.h"

#include <algorithm>
#include <charconv>

namespace halyard {

namespace {

using Cells = std::vector<std::string_view>;

constexpr std::size_t kLongestRow = 4096; // a row of a table is shorter; a line of progress bars may be megabytes
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kMostWarnings = 20; // of one log: what is wrong everywhere need not be said everywhere

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kSpace = " \t\r";
    const std::size_t begin = text.find_first_not_of(kSpace);
    return begin == std::string_view::npos ? std::string_view()
                                           : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

// The cells between the bars of "|a|b|"; nothing when it does not begin and end with one.
std::optional<Cells> cellsOf(std::string_view line) {
    line = trimmed(line);
    if (line.size() < 2 || line.size() > kLongestRow || line.front() != '|' || line.back() != '|') {
        return std::nullopt;
    }
    Cells cells;
    for (std::size_t at = 1; at < line.size();) {
        const std::size_t end = line.find('|', at);
        cells.push_back(trimmed(line.substr(at, end - at)));
        at = end + 1;
    }
    return cells;
}

// Where a table's columns are.
struct Columns {
    std::size_t count = 0;
    std::size_t task = 0;
    std::optional<std::size_t> filter;
    std::size_t metric = 0;
    std::size_t value = 0;
    std::optional<std::size_t> error;
    bool ofGroups = false;
};

std::optional<std::size_t> find(const Cells& cells, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        const auto found = std::find(cells.begin(), cells.end(), name);
        if (found != cells.end()) {
            return static_cast<std::size_t>(found - cells.begin());
        }
    }
    return std::nullopt;
}

// A heading may follow a progress bar in one line: it begins at the last bar before "Tasks".
std::optional<Columns> headingIn(std::string_view line) {
    for (const std::string_view word :
         {std::string_view("Tasks"), std::string_view("Groups"), std::string_view("Task")}) {
        const std::size_t at = line.rfind(word);
        const std::size_t bar = at == std::string_view::npos ? at : line.rfind('|', at);
        if (bar == std::string_view::npos || trimmed(line.substr(bar + 1, at - bar - 1)) != "") {
            continue;
        }
        const auto cells = cellsOf(line.substr(bar));
        if (!cells || cells->front() != word) {
            continue;
        }
        const auto metric = find(*cells, {"Metric"});
        const auto value = find(*cells, {"Value"});
        if (metric && value) {
            return Columns{cells->size(),   0, find(*cells, {"Filter"}), *metric, *value, find(*cells, {"Stderr"}),
                           word == "Groups"};
        }
    }
    return std::nullopt;
}

std::optional<double> numberFrom(std::string_view text) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    return whole && value >= 0 && value < 1e9 ? std::optional(value) : std::nullopt;
}

bool isRule(const Cells& cells) {
    return std::all_of(cells.begin(), cells.end(), [](std::string_view cell) {
        return !cell.empty() && cell.find_first_not_of("-:") == std::string_view::npos;
    });
}

class LogParser {
public:
    explicit LogParser(const std::string& file) : m_file(file) {}

    void take(std::string_view line) {
        ++m_line;
        // What a terminal would show of "a\rb" is b.
        line = trimmed(line);
        if (const std::size_t back = line.rfind('\r'); back != std::string_view::npos) {
            line = line.substr(back + 1);
        }
        takeModel(line);
        if (const auto heading = headingIn(line)) {
            m_columns = heading;
            m_task.clear();
            m_tables += heading->ofGroups ? 0U : 1U;
            m_headingLine = m_line;
        } else if (m_columns && line.starts_with('|')) {
            takeRow(line);
        } else if (m_columns) {
            end();
        }
    }

    EvaluationLog finish() {
        end();
        if (m_tables == 0) {
            warn(std::max<std::int64_t>(m_line, 1),
                 HALYARD_TEXT("{place}: the log ends here without a table of results; nothing of it is used."));
        }
        return std::move(m_log);
    }

private:
    // "hf (pretrained=models/qwen3,dtype=bfloat16), gen_kwargs: …"
    void takeModel(std::string_view line) {
        constexpr std::string_view kBefore = "(pretrained=";
        const std::size_t at = line.size() > kLongestRow ? std::string_view::npos : line.find(kBefore);
        if (at != std::string_view::npos && at < kBefore.size()) {
            const std::string_view rest = line.substr(at + kBefore.size());
            m_log.model = rest.substr(0, rest.find_first_of(",)"));
        }
    }

    void end() {
        if (m_columns && !m_columns->ofGroups && m_headingLine > 0 && m_rowsOfTable == 0) {
            warn(m_headingLine, HALYARD_TEXT("{place}: the table that begins here has no row; nothing of it is used."));
        }
        m_columns.reset();
        m_rowsOfTable = 0;
    }

    void warn(std::int64_t line, Sentence sentence) {
        if (m_log.warnings.size() < kMostWarnings) {
            m_log.warnings.push_back({sentence, {{"place", SourcePlace{m_file, line}.text()}}});
        }
    }

    void takeRow(std::string_view line) {
        const auto cells = cellsOf(line);
        if (!cells || cells->size() != m_columns->count) {
            warn(m_line, HALYARD_TEXT("{place}: the row of the table is cut off; it is not used."));
            ++m_rowsOfTable;
            return;
        }
        if (isRule(*cells) || m_columns->ofGroups) {
            return;
        }
        ++m_rowsOfTable;
        if (!cells->front().empty()) {
            // Subtasks are set off by "- ".
            const std::size_t begin = cells->front().find_first_not_of("- ");
            m_task = begin == std::string_view::npos ? std::string_view() : cells->front().substr(begin);
        }
        const std::string_view metric = (*cells)[m_columns->metric];
        if (m_task.empty() || metric.empty() || m_task.size() > kLongestName || metric.size() > kLongestName) {
            warn(m_line, HALYARD_TEXT("{place}: the row of the table has no task or no metric; it is not used."));
            return;
        }
        m_log.rows.push_back(rowOf(*cells, metric));
    }

    MetricRow rowOf(const Cells& cells, std::string_view metric) const {
        MetricRow row;
        row.task = m_task;
        row.metric = metric;
        if (m_columns->filter) {
            const std::string_view filter = cells[*m_columns->filter];
            if (!filter.empty() && filter != "none" && filter.size() <= kLongestName) {
                row.metric += "," + std::string(filter);
            }
        }
        // The column after the metric shows which way is better, in those versions that say so.
        row.higherIsBetter = m_columns->metric + 1 >= cells.size() || cells[m_columns->metric + 1] != "↓";
        row.written = cells[m_columns->value];
        row.value = shareFromText(row.written);
        row.rounded = true;
        if (m_columns->error) {
            row.standardError = numberFrom(cells[*m_columns->error]);
        }
        row.place = {m_file, m_line};
        return row;
    }

    const std::string& m_file;
    EvaluationLog m_log;
    std::optional<Columns> m_columns;
    std::string m_task;
    std::int64_t m_line = 0;
    std::int64_t m_headingLine = 0;
    std::size_t m_rowsOfTable = 0;
    std::size_t m_tables = 0;
};

} // namespace

EvaluationLog parseEvaluationLog(std::string_view text, const std::string& file) {
    LogParser parser(file);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        parser.take(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parser.finish();
}

} // namespace halyard
