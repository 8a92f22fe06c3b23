// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/heartbeat.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/progress.h"
#include "core/run/process_identity.h"

#include <chrono>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace halyard {

namespace {

constexpr std::chrono::seconds kInterval{5};
// Every beat has the same size, so that one write replaces the whole of the one before.
constexpr std::size_t kSize = 384;
constexpr std::size_t kLongestWord = 12; // so that all of it fits

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

Message DiskShortage::message(const RunFolder& run) const {
    if (have >= need) {
        return {HALYARD_TEXT("Disk full: nothing can be written below {path}, though {have} are free; a quota may be used up. Free "
                             "some space; the run then goes on by itself."),
                {{"path", printable(run.path().string())}, {"have", humanBytes(static_cast<double>(have))}}};
    }
    return {HALYARD_TEXT("Disk full: the run needs {need} to go on, but {path} has {have} left. Free some space; it then goes on "
                         "by itself."),
            {{"need", humanBytes(static_cast<double>(need))},
             {"have", humanBytes(static_cast<double>(have))},
             {"path", printable(run.path().string())}}};
}

Heartbeat::Heartbeat(const RunFolder& run, int rank)
    : m_file(::open(run.heartbeat(rank).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666)), m_bootId(bootId()) {
    if (m_file.isOpen()) {
        (void)!::ftruncate(m_file.get(), 0);
    }
    m_thread = std::thread([this] {
        std::unique_lock lock(m_mutex);
        while (!m_end.wait_for(lock, kInterval, [this] { return m_ending; })) {
            write();
        }
    });
    startAt(0);
}

Heartbeat::~Heartbeat() {
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
    }
    m_end.notify_all();
    m_thread.join();
}

void Heartbeat::startAt(std::int64_t step) {
    const std::lock_guard lock(m_mutex);
    m_step = step;
    write();
}

void Heartbeat::beat(std::int64_t step) {
    const std::lock_guard lock(m_mutex);
    m_step = step;
    ++m_taken;
    write();
}

void Heartbeat::besideSteps(bool is, const std::string& what) {
    const std::lock_guard lock(m_mutex);
    m_besideSteps = is;
    m_beside = printable(what, kLongestWord);
    write();
}

void Heartbeat::waitsForRoom(const std::optional<DiskShortage>& shortage) {
    const std::lock_guard lock(m_mutex);
    m_shortage = shortage;
    write();
}

void Heartbeat::write() {
    if (!m_file.isOpen()) {
        return;
    }
    Json document = {{"boot_id", m_bootId},
                     {"monotonic", seconds(CLOCK_BOOTTIME)},
                     {"time", seconds(CLOCK_REALTIME)},
                     {"step", m_step},
                     {"taken", m_taken},
                     {"pid", ::getpid()}};
    if (m_besideSteps) {
        document["beside"] = m_beside.empty() ? Json(true) : Json(m_beside);
    }
    if (m_shortage) {
        document["disk_full"] = {{"need", m_shortage->need}, {"have", m_shortage->have}};
    }
    std::string text = document.dump();
    text.resize(kSize - 1, ' ');
    text += '\n';
    (void)!::pwrite(m_file.get(), text.data(), text.size(), 0);
}

std::optional<LastBeat> lastBeat(const RunFolder& run, int rank) {
    std::error_code error;
    if (!std::filesystem::exists(run.heartbeat(rank), error)) {
        return std::nullopt;
    }
    try {
        const Json document = readJsonFile(run.heartbeat(rank));
        if (!document.is_object() || document.value("boot_id", Json()) != bootId() ||
            !document.value("monotonic", Json()).is_number()) {
            return std::nullopt;
        }
        const auto whole = [&](const char* key) {
            const Json value = document.value(key, Json());
            return value.is_number_integer() ? value.get<std::int64_t>() : 0;
        };
        const Json beside = document.value("beside", Json());
        LastBeat beat{.age = std::max(0.0, seconds(CLOCK_BOOTTIME) - document["monotonic"].get<double>()),
                      .process = static_cast<pid_t>(whole("pid")),
                      .step = whole("step"),
                      .taken = whole("taken"),
                      .besideSteps = beside == true || beside.is_string(),
                      .beside = beside.is_string() ? printable(beside.get<std::string>(), kLongestWord) : std::string(),
                      .shortage = std::nullopt};
        const Json full = document.value("disk_full", Json());
        if (full.is_object() && full.value("need", Json()).is_number_unsigned() &&
            full.value("have", Json()).is_number_unsigned()) {
            beat.shortage = DiskShortage{full["need"].get<std::uint64_t>(), full["have"].get<std::uint64_t>()};
        }
        return beat;
    } catch (const Error&) {
        return std::nullopt; // read while it was being written
    }
}

} // namespace halyard
