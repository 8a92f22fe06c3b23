// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/atomic_file.h"
#include "core/base/json.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace halyard {

// The folder "checkpoints/" of a run: one folder "step-N" a checkpoint, by the save protocol of promises.md 2A.
//   save: files are written below a hidden temporary folder; manifest.json lists each with size and XXH3-128 and is
//   written last; everything is synced; one rename makes the checkpoint visible; only then save() returns.
// The newest checkpoint is always found by looking, never through a pointer file.
struct CheckpointInfo {
    std::int64_t step = 0;
    std::filesystem::path path;
    bool finite = true; // no NaN or Inf in the weights when saved
    bool milestone = false;
    std::uint64_t bytes = 0;
};

class CheckpointStore {
public:
    explicit CheckpointStore(std::filesystem::path folder);

    struct SaveOptions {
        bool finite = true;
        bool milestone = false;
        std::string specHash = {}; // of run.json; compared on resume
        Json meta = Json::object();
    };
    // write(dir) puts the files; returns when the checkpoint is durable and visible. An existing step-N is replaced.
    CheckpointInfo save(std::int64_t step, const SaveOptions& options,
                        const std::function<void(const std::filesystem::path&)>& write);

    // Visible checkpoints, oldest first; folders without a readable manifest are left out.
    [[nodiscard]] std::vector<CheckpointInfo> list() const;

    // Newest checkpoint whose every file has the size and hash of the manifest. damaged (when given) receives one
    // sentence for each newer one that was skipped.
    [[nodiscard]] std::optional<CheckpointInfo> newestIntact(std::vector<std::string>* damaged = nullptr) const;

    // Throws Error(InvalidInput) naming the first file that is missing, short or changed.
    static void verify(const std::filesystem::path& checkpoint);
    [[nodiscard]] static Json manifest(const std::filesystem::path& checkpoint);

    // Removes all but the newest keepLast (>= 2), milestones, and the newest finite one; clears leftovers.
    void retain(int keepLast);

private:
    std::filesystem::path m_folder;
};

} // namespace halyard
