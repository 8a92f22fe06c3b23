// SPDX-License-Identifier: GPL-3.0-or-later
// The whole demo with its smallest budget: to its end, and killed again and again.
#include "core/base/file.h"
#include "core/base/json.h"
#include "core/io/model_folder.h"
#include "core/run/run_folder.h"
#include "core/run/scheduler.h"
#include "tests/faults/started_program.h"

#include <chrono>
#include <csignal>
#include <gtest/gtest.h>
#include <random>
#include <thread>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int kKills = 9;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<std::string> demoIn(const fs::path& folder) {
    return {"demo", "--budget", "test", "--out", folder.string()};
}

// Loading the export in Python as well is tested elsewhere, and takes longer than the rest.
const std::map<std::string, std::string> kNoPython = {{"HALYARD_PYTHON", "/nowhere/python"}};

ProgramEnd demo(const fs::path& folder) {
    return runProgramToItsEnd("halyard", demoIn(folder), kNoPython);
}

Json reportOf(const fs::path& folder) {
    return readJsonFile(folder / "report/report.json");
}

void expectWhole(const fs::path& folder) {
    const RunFolder demo = RunFolder::open(folder / "runs/demo");
    EXPECT_EQ(runStatus(demo).state, "done");
    for (const std::string& name : childNames(demo.spec())) {
        EXPECT_EQ(runStatus(RunFolder::open(demo.children() / name)).state, "done") << name;
    }
    const ModelFolder exported = openModelFolder(folder / "exports/hypenet-demo");
    EXPECT_EQ(exported.config.mixer_types.size(), 8U);
    EXPECT_TRUE(fs::exists(folder / "exports/hypenet-demo/modeling_hypenet.py"));
    EXPECT_NE(readFile(folder / "report/report.html", std::size_t{1} << 26U).find("</html>"), std::string::npos);
    EXPECT_TRUE(fs::exists(folder / "report/results.csv"));
    EXPECT_GT(reportOf(folder).at("curves").size(), 8U);
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        EXPECT_EQ(name.find(".tmp-"), std::string::npos) << entry.path();
        EXPECT_FALSE(name.ends_with(".preparing")) << entry.path();
    }
}

// The supervisors of the demo's run and of its part that goes on: what the command has started lives on without it.
void killSupervisors(const fs::path& folder) {
    const RunFolder demo(folder / "runs/demo");
    std::vector<RunFolder> runs = {demo};
    std::error_code error;
    for (const fs::directory_entry& child : fs::directory_iterator(demo.children(), error)) {
        runs.emplace_back(child.path());
    }
    for (const RunFolder& run : runs) {
        if (fs::exists(run.state(), error) && runStatus(run).goesOn()) {
            ::kill(static_cast<pid_t>(readJsonFile(run.state()).at("pid").get<std::int64_t>()), SIGKILL);
        }
    }
}

TEST(Demo, KilledAtRandomMomentsEndsWhereAnUninterruptedOneEnds) {
    const TemporaryFolder folder;
    const Clock::time_point start = Clock::now();
    const ProgramEnd straight = demo(folder / "straight");
    const double seconds = secondsSince(start);
    ASSERT_EQ(straight.exitCode, 0) << straight.said;
    expectWhole(folder / "straight");

    std::random_device seed;
    std::mt19937_64 random(seed());
    // Each kill costs the start of a command; the moments are spread over the whole.
    std::uniform_real_distribution<double> moment(0.02 * seconds, 0.11 * seconds);
    int kills = 0;
    for (int trial = 0; trial < 3 * kKills && kills < kKills; ++trial) {
        StartedProgram program("halyard", demoIn(folder / "killed"), kNoPython);
        std::this_thread::sleep_for(std::chrono::duration<double>(moment(random)));
        if (program.hasEnded()) {
            break;
        }
        program.kill(true);
        (void)program.wait();
        if (kills % 3 != 0) { // else the run goes on alone, and the next call joins it
            killSupervisors(folder / "killed");
        }
        ++kills;
    }
    EXPECT_GE(kills, 4) << "too few kills to say anything";
    const ProgramEnd last = demo(folder / "killed");
    ASSERT_EQ(last.exitCode, 0) << last.said;
    expectWhole(folder / "killed");
    for (const char* key : {"curves", "selections", "verdicts"}) {
        EXPECT_EQ(reportOf(folder / "killed").at(key), reportOf(folder / "straight").at(key)) << key;
    }

    const Clock::time_point again = Clock::now();
    EXPECT_EQ(demo(folder / "killed").exitCode, 0);
    EXPECT_LT(secondsSince(again), 1);
    const ProgramEnd other = runProgramToItsEnd("halyard", {"demo", "--out", (folder / "killed").string()}, kNoPython);
    EXPECT_EQ(other.exitCode, 2) << other.said;
    EXPECT_NE(other.said.find("--budget"), std::string::npos) << other.said;
    std::printf("%.1f s uninterrupted; %d kills\n", seconds, kills);
}

} // namespace
} // namespace halyard::testing
