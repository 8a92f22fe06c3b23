// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace halyard {

// Text and items in the bundled teacher's language below the folder data/ of a project. What is there already is left as
// it is; what a killed call left half-done is made again.
class LanguageData {
public:
    // command: the subcommand that asks, named in messages. halyard: the program whose commands prepare the text.
    LanguageData(std::string command, std::filesystem::path project, std::filesystem::path teacher, std::filesystem::path halyard);

    // Documents of the seeded generator, as tokens in blocks of their length. Gives the folder of token shards.
    [[nodiscard]] std::string text(const std::string& name, std::int64_t length, std::int64_t documents, std::uint64_t seed) const;
    // Files of items (study_items.h): NAME-recall.jsonl from documents of the length, NAME-choices.jsonl.
    [[nodiscard]] std::string recallItems(const std::string& name, std::int64_t length, std::int64_t count, std::uint64_t seed) const;
    [[nodiscard]] std::string choiceItems(const std::string& name, std::int64_t count, std::uint64_t seed) const;

private:
    std::string m_command;
    std::filesystem::path m_project;
    std::filesystem::path m_teacher;
    std::filesystem::path m_halyard;
};

} // namespace halyard
