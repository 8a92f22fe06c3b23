// SPDX-License-Identifier: GPL-3.0-or-later
// Saves checkpoints one after the other until it is killed; says "ready" and then the number of each step whose save
// was acknowledged.   checkpoint_writer store|in-place FOLDER FIRST_STEP LAST_STEP
#include "core/io/checkpoint_store.h"
#include "tests/core/io/checkpoint_payload.h"

#include <cstdlib>
#include <string_view>
#include <unistd.h>

namespace {

void say(const std::string& word) {
    halyard::writeAll(halyard::FileDescriptor(::dup(STDOUT_FILENO)), word + "\n", "stdout");
}

} // namespace

int main(int count, char** arguments) {
    if (count != 5) {
        return 2;
    }
    const bool inPlace = std::string_view(arguments[1]) == "in-place";
    const std::filesystem::path folder = arguments[2];
    const std::int64_t last = std::atoll(arguments[4]);
    halyard::CheckpointStore store(folder);
    say("ready");
    for (std::int64_t step = std::atoll(arguments[3]); step <= last; ++step) {
        if (inPlace) {
            halyard::testing::writePayload(folder, step, true);
        } else {
            (void)store.save(step, {}, [&](const std::filesystem::path& into) {
                halyard::testing::writePayload(into, step, false);
            });
        }
        say(std::to_string(step));
    }
    return 0;
}
