// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

// How much the demo computes.
struct DemoBudget {
    std::string name;
    std::int64_t shortLength = 128; // the teacher's training length
    std::int64_t longLength = 512;  // stage 3
    std::size_t documents = 0;      // of each text, from its beginning; 0 = all
    bool isShort = false;           // a few steps a run instead of the preset's

    // What is set differently from the preset in a run of this kind: words of `halyard new`.
    [[nodiscard]] std::vector<std::string> settings(const std::string& kind) const;
};
// "full", or "test": the same steps in less than a minute, too few to learn anything. Throws Error(InvalidInput).
[[nodiscard]] DemoBudget demoBudget(const std::string& name);

// Where everything of the demo lies, and which runs it has. A project folder as ARCHITECTURE.md describes it.
class DemoProject {
public:
    // resources: the folder with train.jsonl, held_out.jsonl and tokenizer/
    DemoProject(std::filesystem::path root, std::filesystem::path resources, DemoBudget budget);

    [[nodiscard]] const std::filesystem::path& root() const { return m_root; }
    [[nodiscard]] const std::filesystem::path& resources() const { return m_resources; }
    [[nodiscard]] const DemoBudget& budget() const { return m_budget; }
    // The text of a part; a shorter one is written first where the budget asks for it.
    [[nodiscard]] std::filesystem::path text(const std::string& part) const;
    [[nodiscard]] std::filesystem::path tokenizer() const { return m_resources / "tokenizer"; }
    [[nodiscard]] std::filesystem::path data(const std::string& part, std::int64_t length) const; // "train", "held_out"
    [[nodiscard]] std::filesystem::path run(const std::string& folder) const { return m_root / "runs" / folder; }
    [[nodiscard]] std::filesystem::path model(const std::string& name) const { return m_root / "models" / name; }
    [[nodiscard]] std::filesystem::path exported() const { return m_root / "exports" / "hypenet-demo"; }
    [[nodiscard]] std::filesystem::path report(const std::string& file) const { return m_root / "report" / file; }

    // Writes halyard.project.json when it is missing; a folder that holds something else, or was begun
    // with another budget, is refused.
    void create() const;

    [[nodiscard]] static const std::vector<std::int64_t>& attentionLayers();

private:
    std::filesystem::path m_root;
    std::filesystem::path m_resources;
    DemoBudget m_budget;
};

} // namespace halyard
