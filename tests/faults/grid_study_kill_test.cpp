// SPDX-License-Identifier: GPL-3.0-or-later
// The study of a grid through the real programs: shared runs, killed on its way, two cells that fail, and these alone tried
// again.
#include "core/run/events.h"
#include "tests/faults/started_program.h"
#include "tests/faults/tiny_training.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <gtest/gtest.h>
#include <thread>

namespace halyard::testing {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

// A model trained from the start, gone on with on good or damaged data with two seeds, and measured: four cells.
class GridStudy : public ::testing::Test {
protected:
    GridStudy() {
        fs::copy(m_world / "data", m_world / "damaged");
        for (const fs::directory_entry& entry : fs::directory_iterator(m_world / "damaged")) {
            if (entry.path().filename() != "manifest.json" && (m_shard.empty() || entry.file_size() > fs::file_size(m_shard))) {
                m_shard = entry.path();
            }
        }
        fs::resize_file(m_shard, fs::file_size(m_shard) / 2);
        writeGrid("Does damage matter?");
    }

    void writeGrid(const std::string& question) const {
        const RunSpec tiny = m_world.spec(2);
        const Json short_ = {{"data.context_length", 16}, {"data.batch_size", 2}, {"schedule.steps", 2}, {"schedule.warmup_steps", 1},
                             {"train.threads", 1}, {"train.checkpoint_every_steps", 1}};
        const Json first = {{"name", "first"}, {"kind", "pretrain"}, {"settings", {{"model.config", tiny.model.config}}}, {"inputs", {{{"role", "data"}, {"path", "data"}}}}};
        const Json second = {{"name", "second"}, {"kind", "pretrain"},
                             {"inputs", {{{"role", "start"}, {"path", "children/first"}}, {{"role", "data"}, {"path", "data"}}}}};
        const Json loss = {{"name", "loss"}, {"kind", "eval"},
                           {"inputs", {{{"role", "model"}, {"path", "children/second"}}, {{"role", "tokenizer"}, {"path", "tokenizer"}},
                                       {{"role", "held_out"}, {"path", "data"}}}}};
        const Json data = {{"name", "data"}, {"values", {{{"label", "damaged"}, {"inputs", {{"second.data", "damaged"}}}}, {{"label", "whole"}}}}};
        const Json seed = {{"name", "seed"}, {"repeat", true},
                           {"values", {{{"label", "1"}, {"set", {{"second.train.seed", 1}}}}, {{"label", "2"}, {"set", {{"second.train.seed", 2}}}}}}};
        writeJsonFile(grid(), {{"format", "halyard.grid"}, {"schema", 1}, {"name", "damage"}, {"question", question}, {"settings", short_},
                               {"runs", {first, second, loss}}, {"axes", {data, seed}}});
    }

    [[nodiscard]] fs::path grid() const { return m_world / "grid.json"; }
    [[nodiscard]] std::vector<std::string> words(const std::vector<std::string>& more = {}) const {
        std::vector<std::string> out = {"study", grid().string(), "--out", m_run.path().string()};
        out.insert(out.end(), more.begin(), more.end());
        return out;
    }
    [[nodiscard]] std::size_t starts(const std::string& child) const {
        const std::vector<Event> events = readEvents(m_run.children() / child / "events.jsonl").events;
        return static_cast<std::size_t>(std::count_if(events.begin(), events.end(), [](const Event& event) { return event.name == "start"; }));
    }
    [[nodiscard]] static std::size_t cellsThatAre(const Json& table, const std::string& state) {
        const Json& cells = table.at("cells");
        return static_cast<std::size_t>(std::count_if(cells.begin(), cells.end(), [&](const Json& cell) { return cell.at("state") == state; }));
    }

