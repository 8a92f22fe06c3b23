// SPDX-License-Identifier: GPL-3.0-or-later
// The study of selectors with its smallest budget: killed on its way, continued to its end, and asked again.
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/run/run_folder.h"
#include "tests/faults/started_program.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <gtest/gtest.h>
#include <set>
#include <thread>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::vector<std::string> studyIn(const fs::path& folder) {
    return {"study", "--preset", "selections", "--budget", "test", "--out", folder.string()};
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
    const RunFolder run(folder / "runs/selections");
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
    killDuring("align-0", folder / "s", false);
    killDuring("halo-0-needles", folder / "s", true);
    const ProgramEnd end = call(studyIn(folder / "s"), {"--json"});
    ASSERT_EQ(end.exitCode, 0) << end.said;
    const Json table = parseJson(end.out, "the table");
    EXPECT_EQ(table, readJsonFile(folder / "s/runs/selections/table.json"));
    EXPECT_TRUE(table.at("complete").get<bool>());
    EXPECT_EQ(table.at("preconditions").size(), 2U);
    std::set<std::string> methods;
    for (const Json& row : table.at("rows")) {
        methods.insert(row.at("method"));
        EXPECT_EQ(row.at("kept").at(0).size(), 2U) << row;
        EXPECT_GT(row.at("cells").at("held_out_kl").at("mean").get<double>(), 0);
        EXPECT_EQ(row.at("cells").at("needles").at("pooled").at("n"), 16); // 2 tasks, 1 length, 2 documents of 4 needles
    }
    EXPECT_EQ(methods, (std::set<std::string>{"halo", "ga-s2", "uniform", "random"}));

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
    fs::create_directory(folder / "other");
    std::ofstream(folder / "other/halyard.project.json")
        << R"({"schema": 1, "name": "study", "preset": "selections", "seeds": 2, "budget": "test"})";
    const auto refused = [](const std::vector<std::string>& words, const std::string& sentence) {
        const ProgramEnd end = call({"study"}, words);
        EXPECT_EQ(end.exitCode, 2) << end.said;
        EXPECT_NE(end.said.find(sentence), std::string::npos) << end.said;
    };
    const auto out = [&](const char* name) { return (folder / name).string(); };
    refused({"--preset", "selection", "--out", out("x")}, "Did you mean \"selections\"?");
    refused({"--preset", "selections", "--out", out("x"), "--seeds", "0"}, "--seeds");
    refused({"--preset", "selections", "--out", out("x"), "--budget", "tiny"}, "Choose full or test.");
    refused({"--preset", "selections", "--out", out("x"), "--table"}, "run.json");
    refused({"--preset", "selections", "--out", out("full")}, "holds something else already");
    refused({"--preset", "selections", "--out", out("full/letter.txt")}, "holds something else already");
    refused({"--preset", "selections", "--out", out("demo")}, "is another project");
    refused({"--preset", "selections", "--out", out("other"), "--budget", "test"}, "was begun with another --seeds (2)");
    EXPECT_FALSE(fs::exists(folder / "x"));
    const ProgramEnd readOnly = call({"study", "--preset", "selections", "--out", "/proc/study"});
    EXPECT_EQ(readOnly.exitCode, 1) << readOnly.said;
    EXPECT_NE(readOnly.said.find("/proc/study"), std::string::npos) << readOnly.said;
}

} // namespace
} // namespace halyard::testing
