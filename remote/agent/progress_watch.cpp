// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/progress_watch.h"

#include "core/base/file.h"
#include "core/base/message.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace halyard {

namespace {

constexpr std::size_t kFewest = 5; // steps, before their median says what is usual
constexpr std::size_t kMost = 101;
// Of a look that comes late no more is counted: this process was not awake.
constexpr int kLate = 4;

std::string contentOf(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// "R", "S", "D", "T", …; empty for a process that is gone.
std::string stateOf(pid_t process) {
    const std::string stat = contentOf("/proc/" + std::to_string(process) + "/stat");
    const std::size_t name = stat.rfind(')'); // which may hold anything
    return name == std::string::npos || name + 2 >= stat.size() ? std::string() : stat.substr(name + 2, 1);
}

} // namespace

ProgressWatch::ProgressWatch(RunFolder run, std::vector<pid_t> ranks, HangRules rules)
    : m_run(std::move(run)), m_processes(std::move(ranks)), m_rules(rules) {}

std::vector<ProgressWatch::Standing> ProgressWatch::standings() const {
    std::vector<Standing> out;
    for (std::size_t rank = 0; rank < m_processes.size(); ++rank) {
        Standing standing{.beat = lastBeat(m_run, static_cast<int>(rank)), .suspended = false};
        if (standing.beat && standing.beat->process != m_processes[rank]) {
            standing.beat.reset(); // of an earlier process
        }
        const std::string state = stateOf(m_processes[rank]);
        standing.suspended = state == "T" || state == "t";
        out.push_back(standing);
    }
    return out;
}

std::chrono::duration<double> ProgressWatch::patience(const std::vector<Standing>& ranks) const {
    if (std::any_of(ranks.begin(), ranks.end(), [](const Standing& rank) { return rank.beat && rank.beat->besideSteps; })) {
        return m_rules.besideSteps;
    }
    if (m_intervals.size() < kFewest) {
        return m_rules.unknown;
    }
    std::vector<double> sorted(m_intervals.begin(), m_intervals.end());
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2), sorted.end());
    const std::chrono::duration<double> usual(m_rules.usualTimes * sorted[sorted.size() / 2]);
    return std::max<std::chrono::duration<double>>(m_rules.least, usual);
}

// What moved since the last look: steps, or the beginning or the end of something beside them.
void ProgressWatch::note(const std::vector<Standing>& ranks) {
    std::vector<std::int64_t> now;
    std::int64_t steps = 0;
    bool beside = false;
    for (const Standing& rank : ranks) {
        const std::int64_t taken = rank.beat ? rank.beat->taken : 0;
        const bool other = rank.beat && rank.beat->besideSteps;
        now.push_back(2 * taken + (other ? 1 : 0));
        steps = std::max(steps, taken);
        beside = beside || other;
    }
    if (now == m_last) {
        return;
    }
    if (steps > m_steps && m_steps > 0 && !beside) {
        const auto count = static_cast<std::size_t>(steps - m_steps);
        m_intervals.insert(m_intervals.end(), std::min(count, kMost), (m_awake - m_moved).count() / static_cast<double>(count));
        while (m_intervals.size() > kMost) {
            m_intervals.pop_front();
        }
    }
    m_steps = steps;
    m_last = std::move(now);
    m_moved = m_awake;
}

Hang ProgressWatch::judge(const std::vector<Standing>& ranks) {
    Hang hang;
    const auto taken = [](const Standing& rank) { return rank.beat ? rank.beat->taken : 0; };
    const auto suspended = std::find_if(ranks.begin(), ranks.end(), [](const Standing& rank) { return rank.suspended; });
    const auto [last, first] = std::minmax_element(
        ranks.begin(), ranks.end(), [&](const Standing& a, const Standing& b) { return taken(a) < taken(b); });
    // A rank that says nothing at all may be one that keeps no heartbeat.
    const bool all = std::all_of(ranks.begin(), ranks.end(), [](const Standing& rank) { return rank.beat.has_value(); });
    if (suspended != ranks.end()) {
        hang.rank = static_cast<int>(suspended - ranks.begin());
        hang.suspended = true;
    } else if (all && taken(*last) < taken(*first)) {
        hang.rank = static_cast<int>(last - ranks.begin());
    }
    return hang;
}

std::optional<Hang> ProgressWatch::look(bool paused, Clock::time_point now) {
    const std::chrono::duration<double> passed = now - m_looked;
    if (passed < m_rules.look) {
        return std::nullopt;
    }
    m_looked = now;
    m_awake += std::min<std::chrono::duration<double>>(passed, kLate * m_rules.look);
    const std::vector<Standing> ranks = standings();
    note(ranks);
    const bool waits = std::any_of(ranks.begin(), ranks.end(), [](const Standing& rank) { return rank.beat && rank.beat->shortage; });
    const bool allSuspended = std::all_of(ranks.begin(), ranks.end(), [](const Standing& rank) { return rank.suspended; });
    if (paused || waits || allSuspended || m_steps == 0) {
        m_moved = m_awake;
        return std::nullopt;
    }
    const std::chrono::duration<double> still = m_awake - m_moved;
    if (still <= patience(ranks)) {
        return std::nullopt;
    }
    Hang hang = judge(ranks);
    hang.seconds = still.count();
    return hang;
}

std::string ProgressWatch::describe() const {
    std::string out;
    const std::vector<Standing> ranks = standings();
    for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
        const std::string process = std::to_string(m_processes[rank]);
        const std::string wait = contentOf("/proc/" + process + "/wchan");
        out += "rank " + std::to_string(rank) + ", process " + process + ": ";
        out += ranks[rank].beat ? "step " + std::to_string(ranks[rank].beat->step) : "no heartbeat";
        out += ranks[rank].beat && ranks[rank].beat->besideSteps ? ", beside its steps" : "";
        out += ", state " + stateOf(m_processes[rank]) + ", waits in " + (wait.empty() ? "-" : printable(wait, 80)) + "\n";
    }
    return out;
}

} // namespace halyard
