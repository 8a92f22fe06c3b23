// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/run_watch.h"

#include "remote/agent/queue_file.h"

#include <algorithm>
#include <ctime>
#include <sys/stat.h>

namespace halyard {

RunWatch::Stamp RunWatch::stampOf(const RunFolder& run) {
    Stamp stamp{};
    std::size_t at = 0;
    const std::array<std::filesystem::path, kFiles> files = {run.specFile(), run.state(),       run.exit(),     run.events(),
                                                             run.notes(),    run.checkpoints(), run.heartbeat()};
    for (const auto& file : files) {
        struct stat info {};
        if (::stat(file.c_str(), &info) == 0) {
            stamp[at] = static_cast<std::int64_t>(info.st_ino);
            stamp[at + 1] = static_cast<std::int64_t>(info.st_size);
            stamp[at + 2] = static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1'000'000'000 + info.st_mtim.tv_nsec;
        }
        at += 3;
    }
    // A supervisor that is killed changes no file, but it gives up the lock.
    stamp[kLocked] = run.isLocked() ? 1 : 0;
    struct stat events {};
    if (stamp[kLocked] == 1 && ::stat(run.events().c_str(), &events) == 0) {
        stamp[kSilent] = std::max<std::int64_t>(0, ::time(nullptr) - events.st_mtim.tv_sec) / 60;
    }
    return stamp;
}

void RunWatch::lookAt(const std::string& name) {
    const RunFolder run(m_project.runs() / name);
    std::error_code error;
    if (!std::filesystem::exists(run.specFile(), error)) {
        return;
    }
    Stamp stamp = stampOf(run);
    const auto queued = m_queued.find(name);
    stamp[kQueuePlace] = queued == m_queued.end() ? -1 : queued->second;
    Entry& entry = m_entries[name];
    const bool same = entry.changed > 0 && !entry.removed && entry.stamp == stamp;
    if (same && m_inputs.of(entry.summary.inputs) == entry.summary.staleInputs) {
        return;
    }
    entry.summary = summaryOf(run);
    entry.summary.run = name;
    entry.summary.staleInputs = m_inputs.of(entry.summary.inputs);
    entry.summary.queuePosition = stamp[kQueuePlace];
    entry.stamp = stamp;
    entry.removed = false;
    entry.changed = ++m_count;
}

void RunWatch::startRound() {
    m_queued.clear();
    try {
        const Queue queue = QueueFile(m_project.runs()).read();
        for (std::size_t i = 0; i < queue.entries.size(); ++i) {
            m_queued[queue.entries[i].run] = static_cast<std::int64_t>(i);
        }
    } catch (const Error&) {
        m_queued.clear(); // "queue" says what is wrong with it
    }
    m_round = m_project.runNames();
    for (auto& [name, entry] : m_entries) {
        if (!entry.removed && !std::binary_search(m_round.begin(), m_round.end(), name)) {
            entry.removed = true;
            entry.changed = ++m_count;
        }
    }
}

void RunWatch::look(std::chrono::milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    if (m_round.empty()) {
        startRound();
    }
    while (!m_round.empty() && std::chrono::steady_clock::now() < end) {
        lookAt(m_round.back());
        m_round.pop_back();
    }
    m_complete = m_complete || m_round.empty();
}

RunWatch::News RunWatch::since(std::uint64_t count) const {
    News news;
    news.count = m_count;
    for (const auto& [name, entry] : m_entries) {
        if (entry.changed > count) {
            (entry.removed ? news.removed : news.changed).push_back(name);
        }
    }
    return news;
}

const RunSummary* RunWatch::find(const std::string& run) const {
    const auto found = m_entries.find(run);
    return found == m_entries.end() || found->second.removed ? nullptr : &found->second.summary;
}

std::vector<std::string> RunWatch::names() const {
    std::vector<std::string> out;
    for (const auto& [name, entry] : m_entries) {
        if (!entry.removed) {
            out.push_back(name);
        }
    }
    return out;
}

} // namespace halyard
