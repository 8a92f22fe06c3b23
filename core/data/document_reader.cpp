// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/document_reader.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/unicode.h"

#include <algorithm>
#include <unistd.h>

namespace halyard {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool isText(const std::filesystem::path& path) {
    return path.extension() == ".txt";
}

// What the first bytes of a compressed or binary file give away; nullptr for text.
const char* foreignFormat(std::string_view start) {
    static constexpr std::pair<std::string_view, const char*> kMagics[] = {
        {"\x1F\x8B", "gzip"},     {"\x28\xB5\x2F\xFD", "zstd"}, {"BZh", "bzip2"}, {"\xFD" "7zXZ", "xz"},
        {"PK\x03\x04", "zip"},    {"PAR1", "Parquet"},          {"\xFF\xFE", "UTF-16"}, {"\xFE\xFF", "UTF-16"},
    };
    for (const auto& [magic, name] : kMagics) {
        if (start.starts_with(magic)) {
            return name;
        }
    }
    return nullptr;
}

void checkInput(const std::filesystem::path& path) {
    const std::string name = printable(path.string());
    if (!isText(path) && path.extension() != ".jsonl") {
        throw invalidInput(HALYARD_TEXT("{file}: only .jsonl and .txt files can be read. Convert or rename it."),
                           {{"file", name}});
    }
    const FileDescriptor file = openRegularFile(path);
    char start[8] = {};
    const ssize_t got = ::pread(file.get(), start, sizeof start, 0);
    const char* format = foreignFormat(std::string_view(start, static_cast<std::size_t>(std::max<ssize_t>(got, 0))));
    if (format != nullptr) {
        throw invalidInput(HALYARD_TEXT("{file}: this is {format} data, not UTF-8 text. Unpack or convert it first."),
                           {{"file", name}, {"format", format}});
    }
    const std::uint64_t size = fileSize(file, path);
    if (isText(path) && size > kLongestDocument) {
        throw invalidInput(HALYARD_TEXT("{file}: a .txt file is one document, and {size} bytes are more than the limit "
                                        "of {limit}. Split it, or write its documents as lines of a .jsonl file."),
                           {{"file", name}, {"size", grouped(size)}, {"limit", grouped(kLongestDocument)}});
    }
}

std::string columnOf(std::string_view line, std::size_t at) {
    std::int64_t column = 1;
    for (std::size_t i = 0; i < at; ++i) {
        column += (static_cast<unsigned char>(line[i]) & 0xC0U) != 0x80U ? 1 : 0;
    }
    return std::to_string(column);
}

// Takes the text out of one line; otherwise says what is wrong with the line.
void parseLine(std::string_view line, const std::string& textField, DocumentOrBadLine& into) {
    if (const auto bad = firstInvalidUtf8(line)) {
        into.badReason = "not valid UTF-8 at column " + columnOf(line, *bad);
        return;
    }
    try {
        const Json object = parseJson(line, "line", {.maxBytes = kLongestDocument, .maxDepth = 64, .allowBigIntegers = true});
        const auto field = object.is_object() ? object.find(textField) : object.end();
        if (!object.is_object()) {
            into.badReason = "not a JSON object";
        } else if (field == object.end()) {
            into.badReason = "there is no \"" + printable(textField, 60) + "\"";
        } else if (!field->is_string()) {
            into.badReason = "\"" + printable(textField, 60) + "\" is not a text";
        } else {
            into.text = field->get<std::string>();
        }
    } catch (const Error& error) {
        const std::string_view what = error.what();
        into.badReason = what.starts_with("line ") ? what.substr(5) : what.starts_with("line: ") ? what.substr(6) : what;
        if (into.badReason.ends_with('.')) {
            into.badReason.pop_back();
        }
    }
}

bool isBlank(std::string_view line) {
    return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

} // namespace

std::vector<std::filesystem::path> findInputs(const std::vector<std::filesystem::path>& given) {
    std::vector<std::filesystem::path> files;
    for (const std::filesystem::path& path : given) {
        std::error_code ignored;
        if (!std::filesystem::is_directory(path, ignored)) {
            files.push_back(path);
            continue;
        }
        std::vector<std::filesystem::path> inside;
        for (const auto& entry : std::filesystem::directory_iterator(path)) {
            if (entry.path().extension() == ".jsonl" || entry.path().extension() == ".txt") {
                inside.push_back(entry.path());
            }
        }
        if (inside.empty()) {
            throw invalidInput(HALYARD_TEXT("{folder}: there is no .jsonl or .txt file in it."),
                               {{"folder", printable(path.string())}});
        }
        std::sort(inside.begin(), inside.end());
        files.insert(files.end(), inside.begin(), inside.end());
    }
    if (files.empty()) {
        throw invalidInput(HALYARD_TEXT("No input was given. Name .jsonl or .txt files, or folders of them."));
    }
    std::for_each(files.begin(), files.end(), checkInput);
    return files;
}

DocumentReader::DocumentReader(std::vector<std::filesystem::path> files, std::string textField)
    : m_files(std::move(files)), m_textField(std::move(textField)) {}

void DocumentReader::seek(const InputPosition& position) {
    m_position = position;
    m_lines.reset();
    if (position.file < m_files.size() && !isText(m_files[position.file])) {
        m_lines = std::make_unique<LineReader>(m_files[position.file], kLongestDocument);
        m_lines->seek(position.offset, position.line);
    }
}

void DocumentReader::nextFile() {
    m_position = {m_position.file + 1, 0, 0};
    m_lines.reset();
}

DocumentOrBadLine DocumentReader::wholeFile(const std::filesystem::path& path) const {
    DocumentOrBadLine document{readFile(path, kLongestDocument), {}, path.string(), 0};
    if (document.text.starts_with(kByteOrderMark)) {
        document.text.erase(0, kByteOrderMark.size());
    }
    if (const auto bad = firstInvalidUtf8(document.text)) {
        const std::string_view before = std::string_view(document.text).substr(0, *bad);
        const std::size_t lineStart = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
        document.line = std::count(before.begin(), before.end(), '\n') + 1;
        document.badReason = "not valid UTF-8 at column " + columnOf(before.substr(lineStart), *bad - lineStart);
        document.text.clear();
    }
    return document;
}

std::optional<DocumentOrBadLine> DocumentReader::nextLine(const std::filesystem::path& path) {
    if (!m_lines) {
        m_lines = std::make_unique<LineReader>(path, kLongestDocument);
    }
    for (;;) {
        const LineReader::Status status = m_lines->next();
        if (status == LineReader::Status::End) {
            return std::nullopt;
        }
        m_position.offset = m_lines->offset();
        m_position.line = m_lines->number();
        if (status == LineReader::Status::Line && isBlank(m_lines->line())) {
            continue;
        }
        DocumentOrBadLine document{{}, {}, path.string(), m_lines->number()};
        if (status == LineReader::Status::TooLong) {
            document.badReason = "longer than " + grouped(kLongestDocument) + " bytes";
        } else {
            parseLine(m_lines->line(), m_textField, document);
        }
        return document;
    }
}

std::optional<DocumentOrBadLine> DocumentReader::next() {
    while (m_position.file < m_files.size()) {
        const std::filesystem::path& path = m_files[m_position.file];
        if (isText(path)) {
            DocumentOrBadLine document = wholeFile(path);
            nextFile();
            return document;
        }
        if (auto document = nextLine(path)) {
            return document;
        }
        nextFile();
    }
    return std::nullopt;
}

} // namespace halyard
