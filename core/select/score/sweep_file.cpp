// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/sweep_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/io/config_reader.h"
#include "core/select/score/stored_parts.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace halyard {

namespace {

constexpr std::string_view kFormat = "halyard.sweep";
constexpr std::int64_t kMostLayers = 1024;
constexpr std::int64_t kMostItems = 1'000'000'000;
constexpr double kLargestValue = 1e9;
constexpr double kAllowedDifference = 1e-3;
constexpr std::size_t kLargestFile = std::size_t{128} << 20U;

struct Context {
    const Json& tasks; // the section "tasks"
    const std::string& source;
    std::vector<Message>& warnings;
};

// "layer0/retrieval_eval.log:898" back into its parts.
SourcePlace placeFrom(const std::string& text) {
    const std::size_t colon = text.rfind(':');
    std::int64_t line = 0;
    if (colon != std::string::npos) {
        const char* const end = text.data() + text.size();
        const auto read = std::from_chars(text.data() + colon + 1, end, line);
        if (read.ec == std::errc() && read.ptr == end && line > 0) {
            return {text.substr(0, colon), line};
        }
    }
    return {text, 0};
}

std::vector<float> itemsFrom(const Json& entry, const std::string& place) {
    std::vector<float> values;
    const Json& list = listBelow(entry, "per_item", place);
    values.reserve(list.size());
    for (const Json& value : list) {
        const double number = value.is_number()    ? value.get<double>()
                              : value.is_boolean() ? (value.get<bool>() ? 1.0 : 0.0)
                                                   : std::nan("");
        if (!(std::abs(number) <= kLargestValue)) {
            throw invalidInput(
                HALYARD_TEXT("{place}: number {index} of \"per_item\" is not a number. Leave \"per_item\" out when "
                             "items are missing."),
                {{"place", printable(place, 1000)}, {"index", std::to_string(values.size() + 1)}});
        }
        values.push_back(static_cast<float>(number));
    }
    return values;
}

void checkMean(const TaskResult& result, const std::string& place) {
    if (result.perItem.empty()) {
        return;
    }
    double sum = 0;
    for (const float value : result.perItem) {
        sum += value;
    }
    const double mean = sum / static_cast<double>(result.perItem.size());
    if (std::abs(mean - result.value) > kAllowedDifference) {
        throw invalidInput(
            HALYARD_TEXT(
                "{place}: \"value\" is {value}, but the mean of \"per_item\" is {mean}: they are of two runs."),
            {{"place", printable(place, 1000)}, {"value", Json(result.value).dump()}, {"mean", Json(mean).dump()}});
    }
}

TaskResults resultsFrom(const Json& object, const std::string& where, const Context& context) {
    TaskResults results;
    (void)ConfigReader(object, where); // an object, or refused
    for (const auto& [task, entry] : object.items()) {
        const std::string place = where + ": " + printable(task, 80);
        const ConfigReader reader(entry, place);
        refuseUnknownKeys(entry, {"value", "stderr", "items", "per_item", "source", "metric"}, place);
        const auto info = context.tasks.find(task);
        if (info == context.tasks.end()) {
            throw invalidInput(
                HALYARD_TEXT("{place}: \"tasks\" of the file does not name this task. Add it there with its metric."),
                {{"place", printable(place, 1000)}});
        }
        const ConfigReader taskReader(*info, context.source + ": tasks: " + printable(task, 80));
        if (!reader.has("value")) {
            context.warnings.push_back({HALYARD_TEXT("{place}: \"value\" is null; it counts as not measured."),
                                        {{"place", printable(place, 1000)}}});
            continue;
        }
        TaskResult result;
        result.metric = reader.text("metric", taskReader.text("metric", ""));
        result.value = reader.number("value", {-kLargestValue, kLargestValue}, 0);
        if (reader.has("stderr")) {
            result.standardError = reader.number("stderr", {0, kLargestValue}, 0);
        }
        result.perItem = itemsFrom(entry, place);
        if (reader.has("items") || taskReader.has("items")) {
            result.items = reader.has("items") ? reader.integer("items", {1, kMostItems})
                                               : taskReader.integer("items", {1, kMostItems});
        } else if (!result.perItem.empty()) {
            result.items = static_cast<std::int64_t>(result.perItem.size());
        }
        result.place = reader.has("source") ? placeFrom(reader.text("source", "")) : SourcePlace{place, 0};
        checkMean(result, place);
        results[task] = std::move(result);
    }
    return results;
}

void checkTasks(const Json& tasks, const std::string& source) {
    for (const auto& [task, info] : tasks.items()) {
        const std::string place = source + ": tasks: " + printable(task, 80);
        const ConfigReader reader(info, place);
        refuseUnknownKeys(info, {"metric", "items", "higher_is_better"}, place);
        if (!reader.boolean("higher_is_better", true)) {
            reader.refuse("higher_is_better", HALYARD_TEXT("true; a sweep holds results that are better when higher"));
        }
    }
}

void readLayers(const Json& document, const Context& context, Sweep& sweep) {
    std::size_t index = 0;
    for (const Json& entry : listBelow(document, "layers", context.source)) {
        const std::string where = context.source + ": layers/" + std::to_string(index++);
        const ConfigReader reader(entry, where);
        refuseUnknownKeys(entry, {"layer", "tasks"}, where);
        const std::int64_t layer = reader.integer("layer", {0, sweep.layerCount - 1});
        if (sweep.layers.count(layer) > 0) {
            throw invalidInput(
                HALYARD_TEXT("{place}: layer {layer} is there twice: two runs are mixed. Keep one of them."),
                {{"place", printable(where, 1000)}, {"layer", std::to_string(layer)}});
        }
        const auto tasks = entry.find("tasks");
        sweep.layers[layer] = resultsFrom(tasks == entry.end() ? Json() : *tasks, where, context);
    }
}

void tellMissing(const std::string& source, const Json& tasks, Sweep& sweep) {
    for (std::int64_t layer = 0; layer < sweep.layerCount; ++layer) {
        const auto found = sweep.layers.find(layer);
        if (found == sweep.layers.end()) {
            sweep.warnings.push_back(
                {HALYARD_TEXT("{folder}: there are no results of layer {layer}; it is not ranked."),
                 {{"folder", printable(source, 1000)}, {"layer", std::to_string(layer)}}});
            continue;
        }
        for (const auto& [task, info] : tasks.items()) {
            if (found->second.count(task) == 0) {
                sweep.warnings.push_back(
                    {HALYARD_TEXT("{folder}: there is no result of {task} for layer {layer}; it counts as "
                                  "not measured."),
                     {{"folder", printable(source, 1000)},
                      {"task", printable(task, 80)},
                      {"layer", std::to_string(layer)}}});
            }
        }
    }
}

// A number as short as it can be read back: 0.6044 and not 0.60439999.
Json shortNumber(float value) {
    char text[32];
    const auto end = std::to_chars(std::begin(text), std::end(text), value).ptr;
    double number = 0;
    std::from_chars(std::begin(text), end, number);
    if (number == std::trunc(number) && std::abs(number) < kLargestValue) {
        return static_cast<std::int64_t>(number);
    }
    return number;
}

Json toJson(const TaskResults& results, const Json& tasks) {
    Json out = Json::object();
    for (const auto& [task, result] : results) {
        Json& entry = out[task] = {{"value", result.value}};
        if (result.standardError) {
            entry["stderr"] = *result.standardError;
        }
        if (result.items && tasks[task].value("items", std::int64_t{0}) != *result.items) {
            entry["items"] = *result.items;
        }
        if (!result.place.file.empty()) {
            entry["source"] = result.place.text();
        }
        if (!result.perItem.empty()) {
            Json& list = entry["per_item"] = Json::array();
            std::transform(result.perItem.begin(), result.perItem.end(), std::back_inserter(list), shortNumber);
        }
    }
    return out;
}

} // namespace

