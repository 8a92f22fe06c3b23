// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/base/json.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace halyard {

// What is told of an append-only file: consecutive pieces from an offset on, each as one push
//   {"push":"bytes","follow":n,"run":…,"offset":o,"next":e,"size":s,"file":f,"restarted":b,"end":b,"data":base64}
// "file" tells a file from another of the same name. When the file was replaced, is shorter than the offset, or holds other
// bytes before it than were read (it was restored or written anew in place), it is told from its beginning and the piece
// says "restarted". "end": all that was in the file has been told.
// The other side acknowledges offsets; at most kWindow bytes are under way, so that a slow line neither fills memory
// nor keeps other answers waiting.
class Follower {
public:
    static constexpr std::uint64_t kPiece = std::uint64_t{128} << 10U;
    static constexpr std::uint64_t kWindow = std::uint64_t{1} << 20U;

    struct Start {
        std::int64_t follow = 0;
        std::string run;
        std::uint64_t offset = 0;
        std::uint64_t file = 0; // the one the offset is of; 0 = any
        // CRC-32C of so many bytes before the offset, as they were read; 0 bytes = not known.
        std::uint64_t checked = 0;
        std::uint64_t check = 0;
    };
    Follower(std::filesystem::path path, Start start);

    // The next piece if there is one to tell now. Throws Error when the file cannot be read.
    [[nodiscard]] std::optional<Json> next();
    void acknowledge(std::uint64_t offset);
    [[nodiscard]] const std::string& run() const { return m_start.run; }

private:
    [[nodiscard]] bool openIfThere();
    void reopenIfReplaced();
    [[nodiscard]] bool holdsOtherBytes() const;
    [[nodiscard]] Json piece(std::string_view bytes, std::uint64_t size);

    std::filesystem::path m_path;
    Start m_start;
    FileDescriptor m_file;
    std::uint64_t m_identity = 0;
    std::uint64_t m_told = 0;
    std::uint64_t m_acknowledged = 0;
    bool m_restarted = false;
    bool m_toldEnd = false;
};

} // namespace halyard
