// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/study_cells.h"

#include "core/base/error.h"
#include "core/run/evaluation.h"
#include "core/run/ga_s2.h"
#include "core/run/scheduler.h"

#include <algorithm>
#include <functional>
#include <set>
#include <tuple>
#include <utility>

namespace halyard {

namespace {

constexpr const char* kSiblings = "children/";

// The cells' places on the axes. Those that repeat vary slowest, and the last axis fastest.
std::vector<GridCell> combinations(const StudyGrid& grid) {
    std::vector<std::size_t> order;
    for (const bool repeat : {true, false}) {
        for (std::size_t axis = 0; axis < grid.axes.size(); ++axis) {
            if (grid.axes[axis].repeat == repeat) {
                order.push_back(axis);
            }
        }
    }
    std::vector<GridCell> cells = {{.values = std::vector<std::size_t>(grid.axes.size(), 0), .runs = {}}};
    for (const std::size_t axis : order) {
        std::vector<GridCell> longer;
        for (const GridCell& cell : cells) {
            for (std::size_t value = 0; value < grid.axes[axis].values.size(); ++value) {
                longer.push_back(cell);
                longer.back().values[axis] = value;
            }
        }
        cells = std::move(longer);
    }
    return cells;
}

// "children/align/selections/x.json" -> "/selections/x.json"
std::string belowSibling(const std::string& path, const std::string& sibling) {
    return path.substr(std::string(kSiblings).size() + sibling.size());
}

// What a run of a grid is as a run of its own: one of kind ga-s2 has a probe for each layer.
RunSpec wholeRun(RunSpec spec, std::int64_t layers) {
    if (spec.kind != RunKind::GaS2) {
        return spec;
    }
    const SelectPart select = std::exchange(spec.select, {});
    spec.kind = RunKind::Stage2;
    RunSpec out = gaS2Spec(spec, layers);
    out.select = select;
    return out;
}

void eachInput(RunSpec& run, const std::function<void(RunInput&)>& visit) {
    std::for_each(run.inputs.begin(), run.inputs.end(), visit);
    for (RunSpec& inner : run.children) {
        eachInput(inner, visit);
    }
}

class Expansion {
public:
    explicit Expansion(const StudyGrid& grid) : m_grid(grid) {
        for (const GridRun& run : grid.runs) {
            m_axesOf.push_back(axesThatChange(run.spec));
        }
    }

    GridStudy expand() && {
        GridStudy study{.grid = m_grid, .cells = combinations(m_grid), .spec = {}};
        study.spec.kind = RunKind::Study;
        study.spec.name = m_grid.name;
        for (GridCell& cell : study.cells) {
            m_cell = &cell;
            m_made.clear();
            for (const GridRun& run : m_grid.runs) {
                if (!isLeftOut(run.spec.name)) {
                    (void)childOf(run.spec.name);
                }
            }
        }
        nameChildren(study);
        return study;
    }

private:
    [[nodiscard]] const GridValue& valueOf(std::size_t axis) const { return m_grid.axes[axis].values[m_cell->values[axis]]; }

    [[nodiscard]] static bool changes(const GridValue& value, const RunSpec& run) {
        const auto sets = [&](const GridSetting& setting) {
            return setting.key.starts_with(run.name + ".") || (setting.key.starts_with("*.") && readsSetting(run.kind, setting.key.substr(2)));
        };
        const auto feeds = [&](const GridInput& input) { return input.run == run.name; };
        return std::any_of(value.set.begin(), value.set.end(), sets) || std::any_of(value.inputs.begin(), value.inputs.end(), feeds);
    }

    [[nodiscard]] std::vector<std::size_t> axesThatChange(const RunSpec& run) const {
        std::vector<std::size_t> out;
        for (std::size_t axis = 0; axis < m_grid.axes.size(); ++axis) {
            const auto& values = m_grid.axes[axis].values;
            if (std::any_of(values.begin(), values.end(), [&](const GridValue& value) { return changes(value, run); })) {
                out.push_back(axis);
            }
        }
        return out;
    }

