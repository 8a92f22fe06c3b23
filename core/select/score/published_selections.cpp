// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/score/published_selections.h"

#include "core/base/error.h"
#include "core/run/nearest_name.h"
#include "core/run/presets.h"
#include "core/select/score/kl_guided_sets.h"

#include <algorithm>
#include <filesystem>

namespace halyard {

namespace {

constexpr const char* kHaloSource = "arXiv 2601.22156, the published configuration of HypeNet-";
constexpr const char* kKlGuidedSource = "arXiv 2512.20569, its shipped stage-2 configurations";

PublishedSelection haloSet(const char* size, std::int64_t layers, const char* teacher) {
    const RunSpec preset = presetSpec(std::string("hypenet-") + size, RunKind::Stage2);
    return {std::string("halo/") + size,
            preset.model.attention_layers,
            layers,
            teacher,
            kHaloSource + std::string(size),
            ""};
}

struct Teacher {
    std::string_view folder;
    const char* model;
    std::int64_t layers;
};
constexpr Teacher kTeachers[] = {
    {"qwen2_1_5b", "Qwen2.5-1.5B-Instruct", 28},
    {"qwen2_3b", "Qwen2.5-3B-Instruct", 36},
    {"qwen2_7b", "Qwen2.5-7B-Instruct", 28},
    {"llama3_3b", "Llama-3.2-3B-Instruct", 28},
};

PublishedSelection klGuidedSet(const KlGuidedSet& set) {
    const std::string_view name = set.name;
    const auto teacher = std::find_if(std::begin(kTeachers), std::end(kTeachers), [&](const Teacher& t) {
        return name.starts_with(t.folder) && name[t.folder.size()] == '/';
    });
    PublishedSelection out = {
        "kl-guided/" + std::string(name), set.layers, teacher->layers, teacher->model, kKlGuidedSource, ""};
    if (name == "qwen2_1_5b/gdn_v4/0.5/ga_s2") {
        out.note = "holds the 7 layers of the share 0.25, as shipped";
    }
    return out;
}

} // namespace

const std::vector<PublishedSelection>& publishedSelections() {
    static const std::vector<PublishedSelection> kAll = [] {
        std::vector<PublishedSelection> all = {haloSet("2b", 28, "Qwen3-1.7B"), haloSet("5b", 36, "Qwen3-4B"),
                                               haloSet("9b", 36, "Qwen3-8B")};
        for (const KlGuidedSet& set : klGuidedSets()) {
            all.push_back(klGuidedSet(set));
        }
        return all;
    }();
    return kAll;
}

const PublishedSelection* findPublishedSelection(std::string_view name) {
    const auto& all = publishedSelections();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const PublishedSelection& one) { return one.name == name; });
    return found == all.end() ? nullptr : &*found;
}

Selection toSelection(const PublishedSelection& published) {
    Selection selection;
    selection.selected = published.layers;
    std::sort(selection.selected.begin(), selection.selected.end());
    selection.layerCount = published.layerCount;
    selection.method = published.name;
    selection.notes = {published.source, "teacher " + published.teacher};
    if (!published.note.empty()) {
        selection.notes.push_back(published.note);
    }
    return selection;
}

Selection openSelection(const std::string& fileOrName) {
    std::error_code error;
    if (std::filesystem::exists(fileOrName, error)) {
        return readSelection(fileOrName);
    }
    if (const PublishedSelection* published = findPublishedSelection(fileOrName)) {
        return toSelection(*published);
    }
    std::vector<std::string> names;
    for (const PublishedSelection& published : publishedSelections()) {
        names.push_back(published.name);
    }
    const auto near = nearestName(fileOrName, names);
    const Arguments arguments = {{"name", printable(fileOrName)}, {"near", near.value_or("")}};
    throw near
        ? invalidInput(HALYARD_TEXT("{name} is neither a file nor a published selection. Did you mean \"{near}\"?"),
                       arguments)
        : invalidInput(
              HALYARD_TEXT("{name} is neither a file nor a published selection; \"halyard select list\" prints those."),
              arguments);
}

} // namespace halyard
