// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/language_data.h"

#include "core/base/atomic_file.h"
#include "core/demo/corpus.h"
#include "core/demo/study_items.h"
#include "core/demo/terminal.h"

namespace halyard {

namespace fs = std::filesystem;

LanguageData::LanguageData(std::string command, fs::path project, fs::path teacher, fs::path halyard)
    : m_command(std::move(command)), m_project(std::move(project)), m_teacher(std::move(teacher)), m_halyard(std::move(halyard)) {
    for (const char* folder : {"", "data", "runs"}) {
        removeLeftovers(m_project / folder);
    }
}

std::string LanguageData::text(const std::string& name, std::int64_t length, std::int64_t documents, std::uint64_t seed) const {
    const fs::path jsonl = m_project / "data" / (name + ".jsonl");
    const fs::path data = m_project / "data" / name;
    if (!fs::exists(data / "manifest.json")) {
        writeCorpus(DemoLanguage(),
                    {.length = static_cast<std::size_t>(length), .documents = static_cast<std::size_t>(documents), .seed = seed}, jsonl);
        Terminal terminal(m_command, m_halyard, m_project, stderr);
        (void)terminal.ask({"data", "prepare", "--tokenizer", m_teacher, "--input", jsonl, "--out", data, "--packing", "stream", "--block",
                            std::to_string(length), "--json"});
    }
    return data.string();
}

std::string LanguageData::recallItems(const std::string& name, std::int64_t length, std::int64_t count, std::uint64_t seed) const {
    const fs::path path = m_project / "data" / (name + "-recall.jsonl");
    if (!fs::exists(path)) {
        writeRecallItems(DemoLanguage(), static_cast<std::size_t>(length), static_cast<std::size_t>(count), seed, path);
    }
    return path.string();
}

std::string LanguageData::choiceItems(const std::string& name, std::int64_t count, std::uint64_t seed) const {
    const fs::path path = m_project / "data" / (name + "-choices.jsonl");
    if (!fs::exists(path)) {
        writeChoiceItems(DemoLanguage(), static_cast<std::size_t>(count), seed, path);
    }
    return path.string();
}

} // namespace halyard
