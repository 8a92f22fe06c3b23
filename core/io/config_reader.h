// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// Reads typed values of a JSON object and refuses wrong ones with a sentence that names source, key, value and range.
// A missing key and null both mean "not given". All functions throw Error(InvalidInput).
class ConfigReader {
public:
    struct IntegerRange {
        std::int64_t low;
        std::int64_t high;
    };
    struct NumberRange {
        double low;
        double high;
    };
    ConfigReader(const Json& object, const std::string& source);

    [[nodiscard]] bool has(const char* key) const;
    [[nodiscard]] std::int64_t integer(const char* key, IntegerRange range) const; // must be given
    [[nodiscard]] std::int64_t integer(const char* key, IntegerRange range, std::int64_t absent) const;
    [[nodiscard]] double number(const char* key, NumberRange range, double absent) const;
    [[nodiscard]] bool boolean(const char* key, bool absent) const;
    [[nodiscard]] std::string text(const char* key, const std::string& absent) const;
    // A list of integers, or one alone.
    [[nodiscard]] std::vector<std::int64_t> integers(const char* key, IntegerRange range) const;
    [[nodiscard]] std::vector<std::string> texts(const char* key) const;
    // "{source}: "{key}" is {found}; it must be {wanted}."
    [[noreturn]] void refuse(const char* key, const Message& wanted) const;

    [[nodiscard]] const std::string& source() const { return m_source; } // printable

private:
    [[nodiscard]] const Json* find(const char* key) const;
    [[nodiscard]] std::int64_t checked(const char* key, const Json& value, IntegerRange range) const;

    const Json& m_object;
    std::string m_source;
};

} // namespace halyard
