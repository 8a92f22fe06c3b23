// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the file of a grid: its shape, its names, and what they refer to.
#include "core/base/error.h"
#include "core/run/ga_s2.h"
#include "core/run/grid_document.h"
#include "core/run/nearest_name.h"
#include "core/run/path_rules.h"
#include "core/run/scheduler.h"
#include "core/run/secret_scan.h"
#include "core/run/study_grid.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestLabel = 80;
constexpr std::size_t kLongestQuestion = 1000;
constexpr std::string_view kSiblings = "children/";

using namespace grid_document;

// What a value of the short form is called.
std::string labelOf(const Json& value, const std::string& source) {
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    return text.empty() ? "(empty)" : oneLine(text, "label", source, kLongestLabel);
}

class GridReader {
public:
    GridReader(const std::string& source, const fs::path& folder) : m_source(source), m_folder(folder) {}

    StudyGrid read(const Json& document) && {
        objectOf(document, m_source, "grid");
        checkKeys(document, {"format", "schema", "name", "question", "settings", "runs", "axes"}, m_source);
        checkSchema(document);
        refuseSecrets(document, m_source);
        m_grid.name = nameIn(document, m_source);
        m_grid.question = textIn(document, "question", m_source, kLongestQuestion);
        m_grid.settings = document.contains("settings") ? settings(document["settings"], m_source) : std::vector<GridSetting>{};
        for (const Json& run : listIn(document, "runs", m_source, kMostGridRuns)) {
            readRun(run);
        }
        for (const GridRun& run : m_grid.runs) {
            for (const RunInput& input : run.spec.inputs) {
                checkSibling(input.path, m_source + ", run \"" + run.spec.name + "\"");
            }
        }
        for (const GridSetting& setting : m_grid.settings) {
            checkSetting("*." + setting.key, setting.value, m_source);
        }
        for (const Json& axis : listIn(document, "axes", m_source, kMostAxes)) {
            readAxis(axis);
        }
        countCells();
        return std::move(m_grid);
    }

private:
    void checkSchema(const Json& document) const {
        if (document.value("format", Json()) != "halyard.grid") {
            throw invalidInput(HALYARD_TEXT("{source} is not a grid: its \"format\" must be \"halyard.grid\"."), {{"source", printable(m_source, 1000)}});
        }
        const Json schema = document.value("schema", Json());
        if (schema != StudyGrid::kSchema) {
            throw invalidInput(HALYARD_TEXT("{source}: \"schema\" is {schema}; this program knows {known}."),
                               {{"source", printable(m_source, 1000)}, {"schema", printable(schema.dump(), 40)}, {"known", std::to_string(StudyGrid::kSchema)}});
        }
    }

    static std::string nameIn(const Json& object, const std::string& source) {
        std::string name = textIn(object, "name", source, kLongestLabel);
        static const std::regex kName("[A-Za-z0-9][A-Za-z0-9_-]*");
        if (!std::regex_match(name, kName) || problemOfName(name)) {
            throw invalidInput(HALYARD_TEXT("{source}: \"{name}\" cannot be the name of a grid or a run, which is made of letters, digits, \"-\" and \"_\"."),
                               {{"source", printable(source, 1000)}, {"name", printable(name, 80)}});
        }
        return name;
    }

    [[nodiscard]] std::string wholePath(const std::string& path) const {
        const bool named = path.empty() || path.starts_with(kSiblings) || path.starts_with(kBundled);
        std::string whole = named ? path : (m_folder / path).lexically_normal().string();
        if (whole.size() > 1 && whole.back() == '/') {
            whole.pop_back();
        }
        return whole;
    }

    // The value of a setting that names a file is made whole like the path of an input.
    [[nodiscard]] Json wholeValue(const std::string& setting, Json value) const {
        if (value.is_string() && (setting == "eval.filler" || setting.starts_with("eval.files."))) {
            return wholePath(value.get<std::string>());
        }
        if (value.is_object() && setting == "eval.files") {
            for (auto& [task, file] : value.items()) {
                file = wholeValue("eval.files.", file);
            }
        }
        return value;
    }

