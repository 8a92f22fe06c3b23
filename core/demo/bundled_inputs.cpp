// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/bundled_inputs.h"

#include "core/base/error.h"
#include "core/demo/language_data.h"
#include "core/run/nearest_name.h"

#include <algorithm>
#include <functional>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr const char* kTeacher = "teacher"; // its name, and its folder's
constexpr std::int64_t kItems = 256;
constexpr std::int64_t kItemLength = 128;
// Seeds of the generator, others than those of the demo and of the teacher.
constexpr std::uint64_t kVerdictItems = 7300;
constexpr std::uint64_t kSweepItems = 7310;

struct Corpus {
    const char* name;
    std::int64_t length; // tokens of a document
    std::int64_t documents;
    std::uint64_t seed;
};

constexpr Corpus kCorpora[] = {{"train", 128, 4096, 7201},
                               {"train-long", 512, 1024, 7202},
                               {"held-out", 128, 256, 7203},
                               {"held-out-long", 512, 64, 7204},
                               {"screen", 128, 256, 7205}};

std::string pathOf(const std::string& name, const LanguageData& data, const fs::path& teacher) {
    if (name == kTeacher) {
        return teacher.string();
    }
    for (const Corpus& corpus : kCorpora) {
        if (name == corpus.name) {
            return data.text(name, corpus.length, corpus.documents, corpus.seed);
        }
    }
    const bool sweeps = name.starts_with("sweep-");
    const std::string items = sweeps ? "sweep" : "verdict";
    const std::uint64_t seed = sweeps ? kSweepItems : kVerdictItems;
    return name.ends_with("recall") ? data.recallItems(items, kItemLength, kItems, seed) : data.choiceItems(items, kItems, seed);
}

// Calls visit(path) for every path of a run and of those in it.
void eachPath(RunSpec& run, const std::function<void(std::string&)>& visit) {
    for (RunInput& input : run.inputs) {
        visit(input.path);
    }
    for (auto& [task, file] : run.eval.files.items()) {
        if (file.is_string()) {
            visit(file.get_ref<std::string&>());
        }
    }
    for (RunSpec& child : run.children) {
        eachPath(child, visit);
    }
}

} // namespace

const std::vector<std::string>& bundledNames() {
    static const std::vector<std::string> kNames = [] {
        std::vector<std::string> names = {kTeacher, "recall", "choices", "sweep-recall", "sweep-choices"};
        for (const Corpus& corpus : kCorpora) {
            names.emplace_back(corpus.name);
        }
        return names;
    }();
    return kNames;
}

bool readsBundled(const RunSpec& study) {
    bool any = false;
    RunSpec looked = study;
    eachPath(looked, [&](const std::string& path) {
        if (!path.starts_with(kBundled)) {
            return;
        }
        any = true;
        const std::string name = path.substr(kBundled.size());
        const std::vector<std::string>& names = bundledNames();
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            throw invalidInput(HALYARD_TEXT("\"{path}\" is nothing of the bundled teacher's. Did you mean \"{near}\"?"),
                               {{"path", printable(path, 80)}, {"near", std::string(kBundled) + nearestName(name, names).value_or("train")}});
        }
    });
    return any;
}

RunSpec withBundledTeacher(RunSpec study, const fs::path& resources) {
    eachPath(study, [&](std::string& path) {
        if (path == std::string(kBundled) + kTeacher) {
            path = (resources / kTeacher).string();
        }
    });
    return study;
}

RunSpec withBundled(RunSpec study, const BundledPlace& place) {
    const fs::path teacher = place.resources / kTeacher;
    const LanguageData data("study", place.project, teacher, place.halyard);
    eachPath(study, [&](std::string& path) {
        if (path.starts_with(kBundled)) {
            path = pathOf(path.substr(kBundled.size()), data, teacher);
        }
    });
    return study;
}

} // namespace halyard
