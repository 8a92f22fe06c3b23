// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stale_inputs.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/run/run_inputs.h"

#include <filesystem>

namespace halyard {

namespace {

// Runs of a project share few inputs; a list of others from outside must not grow without end.
constexpr std::size_t kMostKept = 4096;

std::string hashOrNothing(const RunInput& input) {
    try {
        return hashOf(input);
    } catch (const std::exception&) {
        return {};
    }
}

std::string hashOfRunFile(const RunInput& input) {
    const std::filesystem::path file = std::filesystem::path(input.path) / "run.json";
    std::error_code error;
    try {
        return std::filesystem::is_regular_file(file, error) ? hashOfFile(file) : std::string();
    } catch (const Error&) {
        return {};
    }
}

} // namespace

const StaleInputs::Found& StaleInputs::lookAt(const RunInput& input) {
    const std::pair key(input.role, input.path + "@" + (input.step ? std::to_string(*input.step) : ""));
    const auto now = std::chrono::steady_clock::now();
    const auto known = m_found.find(key);
    if (known != m_found.end() && now - known->second.read < m_holds) {
        return known->second;
    }
    if (m_found.size() >= kMostKept) {
        m_found.clear();
    }
    return m_found[key] = {hashOrNothing(input), hashOfRunFile(input), now};
}

std::vector<std::string> StaleInputs::of(const std::vector<RunInput>& inputs) {
    std::vector<std::string> stale;
    for (const RunInput& input : inputs) {
        if (input.hash.empty()) {
            continue;
        }
        const Found& found = lookAt(input);
        if (!found.hash.empty() && found.hash != input.hash && found.runHash != input.hash) {
            stale.push_back(input.role);
        }
    }
    return stale;
}

} // namespace halyard
