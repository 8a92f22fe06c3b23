// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <cstdint>
#include <fcntl.h>
#include <filesystem>
#include <string>

namespace halyard::testing {

constexpr int kPayloadFiles = 3;
constexpr std::size_t kPayloadPieces = 16;
constexpr std::size_t kPayloadPieceBytes = 32'768;

// A piece of a file that only one step has.
inline std::string payloadPiece(std::int64_t step, int file, std::size_t piece) {
    std::string out;
    std::uint64_t state = static_cast<std::uint64_t>(step) * 1'000'003 + static_cast<std::uint64_t>(file) * 101 + piece;
    while (out.size() < kPayloadPieceBytes) {
        state = state * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        for (unsigned shift = 0; shift < 64; shift += 8) {
            out += static_cast<char>(static_cast<unsigned char>(state >> shift));
        }
    }
    return out;
}

// Writes the files of a step plainly; an older file of that name is overwritten in place.
inline void writePayload(const std::filesystem::path& folder, std::int64_t step, bool sync) {
    for (int file = 0; file < kPayloadFiles; ++file) {
        const std::filesystem::path path = folder / ("rank" + std::to_string(file) + ".bin");
        const FileDescriptor out(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
        for (std::size_t piece = 0; piece < kPayloadPieces; ++piece) {
            writeAll(out, payloadPiece(step, file, piece), path);
        }
        if (sync) {
            (void)::fsync(out.get());
        }
    }
}

// The step whose complete payload the folder holds; -1 when it is a mixture or incomplete.
inline std::int64_t payloadStep(const std::filesystem::path& folder, std::int64_t first, std::int64_t last) {
    for (std::int64_t step = first; step <= last; ++step) {
        bool all = true;
        for (int file = 0; all && file < kPayloadFiles; ++file) {
            std::string expected;
            for (std::size_t piece = 0; piece < kPayloadPieces; ++piece) {
                expected += payloadPiece(step, file, piece);
            }
            const std::filesystem::path path = folder / ("rank" + std::to_string(file) + ".bin");
            all = std::filesystem::exists(path) && readFile(path, std::size_t{1} << 30U) == expected;
        }
        if (all) {
            return step;
        }
    }
    return -1;
}

} // namespace halyard::testing
