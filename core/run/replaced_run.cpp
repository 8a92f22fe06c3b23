// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/replaced_run.h"

#include "core/base/error.h"

namespace halyard {

namespace fs = std::filesystem;

void setAside(const RunFolder& old) {
    if (old.isLocked()) {
        throw failure(HALYARD_TEXT("{run} still runs, but with settings that are others by now. Stop it first."),
                      {{"run", printable(old.path().string())}});
    }
    for (int k = 1;; ++k) {
        const fs::path aside = old.path().string() + ".replaced-" + std::to_string(k);
        std::error_code error;
        if (fs::exists(aside, error)) {
            continue;
        }
        fs::rename(old.path(), aside, error);
        if (error) {
            throw systemError(old.path().string(), HALYARD_TEXT("renaming"), error.value());
        }
        return;
    }
}

} // namespace halyard
