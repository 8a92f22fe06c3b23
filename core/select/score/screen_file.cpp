// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/screen_file.h"

#include "core/base/error.h"
#include "core/io/config_reader.h"
#include "core/select/score/stored_parts.h"

namespace halyard {

namespace {

constexpr std::string_view kFormat = "halyard.screen";
constexpr std::int64_t kMostLayers = 1024;
constexpr std::int64_t kMostItems = 1'000'000'000;
constexpr std::int64_t kMostPositions = 1'000'000'000'000'000;
constexpr double kLargest = 1e300;

Json toJson(const LayerEffect& effect) {
    return {{"kl", effect.kl}, {"loss", effect.loss}, {"mse", effect.mse}};
}

Json toJson(const std::vector<LayerEffect>& effects) {
    Json out = Json::array();
    for (const LayerEffect& effect : effects) {
        out.push_back(toJson(effect));
    }
    return out;
}

Json toJson(const ZeroedAccuracy& accuracy) {
    Json layers = Json::array();
    for (const std::optional<double>& layer : accuracy.layers) {
        layers.push_back(layer ? Json(*layer) : Json(nullptr));
    }
    return {{"teacher", accuracy.teacher}, {"layers", std::move(layers)}};
}

const Json& objectBelow(const Json& document, const char* key, const std::string& place) {
    const auto found = document.find(key);
    if (found == document.end() || !found->is_object()) {
        ConfigReader(document, place).refuse(key, HALYARD_TEXT("an object"));
    }
    return *found;
}

double numberBelow(const ConfigReader& reader, const char* key, ConfigReader::NumberRange range) {
    if (!reader.has(key)) {
        reader.refuse(key, HALYARD_TEXT("a number"));
    }
    return reader.number(key, range, 0);
}

void requireLayers(const Json& list, const char* key, std::int64_t layers, const std::string& place) {
    if (static_cast<std::int64_t>(list.size()) != layers) {
        throw invalidInput(HALYARD_TEXT("{place}: \"{key}\" has {found} entries, but \"num_layers\" is {layers}."),
                           {{"place", printable(place, 1000)},
                            {"key", key},
                            {"found", std::to_string(list.size())},
                            {"layers", std::to_string(layers)}});
    }
}

LayerEffect effectFrom(const Json& entry, const std::string& place) {
    const ConfigReader reader(entry, place);
    refuseUnknownKeys(entry, {"kl", "loss", "mse"}, place);
    const ConfigReader::NumberRange any = {-kLargest, kLargest}; // a divergence of nothing may round below 0
    return {numberBelow(reader, "kl", any), numberBelow(reader, "loss", any), numberBelow(reader, "mse", any)};
}

std::vector<LayerEffect> effectsFrom(const Json& document, const char* key, std::int64_t layers, const std::string& place) {
    const Json& list = listBelow(document, key, place);
    requireLayers(list, key, layers, place);
    std::vector<LayerEffect> out;
    for (const Json& entry : list) {
        out.push_back(effectFrom(entry, place + ": " + key + "/" + std::to_string(out.size())));
    }
    return out;
}

TextScreen textFrom(const Json& document, std::int64_t layers, const std::string& place) {
    const ConfigReader reader(document, place);
    refuseUnknownKeys(document, {"file", "hash", "positions", "teacher_loss", "all_linear", "replaced", "restored"}, place);
    TextScreen text;
    text.file = reader.text("file", "");
    text.hash = reader.text("hash", "");
    text.positions = reader.integer("positions", {1, kMostPositions});
    text.teacherLoss = numberBelow(reader, "teacher_loss", {-kLargest, kLargest});
    text.allLinear = effectFrom(objectBelow(document, "all_linear", place), place + ": all_linear");
    text.replaced = effectsFrom(document, "replaced", layers, place);
    text.restored = effectsFrom(document, "restored", layers, place);
    return text;
}

ZeroedAccuracy accuracyFrom(const Json& document, std::int64_t layers, const std::string& place) {
    const ConfigReader reader(document, place);
    refuseUnknownKeys(document, {"teacher", "layers"}, place);
    ZeroedAccuracy out;
    out.teacher = numberBelow(reader, "teacher", {0, 1});
    const Json& list = listBelow(document, "layers", place);
    requireLayers(list, "layers", layers, place);
    for (const Json& entry : list) {
        if (entry.is_null()) {
            out.layers.emplace_back();
            continue;
        }
        const Json share = {{"share", entry}};
        out.layers.emplace_back(ConfigReader(share, place + ": layers/" + std::to_string(out.layers.size())).number("share", {0, 1}, 0));
    }
    return out;
}

ZeroedScreen zeroedFrom(const Json& document, std::int64_t layers, const std::string& place) {
    const ConfigReader reader(document, place);
    refuseUnknownKeys(document, {"items", "sizes", "tasks"}, place);
    ZeroedScreen zeroed;
    zeroed.items = reader.integer("items", {1, kMostItems});
    if (reader.has("sizes")) {
        const ConfigReader sizes(objectBelow(document, "sizes", place), place + ": sizes");
        for (const auto& [name, size] : document["sizes"].items()) {
            zeroed.sizes[name] = sizes.integer(name.c_str(), {0, kMostItems});
        }
    }
    for (const auto& [task, entry] : objectBelow(document, "tasks", place).items()) {
        const std::string where = place + ": tasks/" + printable(task, 80);
        (void)ConfigReader(entry, where);
        refuseUnknownKeys(entry, {"lenient", "strict"}, where);
        zeroed.tasks[task] = {accuracyFrom(objectBelow(entry, "lenient", where), layers, where + "/lenient"),
                              accuracyFrom(objectBelow(entry, "strict", where), layers, where + "/strict")};
    }
    return zeroed;
}

} // namespace

Json toJson(const Screen& screen) {
    Json out = {{"format", kFormat},
                {"schema", kSelectSchema},
                {"num_layers", screen.layerCount},
                {"checkpoints", toJson(screen.checkpoints)}};
    if (screen.text) {
        const TextScreen& text = *screen.text;
        out["text"] = {{"file", text.file},
                       {"hash", text.hash},
                       {"positions", text.positions},
                       {"teacher_loss", text.teacherLoss},
                       {"all_linear", toJson(text.allLinear)},
                       {"replaced", toJson(text.replaced)},
                       {"restored", toJson(text.restored)}};
    }
    if (screen.zeroed) {
        Json tasks = Json::object();
        for (const auto& [name, task] : screen.zeroed->tasks) {
            tasks[name] = {{"lenient", toJson(task.lenient)}, {"strict", toJson(task.strict)}};
        }
        out["zeroed"] = {{"items", screen.zeroed->items}, {"sizes", screen.zeroed->sizes}, {"tasks", std::move(tasks)}};
    }
    return out;
}

Screen screenFromJson(const Json& document, const std::string& source) {
    const ConfigReader reader(document, source);
    checkFormat(document, kFormat, true, source);
    refuseUnknownKeys(document, {"format", "schema", "num_layers", "checkpoints", "text", "zeroed"}, source);
    Screen screen;
    screen.layerCount = reader.integer("num_layers", {1, kMostLayers});
    screen.checkpoints = checkpointsFrom(document, "checkpoints", source);
    if (reader.has("text")) {
        screen.text = textFrom(objectBelow(document, "text", source), screen.layerCount, source + ": text");
    }
    if (reader.has("zeroed")) {
        screen.zeroed = zeroedFrom(objectBelow(document, "zeroed", source), screen.layerCount, source + ": zeroed");
    }
    return screen;
}

Screen readScreenFile(const std::filesystem::path& path) {
    return screenFromJson(readJsonFile(path), path.string());
}

void writeScreenFile(const std::filesystem::path& path, const Screen& screen) {
    const Json document = toJson(screen);
    // What is not finite would be written as null; it is refused here with its place instead.
    (void)screenFromJson(Json::parse(document.dump()), path.string());
    writeJsonFile(path, document);
}

} // namespace halyard
