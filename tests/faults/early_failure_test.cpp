// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/events.h"
#include "tests/faults/started_program.h"
#include "tests/faults/tiny_training.h"

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;

// A workbench says it in its own language, so it must not be kept as the words of stderr alone.
TEST(EarlyFailure, IsKeptAsASentenceWithItsArguments) {
    const TinyTraining training;
    const RunFolder run = training.createRun("run", training.spec(2));
    const fs::path data = run.spec().input("data")->path;
    for (const fs::directory_entry& entry : fs::directory_iterator(data)) {
        if (entry.path().extension() == ".bin") {
            fs::resize_file(entry.path(), fs::file_size(entry.path()) / 2);
        }
    }
    const ProgramEnd end = runProgramToItsEnd("halyard", {"run", run.path().string()});
    EXPECT_NE(end.exitCode, 0);
    const Json message = readJsonFile(run.exit()).at("message");
    EXPECT_NE(message.at("pattern").get<std::string>().find("{file}"), std::string::npos) << message;
    int failures = 0;
    for (const Event& event : readEvents(run.events()).events) {
        failures += event.name == "failed" ? 1 : 0;
    }
    EXPECT_EQ(failures, 1);
}

} // namespace
} // namespace halyard::testing
