// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/grid_table.h"

#include "core/report/written.h"
#include "core/run/evaluation.h"
#include "core/run/events.h"
#include "core/run/scheduler.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace halyard {

namespace {

bool isTraining(RunKind kind) {
    return !isEvaluation(kind) && !isComposite(kind);
}

// A sweep judges layers.
bool judgesAModel(RunKind kind) {
    return isEvaluation(kind) && kind != RunKind::Sweep;
}

struct ChildState {
    std::string state = "waiting";
    std::string reason;
};

// Where the children of a study stand. One that could not even be created is known by the study's own events.
class ChildStates {
public:
    explicit ChildStates(const RunFolder& study) : m_study(study) {
        const auto log = tryRead<EventLog>([&] { return readEvents(study.events()); });
        for (const Event& event : log ? log->events : std::vector<Event>{}) {
            if (event.name == "child") {
                m_told[textIn(event.fields, "child")] = {textIn(event.fields, "state"), textIn(event.fields, "reason")};
            }
        }
    }

    const ChildState& of(const std::string& child) {
        const auto known = m_known.find(child);
        return known != m_known.end() ? known->second : m_known.emplace(child, look(child)).first->second;
    }

private:
    [[nodiscard]] ChildState look(const std::string& child) const {
        const RunFolder folder(m_study.children() / child);
        const auto status = tryRead<RunStatus>([&] { return runStatus(folder); });
        std::error_code error;
        const bool hasBegun = status && status->state != "new" && std::filesystem::exists(folder.specFile(), error);
        if (!hasBegun) {
            const auto told = m_told.find(child);
            return told != m_told.end() && told->second.state == "failed" ? told->second : ChildState{};
        }
        if (status->goesOn()) {
            return {"running", ""};
        }
        return status->state == "done" || status->state == "stopped" ? ChildState{status->state, ""} : ChildState{"failed", status->reason};
    }

    const RunFolder& m_study;
    std::map<std::string, ChildState> m_told;
    std::map<std::string, ChildState> m_known;
};

class Reader {
public:
    explicit Reader(const RunFolder& folder) : m_folder(folder), m_states(folder) {}

    GridTable read() && {
        GridStudy study = readGridStudy(m_folder);
        m_table.grid = std::move(study.grid);
        m_table.runs = study.spec.children.size();
        for (const RunSpec& child : study.spec.children) {
            if (isTraining(child.kind)) {
                m_table.trainingLength = std::max(m_table.trainingLength, child.data.context_length);
            }
            m_children[child.name] = child;
        }
        for (GridCell& cell : study.cells) {
            GridTableCell& read = m_table.cells.emplace_back();
            read.cell = std::move(cell);
            readState(read);
            readEvaluations(read);
            readTrainings(read);
            readKept(read);
        }
        arrangeColumns();
        return std::move(m_table);
    }

private:
    // Calls visit(run of the grid, child) for the runs of a cell, in the order of the grid.
    template <class Visit> void eachRun(const GridTableCell& cell, const Visit& visit) const {
        for (const GridRun& run : m_table.grid.runs) {
            if (const auto child = cell.cell.runs.find(run.spec.name); child != cell.cell.runs.end()) {
                visit(run.spec, child->second);
            }
        }
    }

    void readState(GridTableCell& cell) {
        std::set<std::string> states;
        eachRun(cell, [&](const RunSpec& /*run*/, const std::string& child) {
            const ChildState& state = m_states.of(child);
            states.insert(state.state);
            if (state.state == "failed" && cell.reason.empty()) {
                cell.reason = child + ": " + state.reason;
            }
        });
        for (const char* state : {"failed", "running", "stopped", "waiting", "done"}) {
            if (states.count(state) > 0) {
                cell.state = state;
                return;
            }
        }
        cell.state = "done"; // no run is left in it
    }

    void readEvaluations(GridTableCell& cell) {
        eachRun(cell, [&](const RunSpec& run, const std::string& child) {
            if (!judgesAModel(run.kind) || m_states.of(child).state != "done") {
                return;
            }
            const std::vector<EvaluatedMeasure>& measures = evaluationOf(child);
            for (const EvaluatedMeasure& measure : measures) {
                const std::string suffix = suffixOf(measure, measures);
                const bool isLoss = measure.measure == "held_out_loss";
                column(run.name + "." + measure.measure + suffix, labelOf(measure.measure) + suffix, isLoss ? GridColumn::Unit::Nats : GridColumn::Unit::Share);
                cell.figures[run.name + "." + measure.measure + suffix] = {measure.value, measure.share};
            }
        });
    }

