// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace halyard {

struct TeacherOptions {
    std::filesystem::path out;     // a project folder; what is there already is not made again
    std::filesystem::path halyard; // the program whose commands are typed
    std::uint64_t seed = 0;        // of the start and of the corpus; 0 is the bundled teacher
};

// Trains the bundled teacher again: its start (teacher_start.h), four corpora (corpus.h) that go from drills of 32 tokens to
// the whole language at 128, and a run of `pretrain` on each, all as commands of `halyard`. Interrupted, it goes on where it
// stopped. Returns the teacher, a model folder with its tokenizer. Throws Error.
[[nodiscard]] std::filesystem::path trainTeacher(const TeacherOptions& options);

} // namespace halyard
