// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/export_target.h"

#include "core/base/error.h"
#include "core/base/json.h"

#include <algorithm>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// "DIR/" and "DIR" mean the same folder.
fs::path withoutSlash(const fs::path& path) {
    return path.has_filename() ? path : path.parent_path();
}

bool isInside(const fs::path& inner, const fs::path& outer) {
    const auto [end, ignored] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
    return end == outer.end();
}

bool isEarlierExport(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_regular_file(folder / kExportMark, error)) {
        return false;
    }
    try {
        const Json mark = readJsonFile(folder / kExportMark);
        return mark.is_object() && mark.value("format", Json()) == kExportFormat;
    } catch (const Error& refusal) {
        if (refusal.kind() != ErrorKind::InvalidInput) {
            throw; // the disk's fault says nothing about what lies there
        }
        return false;
    }
}

} // namespace

void checkExportTarget(const fs::path& out, const fs::path& source) {
    const fs::path target = withoutSlash(out);
    const Arguments place = {{"out", printable(out.string())}, {"source", printable(source.string())}};
    if (target.empty() || !target.has_filename() || target.filename() == "." || target.filename() == "..") {
        throw invalidInput(HALYARD_TEXT("\"{out}\" names no folder; --out must be the name of the folder to write."),
                           place);
    }
    std::error_code error;
    const fs::file_status status = fs::symlink_status(target, error);
    if (fs::is_symlink(status)) {
        throw invalidInput(HALYARD_TEXT("{out} is a symbolic link; name the folder itself."), place);
    }
    const fs::path whole = fs::weakly_canonical(fs::absolute(target), error);
    const fs::path from = fs::weakly_canonical(fs::absolute(source), error);
    if (isInside(whole, from) || isInside(from, whole)) {
        throw invalidInput(HALYARD_TEXT("{out} lies in {source}, or around it; export to a folder of its own."), place);
    }
    if (!fs::exists(status)) {
        return;
    }
    if (!fs::is_directory(status)) {
        throw invalidInput(HALYARD_TEXT("{out} is not a folder. Choose another name."), place);
    }
    const bool isEmpty = fs::is_empty(target, error);
    if (error) {
        throw systemError(out.string(), HALYARD_TEXT("reading"), error.value());
    }
    if (!isEmpty && !isEarlierExport(target)) {
        throw invalidInput(
            HALYARD_TEXT("{out} exists and is not an earlier export; nothing was written. Choose another "
                         "folder, or remove it first."),
            place);
    }
}

} // namespace halyard
