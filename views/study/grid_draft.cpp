// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/study/grid_draft.h"

#include "views/text/plain_text.h"

#include <algorithm>

namespace halyard::views {

namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t kWidth = 110; // of a line
constexpr qsizetype kLongest = 4 << 20; // bytes of a text that is read again at each key
constexpr int kDeepest = 32;

std::string dumped(const OrderedJson& value) {
    // Spaces after commas and colons, as people write it.
    if (value.is_object() || value.is_array()) {
        const char* const brackets = value.is_object() ? "{}" : "[]";
        std::string out(1, brackets[0]);
        for (auto each = value.begin(); each != value.end(); ++each) {
            out += out.size() > 1 ? ", " : "";
            out += (value.is_object() ? OrderedJson(each.key()).dump() + ": " : "") + dumped(*each);
        }
        return out + brackets[1];
    }
    return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

void write(const OrderedJson& value, std::size_t indent, std::size_t used, std::string& out) {
    const std::string line = dumped(value);
    if (indent + used + line.size() <= kWidth || value.empty() || !(value.is_object() || value.is_array())) {
        out += line;
        return;
    }
    out += value.is_object() ? '{' : '[';
    bool first = true;
    for (auto each = value.begin(); each != value.end(); ++each) {
        const std::string key = value.is_object() ? OrderedJson(each.key()).dump() + ": " : std::string();
        out += (first ? "\n" : ",\n") + std::string(indent + 2, ' ') + key;
        write(*each, indent + 2, key.size() + 1, out);
        first = false;
    }
    out += '\n' + std::string(indent, ' ') + (value.is_object() ? '}' : ']');
}

// The parts of a list as a person writes it, by its outer commas.
std::vector<std::string> partsOf(const std::string& text) {
    std::vector<std::string> parts(1);
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"' && (i == 0 || text[i - 1] != '\\')) {
            quoted = !quoted;
        }
        depth += !quoted && (c == '[' || c == '{') ? 1 : !quoted && (c == ']' || c == '}') ? -1 : 0;
        if (c == ',' && depth == 0 && !quoted) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

// A number, true, a list …; anything else is a word.
OrderedJson valueOf(const QString& part) {
    OrderedJson value = OrderedJson::parse(part.toStdString(), nullptr, false);
    return value.is_discarded() ? OrderedJson(part.toStdString()) : value;
}

bool isShallow(const OrderedJson& value, int depth = 0) {
    if (depth > kDeepest) {
        return false;
    }
    // Of a number or a text it would have one element: itself.
    return !(value.is_object() || value.is_array()) ||
           std::all_of(value.begin(), value.end(), [&](const OrderedJson& each) { return isShallow(each, depth + 1); });
}

DraftAxis axisOf(const OrderedJson& document) {
    DraftAxis axis;
    const auto textIn = [](const OrderedJson& object, const char* key) {
        return object.is_object() && object.contains(key) && object[key].is_string() ? fromUtf8(object[key].get<std::string>()) : QString();
    };
    axis.name = textIn(document, "name");
    axis.key = textIn(document, "key");
    axis.repeat = document.is_object() && document.contains("repeat") && document["repeat"].is_boolean() && document["repeat"].get<bool>();
    axis.isSimple = !axis.key.isEmpty();
    QStringList values;
    if (document.is_object() && document.contains("values") && document["values"].is_array()) {
        for (const OrderedJson& value : document["values"]) {
            values << (!axis.isSimple ? textIn(value, "label") : value.is_string() ? fromUtf8(value.get<std::string>()) : fromUtf8(dumped(value)));
        }
    }
    axis.values = values.join(QStringLiteral(", "));
    return axis;
}

} // namespace

std::optional<GridDraft> GridDraft::fromText(const QString& text) {
    if (text.size() > kLongest) {
        return std::nullopt;
    }
    GridDraft draft;
    // Depth is bounded while it is read: what is deeper is left out, and found below.
    draft.m_document = OrderedJson::parse(
        text.toStdString(), [](int depth, OrderedJson::parse_event_t /*event*/, OrderedJson& /*value*/) { return depth <= kDeepest + 1; }, false);
    if (!draft.m_document.is_object() || !isShallow(draft.m_document)) {
        return std::nullopt;
    }
    return draft;
}

QString GridDraft::text() const {
    std::string out;
    write(m_document, 0, 0, out);
    return fromUtf8(out + '\n');
}

QString GridDraft::textAt(const char* key) const {
    return m_document.contains(key) && m_document[key].is_string() ? fromUtf8(m_document[key].get<std::string>()) : QString();
}

std::vector<DraftAxis> GridDraft::axes() const {
    std::vector<DraftAxis> out;
    if (m_document.contains("axes") && m_document["axes"].is_array()) {
        for (const OrderedJson& axis : m_document["axes"]) {
            out.push_back(axisOf(axis));
        }
    }
    return out;
}

void GridDraft::setAxis(std::size_t place, const DraftAxis& axis) {
    OrderedJson& axes = m_document["axes"];
    if (!axes.is_array()) {
        axes = OrderedJson::array();
    }
    OrderedJson written = OrderedJson::object();
    if (!axis.name.isEmpty()) {
        written["name"] = axis.name.toStdString();
    }
    written["key"] = axis.key.toStdString();
    if (axis.repeat) {
        written["repeat"] = true;
    }
    written["values"] = OrderedJson::array();
    for (const std::string& part : partsOf(axis.values.toStdString())) {
        if (const QString trimmed = fromUtf8(part).trimmed(); !trimmed.isEmpty()) {
            written["values"].push_back(valueOf(trimmed));
        }
    }
    if (place < axes.size()) {
        axes[place] = std::move(written);
    } else {
        axes.push_back(std::move(written));
    }
}

void GridDraft::removeAxis(std::size_t place) {
    if (m_document.contains("axes") && m_document["axes"].is_array() && place < m_document["axes"].size()) {
        m_document["axes"].erase(place);
    }
}

} // namespace halyard::views
