// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/sweep_reader.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/select/score/evaluation_json.h"
#include "core/select/score/evaluation_log.h"
#include "core/select/score/sweep_file.h"

#include <algorithm>
#include <charconv>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLargestLog = std::size_t{256} << 20U;
constexpr std::size_t kLargestResults = std::size_t{64} << 20U;
constexpr std::size_t kMostEntries = 10'000; // of a folder

std::vector<fs::path> entriesOf(const fs::path& folder) {
    std::error_code error;
    std::vector<fs::path> entries;
    for (auto at = fs::directory_iterator(folder, error); !error && at != fs::directory_iterator();
         at.increment(error)) {
        entries.push_back(at->path());
        if (entries.size() > kMostEntries) {
            throw invalidInput(HALYARD_TEXT("{folder} holds more than {count} files; give the folder of one sweep."),
                               {{"folder", printable(folder.string(), 1000)}, {"count", grouped(kMostEntries)}});
        }
    }
    if (error) {
        throw systemError(folder.string(), HALYARD_TEXT("reading"), error.value());
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

bool isFolder(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

// The number of "layer12", "layer_12" and "layer-12".
std::optional<std::int64_t> layerOfName(const std::string& name) {
    constexpr std::string_view kWord = "layer";
    if (!name.starts_with(kWord)) {
        return std::nullopt;
    }
    std::string_view digits = std::string_view(name).substr(kWord.size());
    if (digits.starts_with('_') || digits.starts_with('-')) {
        digits.remove_prefix(1);
    }
    std::int64_t layer = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), layer);
    const bool whole = read.ec == std::errc() && read.ptr == digits.data() + digits.size();
    return whole && layer >= 0 && digits.front() != '-' ? std::optional(layer) : std::nullopt;
}

// The folders of a sweep, by layer, and the teacher's.
struct SweepFolders {
    std::map<std::int64_t, fs::path> layers;
    std::optional<fs::path> teacher;
};

std::map<std::int64_t, fs::path> layersIn(const fs::path& folder) {
    std::map<std::int64_t, fs::path> layers;
    for (const fs::path& entry : entriesOf(folder)) {
        const auto layer = layerOfName(entry.filename().string());
        if (!layer || !isFolder(entry)) {
            continue;
        }
        const auto [known, added] = layers.emplace(*layer, entry);
        if (!added) {
            throw invalidInput(
                HALYARD_TEXT("{one} and {other} are both layer {layer}: two runs are mixed. Keep one of them."),
                {{"one", printable(known->second.string(), 1000)},
                 {"other", printable(entry.string(), 1000)},
                 {"layer", std::to_string(*layer)}});
        }
    }
    return layers;
}

std::optional<fs::path> teacherIn(const fs::path& folder) {
    std::optional<fs::path> teacher;
    for (const char* name : {"original", "teacher", "baseline"}) {
        if (!isFolder(folder / name)) {
            continue;
        }
        if (teacher) {
            throw invalidInput(
                HALYARD_TEXT("{one} and {other} are both the teacher's: two runs are mixed. Keep one of them."),
                {{"one", printable(teacher->string(), 1000)}, {"other", printable((folder / name).string(), 1000)}});
        }
        teacher = folder / name;
    }
    return teacher;
}

SweepFolders findFolders(const fs::path& root) {
    SweepFolders folders = {layersIn(root), teacherIn(root)};
    if (!folders.layers.empty()) {
        if (!folders.teacher) {
            folders.teacher = teacherIn(fs::weakly_canonical(root).parent_path());
        }
        return folders;
    }
    fs::path found;
    for (const fs::path& entry : entriesOf(root)) {
        if (!isFolder(entry)) {
            continue;
        }
        std::map<std::int64_t, fs::path> layers = layersIn(entry);
        if (layers.empty()) {
            continue;
        }
        if (!found.empty()) {
            throw invalidInput(
                HALYARD_TEXT("{folder} holds two sweeps, {one} and {other}. Give the folder of one of them."),
                {{"folder", printable(root.string(), 1000)},
                 {"one", printable(found.filename().string())},
                 {"other", printable(entry.filename().string())}});
        }
        found = entry;
        folders.layers = std::move(layers);
        folders.teacher = folders.teacher ? folders.teacher : teacherIn(entry);
    }
    if (folders.layers.empty()) {
        throw invalidInput(
            HALYARD_TEXT("{folder} holds no folders layer0, layer1, … with the logs or results of a sweep."),
            {{"folder", printable(root.string(), 1000)}});
    }
    return folders;
}

class FolderReader {
public:
    FolderReader(fs::path root, std::int64_t layerCount)
        : m_root(std::move(root)), m_builder(m_root.string(), layerCount) {}

    void readModel(std::int64_t layer, const fs::path& folder) {
        m_builder.addModel(layer, nameOf(folder));
        m_log.clear();
        m_logModel.clear();
        std::size_t used = readFiles(layer, folder);
        for (const fs::path& entry : entriesOf(folder)) {
            used += isFolder(entry) ? readFiles(layer, entry) : 0;
        }
        if (used == 0) {
            m_builder.addWarning({HALYARD_TEXT("{folder} holds neither a log (*.log) nor results (results*.json)."),
                                  {{"folder", printable(nameOf(folder), 1000)}}});
        }
    }

    Sweep finish() {
        Sweep sweep = m_builder.build();
        sweep.name = fs::weakly_canonical(m_root).filename().string();
        sweep.files = std::move(m_files);
        return sweep;
    }

private:
    // Below the root, so that places are short and mean the same on another machine.
    std::string nameOf(const fs::path& path) const { return path.lexically_proximate(m_root).string(); }

    std::string content(const fs::path& path, std::size_t largest) {
        std::string text = readFile(path, largest);
        m_files.push_back({nameOf(path), hashOf(text)});
        return text;
    }

    std::size_t readFiles(std::int64_t layer, const fs::path& folder) {
        std::size_t used = 0;
        std::vector<MetricRow> results;
        for (const fs::path& entry : entriesOf(folder)) {
            const std::string name = entry.filename().string();
            if (isFolder(entry)) {
                continue;
            }
            if (entry.extension() == ".log") {
                EvaluationLog log = parseEvaluationLog(content(entry, kLargestLog), nameOf(entry));
                for (Message& warning : log.warnings) {
                    m_builder.addWarning(std::move(warning));
                }
                checkModel(log, nameOf(entry));
                addRows(layer, std::move(log.rows));
                ++used;
            } else if (name.starts_with("results") && entry.extension() == ".json") {
                auto rows = parseEvaluationResults(content(entry, kLargestResults), nameOf(entry));
                std::move(rows.begin(), rows.end(), std::back_inserter(results));
                ++used;
            }
        }
        if (!results.empty()) {
            addSamples(folder, results);
            addRows(layer, std::move(results));
        }
        return used;
    }

    // Logs of two models in one folder: each may hold other tasks, so that no figure contradicts another; the same
    // model may also be written in two ways.
    void checkModel(const EvaluationLog& log, const std::string& file) {
        if (!m_logModel.empty() && !log.model.empty() && log.model != m_logModel) {
            m_builder.addWarning(
                {HALYARD_TEXT("{file} is a log of the model {model}, but {other} of {before}; both are used. If they "
                              "are two runs, keep the files of one of them."),
                 {{"file", printable(file, 1000)},
                  {"model", printable(log.model)},
                  {"other", printable(m_log, 1000)},
                  {"before", printable(m_logModel)}}});
        }
        if (!log.model.empty()) {
            m_log = file;
            m_logModel = log.model;
        }
    }

    void addRows(std::int64_t layer, std::vector<MetricRow> rows) {
        for (MetricRow& row : rows) {
            m_builder.addRow(layer, std::move(row));
        }
    }

    // samples_TASK_2025-11-30T19-08-21.123.jsonl; the older form has no time.
    void addSamples(const fs::path& folder, std::vector<MetricRow>& rows) {
        for (const fs::path& entry : entriesOf(folder)) {
            const std::string name = entry.stem().string();
            const bool samples =
                name.starts_with("samples_") && (entry.extension() == ".jsonl" || entry.extension() == ".json");
            std::vector<MetricRow*> ofTask;
            for (MetricRow& row : rows) {
                const std::string prefix = "samples_" + row.task;
                if (samples && row.perItem.empty() && (name == prefix || name.starts_with(prefix + "_2"))) {
                    ofTask.push_back(&row);
                }
            }
            if (!ofTask.empty()) {
                std::vector<Message> warnings;
                readSamples(entry, nameOf(entry), ofTask, warnings);
                for (Message& warning : warnings) {
                    m_builder.addWarning(std::move(warning));
                }
                m_files.push_back({nameOf(entry), hashOfFile(entry)});
            }
        }
    }

    fs::path m_root;
    SweepBuilder m_builder;
    std::vector<SourceFile> m_files;
    std::string m_log; // of the folder being read: the log that named a model, and the model
    std::string m_logModel;
};

} // namespace

Sweep readSweep(const fs::path& path, std::int64_t layerCount, const SweepReading& beforeModel) {
    std::error_code error;
    if (!fs::exists(path, error)) {
        throw invalidInput(HALYARD_TEXT("{path} does not exist."), {{"path", printable(path.string(), 1000)}});
    }
    if (!isFolder(path)) {
        return readSweepFile(path);
    }
    if (fs::exists(path / "sweep.json", error)) {
        return readSweepFile(path / "sweep.json");
    }
    const SweepFolders folders = findFolders(path);
    FolderReader reader(path, layerCount);
    std::map<std::int64_t, fs::path> models = folders.layers;
    if (folders.teacher) {
        models[SweepBuilder::kTeacher] = *folders.teacher;
    }
    std::size_t done = 0;
    for (const auto& [layer, folder] : models) {
        if (beforeModel) {
            beforeModel(done++, models.size());
        }
        reader.readModel(layer, folder);
    }
    return reader.finish();
}

} // namespace halyard