    TinyTraining m_world;
    fs::path m_shard;
    RunFolder m_run{m_world / "study"};
};

TEST_F(GridStudy, KilledGoesOnAndTriesFailedCellsAloneAgain) {
    const ProgramEnd plan = runProgramToItsEnd("halyard", words({"--dry-run"}));
    EXPECT_NE(plan.out.find("4 cells of 12 runs, which are 9 as cells share what is equal (first 1, second 4, loss 4)."), std::string::npos) << plan.out << plan.said;
    EXPECT_FALSE(fs::exists(m_run.path()));
    {
        StartedProgram program("halyard", words());
        const Clock::time_point start = Clock::now();
        const fs::path begun = m_run.children() / "second-2/state.json"; // the first of them has failed by then
        while (!fs::exists(begun) && !program.hasEnded() && Clock::now() - start < std::chrono::minutes(2)) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        ASSERT_TRUE(fs::exists(begun)) << program.wait().said;
        program.kill(true);
        ::kill(static_cast<pid_t>(readJsonFile(m_run.state()).at("pid").get<std::int64_t>()), SIGKILL);
        (void)program.wait();
    }
    const ProgramEnd failed = runProgramToItsEnd("halyard", words({"--json"}));
    EXPECT_EQ(failed.exitCode, 1) << failed.said;
    const Json table = parseJson(failed.out, "the table");
    EXPECT_EQ(cellsThatAre(table, "failed"), 2U) << table.at("cells");
    EXPECT_EQ(cellsThatAre(table, "done"), 2U) << table.at("cells");
    const Json& broken = table.at("cells").at(0);
    EXPECT_EQ(broken.at("labels").at("data"), "damaged");
    EXPECT_TRUE(broken.at("reason").get<std::string>().starts_with("second-1: ")) << broken;
    EXPECT_GT(table.at("cells").at(1).at("figures").at("loss.held_out_loss").at("value").get<double>(), 0);
    EXPECT_EQ(starts("first"), 1U);

    fs::copy_file(m_world / "data" / m_shard.filename(), m_shard, fs::copy_options::overwrite_existing);
    const std::size_t before = starts("second-2");
    const ProgramEnd resumed = runProgramToItsEnd("halyard", {"run", m_run.path().string(), "--resume"});
    EXPECT_EQ(resumed.exitCode, 0) << resumed.said;
    EXPECT_EQ(starts("first"), 1U);
    EXPECT_EQ(starts("second-2"), before); // what was done is not done again
    EXPECT_TRUE(readJsonFile(m_run.path() / "table.json").at("complete").get<bool>());
    EXPECT_TRUE(fs::exists(m_run.path() / "pareto.svg"));
    const ProgramEnd again = runProgramToItsEnd("halyard", words({"--markdown"}));
    EXPECT_EQ(again.exitCode, 0) << again.said;
    EXPECT_NE(again.out.find("4 cells, 9 runs: 4 done."), std::string::npos) << again.out;

    writeGrid("Is this another question?");
    const ProgramEnd other = runProgramToItsEnd("halyard", words());
    EXPECT_EQ(other.exitCode, 2);
    EXPECT_NE(other.said.find("was begun with another grid (\"damage\": Does damage matter?)"), std::string::npos) << other.said;
}

// Each as a run of a project that others have, too; what is bundled is made in its data/.
TEST_F(GridStudy, CreatesItsRunInAProjectAndStartsNothing) {
    const fs::path project = m_world / "project";
    fs::create_directories(project);
    writeJsonFile(project / "halyard.project.json", {{"schema", 1}, {"name", "mine"}});
    const auto create = [&](const std::vector<std::string>& which) {
        std::vector<std::string> words = {"study", "--project", project.string(), "--create", "--json"};
        words.insert(words.end(), which.begin(), which.end());
        return runProgramToItsEnd("halyard", words);
    };
    for (int call = 0; call < 2; ++call) { // the second finds it there
        const ProgramEnd created = create({grid().string()});
        ASSERT_EQ(created.exitCode, 0) << created.said;
        EXPECT_EQ(parseJson(created.out, "what it says"), Json({{"run", (project / "runs/damage").string()}, {"cells", 4}, {"runs", 9}}));
    }
    const ProgramEnd bundled = create({"--preset", "qk-norm"});
    ASSERT_EQ(bundled.exitCode, 0) << bundled.said;
    const RunFolder run = RunFolder::open(project / "runs/qk-norm");
    EXPECT_TRUE(fs::exists(run.grid()));
    EXPECT_FALSE(fs::exists(run.children()));
    const RunSpec study = run.spec();
    for (const RunInput& input : study.children.front().inputs) {
        EXPECT_TRUE(fs::exists(input.path)) << input.role << ": " << input.path;
        EXPECT_FALSE(input.hash.empty()) << input.role;
    }
    writeGrid("Is this another question?");
    const ProgramEnd other = create({grid().string()});
    EXPECT_EQ(other.exitCode, 2);
    EXPECT_NE(other.said.find("was begun with another grid"), std::string::npos) << other.said;
}

} // namespace
} // namespace halyard::testing
