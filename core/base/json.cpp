// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/unicode.h"

#include <unordered_set>
#include <vector>

namespace halyard {

namespace {

constexpr std::int64_t kLargestExactInteger = (std::int64_t{1} << 53) - 1;

// Builds a document event by event, refusing what nlohmann's own parser lets through. Its vectors make nesting depth a
// counter instead of stack frames.
class StrictBuilder : public nlohmann::json_sax<Json> {
public:
    StrictBuilder(const std::string& source, const JsonLimits& limits) : m_source(source), m_limits(limits) {}

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override {
        if (!m_limits.allowBigIntegers && value < -kLargestExactInteger) {
            refuseInteger(std::to_string(value));
        }
        return put(value);
    }
    bool number_unsigned(number_unsigned_t value) override {
        if (!m_limits.allowBigIntegers && value > static_cast<number_unsigned_t>(kLargestExactInteger)) {
            refuseInteger(std::to_string(value));
        }
        return put(value);
    }
    bool number_float(number_float_t value, const string_t& written) override {
        // An integer beyond 64 bits arrives here.
        if (!m_limits.allowBigIntegers && written.find_first_of(".eE") == string_t::npos) {
            refuseInteger(printable(written, 40));
        }
        return put(value);
    }
    bool string(string_t& value) override { return put(std::move(value)); }
    bool binary(binary_t& /*value*/) override { return false; }

    bool start_object(std::size_t /*elements*/) override { return open(Json::object()); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*elements*/) override { return open(Json::array()); }
    bool end_array() override { return close(); }
    bool key(string_t& value) override {
        Level& level = m_levels.back();
        if (level.container->contains(value)) {
            throw invalidInput(HALYARD_TEXT("{source}: \"{key}\" is given twice. Remove one of them."),
                               {{"source", m_source}, {"key", printable(value)}});
        }
        level.key = std::move(value);
        return true;
    }
    bool parse_error(std::size_t position, const std::string& lastToken,
                     const nlohmann::detail::exception& cause) override {
        constexpr int kNumberTooLarge = 406; // of nlohmann's error numbers
        if (cause.id == kNumberTooLarge) {
            throw invalidInput(HALYARD_TEXT("{source}: the number {number} of \"{key}\" is too large."),
                               {{"source", m_source}, {"number", printable(lastToken, 40)}, {"key", place()}});
        }
        throw invalidInput(HALYARD_TEXT("{source} is not valid JSON at byte {byte}, near \"{token}\"."),
                           {{"source", m_source},
                            {"byte", std::to_string(position == 0 ? 0 : position - 1)},
                            {"token", printable(lastToken, 40)}});
    }

    Json take() { return std::move(m_root); }

private:
    struct Level {
        Json* container;
        std::string key;
    };

    [[nodiscard]] std::string place() const {
        return m_levels.empty() ? std::string("(document)") : printable(m_levels.back().key, 80);
    }

    [[noreturn]] void refuseInteger(const std::string& written) const {
        throw invalidInput(HALYARD_TEXT("{source}: \"{key}\": {number} is outside the allowed range "
                                        "-9007199254740991…9007199254740991."),
                           {{"source", m_source}, {"key", place()}, {"number", written}});
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

    template <typename Value> bool put(Value&& value) {
        insert(Json(std::forward<Value>(value)));
        return true;
    }

    bool open(Json container) {
        if (m_levels.size() >= static_cast<std::size_t>(m_limits.maxDepth)) {
            throw invalidInput(HALYARD_TEXT("{source}: nested deeper than {depth} levels."),
                               {{"source", m_source}, {"depth", std::to_string(m_limits.maxDepth)}});
        }
        m_levels.push_back({insert(std::move(container)), {}});
        return true;
    }

    bool close() {
        m_levels.pop_back();
        return true;
    }

    const std::string& m_source;
    const JsonLimits& m_limits;
    Json m_root;
    std::vector<Level> m_levels;
};

} // namespace

Json parseJson(std::string_view text, const std::string& source, const JsonLimits& limits) {
    const std::string name = printable(source);
    if (text.size() > limits.maxBytes) {
        throw invalidInput(HALYARD_TEXT("{source}: {size} bytes of JSON; the limit is {limit}."),
                           {{"source", name}, {"size", grouped(text.size())}, {"limit", grouped(limits.maxBytes)}});
    }
    if (text.substr(0, 3) == "\xEF\xBB\xBF" || text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
        throw invalidInput(HALYARD_TEXT("{source} begins with a byte-order mark. Save it as UTF-8 without one."),
                           {{"source", name}});
    }
    if (const auto bad = firstInvalidUtf8(text)) {
        throw invalidInput(HALYARD_TEXT("{source} is not valid UTF-8 at byte {byte}."),
                           {{"source", name}, {"byte", std::to_string(*bad)}});
    }
    // The parser takes a NUL for the end of its input and would leave the rest unread.
    if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
        throw invalidInput(HALYARD_TEXT("{source} is not valid JSON at byte {byte}: a NUL."),
                           {{"source", name}, {"byte", std::to_string(nul)}});
    }
    StrictBuilder builder(name, limits);
    Json::sax_parse(text.begin(), text.end(), &builder);
    return builder.take();
}

Json readJsonFile(const std::filesystem::path& path, const JsonLimits& limits) {
    return parseJson(readFile(path, limits.maxBytes), path.string(), limits);
}

void writeJsonFile(const std::filesystem::path& path, const Json& document) {
    writeFileAtomically(path, document.dump(2) + "\n");
}

} // namespace halyard
