// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/machine_sample.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/spawn.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <fcntl.h>
#include <poll.h>
#include <sstream>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

namespace halyard {

namespace {

constexpr std::chrono::seconds kLongestAnswer{5};

std::string readKernelFile(const char* path) {
    const FileDescriptor file(::open(path, O_RDONLY | O_CLOEXEC));
    std::string out(std::size_t{64} << 10U, '\0');
    const ssize_t got = file.isOpen() ? ::read(file.get(), out.data(), out.size()) : 0;
    out.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return out;
}

// "MemTotal:  123 kB"
Json kilobytes(const std::string& meminfo, const std::string& key) {
    std::istringstream in(meminfo);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with(key + ":")) {
            return std::strtod(line.c_str() + key.size() + 1, nullptr) * 1024;
        }
    }
    return nullptr;
}

std::string nvidiaSmi() {
    for (const char* path : {"/usr/bin/nvidia-smi", "/usr/local/bin/nvidia-smi", "/usr/lib/wsl/lib/nvidia-smi"}) {
        if (::access(path, X_OK) == 0) {
            return path;
        }
    }
    return {};
}

// What a program prints, for as long as it may take; it is killed then.
std::string outputOf(const std::vector<std::string>& arguments) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return {};
    }
    const FileDescriptor out(ends[0]);
    FileDescriptor in(ends[1]);
    SpawnOptions options;
    options.arguments = arguments;
    options.standardOutput = in.get();
    const pid_t program = spawn(options);
    (void)in.close();
    std::string text;
    const auto end = std::chrono::steady_clock::now() + kLongestAnswer;
    std::array<char, 4096> buffer{};
    while (text.size() < std::size_t{1} << 20U) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
        pollfd waiting{out.get(), POLLIN, 0};
        if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0) {
            break;
        }
        const ssize_t got = ::read(out.get(), buffer.data(), buffer.size());
        if (got <= 0) {
            break;
        }
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    ::kill(program, SIGKILL);
    ::waitpid(program, nullptr, 0);
    return text;
}

Json number(const std::string& field, double factor) {
    const std::size_t begin = field.find_first_not_of(' ');
    if (begin == std::string::npos) {
        return nullptr;
    }
    double value = 0;
    const auto read = std::from_chars(field.data() + begin, field.data() + field.size(), value);
    return read.ec == std::errc() ? Json(value * factor) : Json(nullptr);
}

} // namespace

Json gpusFromCsv(const std::string& text) {
    Json gpus = Json::array();
    std::istringstream in(text);
    for (std::string line; std::getline(in, line) && gpus.size() < 64;) {
        std::array<std::string, 4> fields;
        std::istringstream row(line);
        std::size_t count = 0;
        while (count < fields.size() && std::getline(row, fields[count], ',')) {
            ++count;
        }
        if (count == fields.size()) {
            constexpr double kMebi = 1024.0 * 1024.0;
            gpus.push_back({{"name", printable(fields[0], 80)},
                            {"memory_used", number(fields[1], kMebi)},
                            {"memory_total", number(fields[2], kMebi)},
                            {"utilization", number(fields[3], 0.01)}});
        }
    }
    return gpus;
}

MachineSampler::~MachineSampler() {
    if (m_thread.joinable()) {
        m_thread.join();
    }
}

void MachineSampler::askForGpus() {
    constexpr std::chrono::seconds kFresh{2};
    const auto now = std::chrono::steady_clock::now();
    if (m_asking || (m_everAsked && now - m_asked < kFresh)) {
        return;
    }
    const std::string program = nvidiaSmi();
    if (program.empty()) {
        return;
    }
    if (m_thread.joinable()) {
        m_thread.join();
    }
    m_asked = now;
    m_everAsked = true;
    m_asking = true;
    m_thread = std::thread([this, program] {
        Json gpus = Json::array();
        try {
            gpus = gpusFromCsv(outputOf({program, "--query-gpu=name,memory.used,memory.total,utilization.gpu",
                                         "--format=csv,noheader,nounits"}));
        } catch (const Error&) {
            gpus = Json::array();
        }
        const std::lock_guard<std::mutex> guard(m_mutex);
        m_gpus = std::move(gpus);
        m_asking = false;
    });
}

Json MachineSampler::sample(const std::filesystem::path& folder) {
    askForGpus();
    const double load = std::strtod(readKernelFile("/proc/loadavg").c_str(), nullptr);
    // "cpu  user nice system idle iowait irq softirq steal …" in ticks since boot
    std::istringstream line(readKernelFile("/proc/stat"));
    std::string word;
    line >> word;
    double total = 0, idle = 0, ticks = 0;
    for (int field = 0; field < 8 && line >> ticks; ++field) {
        total += ticks;
        idle += field == 3 || field == 4 ? ticks : 0;
    }
    const double busy = total - idle;
    const Json fraction = m_totalBefore > 0 && total > m_totalBefore
                              ? Json((busy - m_busyBefore) / (total - m_totalBefore))
                              : Json(nullptr);
    m_busyBefore = busy;
    m_totalBefore = total;
    const std::string meminfo = readKernelFile("/proc/meminfo");
    struct statvfs disk {};
    const bool hasDisk = ::statvfs(folder.c_str(), &disk) == 0;
    const auto bytes = [&](auto blocks) {
        return hasDisk ? Json(static_cast<double>(blocks) * static_cast<double>(disk.f_frsize)) : Json(nullptr);
    };
    const double time = std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
    const std::lock_guard<std::mutex> guard(m_mutex);
    return {{"time", time},
            {"load", load},
            {"cores", std::thread::hardware_concurrency()},
            {"cpu_busy", fraction},
            {"memory", {{"total", kilobytes(meminfo, "MemTotal")}, {"available", kilobytes(meminfo, "MemAvailable")}}},
            {"disk", {{"total", bytes(disk.f_blocks)}, {"free", bytes(disk.f_bavail)}}},
            {"gpus", m_gpus}};
}

} // namespace halyard
