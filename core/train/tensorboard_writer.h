// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace halyard {

// One tag and its value.
using Scalar = std::pair<std::string, double>;

// Writes a TensorBoard event file "events.out.tfevents.<seconds>.<host>.<pid>": a stream of TFRecords
//   length (u64, little endian) · masked CRC-32C of length · data · masked CRC-32C of data
// whose data are protobuf messages Event {wall_time = 1, step = 2, file_version = 3, summary = 5} with
// Summary {value = 1 {tag = 1, simple_value = 2}}. A resumed run begins a new file in the same folder.
class TensorboardWriter {
public:
    // Creates the folder and the file. Throws Error(Failed).
    explicit TensorboardWriter(const std::filesystem::path& folder);

    // One event with all scalars of a step, in one write.
    void write(std::int64_t step, const std::vector<Scalar>& scalars);

private:
    void record(const std::string& data);

    std::filesystem::path m_path;
    FileDescriptor m_file;
};

} // namespace halyard