    [[nodiscard]] bool isLeftOut(const std::string& run) const {
        for (std::size_t axis = 0; axis < m_grid.axes.size(); ++axis) {
            const auto& without = valueOf(axis).without;
            if (std::find(without.begin(), without.end(), run) != without.end()) {
                return true;
            }
        }
        return false;
    }

    // What a run reads in this cell.
    [[nodiscard]] std::vector<RunInput> inputsOf(const RunSpec& run) const {
        std::vector<RunInput> inputs = run.inputs;
        for (std::size_t axis = 0; axis < m_grid.axes.size(); ++axis) {
            for (const GridInput& other : valueOf(axis).inputs) {
                if (other.run != run.name) {
                    continue;
                }
                const auto known = std::find_if(inputs.begin(), inputs.end(), [&](const RunInput& input) { return input.role == other.role; });
                if (known != inputs.end() && !other.path) {
                    inputs.erase(known);
                } else if (known != inputs.end()) {
                    *known = {other.role, *other.path, std::nullopt, ""};
                } else if (other.path) {
                    inputs.push_back({other.role, *other.path, std::nullopt, ""});
                }
            }
        }
        return inputs;
    }

    // The number of the child that a run of the grid is in this cell. What it reads is numbered first, so that the numbers are
    // an order in which the children can be made.
    std::size_t childOf(const std::string& name) {
        if (const auto made = m_made.find(name); made != m_made.end()) {
            return made->second;
        }
        if (!m_asked.insert(name).second) {
            throw invalidInput(HALYARD_TEXT("{grid}, in the cell {cell}: \"{run}\" reads what is made from itself. Change what it reads."),
                               {{"grid", m_grid.name}, {"cell", labelsOf(*m_cell, m_grid)}, {"run", name}});
        }
        const auto run = static_cast<std::size_t>(m_grid.run(name) - m_grid.runs.data());
        std::vector<RunInput> inputs = inputsOf(m_grid.runs[run].spec);
        Key key{run, {}, {}};
        for (const std::size_t axis : m_axesOf[run]) {
            std::get<1>(key).push_back(m_cell->values[axis]);
        }
        for (RunInput& input : inputs) {
            if (const auto sibling = siblingOf(input)) {
                refuseLeftOut(*sibling, name, input.role);
                const std::size_t child = childOf(*sibling);
                input.path = kSiblings + std::to_string(child) + belowSibling(input.path, *sibling);
                std::get<2>(key).push_back(child);
            }
        }
        m_asked.erase(name);
        const auto known = m_byKey.find(key);
        const std::size_t child = known != m_byKey.end() ? known->second : numbered(run, std::move(inputs));
        m_byKey.emplace(std::move(key), child);
        m_made.emplace(name, child);
        m_cell->runs[name] = std::to_string(child);
        return child;
    }

    void refuseLeftOut(const std::string& sibling, const std::string& reader, const std::string& role) const {
        if (isLeftOut(sibling)) {
            throw invalidInput(HALYARD_TEXT("{grid}, in the cell {cell}: \"{run}\" is left out there, and \"{reader}\" reads it as \"{role}\". "
                                            "Say in \"inputs\" what it reads instead (\"{reader}.{role}\"), or leave it out, too."),
                               {{"grid", m_grid.name}, {"cell", labelsOf(*m_cell, m_grid)}, {"run", sibling}, {"reader", reader}, {"role", role}});
        }
    }