    [[nodiscard]] std::vector<GridSetting> settings(const Json& object, const std::string& source) const {
        std::vector<GridSetting> out;
        for (const auto& [key, value] : objectOf(object, source, "settings").items()) {
            out.push_back({key, wholeValue(key, value)});
        }
        return out;
    }

    void readRun(const Json& document) {
        const std::string place = m_source + ", runs[" + std::to_string(m_grid.runs.size()) + "]";
        checkKeys(objectOf(document, m_source, "runs"), {"name", "kind", "layers", "settings", "inputs"}, place);
        const std::string source = m_source + ", run \"" + nameIn(document, place) + "\"";
        GridRun run = begunRun(document, source);
        for (RunInput& input : run.spec.inputs) {
            input.path = wholePath(input.path);
        }
        for (const GridSetting& setting : m_grid.settings) {
            if (readsSetting(run.spec.kind, setting.key)) {
                setField(run.spec, setting.key, setting.value, m_source);
            }
        }
        run.settings = document.contains("settings") ? settings(document["settings"], source) : std::vector<GridSetting>{};
        for (const GridSetting& setting : run.settings) {
            setOne(run.spec, setting.key, setting.value, source);
        }
        m_grid.runs.push_back(std::move(run));
    }

    // Without its settings.
    [[nodiscard]] GridRun begunRun(const Json& document, const std::string& source) const {
        Json plain = document;
        plain.erase("settings");
        plain.erase("layers");
        GridRun run{.spec = runSpecFromJson(plain, source), .settings = {}};
        const RunKind kind = run.spec.kind;
        if (m_grid.run(run.spec.name) != nullptr) {
            throw invalidInput(HALYARD_TEXT("{source}: two runs have this name. Give each a name of its own."), {{"source", printable(source, 1000)}});
        }
        if (isComposite(kind) && kind != RunKind::GaS2) {
            throw invalidInput(HALYARD_TEXT("{source}: a run of kind {kind} consists of runs itself and cannot be one of a grid."),
                               {{"source", printable(source, 1000)}, {"kind", std::string(nameOf(kind))}});
        }
        if (document.contains("layers") != (kind == RunKind::GaS2)) {
            throw invalidInput(HALYARD_TEXT("{source}: \"layers\" belongs to runs of kind ga-s2, which need it: how many layers the teacher has."),
                               {{"source", printable(source, 1000)}});
        }
        if (kind == RunKind::GaS2) {
            run.layers = layersIn(document, source);
            RunSpec probe = gaS2Probe();
            probe.kind = kind;
            probe.name = run.spec.name;
            probe.inputs = run.spec.inputs;
            run.spec = std::move(probe);
        }
        return run;
    }

    static std::int64_t layersIn(const Json& document, const std::string& source) {
        const Json& layers = document["layers"];
        if (!layers.is_number_integer() || layers.get<std::int64_t>() < 2 || layers.get<std::int64_t>() > kMostProbes) {
            refuseType(source, "layers", HALYARD_TEXT("a whole number from 2 to 1024"));
        }
        return layers.get<std::int64_t>();
    }

