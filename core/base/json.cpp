// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file.h"

#include <cmath>
#include <vector>

namespace halyard {

namespace {

constexpr std::int64_t kLargestExactInteger = (std::int64_t{1} << 53) - 1;

// Builds a document from the events of a text. Its vector makes nesting depth a counter instead of stack frames.
class DocumentBuilder {
public:
    DocumentBuilder(const std::string& source, const JsonLimits& limits, const StreamedValues& streamed)
        : m_source(source), m_limits(limits), m_streamed(streamed) {}

    void take(const JsonEvent& event) {
        if (m_stream != nullptr) {
            stream(event);
            return;
        }
        switch (event.kind) {
        case Kind::BeginObject:
            m_levels.push_back({insert(Json::object())});
            break;
        case Kind::BeginArray:
            m_levels.push_back({insert(Json::array())});
            break;
        case Kind::EndObject:
        case Kind::EndArray:
            m_levels.pop_back();
            break;
        case Kind::Key:
            takeKey(event);
            break;
        case Kind::Text:
            insert(Json(std::string(event.text)));
            break;
        case Kind::True:
        case Kind::False:
            insert(Json(event.kind == Kind::True));
            break;
        case Kind::Null:
            insert(Json());
            break;
        default:
            insert(number(event));
        }
    }
    [[nodiscard]] Json document() { return std::move(m_root); }

private:
    using Kind = JsonEvent::Kind;
    struct Level {
        Json* container;
        Json::object_t::iterator member = {}; // of an object: the newest
    };

    // Up to the end of the value.
    void stream(const JsonEvent& event) {
        if (event.kind == Kind::BeginObject || event.kind == Kind::BeginArray) {
            ++m_streamedLevels;
        } else if (event.kind == Kind::EndObject || event.kind == Kind::EndArray) {
            --m_streamedLevels;
        }
        (*m_stream)(event);
        if (m_streamedLevels == 0) {
            m_stream = nullptr;
        }
    }

    void takeKey(const JsonEvent& event) {
        Level& level = m_levels.back();
        auto& members = level.container->get_ref<Json::object_t&>();
        const std::size_t before = members.size();
        // Most documents are written with their keys sorted: then the end is where it belongs.
        level.member = members.try_emplace(members.end(), std::string(event.text));
        if (members.size() == before) {
            throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" is given twice. Remove one of them."),
                               {{"source", m_source}, {"key", printable(level.member->first)}});
        }
        if (m_streamed.empty()) {
            return;
        }
        std::string path;
        for (const Level& outer : m_levels) {
            path += "/" + (outer.container->is_object() ? outer.member->first : std::string());
        }
        if (const auto found = m_streamed.find(path); found != m_streamed.end()) {
            m_stream = &found->second;
        }
    }

    [[nodiscard]] Json number(const JsonEvent& event) const {
        const bool isSmall = event.kind == Kind::Unsigned
                                 ? event.unsignedValue <= static_cast<std::uint64_t>(kLargestExactInteger)
                                 : event.kind == Kind::Integer && event.integerValue >= -kLargestExactInteger;
        if (!m_limits.allowBigIntegers && event.kind != Kind::Real && !isSmall) {
            throw invalidInput(HALYARD_TEXT("{source}: \"{key}\": {number} is outside the allowed range "
                                            "-9007199254740991…9007199254740991."),
                               {{"source", m_source}, {"key", place()}, {"number", printable(event.written(), 40)}});
        }
        if (event.kind != Kind::Unsigned && event.kind != Kind::Integer && std::isinf(event.realValue)) {
            throw invalidInput(HALYARD_TEXT("{source}: the number {number} of \"{key}\" is too large."),
                               {{"source", m_source}, {"number", printable(event.written(), 40)}, {"key", place()}});
        }
        return event.kind == Kind::Unsigned  ? Json(event.unsignedValue)
               : event.kind == Kind::Integer ? Json(event.integerValue)
                                             : Json(event.realValue);
    }

    [[nodiscard]] std::string place() const {
        if (m_levels.empty()) {
            return "(document)";
        }
        const Level& level = m_levels.back();
        return level.container->is_object() ? printable(level.member->first, 80) : std::string();
    }

    Json* insert(Json&& value) {
        if (m_levels.empty()) {
            m_root = std::move(value);
            return &m_root;
        }
        Level& level = m_levels.back();
        if (level.container->is_array()) {
            level.container->push_back(std::move(value));
            return &level.container->back();
        }
        return &(level.member->second = std::move(value));
    }

    const std::string& m_source;
    const JsonLimits& m_limits;
    const StreamedValues& m_streamed;
    Json m_root;
    std::vector<Level> m_levels;
    const JsonTake* m_stream = nullptr; // what takes the value that is met
    int m_streamedLevels = 0;
};

[[noreturn]] void refuse(const JsonFault& fault, int maxDepth, const std::string& source) {
    const std::string byte = std::to_string(fault.byte);
    switch (fault.kind) {
    case JsonFault::Kind::NotUtf8:
        throw invalidInput(HALYARD_TEXT("{source} is not valid UTF-8 at byte {byte}."),
                           {{"source", source}, {"byte", byte}});
    case JsonFault::Kind::TooDeep:
        throw invalidInput(HALYARD_TEXT("{source}: nested deeper than {depth} levels."),
                           {{"source", source}, {"depth", std::to_string(maxDepth)}});
    case JsonFault::Kind::Syntax:
        break;
    }
    if (fault.isNul) {
        throw invalidInput(HALYARD_TEXT("{source} is not valid JSON at byte {byte}: a NUL."),
                           {{"source", source}, {"byte", byte}});
    }
    throw invalidInput(HALYARD_TEXT("{source} is not valid JSON at byte {byte}, near \"{token}\"."),
                       {{"source", source}, {"byte", byte}, {"token", fault.near}});
}

} // namespace

Json parseJson(std::string_view text, const std::string& source, const JsonLimits& limits) {
    return parseJson(text, source, limits, {});
}

Json parseJson(std::string_view text, const std::string& source, const JsonLimits& limits,
               const StreamedValues& streamed) {
    const std::string name = printable(source);
    if (text.size() > limits.maxBytes) {
        throw invalidInput(HALYARD_TEXT("{source}: {size} bytes of JSON; the limit is {limit}."),
                           {{"source", name}, {"size", grouped(text.size())}, {"limit", grouped(limits.maxBytes)}});
    }
    if (text.substr(0, 3) == "\xEF\xBB\xBF" || text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
        throw invalidInput(HALYARD_TEXT("{source} begins with a byte-order mark. Save it as UTF-8 without one."),
                           {{"source", name}});
    }
    DocumentBuilder builder(name, limits, streamed);
    readJson(
        text, limits.maxDepth, [&](const JsonEvent& event) { builder.take(event); },
        [&](const JsonFault& fault) { refuse(fault, limits.maxDepth, name); });
    return builder.document();
}

Json readJsonFile(const std::filesystem::path& path, const JsonLimits& limits) {
    return parseJson(readFile(path, limits.maxBytes), path.string(), limits);
}

void writeJsonFile(const std::filesystem::path& path, const Json& document) {
    writeFileAtomically(path, document.dump(2) + "\n");
}

} // namespace halyard