    std::size_t numbered(std::size_t run, std::vector<RunInput> inputs) {
        RunSpec spec = m_grid.runs[run].spec;
        spec.inputs = std::move(inputs);
        for (const std::size_t axis : m_axesOf[run]) {
            for (const GridSetting& setting : valueOf(axis).set) {
                const GridTarget target = targetOf(setting.key, m_grid);
                if (std::find(target.runs.begin(), target.runs.end(), &m_grid.runs[run]) != target.runs.end()) {
                    setField(spec, target.setting, setting.value, m_grid.name);
                }
            }
        }
        spec.name.clear();
        spec = wholeRun(std::move(spec), m_grid.runs[run].layers);
        const auto [known, isNew] = m_byHash.emplace(hashOf(spec), m_children.size());
        if (isNew) {
            m_runs += 1 + spec.children.size();
            m_children.push_back(std::move(spec));
            m_runOf.push_back(run);
        }
        if (m_runs > kMostStudyRuns) {
            throw invalidInput(HALYARD_TEXT("{grid}: its cells need more than {limit} runs. Take out values, or make two grids of it."),
                               {{"grid", m_grid.name}, {"limit", grouped(kMostStudyRuns)}});
        }
        return known->second;
    }

    // Numbers become names.
    void nameChildren(GridStudy& study) {
        std::vector<std::size_t> variants(m_grid.runs.size(), 0);
        for (const std::size_t run : m_runOf) {
            ++variants[run];
        }
        std::set<std::string> taken;
        for (const GridRun& run : m_grid.runs) {
            taken.insert(run.spec.name);
        }
        std::vector<std::string> names;
        std::vector<std::size_t> next(m_grid.runs.size(), 1);
        for (const std::size_t run : m_runOf) {
            std::string name = m_grid.runs[run].spec.name;
            while (variants[run] > 1 && taken.count(name) > 0) {
                name = m_grid.runs[run].spec.name + "-" + std::to_string(next[run]++);
            }
            taken.insert(name);
            names.push_back(std::move(name));
        }
        for (std::size_t child = 0; child < m_children.size(); ++child) {
            m_children[child].name = names[child];
            eachInput(m_children[child], [&](RunInput& input) {
                if (const auto number = siblingOf(input)) {
                    input.path = kSiblings + names[std::stoul(*number)] + belowSibling(input.path, *number);
                }
            });
        }
        for (GridCell& cell : study.cells) {
            for (auto& [run, child] : cell.runs) {
                child = names[std::stoul(child)];
            }
        }
        study.spec.children = std::move(m_children);
    }

    // A run of the grid, its places on the axes that change it, and the children that it reads.
    using Key = std::tuple<std::size_t, std::vector<std::size_t>, std::vector<std::size_t>>;

    const StudyGrid& m_grid;
    std::vector<std::vector<std::size_t>> m_axesOf; // by run
    GridCell* m_cell = nullptr;
    std::map<std::string, std::size_t> m_made; // of this cell
    std::set<std::string> m_asked;             // those whose inputs are being looked for
    std::map<Key, std::size_t> m_byKey;        // saves a hash for most runs of most cells
    std::map<std::string, std::size_t> m_byHash;
    std::size_t m_runs = 0;          // with those that children consist of
    std::vector<RunSpec> m_children; // inputs name other children by their numbers
    std::vector<std::size_t> m_runOf; // of the grid, by child
};

} // namespace

GridStudy expandGrid(const StudyGrid& grid) {
    return Expansion(grid).expand();
}

PlannedTraining plannedTraining(const RunSpec& run) {
    PlannedTraining out;
    for (const RunSpec& child : run.children) {
        const PlannedTraining inner = plannedTraining(child);
        out.steps += inner.steps;
        out.tokens += inner.tokens;
    }
    if (!isEvaluation(run.kind) && !isComposite(run.kind)) {
        out.steps = totalSteps(run);
        out.tokens = static_cast<double>(out.steps) * static_cast<double>(run.data.batch_size * run.data.accumulation * run.data.context_length);
    }
    return out;
}

std::string labelsOf(const GridCell& cell, const StudyGrid& grid) {
    std::string out;
    for (std::size_t axis = 0; axis < grid.axes.size(); ++axis) {
        out += (out.empty() ? "" : ", ") + grid.axes[axis].name + " " + grid.axes[axis].values[cell.values[axis]].label;
    }
    return printable(out, 600);
}

} // namespace halyard