Json toJson(const Sweep& sweep) {
    Json tasks = Json::object();
    const auto add = [&](const TaskResults& results) {
        for (const auto& [task, result] : results) {
            if (!tasks.contains(task)) {
                tasks[task] = {{"metric", result.metric}};
                if (result.items) {
                    tasks[task]["items"] = *result.items;
                }
            }
        }
    };
    Json layers = Json::array();
    for (const auto& [layer, results] : sweep.layers) {
        add(results);
        layers.push_back({{"layer", layer}, {"tasks", toJson(results, tasks)}});
    }
    Json out = {{"format", kFormat},
                {"schema", kSelectSchema},
                {"name", sweep.name},
                {"num_layers", sweep.layerCount},
                {"layers", std::move(layers)}};
    if (sweep.teacher) {
        add(*sweep.teacher);
        out["teacher"] = toJson(*sweep.teacher, tasks);
    }
    out["tasks"] = std::move(tasks);
    if (!sweep.mixer.empty()) {
        out["mixer"] = sweep.mixer;
    }
    if (!sweep.groups.empty()) {
        out["groups"] = sweep.groups;
    }
    out["files"] = toJson(sweep.files);
    out["checkpoints"] = toJson(sweep.checkpoints);
    out["notes"] = sweep.notes;
    if (!sweep.license.empty()) {
        out["license"] = sweep.license;
    }
    return out;
}

