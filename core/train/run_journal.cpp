// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/run_journal.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

namespace halyard {

namespace {

// A line and the block it may begin.
constexpr std::uint64_t kRoomForALine = std::uint64_t{16} << 10U;
constexpr std::chrono::milliseconds kLook{200};
constexpr std::chrono::milliseconds kPauseLook{100};
// A quota shows no number of free bytes: what failed is tried again, ever later, as it may be many gigabytes.
constexpr std::chrono::milliseconds kLongestPause{30'000};

Error stoppedWhileFull(const RunFolder& run) {
    return failure(HALYARD_TEXT("The run was stopped while it waited for room on the disk of {path}. Free some space and continue "
                                "with: halyard run {path} --resume"),
                   {{"path", printable(run.path().string())}});
}

} // namespace

RunJournal::RunJournal(const RunFolder& run)
    : m_run(run), m_events(run.events()), m_heartbeat(run) {}

void RunJournal::beat(std::int64_t step) {
    m_step = step;
    m_heartbeat.beat(step);
}

void RunJournal::event(const std::string& name, const Json& fields) {
    whenThereIsRoom(0, [&] { m_events.write(name, fields); });
}

void RunJournal::scalars(std::int64_t step, const std::vector<Scalar>& scalars) {
    whenThereIsRoom(0, [&] {
        if (!m_tensorboard) {
            m_tensorboard.emplace(m_run.tensorboard());
        }
        m_tensorboard->write(step, scalars);
    });
}

// The supervisor keeps the file "pause" while the run is paused.
bool RunJournal::waitWhilePaused() {
    const auto paused = [this] {
        std::error_code error;
        return std::filesystem::exists(m_run.pause(), error) && !Cancellation::requested();
    };
    if (!paused()) {
        return false;
    }
    event("paused", {{"step", m_step}});
    while (paused()) {
        std::this_thread::sleep_for(kPauseLook);
    }
    event("continued", {{"step", m_step}});
    return true;
}

void RunJournal::lastEvent(const std::string& name, const Json& fields) {
    try {
        m_events.write(name, fields);
    } catch (const Error&) {
        return;
    }
}

void RunJournal::whenThereIsRoom(std::uint64_t bytes, const std::function<void()>& write) {
    bool waited = false;
    std::chrono::milliseconds pause{0};
    for (;;) {
        DiskShortage shortage = room(bytes);
        if (shortage.have >= shortage.need) {
            try {
                write();
                break;
            } catch (const Error& error) {
                if (!error.isDiskFull()) {
                    throw;
                }
                shortage = room(std::max(bytes, kRoomForALine));
            }
        }
        if (!waited) {
            announce(shortage);
            waited = true;
        }
        waitForRoom(shortage, pause);
        pause = std::min(2 * pause + kLook, kLongestPause);
    }
    if (waited) {
        m_heartbeat.waitsForRoom(std::nullopt);
        lastEvent("continued", {{"step", m_step}});
    }
}

DiskShortage RunJournal::room(std::uint64_t bytes) const {
    std::error_code error;
    const auto free = std::filesystem::space(m_run.path(), error).available;
    return {.need = bytes, .have = error ? bytes : free}; // a disk that cannot be asked is tried
}

void RunJournal::announce(const DiskShortage& shortage) {
    std::fprintf(stderr, "%s\n", shortage.message(m_run).text().c_str());
    lastEvent("paused", {{"step", m_step}, {"need", shortage.need}, {"have", shortage.have}});
}

void RunJournal::waitForRoom(DiskShortage shortage, std::chrono::milliseconds atLeast) {
    const auto begin = std::chrono::steady_clock::now();
    do {
        if (Cancellation::requested()) {
            throw stoppedWhileFull(m_run);
        }
        m_heartbeat.waitsForRoom(shortage);
        std::this_thread::sleep_for(kLook);
        shortage.have = room(shortage.need).have;
    } while (shortage.have < shortage.need || std::chrono::steady_clock::now() - begin < atLeast);
}

} // namespace halyard
