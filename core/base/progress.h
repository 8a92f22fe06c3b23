// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>

namespace halyard {

// "3 s", "4 min 10 s", "2 h 5 min"
[[nodiscard]] std::string humanDuration(double seconds);
// "512 B", "1.4 GB" (powers of 1000)
[[nodiscard]] std::string humanBytes(double bytes);

// Progress with time left, on stderr: one line redrawn in place on a terminal, a plain line every few seconds when
// piped. Nothing is printed for work that ends within half a second.
class Progress {
public:
    // label: "tokenising"; total in units; unit: "steps", "MB"
    Progress(std::string label, std::uint64_t total, std::string unit, std::FILE* out = stderr);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // done counts from the start of the whole work; detail is shown at the end of the line ("loss 3.21").
    void update(std::uint64_t done, const std::string& detail = {});
    // What was done by an earlier process: the rate leaves it out.
    void startAt(std::uint64_t done);
    // Ends the line; called by the destructor as well.
    void finish();

private:
    void print(std::uint64_t done, const std::string& detail, bool last);

    std::string m_label;
    std::string m_unit;
    std::uint64_t m_total;
    std::uint64_t m_first = 0;
    std::uint64_t m_done = 0;
    std::string m_detail;
    std::FILE* m_out;
    bool m_terminal;
    bool m_shown = false;
    bool m_finished = false;
    std::chrono::steady_clock::time_point m_start;
    std::chrono::steady_clock::time_point m_printed;
};

} // namespace halyard
