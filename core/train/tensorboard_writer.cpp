// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/tensorboard_writer.h"

#include "core/base/error.h"
#include "core/base/hash.h"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <unistd.h>

namespace halyard {

namespace {

template <typename Integer> void putLittleEndian(std::string& out, Integer value) {
    for (std::size_t i = 0; i < sizeof value; ++i) {
        out += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
    }
}

void putVarint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U) {
        out += static_cast<char>(static_cast<unsigned char>(value | 0x80U));
    }
    out += static_cast<char>(static_cast<unsigned char>(value));
}

// Wire types of protobuf.
enum class Wire : std::uint64_t {
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5
};

void putKey(std::string& out, std::uint64_t field, Wire wire) {
    putVarint(out, field << 3U | static_cast<std::uint64_t>(wire));
}

void putBytes(std::string& out, std::uint64_t field, const std::string& bytes) {
    putKey(out, field, Wire::Bytes);
    putVarint(out, bytes.size());
    out += bytes;
}

double now() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string eventAt(double time, std::int64_t step) {
    std::string out;
    putKey(out, 1, Wire::Fixed64);
    putLittleEndian(out, std::bit_cast<std::uint64_t>(time));
    putKey(out, 2, Wire::Varint);
    putVarint(out, static_cast<std::uint64_t>(step));
    return out;
}

// TensorFlow masks its checksums so that a checksum of data that holds checksums stays a good one.
std::uint32_t masked(const std::string& bytes) {
    return std::rotr(crc32c(bytes), 15) + 0xA282EAD8U;
}

std::string hostName() {
    char name[256] = {};
    if (::gethostname(name, sizeof name - 1) != 0 || name[0] == '\0') {
        return "localhost";
    }
    std::string out(name);
    std::replace(out.begin(), out.end(), '/', '_');
    return out;
}

} // namespace

TensorboardWriter::TensorboardWriter(const std::filesystem::path& folder) {
    createFolders(folder);
    const double time = now();
    m_path = folder / ("events.out.tfevents." + std::to_string(static_cast<long long>(time)) + "." + hostName() + "." +
                       std::to_string(::getpid()));
    m_file = FileDescriptor(
        uninterrupted([&] { return ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666); }));
    if (!m_file.isOpen()) {
        throw systemError(m_path.string(), HALYARD_TEXT("opening"), errno);
    }
    std::string event = eventAt(time, 0);
    putBytes(event, 3, "brain.Event:2");
    record(event);
}

void TensorboardWriter::write(std::int64_t step, const std::vector<Scalar>& scalars) {
    std::string summary;
    for (const auto& [tag, value] : scalars) {
        std::string entry;
        putBytes(entry, 1, tag);
        putKey(entry, 2, Wire::Fixed32);
        putLittleEndian(entry, std::bit_cast<std::uint32_t>(static_cast<float>(value)));
        putBytes(summary, 1, entry);
    }
    std::string event = eventAt(now(), step);
    putBytes(event, 5, summary);
    record(event);
}

void TensorboardWriter::record(const std::string& data) {
    std::string length;
    putLittleEndian(length, static_cast<std::uint64_t>(data.size()));
    std::string out = length;
    putLittleEndian(out, masked(length));
    out += data;
    putLittleEndian(out, masked(data));
    writeAll(m_file, out, m_path);
}

} // namespace halyard