Sweep sweepFromJson(const Json& document, const std::string& source) {
    const ConfigReader reader(document, source);
    checkFormat(document, kFormat, true, source);
    refuseUnknownKeys(document,
                      {"format", "schema", "name", "num_layers", "mixer", "groups", "tasks", "teacher", "layers",
                       "checkpoints", "files", "notes", "license"},
                      source);
    Sweep sweep;
    sweep.name = reader.text("name", "");
    sweep.layerCount = reader.integer("num_layers", {1, kMostLayers});
    sweep.mixer = reader.text("mixer", "");
    sweep.groups = groupsFrom(document, "groups", source);
    sweep.files = sourceFilesFrom(document, "files", source);
    sweep.checkpoints = checkpointsFrom(document, "checkpoints", source);
    sweep.notes = reader.texts("notes");
    sweep.license = reader.text("license", "");
    const auto tasks = document.find("tasks");
    (void)ConfigReader(tasks == document.end() ? Json() : *tasks, source + ": tasks"); // an object, or refused
    checkTasks(*tasks, source);
    const Context context = {*tasks, source, sweep.warnings};
    readLayers(document, context, sweep);
    if (reader.has("teacher")) {
        sweep.teacher = resultsFrom(document["teacher"], source + ": teacher", context);
    }
    if (sweep.layers.empty()) {
        throw invalidInput(HALYARD_TEXT("{file}: \"layers\" is empty; there is nothing to rank."),
                           {{"file", printable(source, 1000)}});
    }
    tellMissing(source, *tasks, sweep);
    return sweep;
}

Sweep readSweepFile(const std::filesystem::path& path) {
    const std::string text = readFile(path, kLargestFile);
    Sweep sweep = sweepFromJson(parseJson(text, path.string(), {.maxBytes = kLargestFile}), path.string());
    // What is read here is the source; what it was made from stays named in the file itself.
    sweep.files.insert(sweep.files.begin(), {path.filename().string(), hashOf(text)});
    return sweep;
}

void writeSweepFile(const std::filesystem::path& path, const Sweep& sweep) {
    const Json document = toJson(sweep);
    // One line a layer: short, and a difference shows where it is.
    std::string text = "{\n";
    for (const auto& [key, value] : document.items()) {
        text += text.size() > 2 ? ",\n" : "";
        text += Json(key).dump() + ": ";
        if (key != "layers") {
            text += value.dump();
            continue;
        }
        text += "[";
        for (std::size_t i = 0; i < value.size(); ++i) {
            text += (i == 0 ? "\n" : ",\n") + value[i].dump();
        }
        text += "\n]";
    }
    writeFileAtomically(path, text + "\n}\n");
}

} // namespace halyard
