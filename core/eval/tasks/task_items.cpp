// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/eval/tasks/task_items.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/eval/tasks/parquet_rows.h"
#include "core/eval/tasks/python_text.h"
#include "core/run/nearest_name.h"

#include <algorithm>
#include <map>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLargestFile = std::size_t{2} << 30U;

// One line of a file, whose members are asked for by name.
class Line {
public:
    Line(Json document, std::string place, const std::string& task)
        : m_document(std::move(document)), m_place(std::move(place)), m_task(task) {
        if (!m_document.is_object()) {
            throw invalidInput(HALYARD_TEXT("{place}: an item is a JSON object."), {{"place", m_place}});
        }
    }

    [[nodiscard]] std::string text(const std::string& key) const {
        const Json& value = member(key);
        if (!value.is_string()) {
            refuse(key, HALYARD_TEXT("a text"));
        }
        return value.get<std::string>();
    }

    [[nodiscard]] bool has(const std::string& key) const { return m_document.contains(key); }

    [[nodiscard]] std::vector<std::string> texts(const std::string& key) const { return textsOf(member(key), key); }

    [[nodiscard]] std::vector<std::string> textsOf(const Json& value, const std::string& key) const {
        const auto isText = [](const Json& entry) { return entry.is_string(); };
        if (!value.is_array() || value.empty() || !std::all_of(value.begin(), value.end(), isText)) {
            refuse(key, HALYARD_TEXT("a list of texts"));
        }
        return value.get<std::vector<std::string>>();
    }

    [[nodiscard]] const Json& member(const std::string& key) const {
        const auto found = m_document.find(key);
        if (found == m_document.end()) {
            throw invalidInput(HALYARD_TEXT("{place}: there is no \"{key}\"; this is not the layout of {task}."),
                               {{"place", m_place}, {"key", key}, {"task", printable(m_task, 60)}});
        }
        return *found;
    }

    // A number below count, written as one or as its digits.
    [[nodiscard]] std::int64_t index(const std::string& key, std::size_t count) const {
        const Json& value = member(key);
        std::int64_t out = -1;
        if (value.is_number_integer()) {
            out = value.get<std::int64_t>();
        } else if (value.is_string() && value.get_ref<const std::string&>().size() == 1) {
            out = value.get_ref<const std::string&>()[0] - '0';
        }
        if (out < 0 || out >= static_cast<std::int64_t>(count)) {
            throw invalidInput(HALYARD_TEXT("{place}: \"{key}\" is {value}; it must name one of the {count} choices, counted from 0."),
                               {{"place", m_place},
                                {"key", key},
                                {"value", printable(value.dump(), 60)},
                                {"count", std::to_string(count)}});
        }
        return out;
    }

    [[noreturn]] void refuse(const std::string& key, Sentence expected) const {
        throw invalidInput(HALYARD_TEXT("{place}: \"{key}\" must be {expected}; this is not the layout of {task}."),
                           {{"place", m_place}, {"key", key}, {"expected", expected.pattern}, {"task", printable(m_task, 60)}});
    }

    [[nodiscard]] const std::string& place() const { return m_place; }

private:
    Json m_document;
    std::string m_place;
    const std::string& m_task;
};

ChoiceItem itemOf(const Line& line, const std::string& context, const std::vector<std::string>& choices, std::int64_t gold) {
    ChoiceItem item;
    item.gold = gold;
    for (const std::string& choice : choices) {
        if (choice.empty() || context.empty()) {
            throw invalidInput(HALYARD_TEXT("{place}: a context and a choice need at least one character."), {{"place", line.place()}});
        }
        item.choices.push_back({context, " " + choice, characters(choice)});
    }
    return item;
}

void replaceAll(std::string& text, const std::string& what, const std::string& with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
        text.replace(at, what.size(), with);
    }
}

// What lm-evaluation-harness makes of HellaSwag's texts: brackets come from the WikiHow pages they were taken from.
std::string withoutBrackets(const std::string& raw) {
    std::string text = stripped(raw);
    replaceAll(text, " [title]", ". ");
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t close = text[at] == '[' ? text.find(']', at) : std::string::npos;
        const bool whole = close != std::string::npos && text.find('\n', at) > close;
        if (whole) {
            at = close + 1;
        } else {
            out += text[at++];
        }
    }
    replaceAll(out, "  ", " ");
    return out;
}

ChoiceItem hellaswag(const Line& line) {
    const std::string context = line.text("ctx_a") + " " + capitalized(line.text("ctx_b"));
    std::vector<std::string> endings;
    for (const std::string& ending : line.texts("endings")) {
        endings.push_back(withoutBrackets(ending));
    }
    return itemOf(line, withoutBrackets(line.text("activity_label") + ": " + context), endings, line.index("label", endings.size()));
}

