// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/evaluation_json.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/text/line_reader.h"

#include <algorithm>
#include <cmath>

namespace halyard {

namespace {

constexpr std::size_t kLongestSample = std::size_t{16} << 20U;
constexpr std::size_t kLargestList = std::size_t{64} << 20U;
constexpr std::size_t kMostItems = 10'000'000;

// The line on which each key below "results" stands: "arc_easy" and "arc_easy\nacc,none". The text is sound JSON.
class KeyLines {
public:
    explicit KeyLines(std::string_view text) {
        for (std::size_t at = 0; at < text.size(); ++at) {
            const char c = text[at];
            if (c == '\n') {
                ++m_line;
            } else if (c == '"') {
                at = takeText(text, at);
            } else if (c == '{' || c == '[') {
                m_path.emplace_back();
            } else if ((c == '}' || c == ']') && !m_path.empty()) {
                m_path.pop_back();
            }
        }
    }

    [[nodiscard]] std::int64_t of(const std::string& task, const std::string& key) const {
        const auto found = m_lines.find(task + "\n" + key);
        return found == m_lines.end() ? 0 : found->second;
    }

private:
    std::size_t takeText(std::string_view text, std::size_t at) {
        std::size_t end = at + 1;
        while (end < text.size() && text[end] != '"') {
            end += text[end] == '\\' ? 2 : 1;
        }
        const std::size_t after = text.find_first_not_of(" \t\r\n", std::min(end + 1, text.size()));
        if (after != std::string_view::npos && text[after] == ':' && !m_path.empty() && m_path.size() <= 3) {
            m_path.back() = text.substr(at + 1, std::min(end, text.size()) - at - 1);
            if (m_path.size() == 3 && m_path[0] == "results") {
                m_lines[m_path[1] + "\n" + m_path[2]] = m_line;
            }
        }
        return std::min(end, text.size());
    }

    std::int64_t m_line = 1;
    std::vector<std::string> m_path;
    std::map<std::string, std::int64_t> m_lines;
};

// "acc_norm,none" -> "acc_norm"; "exact_match,strict-match" stays; "acc_stderr,none" is the error of "acc".
struct Key {
    std::string metric;
    bool isError = false;
};

Key keyFrom(const std::string& key) {
    const std::size_t comma = key.find(',');
    std::string name = key.substr(0, comma);
    constexpr std::string_view kError = "_stderr";
    const bool isError = name.ends_with(kError);
    if (isError) {
        name.resize(name.size() - kError.size());
    }
    const std::string filter = comma == std::string::npos ? "none" : key.substr(comma + 1);
    return {filter == "none" ? name : name + "," + filter, isError};
}

std::string writtenAs(const Json& value) {
    return value.is_null() ? "not a number" : value.is_string() ? value.get<std::string>() : value.dump();
}

const Json& below(const Json& document, const char* key) {
    static const Json kNothing = Json::object();
    const auto found = document.find(key);
    return found != document.end() && found->is_object() ? *found : kNothing;
}

std::optional<std::int64_t> itemsOf(const Json& document, const std::string& task) {
    const Json& counts = below(below(document, "n-samples"), task.c_str());
    const auto effective = counts.find("effective");
    if (effective == counts.end() || !effective->is_number_unsigned()) {
        return std::nullopt;
    }
    return effective->get<std::int64_t>();
}

bool isHigherBetter(const Json& document, const std::string& task, const std::string& metric) {
    const Json& known = below(below(document, "higher_is_better"), task.c_str());
    const auto found = known.find(metric.substr(0, metric.find(',')));
    return found == known.end() || !found->is_boolean() || found->get<bool>();
}

std::vector<MetricRow> rowsOfTask(const Json& document, const std::string& task, const std::string& file,
                                  const KeyLines& lines) {
    std::vector<MetricRow> rows;
    std::map<std::string, double> errors;
    for (const auto& [key, value] : document["results"][task].items()) {
        const Key name = keyFrom(key);
        if (name.isError) {
            if (value.is_number() && value.get<double>() >= 0) {
                errors[name.metric] = value.get<double>();
            }
            continue;
        }
        // Beside metrics stand texts, such as "alias"; a metric that is not a number is told as such.
        if (!value.is_number() && !value.is_null() && writtenAs(value) != "N/A") {
            continue;
        }
        MetricRow row;
        row.task = task;
        row.metric = name.metric;
        row.written = writtenAs(value);
        const double share = value.is_number() ? value.get<double>() : -1;
        row.value = share >= 0 && share <= 1 ? std::optional(share) : std::nullopt;
        row.higherIsBetter = isHigherBetter(document, task, name.metric);
        row.items = itemsOf(document, task);
        row.place = {file, lines.of(task, key)};
        rows.push_back(std::move(row));
    }
    for (MetricRow& row : rows) {
        const auto error = errors.find(row.metric);
        row.standardError = error == errors.end() ? std::nullopt : std::optional(error->second);
    }
    return rows;
}

// One item's results, kept until all are there: they are written in the order in which the processes were done.
struct Item {
    std::int64_t number = 0;
    std::vector<double> values; // one a metric; NaN where it is not there
};

Item itemFrom(const Json& sample, const std::vector<MetricRow*>& rows, const std::string& place) {
    if (!sample.is_object() || !sample.contains("doc_id") || !sample["doc_id"].is_number_unsigned()) {
        throw invalidInput(HALYARD_TEXT("{place}: this is no sample of lm-evaluation-harness: it has no \"doc_id\"."),
                           {{"place", place}});
    }
    Item item;
    item.number = sample["doc_id"].get<std::int64_t>();
    for (const MetricRow* row : rows) {
        const auto value = sample.find(row->metric);
        item.values.push_back(value != sample.end() && value->is_number()    ? value->get<double>()
                              : value != sample.end() && value->is_boolean() ? (value->get<bool>() ? 1.0 : 0.0)
                                                                             : std::nan(""));
    }
    return item;
}

// The results of one metric; nothing when an item has none.
std::vector<float> valuesOf(const std::vector<Item>& items, std::size_t metric) {
    std::vector<float> values;
    for (const Item& item : items) {
        const double value = item.values[metric];
        if (value == -1) {
            continue; // a context length that this item was not run with
        }
        if (!(value >= 0 && value <= 1)) {
            return {};
        }
        values.push_back(static_cast<float>(value));
    }
    return values;
}

bool hasMean(const std::vector<float>& values, double mean) {
    double sum = 0;
    for (const float value : values) {
        sum += value;
    }
    constexpr double kAllowed = 1e-3;
    return std::abs(sum / static_cast<double>(values.size()) - mean) <= kAllowed;
}

void store(std::vector<Item> items, const std::string& file, const std::vector<MetricRow*>& rows,
           std::vector<Message>& warnings) {
    std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.number < b.number; });
    const auto repeats = std::adjacent_find(items.begin(), items.end(),
                                            [](const Item& a, const Item& b) { return a.number == b.number; });
    if (repeats != items.end()) {
        warnings.push_back(
            {HALYARD_TEXT("{file}: item {number} is there twice, of two runs or filters; the samples are not used."),
             {{"file", printable(file, 1000)}, {"number", std::to_string(repeats->number)}}});
        return;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::vector<float> values = valuesOf(items, i);
        if (values.empty() || !rows[i]->value) {
            continue;
        }
        if (!hasMean(values, *rows[i]->value)) {
            warnings.push_back(
                {HALYARD_TEXT("{file}: the mean of {metric} is not the {value} of {place}; the samples are not used."),
                 {{"file", printable(file, 1000)},
                  {"metric", printable(rows[i]->metric, 80)},
                  {"value", printable(rows[i]->written, 40)},
                  {"place", rows[i]->place.text()}}});
            continue;
        }
        rows[i]->items = static_cast<std::int64_t>(values.size());
        rows[i]->perItem = std::move(values);
    }
}