    // What tells apart measures of several scalings and models in one run: " at none", " of model 2".
    static std::string suffixOf(const EvaluatedMeasure& measure, const std::vector<EvaluatedMeasure>& all) {
        std::vector<std::string> models;
        std::set<std::string> scalings;
        for (const EvaluatedMeasure& other : all) {
            scalings.insert(other.scaling);
            if (std::find(models.begin(), models.end(), other.model) == models.end()) {
                models.push_back(other.model);
            }
        }
        const auto model = std::find(models.begin(), models.end(), measure.model) - models.begin();
        return (scalings.size() > 1 ? " at " + measure.scaling : "") + (models.size() > 1 ? " of model " + std::to_string(model + 1) : "");
    }

    [[nodiscard]] std::string labelOf(const std::string& measure) const {
        const std::string length = std::to_string(m_table.trainingLength);
        return measure == "needles"          ? "needles to " + length
               : measure == "needles_beyond" ? "needles beyond " + length
               : measure == "held_out_loss"  ? "held-out loss"
                                             : measure;
    }

    void readTrainings(GridTableCell& cell) {
        double tokens = 0;
        double seconds = 0;
        std::optional<double> parameters;
        bool whole = true;
        bool any = false;
        eachRun(cell, [&](const RunSpec& run, const std::string& child) {
            if (isEvaluation(run.kind)) {
                return;
            }
            any = true;
            whole = whole && m_states.of(child).state == "done";
            const TrainingMeasures& measures = trainingOf(child);
            tokens += measures.tokens.value_or(0);
            seconds += measures.seconds.value_or(0);
            if (isComposite(run.kind)) {
                return; // probes make no model
            }
            parameters = measures.trainedParameters;
            if (measures.heldOutLoss && m_states.of(child).state == "done") {
                column(run.name + ".loss", run.name + (run.kind == RunKind::Stage2 ? " KL" : " loss"), GridColumn::Unit::Nats);
                cell.figures[run.name + ".loss"] = {*measures.heldOutLoss};
            }
        });
        if (any && whole) {
            cell.figures["tokens"] = {tokens};
            cell.figures["seconds"] = {seconds};
            if (parameters) {
                cell.figures["parameters"] = {*parameters};
            }
        }
    }

    // What its stage 2 was made with is what counts.
    void readKept(GridTableCell& cell) {
        eachRun(cell, [&](const RunSpec& /*run*/, const std::string& child) {
            if (m_children[child].input("selection") != nullptr) {
                cell.kept = keptOf(child);
            }
        });
    }

    void column(const std::string& key, const std::string& label, GridColumn::Unit unit) {
        const auto known = [&](const GridColumn& other) { return other.key == key; };
        if (std::none_of(m_table.columns.begin(), m_table.columns.end(), known)) {
            m_table.columns.push_back({key, label, unit});
        }
    }

    // Evaluations first, then trainings, each in the order of the grid, then what the cell took. A label that several runs
    // have names its run.
    void arrangeColumns() {
        const auto placeOf = [&](const GridColumn& column) {
            const GridRun* const run = m_table.grid.run(column.key.substr(0, column.key.find('.')));
            return std::pair(!isEvaluation(run->spec.kind), run - m_table.grid.runs.data());
        };
        std::stable_sort(m_table.columns.begin(), m_table.columns.end(), [&](const GridColumn& a, const GridColumn& b) { return placeOf(a) < placeOf(b); });
        std::map<std::string, int> uses;
        for (const GridColumn& column : m_table.columns) {
            ++uses[column.label];
        }
        for (GridColumn& column : m_table.columns) {
            column.label += uses[column.label] > 1 ? " (" + column.key.substr(0, column.key.find('.')) + ")" : "";
        }
        m_table.columns.push_back({"tokens", "training tokens", GridColumn::Unit::Tokens});
        m_table.columns.push_back({"seconds", "training seconds", GridColumn::Unit::Seconds});
        m_table.columns.push_back({"parameters", "trained parameters", GridColumn::Unit::Parameters});
    }

