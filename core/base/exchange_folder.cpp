// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/exchange_folder.h"

#include "core/base/error.h"
#include "core/base/unique_id.h"

namespace halyard {

namespace fs = std::filesystem;

ExchangeFolder::ExchangeFolder(const std::string& name) {
    std::error_code error;
    m_path = fs::temp_directory_path(error) / (name + "-" + uniqueId());
    if (!error) {
        fs::create_directory(m_path, error);
    }
    if (error) {
        throw systemError(m_path.string(), HALYARD_TEXT("creating"), error.value());
    }
    fs::permissions(m_path, fs::perms::owner_all, error);
}

ExchangeFolder::~ExchangeFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

} // namespace halyard
