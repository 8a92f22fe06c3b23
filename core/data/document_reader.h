// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/text/line_reader.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// Files longer than this are refused as one document, lines longer than this are bad lines.
inline constexpr std::size_t kLongestDocument = std::size_t{64} << 20U;

// A place in the inputs from which reading can go on.
struct InputPosition {
    std::size_t file = 0;     // index in the list of inputs
    std::uint64_t offset = 0; // where its next line begins
    std::int64_t line = 0;    // lines read of it
};

// One document, or why a line gave none.
struct DocumentOrBadLine {
    std::string text;
    std::string badReason; // empty: a document
    std::string file;
    std::int64_t line = 0; // 0: the file is one document
};

// The files that prepare reads, in order: each given file, and the .jsonl and .txt files of each given folder by name
// (not those of folders in it). Throws Error(InvalidInput) for a missing path, another kind of file, a compressed file
// named .jsonl or .txt, a .txt file longer than kLongestDocument, or nothing to read.
[[nodiscard]] std::vector<std::filesystem::path> findInputs(const std::vector<std::filesystem::path>& given);

// Reads documents: each line of a .jsonl file is a JSON object whose textField is one, each .txt file is one as a whole.
// Blank lines are passed over and not counted.
class DocumentReader {
public:
    DocumentReader(std::vector<std::filesystem::path> files, std::string textField);

    // nothing: all inputs are read
    [[nodiscard]] std::optional<DocumentOrBadLine> next();
    [[nodiscard]] InputPosition position() const { return m_position; }
    void seek(const InputPosition& position);

private:
    [[nodiscard]] DocumentOrBadLine wholeFile(const std::filesystem::path& path) const;
    [[nodiscard]] std::optional<DocumentOrBadLine> nextLine(const std::filesystem::path& path);
    void nextFile();

    std::vector<std::filesystem::path> m_files;
    std::string m_textField;
    InputPosition m_position;
    std::unique_ptr<LineReader> m_lines; // of the current .jsonl file
};

} // namespace halyard