    const std::vector<EvaluatedMeasure>& evaluationOf(const std::string& child) {
        const auto known = m_evaluations.find(child);
        return known != m_evaluations.end()
                   ? known->second
                   : m_evaluations.emplace(child, evaluatedMeasures(m_folder.children() / child, m_table.trainingLength)).first->second;
    }
    const TrainingMeasures& trainingOf(const std::string& child) {
        const auto known = m_trainings.find(child);
        return known != m_trainings.end() ? known->second : m_trainings.emplace(child, measured(child)).first->second;
    }
    // Of probes their sum.
    [[nodiscard]] TrainingMeasures measured(const std::string& child) {
        const RunFolder folder(m_folder.children() / child);
        if (!isComposite(m_children[child].kind)) {
            return trainingMeasures(folder);
        }
        TrainingMeasures sum{.heldOutLoss = {}, .tokens = 0, .seconds = 0, .trainedParameters = {}};
        for (const std::string& probe : childNames(m_children[child])) {
            const TrainingMeasures one = trainingMeasures(RunFolder(folder.children() / probe));
            *sum.tokens += one.tokens.value_or(0);
            *sum.seconds += one.seconds.value_or(0);
        }
        return sum;
    }
    const std::vector<std::int64_t>& keptOf(const std::string& child) {
        const auto known = m_kept.find(child);
        if (known != m_kept.end()) {
            return known->second;
        }
        const auto made = tryRead<RunSpec>([&] { return RunFolder(m_folder.children() / child).spec(); });
        return m_kept.emplace(child, made ? made->model.attention_layers : std::vector<std::int64_t>{}).first->second;
    }

    const RunFolder& m_folder;
    ChildStates m_states;
    GridTable m_table;
    std::map<std::string, std::vector<EvaluatedMeasure>> m_evaluations; // many cells share a run
    std::map<std::string, TrainingMeasures> m_trainings;
    std::map<std::string, std::vector<std::int64_t>> m_kept;
    std::map<std::string, RunSpec> m_children; // of the study, as they were planned
};

} // namespace

bool GridTable::complete() const {
    return std::all_of(cells.begin(), cells.end(), [](const GridTableCell& cell) { return cell.state == "done"; });
}

bool GridTable::selectsLayers() const {
    return std::any_of(cells.begin(), cells.end(), [](const GridTableCell& cell) { return !cell.kept.empty(); });
}

GridTable gridTable(const RunFolder& study) {
    return Reader(study).read();
}

std::vector<GridRow> rowsOf(const GridTable& table) {
    std::vector<GridRow> rows;
    for (const GridTableCell& cell : table.cells) {
        GridRow row;
        for (std::size_t axis = 0; axis < table.grid.axes.size(); ++axis) {
            if (!table.grid.axes[axis].repeat) {
                row.labels.push_back(table.grid.axes[axis].values[cell.cell.values[axis]].label);
            }
        }
        auto known = std::find_if(rows.begin(), rows.end(), [&](const GridRow& other) { return other.labels == row.labels; });
        if (known == rows.end()) {
            known = rows.insert(rows.end(), std::move(row));
        }
        known->cells.push_back(&cell);
    }
    return rows;
}

std::string labelOf(const GridRow& row) {
    std::string out;
    for (const std::string& label : row.labels) {
        out += (out.empty() ? "" : ", ") + label;
    }
    return printable(out.empty() ? "all" : out, 200);
}

std::string keptText(const GridRow& row) {
    const bool same = std::all_of(row.cells.begin(), row.cells.end(), [&](const GridTableCell* cell) { return cell->kept == row.cells.front()->kept; });
    std::string out;
    for (const GridTableCell* const cell : row.cells) {
        out += (out.empty() ? "" : " · ") + (cell->kept.empty() ? "–" : joined(cell->kept, ", "));
        if (same) {
            break;
        }
    }
    return out;
}

GridMean meanOf(const GridRow& row, const std::string& column) {
    std::vector<double> values;
    GridMean out;
    for (const GridTableCell* const cell : row.cells) {
        if (const auto figure = cell->figures.find(column); figure != cell->figures.end()) {
            values.push_back(figure->second.value);
            out.pooled.right += figure->second.share.right;
            out.pooled.answers += figure->second.share.answers;
        }
    }
    if (values.empty()) {
        return out;
    }
    const auto count = static_cast<double>(values.size());
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    out.mean = sum / count;
    double squares = 0;
    for (const double value : values) {
        squares += (value - *out.mean) * (value - *out.mean);
    }
    out.spread = values.size() > 1 ? std::optional(std::sqrt(squares / (count - 1))) : std::nullopt;
    return out;
}

} // namespace halyard
