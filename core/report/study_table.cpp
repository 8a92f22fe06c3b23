// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/study_table.h"

#include "core/base/atomic_file.h"
#include "core/run/scheduler.h"
#include "core/select/score/selection.h"
#include "core/select/score/uncertainty.h"

#include <algorithm>
#include <cmath>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr int kSchema = 1;
constexpr double kLeastRecall = .90;
constexpr double kLeastNeedles = .99;

// The shares of an evaluation by column, of all models and scalings together.
std::map<std::string, StudyShare> sharesOf(const fs::path& run, std::int64_t trainingLength) {
    std::map<std::string, StudyShare> out;
    for (const EvaluatedMeasure& measure : evaluatedMeasures(run, trainingLength)) {
        if (measure.share.answers > 0) {
            out[measure.measure].right += measure.share.right;
            out[measure.measure].answers += measure.share.answers;
        }
    }
    return out;
}

class Reader {
public:
    explicit Reader(const RunFolder& study) : m_study(study), m_spec(study.spec()), m_names(childNames(m_spec)) {}

    StudyTable read() && {
        m_table.study = m_spec.preset;
        for (const RunSpec& child : m_spec.children) {
            if (isJudged(child)) {
                m_table.trainingLength = child.data.context_length;
                m_table.seeds.push_back(child.train.seed);
            }
        }
        std::sort(m_table.seeds.begin(), m_table.seeds.end());
        m_table.seeds.erase(std::unique(m_table.seeds.begin(), m_table.seeds.end()), m_table.seeds.end());
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            if (isJudged(m_spec.children[i])) {
                readStudent(i);
            } else if (isPrecondition(m_spec.children[i])) {
                readTeacher(i);
            }
        }
        compare();
        m_table.complete = isComplete();
        return std::move(m_table);
    }

private:
    // A student whose layers a selection says.
    static bool isJudged(const RunSpec& child) { return child.kind == RunKind::Stage2 && child.input("selection") != nullptr; }

    static bool isPrecondition(const RunSpec& child) {
        const RunInput* const model = child.input("model");
        return model != nullptr && !siblingOf(*model);
    }

    [[nodiscard]] RunFolder folderOf(std::size_t child) const { return RunFolder(m_study.children() / m_names[child]); }

    StudyRow& rowOf(const std::string& method) {
        const auto known = std::find_if(m_table.rows.begin(), m_table.rows.end(), [&](const StudyRow& row) { return row.method == method; });
        if (known != m_table.rows.end()) {
            return *known;
        }
        StudyRow row{.method = method, .kept = std::vector<std::vector<std::int64_t>>(m_table.seeds.size()), .cells = {}, .worseThan = {}, .warnings = {}};
        for (const StudyColumn& column : studyColumns()) {
            row.cells[column.key] = {.values = std::vector<std::optional<double>>(m_table.seeds.size()),
                                     .folders = std::vector<std::string>(m_table.seeds.size()),
                                     .pooled = {}};
        }
        return m_table.rows.emplace_back(std::move(row));
    }

    void readStudent(std::size_t child) {
        const RunSpec& spec = m_spec.children[child];
        const std::string selection = spec.input("selection")->path;
        StudyRow& row = rowOf(fs::path(selection).stem().string());
        const auto place = static_cast<std::size_t>(
            std::find(m_table.seeds.begin(), m_table.seeds.end(), spec.train.seed) - m_table.seeds.begin());
        readSelectionOf(row, place, selection);
        // What the run was made with is what counts.
        if (const auto made = tryRead<RunSpec>([&] { return folderOf(child).spec(); }); made && !made->model.attention_layers.empty()) {
            row.kept[place] = made->model.attention_layers;
        }
        StudyCell& loss = row.cells["held_out_kl"];
        loss.folders[place] = "children/" + m_names[child];
        loss.values[place] = trainingMeasures(folderOf(child)).heldOutLoss;
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            const RunInput* const model = m_spec.children[i].input("model");
            if (model != nullptr && siblingOf(*model) == m_names[child]) {
                readEvaluation(row, place, i);
            }
        }
    }

    void readEvaluation(StudyRow& row, std::size_t place, std::size_t child) {
        for (const auto& [column, share] : sharesOf(folderOf(child).path(), m_table.trainingLength)) {
            StudyCell& cell = row.cells[column];
            cell.folders[place] = "children/" + m_names[child];
            cell.values[place] = share.answers > 0 ? std::optional(share.right / share.answers) : std::nullopt;
            cell.pooled.right += share.right;
            cell.pooled.answers += share.answers;
        }
    }

    void readSelectionOf(StudyRow& row, std::size_t place, const std::string& path) const {
        const fs::path file = fs::path(path).is_absolute() ? fs::path(path) : m_study.path() / path;
        const auto selection = tryRead<Selection>([&] { return readSelection(file); });
        if (selection) {
            row.kept[place] = selection->selected;
        }
        for (const std::string& warning : selection ? selection->warnings : std::vector<std::string>{}) {
            if (std::find(row.warnings.begin(), row.warnings.end(), warning) == row.warnings.end()) {
                row.warnings.push_back(warning);
            }
        }
    }

    void readTeacher(std::size_t child) {
        const RunKind kind = m_spec.children[child].kind;
        const bool needles = kind == RunKind::Niah;
        if (needles || kind == RunKind::Eval) {
            const std::string column = needles ? "needles" : "recall";
            m_table.preconditions.push_back({.column = column,
                                             .least = needles ? kLeastNeedles : kLeastRecall,
                                             .measured = sharesOf(folderOf(child).path(), m_table.trainingLength)[column],
                                             .folder = "children/" + m_names[child]});
        }
    }

    void compare() {
        for (StudyRow& row : m_table.rows) {
            for (const StudyRow& other : m_table.rows) {
                if (&other != &row && (other.method == "uniform" || other.method == "random")) {
                    compare(row, other);
                }
            }
        }
    }

    static void compare(StudyRow& row, const StudyRow& other) {
        for (const StudyColumn& column : studyColumns()) {
            const auto own = row.cells.at(column.key).mean();
            const auto its = other.cells.at(column.key).mean();
            if (own && its && (column.lowerIsBetter ? *own > *its : *own < *its)) {
                row.worseThan[other.method].emplace_back(column.key);
            }
        }
    }

    [[nodiscard]] bool isComplete() const {
        const auto whole = [](const StudyRow& row) {
            return std::all_of(row.cells.begin(), row.cells.end(), [](const auto& entry) {
                return std::all_of(entry.second.values.begin(), entry.second.values.end(), [](const auto& value) { return value.has_value(); });
            });
        };
        const auto known = [](const StudyPrecondition& precondition) { return precondition.measured.answers > 0; };
        return !m_table.rows.empty() && std::all_of(m_table.rows.begin(), m_table.rows.end(), whole) &&
               std::all_of(m_table.preconditions.begin(), m_table.preconditions.end(), known);
    }

    const RunFolder& m_study;
    RunSpec m_spec;
    std::vector<std::string> m_names;
    StudyTable m_table;
};

