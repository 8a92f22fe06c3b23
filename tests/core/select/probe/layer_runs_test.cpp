// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/select/probe/layer_runs.h"

#include "core/base/json.h"
#include "core/base/unique_id.h"

#include <filesystem>
#include <gtest/gtest.h>

namespace halyard {
namespace {

namespace fs = std::filesystem;

class LayersOfASweep : public ::testing::Test {
protected:
    LayersOfASweep() : m_run(fs::temp_directory_path() / ("halyard-test-" + uniqueId())) {
        m_spec.kind = RunKind::Sweep;
        m_run = RunFolder::create(m_run.path(), m_spec);
    }
    ~LayersOfASweep() override { fs::remove_all(m_run.path()); }
    [[nodiscard]] RunFolder layer(int number) const { return RunFolder(m_run.children() / ("layer-" + std::to_string(number))); }
    static Json cell(bool complete) {
        return {{"id", "a"}, {"facts", {{"task", "t"}}}, {"complete", complete}, {"seconds", 1.0}, {"records", Json::array()}};
    }

    RunSpec m_spec;
    RunFolder m_run;
};

// A sweep looks at its layers every few seconds, also between the last step and the result that is made of it.
TEST_F(LayersOfASweep, AreDoneOnceTheirResultsAreKept) {
    RunJournal journal(m_run);
    LayerRuns layers(m_run, m_spec, journal);
    layers.open(2);
    layers.tell(0, {.done = 4, .of = 4, .complete = false, .failed = {}});
    EXPECT_EQ(runStatus(layer(0)).state, "running");
    layers.tellCell(0, {{"task", "t"}});
    layers.writeResults(0, {cell(true)}, true);
    layers.tell(0, {.done = 4, .of = 4, .complete = true, .failed = {}});
    EXPECT_EQ(runStatus(layer(0)).state, "done");
    EXPECT_EQ(readJsonFile(layer(0).path() / "results.json").at("complete"), true);
    EXPECT_EQ(runStatus(layer(1)).state, "running"); // its lock is held
    layers.stopped();
}

} // namespace
} // namespace halyard
