// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/validate.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace halyard {

// Collects issues; the path of a setting is its key with slashes.
class Issues {
public:
    void error(const std::string& path, Sentence sentence, Arguments arguments = {}) {
        m_issues.push_back({Issue::Severity::Error, path, Message(sentence, std::move(arguments))});
    }
    void warning(const std::string& path, Sentence sentence, Arguments arguments = {}) {
        m_issues.push_back({Issue::Severity::Warning, path, Message(sentence, std::move(arguments))});
    }
    void add(Issue issue) { m_issues.push_back(std::move(issue)); }
    [[nodiscard]] std::vector<Issue> take() { return std::move(m_issues); }

private:
    std::vector<Issue> m_issues;
};

// "data.block" -> "/data/block"
[[nodiscard]] inline std::string pointer(const std::string& key) {
    std::string out = "/" + key;
    std::replace(out.begin(), out.end(), '.', '/');
    return out;
}

} // namespace halyard
