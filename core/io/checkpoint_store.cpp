// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/checkpoint_store.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/unique_id.h"

#include <algorithm>
#include <cerrno>
#include <charconv>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr const char* kManifestName = "manifest.json";
constexpr const char* kPrefix = "step-";
constexpr int kFormat = 1;

// "step-12" -> 12; other names are not checkpoints.
std::optional<std::int64_t> stepOf(const fs::path& folder) {
    const std::string name = folder.filename().string();
    if (!name.starts_with(kPrefix)) {
        return std::nullopt;
    }
    const char* const begin = name.data() + 5;
    const char* const end = name.data() + name.size();
    std::int64_t step = 0;
    const auto result = std::from_chars(begin, end, step);
    const bool whole = result.ec == std::errc() && result.ptr == end && step >= 0;
    return whole && kPrefix + std::to_string(step) == name ? std::optional(step) : std::nullopt;
}

Error damaged(const fs::path& file, const Message& what) {
    return invalidInput(HALYARD_TEXT("{file}: {what}. The checkpoint is damaged; an older one is needed."),
                        {{"file", printable(file.string())}, {"what", what.text()}});
}

// The hash of everything else in the manifest, so that a flipped bit in it is found like one in a file.
std::string hashOfManifest(Json document) {
    document.erase("manifest_hash");
    return hashOf(document.dump());
}

bool staysInside(const std::string& relative) {
    const fs::path path(relative);
    return !relative.empty() && relative.find('\0') == std::string::npos && path.is_relative() &&
           std::none_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".." || part == "."; });
}

void checkManifest(const Json& document, const fs::path& file) {
    const auto text = [](const Json& object, const char* key) {
        return object.contains(key) && object[key].is_string();
    };
    const auto count = [](const Json& object, const char* key) {
        return object.contains(key) && object[key].is_number_unsigned();
    };
    if (!document.is_object() || !text(document, "manifest_hash") ||
        document["manifest_hash"] != hashOfManifest(document)) {
        throw damaged(file, HALYARD_TEXT("its content does not match its own checksum"));
    }
    const int format = count(document, "format") ? document["format"].get<int>() : 0;
    if (format != kFormat) {
        throw invalidInput(
            HALYARD_TEXT("{file}: written by another version (format {found}, this program knows {known})."),
            {{"file", printable(file.string())},
             {"found", std::to_string(format)},
             {"known", std::to_string(kFormat)}});
    }
    const auto files = document.find("files");
    const bool complete = count(document, "step") && text(document, "spec_hash") &&
                          document.value("meta", Json()).is_object() && document.value("finite", Json()).is_boolean() &&
                          document.value("milestone", Json()).is_boolean() && files != document.end() &&
                          files->is_array();
    const bool listed = complete && std::all_of(files->begin(), files->end(), [&](const Json& entry) {
                            return entry.is_object() && text(entry, "path") &&
                                   staysInside(entry["path"].get<std::string>()) && text(entry, "hash") &&
                                   count(entry, "bytes");
                        });
    if (!listed) {
        throw damaged(file, HALYARD_TEXT("a field is missing or of the wrong kind"));
    }
}

// Files below folder with size and hash, sorted by path.
Json inventory(const fs::path& folder) {
    std::vector<fs::path> paths;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_regular_file() && !entry.is_symlink()) {
            paths.push_back(entry.path());
        }
    }
    std::sort(paths.begin(), paths.end());
    Json files = Json::array();
    for (const fs::path& path : paths) {
        files.push_back({{"path", path.lexically_relative(folder).generic_string()},
                         {"bytes", static_cast<std::uint64_t>(fs::file_size(path))},
                         {"hash", hashOfFile(path)}});
    }
    return files;
}

CheckpointInfo infoOf(const fs::path& folder, const Json& manifest) {
    CheckpointInfo info{manifest["step"].get<std::int64_t>(), folder, manifest["finite"].get<bool>(),
                        manifest["milestone"].get<bool>(), 0};
    for (const Json& file : manifest["files"]) {
        info.bytes += file["bytes"].get<std::uint64_t>();
    }
    return info;
}

// Cheap sign of damage: every file of the manifest is there with its size.
bool sizesMatch(const fs::path& folder, const Json& manifest) {
    const Json& files = manifest["files"];
    return std::all_of(files.begin(), files.end(), [&](const Json& file) {
        std::error_code error;
        const auto size = fs::file_size(folder / file["path"].get<std::string>(), error);
        return !error && size == file["bytes"].get<std::uint64_t>();
    });
}

std::vector<fs::path> stepFolders(const fs::path& folder) {
    std::vector<fs::path> out;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
        std::error_code ignored;
        if (stepOf(entry.path()) && entry.is_directory(ignored)) {
            out.push_back(entry.path());
        }
    }
    std::sort(out.begin(), out.end(), [](const fs::path& a, const fs::path& b) { return *stepOf(a) < *stepOf(b); });
    return out;
}

