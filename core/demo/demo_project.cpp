// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_project.h"

#include "core/base/error.h"

namespace halyard {

namespace fs = std::filesystem;

DemoProject::DemoProject(fs::path root, fs::path resources) : m_root(std::move(root)), m_resources(std::move(resources)) {
    if (!fs::exists(m_resources / "train.jsonl")) {
        throw invalidInput(HALYARD_TEXT("{path}: the demo's text is not there. Install Halyard again, or run from its "
                                        "source tree."),
                           {{"path", printable((m_resources / "train.jsonl").string())}});
    }
}

fs::path DemoProject::data(const std::string& part, std::int64_t length) const {
    return m_root / "data" / (part + "-" + std::to_string(length));
}

const std::vector<std::int64_t>& DemoProject::attentionLayers() {
    // One in each half, chosen by hand and not measured.
    static const std::vector<std::int64_t> kLayers = {1, 4};
    return kLayers;
}

void DemoProject::create() const {
    const fs::path file = m_root / "halyard.project.json";
    if (fs::exists(file)) {
        const Json project = readJsonFile(file);
        if (!project.is_object() || project.value("name", "") != "demo") {
            throw invalidInput(HALYARD_TEXT("{path} is another project. Choose another folder with --out."),
                               {{"path", printable(m_root.string())}});
        }
        return;
    }
    std::error_code error;
    if (fs::exists(m_root) && !fs::is_empty(m_root, error)) {
        throw invalidInput(HALYARD_TEXT("{path} holds something else already. Choose another folder with --out."),
                           {{"path", printable(m_root.string())}});
    }
    fs::create_directories(m_root / "runs", error);
    if (error) {
        throw systemError(m_root.string(), HALYARD_TEXT("creating"), error.value());
    }
    for (const char* folder : {"data", "models", "exports", "selections", "report"}) {
        fs::create_directories(m_root / folder);
    }
    writeJsonFile(file, {{"schema", 1},
                         {"name", "demo"},
                         {"notes", "A small Qwen3 teacher becomes a HypeNet hybrid."},
                         {"order", {"1-teacher", "2-align", "3-distill", "4-finetune", "5-without-distillation"}}});
}

} // namespace halyard