bool isList(const std::filesystem::path& path) {
    return path.extension() == ".json";
}

} // namespace

std::string withoutNotANumber(std::string_view text) {
    constexpr std::string_view kLiterals[] = {"-Infinity", "Infinity", "NaN"};
    std::string out;
    out.reserve(text.size() + 16);
    bool inText = false;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (inText && c == '\\') {
            out += text.substr(at, 2);
            at += 2;
            continue;
        }
        inText = inText != (c == '"');
        const auto literal = std::find_if(std::begin(kLiterals), std::end(kLiterals), [&](std::string_view word) {
            return !inText && text.substr(at).starts_with(word);
        });
        if (literal != std::end(kLiterals)) {
            out += "null";
            at += literal->size();
        } else {
            out += c;
            ++at;
        }
    }
    return out;
}

std::vector<MetricRow> parseEvaluationResults(std::string_view text, const std::string& file) {
    const std::string sound = withoutNotANumber(text);
    const Json document = parseJson(sound, file);
    if (!document.is_object() || !document.contains("results") || !document["results"].is_object()) {
        throw invalidInput(HALYARD_TEXT("{file}: no \"results\" section. Is this an lm-eval output file?"),
                           {{"file", printable(file, 1000)}});
    }
    const KeyLines lines(sound);
    std::vector<MetricRow> rows;
    for (const auto& [task, metrics] : document["results"].items()) {
        if (metrics.is_object()) {
            std::vector<MetricRow> more = rowsOfTask(document, task, file, lines);
            std::move(more.begin(), more.end(), std::back_inserter(rows));
        }
    }
    return rows;
}

void readSamples(const std::filesystem::path& path, const std::string& file, const std::vector<MetricRow*>& rows,
                 std::vector<Message>& warnings) {
    std::vector<Item> items;
    if (isList(path)) {
        const Json list = parseJson(withoutNotANumber(readFile(path, kLargestList)), file, {.maxBytes = kLargestList});
        for (const Json& sample : list.is_array() ? list : Json::array({list})) {
            items.push_back(itemFrom(sample, rows, printable(file, 1000)));
        }
    } else {
        LineReader lines(path, kLongestSample);
        for (auto status = lines.next(); status != LineReader::Status::End; status = lines.next()) {
            const std::string place = SourcePlace{file, lines.number()}.text();
            if (status == LineReader::Status::TooLong || items.size() >= kMostItems) {
                throw invalidInput(
                    HALYARD_TEXT("{place}: the line is longer than {mib} MiB, or there are more than ten million; "
                                 "move the file away to rank without it."),
                    {{"place", place}, {"mib", std::to_string(kLongestSample >> 20U)}});
            }
            if (lines.line().find_first_not_of(" \t\r") != std::string_view::npos) {
                items.push_back(itemFrom(parseJson(withoutNotANumber(lines.line()), place), rows, place));
            }
        }
    }
    store(std::move(items), file, rows, warnings);
}

} // namespace halyard