// Renamed away first: a removal that is interrupted must not leave half a checkpoint under a visible name.
void removeCheckpoint(const fs::path& folder) {
    const fs::path hidden = folder.parent_path() / ("." + folder.filename().string() + ".tmp-" + uniqueId());
    std::error_code error;
    fs::rename(folder, hidden, error);
    if (error) {
        throw systemError(folder.string(), HALYARD_TEXT("removing"), error.value());
    }
    syncFolder(folder.parent_path());
    fs::remove_all(hidden, error); // what stays is a leftover and removed next time
}

} // namespace

CheckpointStore::CheckpointStore(fs::path folder) : m_folder(std::move(folder)) {}

CheckpointInfo CheckpointStore::save(std::int64_t step, const SaveOptions& options,
                                     const std::function<void(const fs::path&)>& write) {
    const fs::path target = m_folder / (kPrefix + std::to_string(step));
    try {
        AtomicFolder folder(target);
        write(folder.path());
        Json manifest = {{"format", kFormat},
                         {"step", static_cast<std::uint64_t>(step)},
                         {"finite", options.finite},
                         {"milestone", options.milestone},
                         {"meta", options.meta},
                         {"spec_hash", options.specHash},
                         {"files", inventory(folder.path())}};
        // Hashed as it will be read back: parsing may change how a number is held.
        manifest = Json::parse(manifest.dump());
        manifest["manifest_hash"] = hashOfManifest(manifest);
        writeJsonFile(folder.path() / kManifestName, manifest);
        folder.commit();
        return infoOf(target, manifest);
    } catch (const fs::filesystem_error& error) {
        throw systemError(target.string(), HALYARD_TEXT("saving the checkpoint"), error.code().value());
    }
}

std::vector<CheckpointInfo> CheckpointStore::list() const {
    std::vector<CheckpointInfo> out;
    for (const fs::path& folder : stepFolders(m_folder)) {
        try {
            out.push_back(infoOf(folder, manifest(folder)));
        } catch (const Error&) {
            continue; // newestIntact() says why
        }
    }
    return out;
}

std::optional<CheckpointInfo> CheckpointStore::newestIntact(std::vector<std::string>* damagedOnes) const {
    std::vector<fs::path> folders = stepFolders(m_folder);
    std::reverse(folders.begin(), folders.end());
    for (const fs::path& folder : folders) {
        try {
            verify(folder);
            return infoOf(folder, manifest(folder));
        } catch (const Error& error) {
            if (damagedOnes != nullptr) {
                damagedOnes->emplace_back(error.what());
            }
        }
    }
    return std::nullopt;
}

void CheckpointStore::verify(const fs::path& checkpoint) {
    const Json document = manifest(checkpoint);
    for (const Json& entry : document["files"]) {
        const fs::path file = checkpoint / entry["path"].get<std::string>();
        const auto expected = entry["bytes"].get<std::uint64_t>();
        std::error_code error;
        if (!fs::is_regular_file(fs::symlink_status(file, error))) {
            throw damaged(file, HALYARD_TEXT("the file is missing"));
        }
        const std::uint64_t size = fs::file_size(file, error);
        if (error || size != expected) {
            throw damaged(file, Message(HALYARD_TEXT("the file has {size} bytes, the manifest says {expected}"),
                                        {{"size", grouped(error ? 0 : size)}, {"expected", grouped(expected)}}));
        }
        if (hashOfFile(file) != entry["hash"].get<std::string>()) {
            throw damaged(file, HALYARD_TEXT("the content of the file has changed since it was saved"));
        }
    }
}

Json CheckpointStore::manifest(const fs::path& checkpoint) {
    const fs::path file = checkpoint / kManifestName;
    const Json document = readJsonFile(file);
    checkManifest(document, file);
    const std::optional<std::int64_t> step = stepOf(checkpoint.has_filename() ? checkpoint : checkpoint.parent_path());
    if (step && static_cast<std::uint64_t>(*step) != document["step"].get<std::uint64_t>()) {
        throw damaged(file, Message(HALYARD_TEXT("it belongs to step {step}"), {{"step", document["step"].dump()}}));
    }
    return document;
}

void CheckpointStore::retain(int keepLast) {
    if (keepLast < 2) {
        throw invalidInput(
            HALYARD_TEXT("Keeping the last {count} checkpoints is not enough: at least 2 are kept, so that a "
                         "damaged one has a predecessor."),
            {{"count", std::to_string(keepLast)}});
    }
    removeLeftovers(m_folder);
    // What looks damaged neither counts as kept nor is removed: a person may still want to look at it.
    std::vector<CheckpointInfo> whole;
    for (CheckpointInfo& info : list()) {
        if (sizesMatch(info.path, manifest(info.path))) {
            whole.push_back(std::move(info));
        }
    }
    const auto newestFinite =
        std::find_if(whole.rbegin(), whole.rend(), [](const CheckpointInfo& i) { return i.finite; });
    const std::size_t old = whole.size() - std::min(whole.size(), static_cast<std::size_t>(keepLast));
    for (std::size_t i = 0; i < old; ++i) {
        const bool lastFinite = newestFinite != whole.rend() && newestFinite->step == whole[i].step;
        if (!whole[i].milestone && !lastFinite) {
            removeCheckpoint(whole[i].path);
        }
    }
}

} // namespace halyard
