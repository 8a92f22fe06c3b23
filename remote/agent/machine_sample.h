// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

namespace halyard {

// Load, memory, free disk and GPUs of this machine. Everything but the GPUs is read from /proc at once; GPUs are asked
// of nvidia-smi, which may take seconds, by a thread of its own: an answer has what was known a moment ago.
class MachineSampler {
public:
    ~MachineSampler();

    // {"time","load","cores","cpu_busy","memory":{"total","available"},"disk":{"total","free"},
    //  "gpus":[{"name","memory_used","memory_total","utilization"}]}; bytes, fractions; null = not known.
    [[nodiscard]] Json sample(const std::filesystem::path& folder);

private:
    void askForGpus();

    double m_busyBefore = 0;
    double m_totalBefore = 0;
    std::mutex m_mutex;
    Json m_gpus = Json::array();
    std::atomic<bool> m_asking = false;
    std::thread m_thread;
    std::chrono::steady_clock::time_point m_asked;
    bool m_everAsked = false;
};

// Lines of `nvidia-smi --query-gpu=name,memory.used,memory.total,utilization.gpu --format=csv,noheader,nounits`.
[[nodiscard]] Json gpusFromCsv(const std::string& text);

} // namespace halyard
