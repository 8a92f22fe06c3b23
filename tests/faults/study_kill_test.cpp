// SPDX-License-Identifier: GPL-3.0-or-later
// The study of selectors cut down to seconds: killed on its way, continued to its end, and asked again.
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/run/run_folder.h"
#include "tests/faults/started_program.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// The shipped grid with one seed, three selectors and the teacher, a few steps and a few needles.
void writeSmallGrid(const fs::path& file) {
    Json grid = readJsonFile(fs::path(HALYARD_STUDIES) / "selectors.json");
    grid["settings"]["data.batch_size"] = 4;
    grid["settings"]["train.held_out_batches"] = 2;
    for (Json& run : grid["runs"]) {
        Json& settings = run["settings"];
        if (settings.contains("schedule.steps")) {
            settings["schedule.steps"] = 4;
            settings["schedule.warmup_steps"] = 1;
        }
        if (run["kind"] == "ga-s2") {
            settings["select.rounds"] = 1;
        }
        if (settings.contains("eval.trials")) {
            settings["eval.trials"] = 2;
            settings["eval.lengths"] = {64, 128};
        }
        if (run["kind"] == "sweep") {
            settings["select.screens"] = "";
        }
    }
    Json values = Json::array();
    for (const Json& value : grid["axes"][0]["values"]) {
        if (const std::string label = value["label"]; label == "halo" || label == "ga-s2" || label == "uniform" || label == "the teacher") {
            values.push_back(value);
        }
    }
    grid["axes"][0]["values"] = values;
    grid["axes"][1]["values"] = Json::array({grid["axes"][1]["values"][0]});
    writeJsonFile(file, grid);
}

std::vector<std::string> studyIn(const fs::path& folder) {
    return {"study", (folder.parent_path() / "grid.json").string(), "--out", folder.string()};
}

ProgramEnd call(std::vector<std::string> words, const std::vector<std::string>& more = {}) {
    words.insert(words.end(), more.begin(), more.end());
    return runProgramToItsEnd("halyard", words);
}

bool waitFor(const fs::path& file, StartedProgram& program) {
    const Clock::time_point start = Clock::now();
    while (!fs::exists(file) && !program.hasEnded() && Clock::now() - start < std::chrono::minutes(10)) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return fs::exists(file);
}

// Kills the command and the supervisor of the study once a run of it has begun; that run goes on alone. locked: the lock of the
// run is held a while longer, as by a program that the supervisor was starting when it was killed.
void killDuring(const std::string& child, const fs::path& folder, bool locked) {
    const RunFolder run(folder / "runs/selectors");
    FileDescriptor lock;
    // A program that a killed supervisor was just starting holds it for a moment itself.
    for (const Clock::time_point start = Clock::now(); locked && !lock.isOpen() && Clock::now() - start < std::chrono::minutes(1);) {
        lock = run.tryLock();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    ASSERT_EQ(lock.isOpen(), locked);
    StartedProgram program("halyard", studyIn(folder));
    if (locked) {
        std::this_thread::sleep_for(std::chrono::seconds(2)); // it looks, and waits
        lock = FileDescriptor();
    }
    ASSERT_TRUE(waitFor(run.children() / child / "state.json", program)) << program.wait().said;
    program.kill(true);
    ::kill(static_cast<pid_t>(readJsonFile(run.state()).at("pid").get<std::int64_t>()), SIGKILL);
    (void)program.wait();
}

TEST(Study, KilledOnItsWayGoesOnToAWholeTable) {
    const TemporaryFolder folder;
    writeSmallGrid(folder / "grid.json");
    killDuring("align", folder / "s", false);
    killDuring("needles-1", folder / "s", true);
    const ProgramEnd end = call(studyIn(folder / "s"), {"--json"});
    ASSERT_EQ(end.exitCode, 0) << end.said;
    const Json table = parseJson(end.out, "the table");
    EXPECT_EQ(table, readJsonFile(folder / "s/runs/selectors/table.json"));
    EXPECT_TRUE(table.at("complete").get<bool>());
    ASSERT_EQ(table.at("cells").size(), 4U);
    for (const Json& cell : table.at("cells")) {
        const Json& figures = cell.at("figures");
        EXPECT_EQ(figures.at("needles.needles").at("n"), 16) << cell; // 1 task, 2 lengths, 2 documents of 4 needles
        EXPECT_EQ(figures.at("items.recall").at("n"), 256) << cell;
        const bool isTeacher = cell.at("labels").at("selector") == "the teacher";
        EXPECT_EQ(cell.contains("kept"), !isTeacher);
        EXPECT_EQ(figures.contains("distil.loss"), !isTeacher);
        EXPECT_TRUE(isTeacher || cell.at("kept").size() == 2U) << cell;
    }
    const auto tokensOf = [&](std::size_t cell) { return table.at("cells").at(cell).at("figures").at("tokens").at("value").get<double>(); };
    EXPECT_EQ(tokensOf(1) - tokensOf(0), 8 * 4 * 4 * 128); // GA-S2's: 8 probes, 4 steps of 4 documents

    const Clock::time_point again = Clock::now();
    const ProgramEnd markdown = call(studyIn(folder / "s"), {"--markdown"});
    EXPECT_LT(Clock::now() - again, std::chrono::seconds(3));
    EXPECT_EQ(markdown.exitCode, 0) << markdown.said;
    EXPECT_NE(markdown.out.find("| uniform | 0, 7 |"), std::string::npos) << markdown.out;
}

TEST(Study, RefusesWhatItCannotMean) {
    const TemporaryFolder folder;
    fs::create_directory(folder / "full");
    std::ofstream(folder / "full/letter.txt") << "hello";
    fs::create_directory(folder / "demo");
    std::ofstream(folder / "demo/halyard.project.json") << R"({"schema": 1, "name": "demo"})";
    const auto refused = [](const std::vector<std::string>& words, const std::string& sentence) {
        const ProgramEnd end = call({"study"}, words);
        EXPECT_EQ(end.exitCode, 2) << end.said;
        EXPECT_NE(end.said.find(sentence), std::string::npos) << end.said;
    };
    const auto out = [&](const char* name) { return (folder / name).string(); };
    refused({"--preset", "selector", "--out", out("x")}, "Did you mean \"selectors\"?");
    refused({"--preset", "selectors", "--out", out("x"), "--table"}, "run.json");
    refused({"--preset", "selectors", "--out", out("full")}, "holds something else already");
    refused({"--preset", "selectors", "--out", out("full/letter.txt")}, "holds something else already");
    refused({"--preset", "selectors", "--out", out("demo")}, "is another project");
    EXPECT_FALSE(fs::exists(folder / "x"));
    const ProgramEnd readOnly = call({"study", "--preset", "selectors", "--out", "/proc/study"});
    EXPECT_EQ(readOnly.exitCode, 1) << readOnly.said;
    EXPECT_NE(readOnly.said.find("/proc/study"), std::string::npos) << readOnly.said;
}

} // namespace
} // namespace halyard::testing
