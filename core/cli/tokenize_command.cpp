// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/tokenize_command.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/text/line_reader.h"
#include "core/text/tokenizer.h"

#include <limits>
#include <memory>

namespace halyard {

namespace {

constexpr std::size_t kLongestText = std::size_t{1} << 30U;
constexpr std::size_t kLongestLine = std::size_t{64} << 20U;

struct TokenizeOptions {
    std::string model;
    std::string text;
    std::string file;
    std::string lines;
    std::string decodeLines;
    bool skipSpecialTokens = false;
    bool addSpecialTokens = false;
    bool json = false; // the result is JSON either way
};

std::string listOf(const std::vector<TokenId>& ids) {
    std::string out = "[";
    for (const TokenId id : ids) {
        out += out.size() > 1 ? ", " : "";
        out += std::to_string(id);
    }
    return out + "]";
}

// Encodes one text; errors begin with its place.
std::string encoded(const Tokenizer& tokenizer, std::string_view text, bool addSpecialTokens, const std::string& place) {
    try {
        return listOf(tokenizer.encode(text, addSpecialTokens));
    } catch (const Error& error) {
        throw Error(error.kind(), HALYARD_TEXT("{place}: {reason}"), {{"place", place}, {"reason", error.what()}});
    }
}

// "texts.jsonl line 7"; a line too long to hold is refused.
std::string placeOf(const std::string& file, const LineReader& reader, LineReader::Status status) {
    const std::string place = printable(file) + " line " + std::to_string(reader.number());
    if (status == LineReader::Status::TooLong) {
        throw invalidInput(HALYARD_TEXT("{place}: longer than {limit} bytes. Split it."),
                           {{"place", place}, {"limit", grouped(kLongestLine)}});
    }
    return place;
}

void encodeLines(const Tokenizer& tokenizer, const TokenizeOptions& options) {
    LineReader reader(options.lines, kLongestLine);
    for (LineReader::Status status = reader.next(); status != LineReader::Status::End; status = reader.next()) {
        const std::string place = placeOf(options.lines, reader, status);
        const Json value = parseJson(reader.line(), place);
        if (!value.is_string()) {
            throw invalidInput(HALYARD_TEXT("{place}: not a JSON string. Write one string in double quotes a line."),
                               {{"place", place}});
        }
        printJson(encoded(tokenizer, value.get_ref<const std::string&>(), options.addSpecialTokens, place));
    }
}

std::vector<TokenId> idsOf(std::string_view line, const std::string& place) {
    const Json value = parseJson(line, place);
    std::vector<TokenId> ids;
    for (const Json& id : value.is_array() ? value : Json::array({nullptr})) {
        if (!id.is_number_unsigned() || id.get<std::uint64_t>() > std::numeric_limits<TokenId>::max()) {
            throw invalidInput(HALYARD_TEXT("{place}: not a JSON list of token ids, like [12, 7]."), {{"place", place}});
        }
        ids.push_back(id.get<TokenId>());
    }
    return ids;
}

void decodeLines(const Tokenizer& tokenizer, const TokenizeOptions& options) {
    LineReader reader(options.decodeLines, kLongestLine);
    for (LineReader::Status status = reader.next(); status != LineReader::Status::End; status = reader.next()) {
        const std::string place = placeOf(options.decodeLines, reader, status);
        printJson(Json(tokenizer.decode(idsOf(reader.line(), place), options.skipSpecialTokens)).dump());
    }
}

int tokenize(const TokenizeOptions& options, bool textGiven) {
    const int sources = (textGiven ? 1 : 0) + (options.file.empty() ? 0 : 1) + (options.lines.empty() ? 0 : 1) +
                        (options.decodeLines.empty() ? 0 : 1);
    if (sources != 1) {
        throw invalidInput(HALYARD_TEXT("tokenize: give exactly one of --text, --file, --lines and --decode-lines."));
    }
    const Tokenizer tokenizer(options.model);
    if (textGiven) {
        printJson(encoded(tokenizer, options.text, options.addSpecialTokens, "--text"));
    } else if (!options.file.empty()) {
        printJson(encoded(tokenizer, readFile(options.file, kLongestText), options.addSpecialTokens,
                          printable(options.file)));
    } else if (!options.decodeLines.empty()) {
        decodeLines(tokenizer, options);
    } else {
        encodeLines(tokenizer, options);
    }
    return 0;
}

} // namespace

Command tokenizeCommand() {
    return {"tokenize", "Turn text into token ids with a model's tokenizer", [](CLI::App& app) {
                auto options = std::make_shared<TokenizeOptions>();
                app.add_option("--model", options->model, "Folder with tokenizer.json, or that file")->required();
                CLI::Option* text = app.add_option("--text", options->text, "The text");
                app.add_option("--file", options->file, "A UTF-8 file; its whole content is one text");
                app.add_option("--lines", options->lines, "A file with one JSON string a line");
                app.add_option("--decode-lines", options->decodeLines,
                               "A file with one JSON list of ids a line; prints one JSON string a line");
                app.add_flag("--skip-special-tokens", options->skipSpecialTokens,
                             "With --decode-lines: leave special tokens out");
                app.add_flag("--add-special-tokens", options->addSpecialTokens,
                             "Add what the tokenizer's template puts around a text (begin of text, …)");
                app.add_flag("--json", options->json, "Print JSON (this command always does)");
                return std::function<int()>([options, text] { return tokenize(*options, text->count() > 0); });
            }};
}

} // namespace halyard
