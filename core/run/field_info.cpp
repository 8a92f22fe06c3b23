// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/field_info.h"

#include "core/run/nearest_name.h"
#include "core/run/run_fields.h"

#include <algorithm>

namespace halyard {

namespace {

std::vector<FieldInfo> collect() {
    std::vector<FieldInfo> out;
    const RunSpec spec;
    visitFields(spec, [&](const auto& /*member*/, const FieldInfo& field) { out.push_back(field); });
    return out;
}

// "optimizer.learning_rate" -> "learning_rate"
std::string lastWord(const std::string& key) {
    return key.substr(key.rfind('.') + 1);
}

} // namespace

const std::vector<FieldInfo>& fieldInfos() {
    static const std::vector<FieldInfo> kFields = collect();
    return kFields;
}

const FieldInfo* findField(std::string_view key) {
    const auto& fields = fieldInfos();
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const FieldInfo& f) { return f.key == key; });
    return found == fields.end() ? nullptr : &*found;
}

std::string describeRange(const FieldInfo& field) {
    if (!field.choices.empty()) {
        std::string out = "one of ";
        for (std::size_t i = 0; i < field.choices.size(); ++i) {
            out += (i == 0 ? "" : ", ") + field.choices[i];
        }
        return out;
    }
    const auto number = [](double value) { return Json(value).dump(); };
    const auto whole = [&](double value) {
        return value == static_cast<double>(static_cast<std::int64_t>(value))
                   ? std::to_string(static_cast<std::int64_t>(value))
                   : number(value);
    };
    std::string out;
    if (field.minimum) {
        out = field.exclusiveMinimum ? "above " + whole(*field.minimum) : "at least " + whole(*field.minimum);
    }
    if (field.maximum) {
        out += (out.empty() ? "at most " : " and at most ") + whole(*field.maximum);
    }
    return out;
}

std::optional<std::string> nearestField(std::string_view key) {
    std::vector<std::string> whole;
    std::vector<std::string> last;
    for (const FieldInfo& field : fieldInfos()) {
        whole.push_back(field.key);
        last.push_back(lastWord(field.key));
    }
    if (const auto near = nearestName(key, whole)) {
        return near;
    }
    // The right word in the wrong part, or without its part.
    const std::string word = lastWord(std::string(key.substr(0, 200)));
    const auto near = nearestName(word, last);
    if (!near) {
        return std::nullopt;
    }
    return whole[static_cast<std::size_t>(std::find(last.begin(), last.end(), *near) - last.begin())];
}

} // namespace halyard
