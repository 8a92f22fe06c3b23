// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/heartbeat.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/run/process_identity.h"

#include <chrono>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace halyard {

namespace {

constexpr std::chrono::seconds kInterval{5};
// Every beat has the same size, so that one write replaces the whole of the one before.
constexpr std::size_t kSize = 256;

double seconds(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

std::string bootId() {
    const auto self = identityOf(::getpid());
    return self ? self->bootId : std::string();
}

} // namespace

Heartbeat::Heartbeat(const RunFolder& run)
    : m_file(::open(run.heartbeat().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666)), m_bootId(bootId()) {
    if (m_file.isOpen()) {
        (void)!::ftruncate(m_file.get(), 0);
    }
    m_thread = std::thread([this] {
        std::unique_lock lock(m_mutex);
        while (!m_end.wait_for(lock, kInterval, [this] { return m_ending; })) {
            write();
        }
    });
    beat(0);
}

Heartbeat::~Heartbeat() {
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_end.notify_all();
    m_thread.join();
}

void Heartbeat::beat(std::int64_t step) {
    const std::lock_guard lock(m_mutex);
    m_step = step;
    write();
}

void Heartbeat::write() {
    if (!m_file.isOpen()) {
        return;
    }
    const Json document = {{"boot_id", m_bootId},
                           {"monotonic", seconds(CLOCK_BOOTTIME)},
                           {"time", seconds(CLOCK_REALTIME)},
                           {"step", m_step},
                           {"pid", ::getpid()}};
    std::string text = document.dump();
    text.resize(kSize - 1, ' ');
    text += '\n';
    (void)!::pwrite(m_file.get(), text.data(), text.size(), 0);
}

std::optional<double> secondsSinceHeartbeat(const RunFolder& run) {
    std::error_code error;
    if (!std::filesystem::exists(run.heartbeat(), error)) {
        return std::nullopt;
    }
    try {
        const Json beat = readJsonFile(run.heartbeat());
        if (!beat.is_object() || beat.value("boot_id", Json()) != bootId() || !beat.value("monotonic", Json()).is_number()) {
            return std::nullopt;
        }
        return std::max(0.0, seconds(CLOCK_BOOTTIME) - beat["monotonic"].get<double>());
    } catch (const Error&) {
        return std::nullopt; // read while it was being written
    }
}

} // namespace halyard
