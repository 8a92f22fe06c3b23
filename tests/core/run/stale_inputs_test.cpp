// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stale_inputs.h"
#include "core/io/checkpoint_store.h"
#include "core/run/presets.h"
#include "core/run/run_folder.h"
#include "core/run/run_inputs.h"
#include "tests/core/run/scratch_folder.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

namespace fs = std::filesystem;

class Stale : public testing::Test {
protected:
    static void save(const RunFolder& run, std::int64_t step) {
        (void)CheckpointStore(run.checkpoints()).save(step, {}, [&](const fs::path& folder) {
            std::ofstream(folder / "weights") << step;
        });
    }
    static RunInput known(RunInput input) {
        input.hash = hashOf(input);
        return input;
    }
    [[nodiscard]] std::string at(const char* name) const { return (m_scratch.path() / name).string(); }

    ScratchFolder m_scratch;
    StaleInputs m_inputs{std::chrono::milliseconds(0)};
};

TEST_F(Stale, AreThoseWhoseContentHasChanged) {
    m_scratch.write("teacher/config.json", "{}");
    m_scratch.write("teacher/model.safetensors", "weights");
    m_scratch.write("text/manifest.json", "{}");
    const std::vector<RunInput> inputs = {known({"teacher", at("teacher"), {}, {}}), known({"data", at("text"), {}, {}})};
    EXPECT_EQ(m_inputs.of(inputs), std::vector<std::string>{});
    m_scratch.write("teacher/model.safetensors", "Weights");
    EXPECT_EQ(m_inputs.of(inputs), std::vector<std::string>{"teacher"});
    m_scratch.write("text/manifest.json", "{ }");
    EXPECT_EQ(m_inputs.of(inputs), (std::vector<std::string>{"teacher", "data"}));
    m_scratch.write("teacher/model.safetensors", "weights");
    m_scratch.write("text/manifest.json", "{}");
    EXPECT_EQ(m_inputs.of(inputs), std::vector<std::string>{});
}

TEST_F(Stale, IsARunThatWentOnUnlessItsStepWasNamed) {
    const RunFolder run = RunFolder::create(m_scratch.path() / "run", presetSpec("demo", RunKind::Stage1));
    save(run, 1);
    const std::vector<RunInput> newest = {known({"student", run.path().string(), {}, {}})};
    const std::vector<RunInput> first = {known({"student", run.path().string(), 1, {}})};
    save(run, 2);
    EXPECT_EQ(m_inputs.of(newest), std::vector<std::string>{"student"});
    EXPECT_EQ(m_inputs.of(first), std::vector<std::string>{});
}

TEST_F(Stale, IsNoRunThatHadNothingYet) {
    const RunFolder run = RunFolder::create(m_scratch.path() / "run", presetSpec("demo", RunKind::Stage1));
    const std::vector<RunInput> inputs = {known({"student", run.path().string(), {}, {}})};
    save(run, 1);
    EXPECT_EQ(m_inputs.of(inputs), std::vector<std::string>{});
}

TEST_F(Stale, IsNothingThatIsGoneOrWasNeverHashed) {
    m_scratch.write("teacher/config.json", "{}");
    const std::vector<RunInput> inputs = {known({"teacher", at("teacher"), {}, {}}), {"student", "children/stage1", {}, {}}};
    fs::remove_all(at("teacher"));
    EXPECT_EQ(m_inputs.of(inputs), std::vector<std::string>{});
}

TEST_F(Stale, HoldsWhatItReadForAWhile) {
    m_scratch.write("text/manifest.json", "{}");
    const std::vector<RunInput> inputs = {known({"data", at("text"), {}, {}})};
    StaleInputs patient{std::chrono::hours(1)};
    EXPECT_EQ(patient.of(inputs), std::vector<std::string>{});
    m_scratch.write("text/manifest.json", "{ }");
    EXPECT_EQ(patient.of(inputs), std::vector<std::string>{});
    EXPECT_EQ(m_inputs.of(inputs), std::vector<std::string>{"data"});
}

} // namespace
} // namespace halyard
