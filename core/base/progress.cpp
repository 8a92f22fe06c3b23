// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/progress.h"

#include <algorithm>
#include <cmath>
#include <sys/ioctl.h>
#include <unistd.h>

namespace halyard {

namespace {

constexpr std::chrono::milliseconds kQuiet{500};
constexpr std::chrono::milliseconds kTerminalInterval{200};
constexpr std::chrono::seconds kPipeInterval{5};

std::size_t terminalWidth(std::FILE* out) {
    winsize size{};
    return ::ioctl(::fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

} // namespace

std::string humanDuration(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0) {
        return "?";
    }
    const auto whole = static_cast<long long>(seconds + 0.5);
    if (whole < 60) {
        return std::to_string(whole) + " s";
    }
    if (whole < 3600) {
        return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
    }
    return std::to_string(whole / 3600) + " h " + std::to_string(whole % 3600 / 60) + " min";
}

std::string humanBytes(double bytes) {
    static const char* const kUnits[] = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    std::size_t unit = 0;
    while (bytes >= 999.5 && unit + 1 < std::size(kUnits)) {
        bytes /= 1000;
        ++unit;
    }
    char text[32];
    std::snprintf(text, sizeof text, unit > 0 && bytes < 9.95 ? "%.1f %s" : "%.0f %s", bytes, kUnits[unit]);
    return text;
}

Progress::Progress(std::string label, std::uint64_t total, std::string unit, std::FILE* out)
    : m_label(std::move(label)), m_unit(std::move(unit)), m_total(total), m_out(out),
      m_terminal(::isatty(::fileno(out)) != 0), m_start(std::chrono::steady_clock::now()), m_printed(m_start) {}

Progress::~Progress() {
    finish();
}

void Progress::startAt(std::uint64_t done) {
    m_first = m_done = done;
    m_start = std::chrono::steady_clock::now();
}

void Progress::update(std::uint64_t done, const std::string& detail) {
    m_done = done;
    m_detail = detail;
    const auto now = std::chrono::steady_clock::now();
    const auto wait = m_terminal ? std::chrono::milliseconds(kTerminalInterval) : std::chrono::milliseconds(kPipeInterval);
    if (now - m_start < kQuiet || now - m_printed < wait) {
        return;
    }
    m_printed = now;
    print(done, detail, false);
}

void Progress::finish() {
    if (m_finished) {
        return;
    }
    m_finished = true;
    if (m_shown) {
        print(m_done, m_detail, true);
    }
}

void Progress::print(std::uint64_t done, const std::string& detail, bool last) {
    m_shown = true;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    const double rate = seconds > 0 ? static_cast<double>(done - std::min(done, m_first)) / seconds : 0;
    std::string line = m_label + ": " + std::to_string(done) + " of " + std::to_string(m_total) + " " + m_unit;
    if (last) {
        line += ", " + humanDuration(seconds);
    } else if (rate > 0 && m_total > done) {
        line += ", " + humanDuration(static_cast<double>(m_total - done) / rate) + " left";
    }
    if (!detail.empty()) {
        line += ", " + detail;
    }
    if (m_terminal) {
        line.resize(std::min(line.size(), terminalWidth(m_out) - 1));
        std::fprintf(m_out, "\r\033[K%s%s", line.c_str(), last ? "\n" : "");
    } else {
        std::fprintf(m_out, "%s\n", line.c_str());
    }
    std::fflush(m_out);
}

} // namespace halyard
