// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace halyard {

// A folder for files between this program and another, below the system's temporary folder; removed in the end. Throws
// Error(Failed) when it cannot be made.
class ExchangeFolder {
public:
    explicit ExchangeFolder(const std::string& name); // "NAME-<unique>"
    ~ExchangeFolder();
    ExchangeFolder(const ExchangeFolder&) = delete;
    ExchangeFolder& operator=(const ExchangeFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

} // namespace halyard
