// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/cell_store.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/eval/kinds.h"

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr int kSchema = 1;
constexpr std::size_t kLargestCell = std::size_t{1} << 30U;

std::optional<Json> readCell(const fs::path& file, const std::string& id) {
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
        return std::nullopt;
    }
    try {
        Json cell = readJsonFile(file, {.maxBytes = kLargestCell});
        const bool whole = cell.is_object() && cell.value("schema", Json()) == kSchema && cell.value("id", Json()) == id &&
                           cell.contains("identity") && CellStore::idOf(cell["identity"]) == id &&
                           cell.value("records", Json()).is_array() && cell.value("complete", Json()).is_boolean();
        return whole ? std::optional(std::move(cell)) : std::nullopt;
    } catch (const Error&) {
        return std::nullopt;
    }
}

} // namespace

std::string CellStore::idOf(const Json& identity) {
    return hashOf(identity.dump());
}

fs::path CellStore::fileOf(const fs::path& run, const std::string& id) const {
    return run / "results" / (id + ".json");
}

std::vector<fs::path> CellStore::runsAround() const {
    const fs::path run = fs::absolute(m_run.path());
    std::vector<fs::path> out;
    for (const fs::path& folder : {run.parent_path(), m_run.children()}) {
        std::error_code error;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
            out.push_back(entry.path());
        }
    }
    if (const fs::path whole = run.parent_path().parent_path(); RunFolder(whole).children() == run.parent_path()) {
        out.push_back(whole);
    }
    return out;
}

std::optional<Json> CellStore::find(const std::string& id) const {
    std::optional<Json> own = readCell(fileOf(m_run.path(), id), id);
    if (own && own->at("complete") == true) {
        return own;
    }
    for (const fs::path& other : runsAround()) {
        std::error_code error;
        if (!fs::is_regular_file(fileOf(other, id), error)) {
            continue;
        }
        std::optional<Json> found = readCell(fileOf(other, id), id);
        if (found && found->at("complete") == true) {
            (*found)["measured_by"] = other.filename().string();
            return found;
        }
    }
    return own;
}

void CellStore::write(const Json& cell) const {
    Json document = cell;
    document["schema"] = kSchema;
    createFolders(m_run.path() / "results");
    writeFileAtomically(fileOf(m_run.path(), cell.at("id").get<std::string>()), document.dump() + "\n");
}

void CellStore::writeResults(const std::vector<Json>& cells, bool complete) const {
    Json list = Json::array();
    for (const Json& cell : cells) {
        Json entry = cell.at("facts");
        entry["id"] = cell.at("id");
        entry["complete"] = cell.at("complete");
        entry["seconds"] = cell.at("seconds");
        if (cell.contains("summary")) {
            entry.update(cell["summary"]);
        }
        list.push_back(std::move(entry));
    }
    const RunKind kind = m_run.spec().kind;
    Json document = {{"schema", kSchema}, {"kind", nameOf(kind)}, {"complete", complete}, {"cells", list}};
    if (kind == RunKind::Scaling) {
        document["search"] = bestScalings(list);
    }
    writeJsonFile(resultsFile(), document);
}

void CellStore::writeTrials(const std::vector<Json>& cells) const {
    AtomicFile file(trialsFile());
    for (const Json& cell : cells) {
        for (const Json& step : cell.at("records")) {
            for (Json record : step.is_array() ? step : Json::array({step})) {
                record["cell"] = cell.at("id");
                file.write(record.dump() + "\n");
            }
        }
    }
    file.commit();
}

} // namespace halyard
