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

// Builds a document from the events of a reader. Its vector makes nesting depth a counter instead of stack frames.
class DocumentBuilder {
public:
    DocumentBuilder(JsonReader& reader, const std::string& source, const JsonLimits& limits,
                    const StreamedValues& streamed)
        : m_reader(reader), m_source(source), m_limits(limits), m_streamed(streamed) {}

    Json build() {
        for (JsonReader::Event event = m_reader.next(); event != JsonReader::Event::End; event = m_reader.next()) {
            take(event);
        }
        return std::move(m_root);
    }

private:
    using Event = JsonReader::Event;
    struct Level {
        Json* container;
        std::string key;
    };

    void take(Event event) {
        switch (event) {
        case Event::BeginObject:
            m_levels.push_back({insert(Json::object()), {}});
            break;
        case Event::BeginArray:
            m_levels.push_back({insert(Json::array()), {}});
            break;
        case Event::EndObject:
        case Event::EndArray:
            m_levels.pop_back();
            break;
        case Event::Key:
            takeKey();
            break;
        case Event::Text:
            insert(Json(std::string(m_reader.text())));
            break;
        case Event::True:
        case Event::False:
            insert(Json(event == Event::True));
            break;
        case Event::Null:
            insert(Json());
            break;
        default:
            insert(number(event));
        }
    }

    void takeKey() {
        Level& level = m_levels.back();
        level.key = m_reader.text();
        if (level.container->contains(level.key)) {
            throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" is given twice. Remove one of them."),
                               {{"source", m_source}, {"key", printable(level.key)}});
        }
        if (m_streamed.empty()) {
            return;
        }
        std::string path;
        for (const Level& outer : m_levels) {
            path += "/" + outer.key;
        }
        if (const auto found = m_streamed.find(path); found != m_streamed.end()) {
            insert(Json());
            found->second(m_reader);
        }
    }

    Json number(Event event) const {
        if (event == Event::Real) {
            // A whole number beyond 64 bits is one of these.
            if (!m_limits.allowBigIntegers && m_reader.text().find_first_of(".eE") == std::string_view::npos) {
                refuseInteger();
            }
            if (std::isinf(m_reader.realValue())) {
                throw invalidInput(
                    HALYARD_TEXT("{source}: the number {number} of \"{key}\" is too large."),
                    {{"source", m_source}, {"number", printable(m_reader.text(), 40)}, {"key", place()}});
            }
            return m_reader.realValue();
        }
        const bool isSmall = event == Event::Unsigned
                                 ? m_reader.unsignedValue() <= static_cast<std::uint64_t>(kLargestExactInteger)
                                 : m_reader.integerValue() >= -kLargestExactInteger;
        if (!m_limits.allowBigIntegers && !isSmall) {
            refuseInteger();
        }
        return event == Event::Unsigned ? Json(m_reader.unsignedValue()) : Json(m_reader.integerValue());
    }

    [[nodiscard]] std::string place() const {
        return m_levels.empty() ? std::string("(document)") : printable(m_levels.back().key, 80);
    }

    [[noreturn]] void refuseInteger() const {
        throw invalidInput(HALYARD_TEXT("{source}: \"{key}\": {number} is outside the allowed range "
                                        "-9007199254740991…9007199254740991."),
                           {{"source", m_source}, {"key", place()}, {"number", printable(m_reader.text(), 40)}});
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
        return &((*level.container)[level.key] = std::move(value));
    }

    JsonReader& m_reader;
    const std::string& m_source;
    const JsonLimits& m_limits;
    const StreamedValues& m_streamed;
    Json m_root;
    std::vector<Level> m_levels;
};

[[noreturn]] void refuse(const JsonFault& fault, const JsonReader& reader, const std::string& source) {
    const std::string byte = std::to_string(fault.byte);
    switch (fault.kind) {
    case JsonFault::Kind::NotUtf8:
        throw invalidInput(HALYARD_TEXT("{source} is not valid UTF-8 at byte {byte}."),
                           {{"source", source}, {"byte", byte}});
    case JsonFault::Kind::TooDeep:
        throw invalidInput(HALYARD_TEXT("{source}: nested deeper than {depth} levels."),
                           {{"source", source}, {"depth", std::to_string(reader.depth())}});
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

JsonReader jsonReader(std::string_view text, const std::string& source, const JsonLimits& limits) {
    return {text, limits.maxDepth, source, &refuse};
}

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
    JsonReader reader = jsonReader(text, name, limits);
    return DocumentBuilder(reader, name, limits, streamed).build();
}

Json readJsonFile(const std::filesystem::path& path, const JsonLimits& limits) {
    return parseJson(readFile(path, limits.maxBytes), path.string(), limits);
}

void writeJsonFile(const std::filesystem::path& path, const Json& document) {
    writeFileAtomically(path, document.dump(2) + "\n");
}

} // namespace halyard