ChoiceItem arc(const Line& line) {
    const Json& choices = line.member("choices");
    if (!choices.is_object() || !choices.contains("text") || !choices.contains("label")) {
        line.refuse("choices", HALYARD_TEXT("an object with \"text\" and \"label\""));
    }
    const std::vector<std::string> texts = line.textsOf(choices["text"], "choices.text");
    const std::vector<std::string> labels = line.textsOf(choices["label"], "choices.label");
    const auto gold = std::find(labels.begin(), labels.end(), line.text("answerKey"));
    if (labels.size() != texts.size() || gold == labels.end()) {
        line.refuse("answerKey", HALYARD_TEXT("one of the labels, of which each choice has one"));
    }
    return itemOf(line, "Question: " + line.text("question") + "\nAnswer:", texts, gold - labels.begin());
}

ChoiceItem piqa(const Line& line) {
    return itemOf(line, "Question: " + line.text("goal") + "\nAnswer:", {line.text("sol1"), line.text("sol2")}, line.index("label", 2));
}

// Each option completes the sentence up to its gap; what is scored is the rest, which is the same for both.
ChoiceItem winogrande(const Line& line) {
    const std::string sentence = line.text("sentence");
    const std::size_t gap = sentence.find('_');
    const std::string answer = line.text("answer");
    if (gap == std::string::npos || (answer != "1" && answer != "2")) {
        line.refuse(gap == std::string::npos ? "sentence" : "answer",
                    gap == std::string::npos ? HALYARD_TEXT("a text with a gap, \"_\"") : HALYARD_TEXT("\"1\" or \"2\""));
    }
    ChoiceItem item;
    item.gold = answer == "1" ? 0 : 1;
    for (const char* option : {"option1", "option2"}) {
        const std::string context = sentence.substr(0, gap) + line.text(option);
        item.choices.push_back({context, " " + stripped(sentence.substr(gap + 1)), characters(context)});
    }
    return item;
}

ChoiceItem generic(const Line& line) {
    const std::vector<std::string> choices = line.texts("choices");
    const Json& answer = line.member("answer");
    const auto named = answer.is_string() ? std::find(choices.begin(), choices.end(), answer.get<std::string>()) : choices.end();
    const std::int64_t gold = named != choices.end() ? named - choices.begin() : line.index("answer", choices.size());
    return itemOf(line, line.text("context"), choices, gold);
}

RecallItem recall(const Line& line) {
    RecallItem item{stripped(line.text("text")), stripped(line.text("value"))};
    if (line.has("until")) {
        item.until = line.text("until");
        if (item.until.empty()) {
            line.refuse("until", HALYARD_TEXT("a text with at least one character"));
        }
    }
    if (item.text.empty() || item.value.empty()) {
        line.refuse(item.text.empty() ? "text" : "value", HALYARD_TEXT("a text with at least one character"));
    }
    return item;
}

using ReadChoices = ChoiceItem (*)(const Line&);

const std::map<std::string, ReadChoices>& choiceLayouts() {
    static const std::map<std::string, ReadChoices> kLayouts = {
        {"hellaswag", hellaswag}, {"arc_easy", arc}, {"arc_challenge", arc}, {"piqa", piqa}, {"winogrande", winogrande}, {"choices", generic}};
    return kLayouts;
}

const std::vector<std::string>& recallLayouts() {
    static const std::vector<std::string> kNames = {"recall", "swde", "fda", "squad_completion"};
    return kNames;
}

[[noreturn]] void refuseTask(const std::string& task) {
    std::vector<std::string> known = recallLayouts();
    for (const auto& [name, layout] : choiceLayouts()) {
        known.push_back(name);
    }
    throw invalidInput(HALYARD_TEXT("\"{task}\" is not a task with a known layout. Did you mean \"{near}\"? A file of your own is choices:NAME "
                                    "or recall:NAME."),
                       {{"task", printable(task, 60)}, {"near", nearestName(task, known).value_or("choices")}});
}

} // namespace

TaskItems readTaskItems(const std::string& task, const fs::path& file, std::int64_t limit) {
    const std::string layout = task.substr(0, task.find(':'));
    const auto choices = choiceLayouts().find(layout);
    const bool recalls = std::find(recallLayouts().begin(), recallLayouts().end(), layout) != recallLayouts().end();
    if (choices == choiceLayouts().end() && !recalls) {
        refuseTask(task);
    }
    const bool parquet = isParquet(file);
    const std::string text = parquet ? parquetRows(file, limit) : readFile(file, kLargestFile);
    TaskItems items;
    items.normalised = layout != "winogrande";
    items.hash = parquet ? hashOfFile(file) : hashOf(text);
    std::int64_t number = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view bytes = std::string_view(text).substr(at, end - at);
        at = end + 1;
        ++number;
        if (bytes.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        const std::string place = printable(file.string()) + (parquet ? ", row " : ", line ") + std::to_string(number);
        const Line line(parseJson(bytes, place, {.allowBigIntegers = true}), place, task);
        if (recalls) {
            items.recall.push_back(recall(line));
        } else {
            items.choices.push_back(choices->second(line));
        }
        if (limit > 0 && static_cast<std::int64_t>(items.recall.size() + items.choices.size()) == limit) {
            break;
        }
    }
    if (items.recall.empty() && items.choices.empty()) {
        throw invalidInput(HALYARD_TEXT("{file} holds no items of {task}."), {{"file", printable(file.string())}, {"task", printable(task, 60)}});
    }
    return items;
}

} // namespace halyard
