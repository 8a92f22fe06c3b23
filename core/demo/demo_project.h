// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

// Where everything of the demo lies, and which runs it has. A project folder as ARCHITECTURE.md describes it.
class DemoProject {
public:
    // resources: the folder with train.jsonl, held_out.jsonl and tokenizer/
    DemoProject(std::filesystem::path root, std::filesystem::path resources);

    [[nodiscard]] const std::filesystem::path& root() const { return m_root; }
    [[nodiscard]] const std::filesystem::path& resources() const { return m_resources; }
    [[nodiscard]] std::filesystem::path tokenizer() const { return m_resources / "tokenizer"; }
    [[nodiscard]] std::filesystem::path data(const std::string& part, std::int64_t length) const; // "train", "held_out"
    [[nodiscard]] std::filesystem::path run(const std::string& folder) const { return m_root / "runs" / folder; }
    [[nodiscard]] std::filesystem::path model(const std::string& name) const { return m_root / "models" / name; }
    [[nodiscard]] std::filesystem::path exported() const { return m_root / "exports" / "hypenet-demo"; }
    [[nodiscard]] std::filesystem::path report(const std::string& file) const { return m_root / "report" / file; }

    // Writes halyard.project.json when it is missing; a folder that holds something else is refused.
    void create() const;

    static constexpr std::int64_t kShortLength = 128; // the teacher's training length
    static constexpr std::int64_t kLongLength = 512;  // stage 3
    [[nodiscard]] static const std::vector<std::int64_t>& attentionLayers();

private:
    std::filesystem::path m_root;
    std::filesystem::path m_resources;
};

} // namespace halyard