Json orNull(const std::optional<double>& value) {
    return value ? Json(*value) : Json();
}

Json shareJson(const StudyShare& share) {
    if (share.answers <= 0) {
        return {{"n", 0}};
    }
    const Interval interval = wilsonInterval(share.right, share.answers);
    return {{"n", share.answers}, {"accuracy", share.right / share.answers}, {"low", interval.low}, {"high", interval.high}};
}

Json cellJson(const StudyCell& cell) {
    Json out = {{"mean", orNull(cell.mean())}, {"spread", orNull(cell.spread())}, {"folders", cell.folders}, {"values", Json::array()}};
    for (const auto& value : cell.values) {
        out["values"].push_back(orNull(value));
    }
    if (cell.pooled.answers > 0) {
        out["pooled"] = shareJson(cell.pooled);
    }
    return out;
}

} // namespace

const std::array<StudyColumn, 5>& studyColumns() {
    static const std::array<StudyColumn, 5> kColumns = {{{"held_out_kl", "held-out KL", true},
                                                         {"recall", "recall", false},
                                                         {"needles", "needles", false},
                                                         {"needles_beyond", "needles beyond", false},
                                                         {"choices", "choices", false}}};
    return kColumns;
}

std::optional<double> StudyCell::mean() const {
    double sum = 0;
    double count = 0;
    for (const auto& value : values) {
        sum += value.value_or(0);
        count += value ? 1 : 0;
    }
    return count > 0 ? std::optional(sum / count) : std::nullopt;
}

std::optional<double> StudyCell::spread() const {
    const std::optional<double> middle = mean();
    double sum = 0;
    double count = 0;
    for (const auto& value : values) {
        if (value) {
            sum += (*value - *middle) * (*value - *middle);
            count += 1;
        }
    }
    return count > 1 ? std::optional(std::sqrt(sum / (count - 1))) : std::nullopt;
}

StudyTable studyTable(const RunFolder& study) {
    return Reader(study).read();
}

Json toJson(const StudyTable& table) {
    Json out = {{"format", "halyard.table"},         {"schema", kSchema},
                {"study", table.study},              {"seeds", table.seeds},
                {"training_length", table.trainingLength}, {"complete", table.complete},
                {"columns", Json::array()},          {"preconditions", Json::array()},
                {"rows", Json::array()}};
    for (const StudyColumn& column : studyColumns()) {
        out["columns"].push_back({{"key", column.key}, {"label", column.label}, {"better", column.lowerIsBetter ? "lower" : "higher"}});
    }
    for (const StudyPrecondition& precondition : table.preconditions) {
        out["preconditions"].push_back({{"column", precondition.column},
                                        {"least", precondition.least},
                                        {"measured", shareJson(precondition.measured)},
                                        {"met", precondition.met()},
                                        {"folder", precondition.folder}});
    }
    for (const StudyRow& row : table.rows) {
        Json cells = Json::object();
        for (const auto& [column, cell] : row.cells) {
            cells[column] = cellJson(cell);
        }
        out["rows"].push_back({{"method", row.method}, {"kept", row.kept}, {"cells", cells}, {"worse_than", row.worseThan}, {"warnings", row.warnings}});
    }
    return out;
}

StudyTable writeStudyTable(const RunFolder& study) {
    StudyTable table = studyTable(study);
    writeJsonFile(study.path() / "table.json", toJson(table));
    writeFileAtomically(study.path() / "table.csv", toCsv(table));
    return table;
}

} // namespace halyard