    // A setting that the run would not read is a mistake here: its cells would all be the same.
    static void setOne(RunSpec& spec, const std::string& key, const Json& value, const std::string& source) {
        if (key == "name") {
            refuseType(source, "name", HALYARD_TEXT("left to the study, which names its runs"));
        }
        setField(spec, key, value, source);
        if (!readsSetting(spec.kind, key)) {
            throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" is not read by a run of kind {kind}; it has no effect. Remove it."),
                               {{"source", printable(source, 1000)}, {"key", printable(key, 80)}, {"kind", std::string(nameOf(spec.kind))}});
        }
    }

    [[nodiscard]] std::vector<std::string> runNames() const {
        std::vector<std::string> out;
        for (const GridRun& run : m_grid.runs) {
            out.push_back(run.spec.name);
        }
        return out;
    }

    void checkRun(const std::string& name, const std::string& source) const {
        if (m_grid.run(name) == nullptr) {
            refuseName(source, HALYARD_TEXT("a run of this grid"), name, runNames());
        }
    }

    void checkSibling(const std::string& path, const std::string& source) const {
        if (path.starts_with(kSiblings)) {
            checkRun(siblingOf({"", path, std::nullopt, ""}).value_or(""), source);
        }
    }

    void checkSetting(const std::string& key, const Json& value, const std::string& source) const {
        const GridTarget target = targetOf(key, m_grid);
        if (!key.starts_with("*.")) {
            checkRun(key.substr(0, key.find('.')), source);
        } else if (target.runs.empty()) {
            RunSpec any;
            setField(any, target.setting, value, source); // refuses what is no setting at all
            throw invalidInput(HALYARD_TEXT("{source}: no run of this grid reads \"{key}\"."),
                               {{"source", printable(source, 1000)}, {"key", printable(target.setting, 80)}});
        }
        for (const GridRun* const run : target.runs) {
            RunSpec tried = run->spec;
            setOne(tried, target.setting, value, source);
        }
    }

    void readAxis(const Json& document) {
        const std::string place = m_source + ", axes[" + std::to_string(m_grid.axes.size()) + "]";
        checkKeys(objectOf(document, m_source, "axes"), {"name", "key", "repeat", "values"}, place);
        const bool isShort = document.contains("key");
        GridAxis axis{.name = textIn(document, document.contains("name") || !isShort ? "name" : "key", place, kLongestLabel),
                      .repeat = false, .values = {}};
        const std::string source = m_source + ", axis \"" + axis.name + "\"";
        if (document.contains("repeat") && !document["repeat"].is_boolean()) {
            refuseType(source, "repeat", HALYARD_TEXT("true or false"));
        }
        axis.repeat = document.value("repeat", false);
        const std::string key = isShort ? textIn(document, "key", source, 500) : std::string();
        for (const Json& value : listIn(document, "values", source, kMostValues)) {
            axis.values.push_back(isShort ? shortValue(key, value, source) : readValue(value, source));
        }
        for (const GridAxis& other : m_grid.axes) {
            if (other.name == axis.name) {
                throw invalidInput(HALYARD_TEXT("{source}: two axes have this name. Give each a name of its own."), {{"source", printable(source, 1000)}});
            }
        }
        checkLabels(axis, source);
        checkOverlap(axis, source);
        m_grid.axes.push_back(std::move(axis));
    }

    [[nodiscard]] GridValue shortValue(const std::string& key, const Json& value, const std::string& source) const {
        checkSetting(key, value, source);
        return {.label = labelOf(value, source), .set = {{key, wholeValue(targetOf(key, m_grid).setting, value)}}};
    }

    [[nodiscard]] GridValue readValue(const Json& document, const std::string& axis) const {
        checkKeys(objectOf(document, axis, "values"), {"label", "set", "inputs", "without"}, axis);
        GridValue out{.label = textIn(document, "label", axis, kLongestLabel)};
        const std::string source = axis + ", value \"" + out.label + "\"";
        const Json set = document.value("set", Json::object());
        for (const auto& [key, value] : objectOf(set, source, "set").items()) {
            checkSetting(key, value, source);
            out.set.push_back({key, wholeValue(targetOf(key, m_grid).setting, value)});
        }
        const Json inputs = document.value("inputs", Json::object());
        for (const auto& [key, path] : objectOf(inputs, source, "inputs").items()) {
            out.inputs.push_back(readInput(key, path, source));
        }
        const Json without = document.value("without", Json::array());
        for (const Json& run : without.is_array() ? without : Json::array({Json()})) {
            if (!run.is_string()) {
                refuseType(source, "without", HALYARD_TEXT("a list of names of runs"));
            }
            checkRun(run.get<std::string>(), source);
            out.without.push_back(run.get<std::string>());
        }
        return out;
    }

    [[nodiscard]] GridInput readInput(const std::string& key, const Json& path, const std::string& source) const {
        const std::size_t dot = std::min(key.find('.'), key.size());
        GridInput out{.run = key.substr(0, dot), .role = key.substr(std::min(dot + 1, key.size())), .path = {}};
        checkRun(out.run, source);
        const std::vector<std::string> roles = rolesOf(m_grid.run(out.run)->spec.kind);
        if (std::find(roles.begin(), roles.end(), out.role) == roles.end()) {
            refuseName(source, HALYARD_TEXT("an input of that run"), out.role, roles);
        }
        if (!path.is_null() && !path.is_string()) {
            refuseType(source, key, HALYARD_TEXT("a path, or null for no such input"));
        }
        if (path.is_string()) {
            out.path = wholePath(path.get<std::string>());
            checkSibling(*out.path, source);
        }
        return out;
    }

    static void checkLabels(const GridAxis& axis, const std::string& source) {
        std::set<std::string> labels;
        for (const GridValue& value : axis.values) {
            if (!labels.insert(value.label).second) {
                throw invalidInput(HALYARD_TEXT("{source}: two values are called \"{label}\". Give each a label of its own."),
                                   {{"source", printable(source, 1000)}, {"label", printable(value.label, 80)}});
            }
        }
    }

    // What an axis changes: "RUN.KEY" of settings, "RUN <- ROLE" of inputs.
    [[nodiscard]] std::set<std::string> changedBy(const GridValue& value, const std::string& source) const {
        std::set<std::string> out;
        for (const GridSetting& setting : value.set) {
            const GridTarget target = targetOf(setting.key, m_grid);
            for (const GridRun* const run : target.runs) {
                if (!out.insert(run->spec.name + "." + target.setting).second) {
                    refuseTwice(source + ", value \"" + value.label + "\"", run->spec.name + "." + target.setting);
                }
            }
        }
        for (const GridInput& input : value.inputs) {
            out.insert(input.run + " <- " + input.role);
        }
        return out;
    }

    [[noreturn]] static void refuseTwice(const std::string& source, const std::string& key) {
        throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" is set twice, and which one counts is not said. Remove one of them."),
                           {{"source", printable(source, 1000)}, {"key", printable(key, 120)}});
    }

    void checkOverlap(const GridAxis& axis, const std::string& source) {
        std::set<std::string> changed;
        for (const GridValue& value : axis.values) {
            changed.merge(changedBy(value, source));
        }
        for (const std::string& key : changed) {
            for (const auto& [other, name] : m_changed) {
                if (key == other || key.starts_with(other + ".") || other.starts_with(key + ".")) {
                    throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" is changed by the axis \"{other}\" too. Only one axis can change it."),
                                       {{"source", printable(source, 1000)}, {"key", printable(key, 120)}, {"other", printable(name, 80)}});
                }
            }
        }
        const auto leavesOut = [](const GridValue& value) { return !value.without.empty(); };
        if (changed.empty() && std::none_of(axis.values.begin(), axis.values.end(), leavesOut)) {
            throw invalidInput(HALYARD_TEXT("{source}: it changes nothing. Give its values a \"set\", \"inputs\" or \"without\"."),
                               {{"source", printable(source, 1000)}});
        }
        for (const std::string& key : changed) {
            m_changed.emplace(key, axis.name);
        }
    }

    // Before any cell is made.
    void countCells() const {
        std::size_t cells = 1;
        for (const GridAxis& axis : m_grid.axes) {
            cells *= axis.values.size(); // at most 200^8, which fits
        }
        if (cells > kMostCells) {
            throw invalidInput(HALYARD_TEXT("{source}: the axes make {cells} cells; the limit is {limit}. Take out values, or make two grids of it."),
                               {{"source", printable(m_source, 1000)}, {"cells", grouped(cells)}, {"limit", grouped(kMostCells)}});
        }
    }

    const std::string& m_source;
    const fs::path& m_folder;
    StudyGrid m_grid;
    std::map<std::string, std::string> m_changed; // what axes change, and which
};

} // namespace

StudyGrid gridFromJson(const Json& document, const std::string& source, const fs::path& folder) {
    return GridReader(source, folder).read(document);
}

StudyGrid readGrid(const fs::path& file) {
    constexpr std::size_t kLargest = std::size_t{4} << 20U;
    return gridFromJson(readJsonFile(file, {.maxBytes = kLargest, .maxDepth = 16}), file.string(), fs::absolute(file).lexically_normal().parent_path());
}

} // namespace halyard
