// SPDX-License-Identifier: GPL-3.0-or-later
// The study of a grid as a run folder: checked, created with its grid.json, and read again.
#include "core/base/error.h"
#include "core/run/scheduler.h"
#include "core/run/study_cells.h"
#include "core/run/validate.h"

#include <algorithm>
#include <set>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr int kSchema = 1;

// The child of a study that an issue is of: "/children/3/optimizer/learning_rate".
const RunSpec* childAt(const std::string& path, const RunSpec& study) {
    constexpr std::string_view kChildren = "/children/";
    if (!path.starts_with(kChildren)) {
        return nullptr;
    }
    const std::size_t place = std::strtoul(path.c_str() + kChildren.size(), nullptr, 10);
    return place < study.children.size() ? &study.children[place] : nullptr;
}

std::string firstCellWith(const std::string& child, const GridStudy& study) {
    for (const GridCell& cell : study.cells) {
        if (std::any_of(cell.runs.begin(), cell.runs.end(), [&](const auto& run) { return run.second == child; })) {
            return labelsOf(cell, study.grid);
        }
    }
    return "";
}

[[noreturn]] void refuseFile(const fs::path& file) {
    throw invalidInput(HALYARD_TEXT("{path} does not hold the cells of a study. It may be damaged; create the study again."),
                       {{"path", printable(file.string(), 1000)}});
}

GridCell cellFromJson(const Json& document, const StudyGrid& grid, const std::set<std::string>& children, const fs::path& file) {
    if (!document.is_object() || !document.contains("values") || !document["values"].is_array() ||
        document["values"].size() != grid.axes.size() || !document.contains("runs") || !document["runs"].is_object()) {
        refuseFile(file);
    }
    GridCell cell;
    for (std::size_t axis = 0; axis < grid.axes.size(); ++axis) {
        const Json& value = document["values"][axis];
        if (!value.is_number_unsigned() || value.get<std::size_t>() >= grid.axes[axis].values.size()) {
            refuseFile(file);
        }
        cell.values.push_back(value.get<std::size_t>());
    }
    for (const auto& [run, child] : document["runs"].items()) {
        if (grid.run(run) == nullptr || !child.is_string() || children.count(child.get<std::string>()) == 0) {
            refuseFile(file);
        }
        cell.runs[run] = child.get<std::string>();
    }
    return cell;
}

} // namespace

std::vector<std::string> requireValidRuns(const GridStudy& study, bool inputsAreThere) {
    std::vector<std::string> warnings;
    for (const Issue& issue : validate(study.spec)) {
        if (!inputsAreThere && issue.path.find("/inputs/") != std::string::npos) {
            continue;
        }
        const RunSpec* const child = childAt(issue.path, study.spec);
        if (issue.severity == Issue::Severity::Error && child != nullptr) {
            throw invalidInput(HALYARD_TEXT("{grid}, run \"{run}\" ({cell}): {sentence}"),
                               {{"grid", study.grid.name},
                                {"run", child->name},
                                {"cell", firstCellWith(child->name, study)},
                                {"sentence", issue.message.text()}});
        }
        if (issue.severity == Issue::Severity::Error) {
            throw Error(ErrorKind::InvalidInput, issue.message);
        }
        if (const std::string text = issue.message.text(); std::find(warnings.begin(), warnings.end(), text) == warnings.end()) {
            warnings.push_back(text);
        }
    }
    return warnings;
}

RunFolder createGridStudy(const fs::path& path, const GridStudy& study, const RunSpec& resolved) {
    Json cells = Json::array();
    for (const GridCell& cell : study.cells) {
        cells.push_back({{"values", cell.values}, {"runs", cell.runs}});
    }
    const Json frozen = {{"format", "halyard.study"}, {"schema", kSchema}, {"grid", toJson(study.grid)}, {"cells", cells}};
    return RunFolder::create(path, resolved, nullptr, {{"grid.json", frozen}});
}

bool isGridStudy(const RunFolder& run) {
    std::error_code error;
    return fs::exists(run.grid(), error);
}

GridStudy readGridStudy(const RunFolder& run) {
    const fs::path file = run.grid();
    const Json document = readJsonFile(file);
    if (!document.is_object() || document.value("format", Json()) != "halyard.study" || document.value("schema", Json()) != kSchema ||
        !document.contains("grid") || !document.contains("cells") || !document["cells"].is_array() ||
        document["cells"].size() > kMostCells) {
        refuseFile(file);
    }
    GridStudy study{.grid = gridFromJson(document["grid"], file.string(), run.path()), .cells = {}, .spec = run.spec()};
    const std::vector<std::string> names = childNames(study.spec);
    const std::set<std::string> children(names.begin(), names.end());
    for (const Json& cell : document["cells"]) {
        study.cells.push_back(cellFromJson(cell, study.grid, children, file));
    }
    return study;
}

} // namespace halyard
