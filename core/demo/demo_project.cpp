// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_project.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/demo/project_file.h"

namespace halyard {

namespace fs = std::filesystem;

std::vector<std::string> DemoBudget::settings(const std::string& kind) const {
    if (!isShort) {
        return {};
    }
    const std::int64_t length = kind == "stage3" ? longLength : shortLength;
    std::vector<std::string> out;
    for (const std::string& setting :
         {std::string("schedule.steps=6"), std::string("schedule.warmup_steps=2"), std::string("data.batch_size=2"),
          std::string("train.checkpoint_every_steps=2"), std::string("train.held_out_every_steps=3"),
          "data.context_length=" + std::to_string(length)}) {
        out.insert(out.end(), {"--set", setting});
    }
    return out;
}

DemoBudget demoBudget(const std::string& name) {
    if (name == "test") {
        return {.name = name, .shortLength = 32, .longLength = 64, .documents = 1, .isShort = true};
    }
    if (name != "full") {
        throw invalidInput(HALYARD_TEXT("\"{name}\" is not a budget of the demo. Choose full or test."),
                           {{"name", printable(name, 40)}});
    }
    return {.name = name};
}

DemoProject::DemoProject(fs::path root, fs::path resources, DemoBudget budget)
    : m_root(std::move(root)), m_resources(std::move(resources)), m_budget(std::move(budget)) {
    if (!fs::exists(m_resources / "train.jsonl")) {
        throw invalidInput(HALYARD_TEXT("{path}: the demo's text is not there. Install Halyard again, or run from its "
                                        "source tree."),
                           {{"path", printable((m_resources / "train.jsonl").string())}});
    }
}

fs::path DemoProject::data(const std::string& part, std::int64_t length) const {
    return m_root / "data" / (part + "-" + std::to_string(length));
}

fs::path DemoProject::text(const std::string& part) const {
    const fs::path whole = m_resources / (part + ".jsonl");
    if (m_budget.documents == 0) {
        return whole;
    }
    const std::string content = readFile(whole, std::size_t{1} << 30U);
    std::size_t end = 0;
    for (std::size_t i = 0; i < m_budget.documents && end != std::string::npos; ++i) {
        end = content.find('\n', end == 0 ? 0 : end + 1);
    }
    const fs::path beginning = m_root / "data" / (part + ".jsonl");
    if (!fs::exists(beginning)) { // its time is part of what an interrupted preparing compares
        writeFileAtomically(beginning, content.substr(0, end) + "\n");
    }
    return beginning;
}

const std::vector<std::int64_t>& DemoProject::attentionLayers() {
    // One in each half, chosen by hand and not measured.
    static const std::vector<std::int64_t> kLayers = {1, 4};
    return kLayers;
}

void DemoProject::create() const {
    createProject(m_root,
                  {{"schema", 1},
                   {"name", "demo"},
                   {"notes", "A small Qwen3 teacher becomes a HypeNet hybrid."},
                   {"order", {"1-teacher", "2-align", "3-distill", "4-finetune", "5-without-distillation"}},
                   {"budget", m_budget.name}},
                  {{"budget", "full"}});
}

} // namespace halyard
