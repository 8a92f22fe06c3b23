// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace halyard {

// What a call of halyard-worker took.
struct ChildReport {
    double wallSeconds = 0;
    double cpuSeconds = 0;   // of all its threads
    double peakBytes = 0;    // resident
    double foreignCores = 0; // that other processes kept busy meanwhile
};

// Runs halyard-worker with these words to its end; what it prints goes to the file log. Throws Error when it fails.
ChildReport runWorker(const std::vector<std::string>& words, const std::filesystem::path& log);

} // namespace halyard
