// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/validate.h"
#include "core/base/error.h"
#include "core/run/presets.h"
#include "core/run/run_inputs.h"
#include "tests/core/run/scratch_folder.h"

#include <cmath>
#include <gtest/gtest.h>

namespace halyard {
namespace {

class Validate : public testing::Test {
protected:
    RunSpec valid() {
        RunSpec spec = presetSpec("demo", RunKind::Pretrain);
        m_scratch.write("data/manifest.json", "{}");
        spec.inputs = {{"data", (m_scratch.path() / "data").string(), std::nullopt, ""}};
        return spec;
    }
    static std::string firstError(const RunSpec& spec) {
        for (const Issue& issue : validate(spec)) {
            if (issue.severity == Issue::Severity::Error) {
                return issue.path + " " + issue.message.text();
            }
        }
        return "valid";
    }
    ScratchFolder m_scratch;
};

TEST_F(Validate, AcceptsAWholeSpec) {
    EXPECT_EQ(firstError(valid()), "valid");
    EXPECT_TRUE(requireValid(valid()).empty());
}

TEST_F(Validate, ChecksTheSettingsOfMixersBeforeAWorkerStarts) {
    const auto refused = [&](const Json& config) {
        RunSpec spec = valid();
        spec.kind = RunKind::Stage1;
        spec.model.config = config;
        for (const Issue& issue : validate(spec)) {
            if (issue.path.starts_with("/model/config/")) {
                return issue.message.text();
            }
        }
        return std::string("valid");
    };
    EXPECT_EQ(refused({{"lightning_nh", 4}, {"lightning_scale", "1/d"}, {"max_position_embeddings", 9}}), "valid");
    EXPECT_EQ(refused({{"lightning_nh", 0}}),
              "\"model.config.lightning_nh\" is 0; it must be a whole number, at least 1 and at most 65536.");
    EXPECT_EQ(refused({{"lightning_conv_size", 1025}}),
              "\"model.config.lightning_conv_size\" is 1025; it must be a whole number, at least 1 and at most 1024.");
    EXPECT_EQ(refused({{"lightning_use_rope", 1}}),
              "\"model.config.lightning_use_rope\" is 1; it must be true or false.");
    EXPECT_EQ(refused({{"lightning_scale", "2"}}),
              "\"model.config.lightning_scale\" is \"2\"; it must be one of 1/sqrt(d), 1/d, 1.");
    EXPECT_EQ(refused({{"lightning_use_rop", true}}),
              "\"model.config.lightning_use_rop\" is not a setting of a mixer. Did you mean "
              "\"model.config.lightning_use_rope\"?");
}

TEST_F(Validate, NamesKeyValueAndRange) {
    struct Case {
        std::function<void(RunSpec&)> change;
        const char* sentence;
    };
    const Case cases[] = {
        {[](RunSpec& s) { s.optimizer.learning_rate = 0; },
         R"(/optimizer/learning_rate "optimizer.learning_rate" is 0.0; it must be above 0 and at most 1.)"},
        {[](RunSpec& s) { s.optimizer.learning_rate = -1e-3; },
         R"(/optimizer/learning_rate "optimizer.learning_rate" is -0.001; it must be above 0 and at most 1.)"},
        {[](RunSpec& s) { s.optimizer.learning_rate = std::nan(""); },
         R"(/optimizer/learning_rate "optimizer.learning_rate" is NaN; it must be above 0 and at most 1.)"},
        {[](RunSpec& s) { s.optimizer.beta2 = 1; },
         R"(/optimizer/beta2 "optimizer.beta2" is 1.0; it must be at least 0 and at most 0.999999.)"},
        {[](RunSpec& s) { s.data.batch_size = 0; },
         R"(/data/batch_size "data.batch_size" is 0; it must be at least 1 and at most 65536.)"},
        {[](RunSpec& s) { s.train.keep_checkpoints = 1; },
         R"(/train/keep_checkpoints "train.keep_checkpoints" is 1; it must be at least 2 and at most 100000.)"},
        {[](RunSpec& s) { s.schedule.kind = "cosin"; },
         R"(/schedule/kind "schedule.kind" is "cosin"; it must be one of cosine, wsd, constant. Did you mean "cosine"?)"},
        {[](RunSpec& s) { s.train.dtype = "float16"; },
         R"(/train/dtype "train.dtype" is "float16"; it must be one of float32, bfloat16. Did you mean "bfloat16"?)"},
        {[](RunSpec& s) { s.train.milestones = {5, 3}; },
         R"(/train/milestones "train.milestones" must be in rising order, each number once.)"},
        {[](RunSpec& s) { s.schedule.tokens = 5; },
         R"(/schedule/steps Give the length of the run either as "schedule.steps" (500) or as "schedule.tokens" (5), and leave the other 0.)"},
        {[](RunSpec& s) { s.schedule.warmup_steps = 601; },
         R"(/schedule/warmup_steps The warm-up (601 steps) and the decay (0) are longer than the run (500 steps). Shorten them or lengthen the run.)"},
        {[](RunSpec& s) { s.train.device = "gpu; rm -rf ~"; },
         R"(/train/device "train.device" is "gpu; rm -rf ~"; it must be cpu, cuda, or cuda:N.)"},
        {[](RunSpec& s) { s.name = "../etc"; }, R"(/name "name" is "../etc"; a name has no "/", "\" and "..".)"},
        {[](RunSpec& s) { s.name = "aux.txt"; }, R"(/name "name" is "aux.txt", a name that some systems reserve. Choose another.)"},
        {[](RunSpec& s) { s.name = std::string(300, 'a'); }, R"(/name "name" is longer than 200 bytes: ")"},
        {[](RunSpec& s) { s.inputs[0].path = "~ana/data"; },
         R"(/inputs/0/path "data" is "~ana/data"; "~" and "$" are not expanded. Write the whole path.)"},
        {[](RunSpec& s) { s.inputs[0].path = "$HOME/data"; },
         R"(/inputs/0/path "data" is "$HOME/data"; "~" and "$" are not expanded. Write the whole path.)"},
        {[](RunSpec& s) { s.inputs[0].path = "/a/../b"; },
         R"(/inputs/0/path "data" is "/a/../b"; write the path without "..".)"},
        {[](RunSpec& s) { s.inputs[0].path = "/a\nb"; },
         R"(/inputs/0/path "data" is a path with a control character or broken UTF-8: "/a\x0ab".)"},
        {[](RunSpec& s) { s.inputs[0].path = std::string("/a\0b", 4); },
         R"(/inputs/0/path "data" is a path with a control character or broken UTF-8: "/a\x00b".)"},
        {[](RunSpec& s) { s.inputs[0].path = std::string(5000, 'a'); },
         R"(/inputs/0/path "data" is a path of 5,000 bytes; the limit is 4,095.)"},
        {[](RunSpec& s) { s.inputs[0].path = ""; }, R"(/inputs/0/path "data" is empty. Give a folder.)"},
        {[](RunSpec& s) { s.inputs[0].path = "/nowhere/at/all"; }, R"(/inputs/0/path "data": /nowhere/at/all does not exist.)"},
        {[](RunSpec& s) { s.inputs[0].role = "date"; },
         R"(/inputs/0/role "date" is not a role of an input. Did you mean "data"?)"},
        {[](RunSpec& s) { s.inputs.push_back(s.inputs[0]); }, R"(/inputs/1/role The input "data" is given twice.)"},
        {[](RunSpec& s) { s.inputs.clear(); },
         R"(/inputs A run of kind pretrain needs the input "data", a folder that "halyard data prepare" made.)"},
        {[](RunSpec& s) { s.model.config["hidden_size"] = 0; }, R"(/model/config model.config: )"},
        {[](RunSpec& s) { s.kind = RunKind::Pipeline; s.inputs.clear(); },
         R"(/children A run of kind pipeline needs at least one run in "children".)"},
        {[](RunSpec& s) { s.children = {s}; }, R"(/children A run of kind pretrain has no "children"; a pipeline has.)"},
    };
    for (const Case& c : cases) {
        RunSpec spec = valid();
        c.change(spec);
        EXPECT_EQ(firstError(spec).substr(0, std::string(c.sentence).size()), c.sentence);
    }
}

TEST_F(Validate, WantsTheArchitectureOfPretrainingOnce) {
    RunSpec spec = valid();
    m_scratch.write("start/config.json", "{}");
    spec.inputs.push_back({"start", (m_scratch.path() / "start").string(), std::nullopt, ""});
    EXPECT_EQ(firstError(spec), "/model/config \"model.config\" is set, but the model of the input \"start\" says what it is. "
                                "Leave out one of them.");
    spec.model.config = Json::object();
    EXPECT_EQ(firstError(spec), "valid");
    spec.inputs.pop_back();
    EXPECT_NE(firstError(spec), "valid");
}

TEST_F(Validate, WarnsOfASettingThatHasNoEffect) {
    RunSpec spec = valid();
    spec.train.align_loss = "l2norm";
    const std::vector<Issue> warnings = requireValid(spec);
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_EQ(warnings[0].message.text(),
              R"("train.align_loss" is not read by a run of kind pretrain; it has no effect.)");
}

TEST_F(Validate, WarnsOfAnInputThatHasChanged) {
    RunSpec spec = valid();
    spec.inputs[0].hash = hashOf(spec.inputs[0]);
    EXPECT_TRUE(requireValid(spec).empty());
    m_scratch.write("data/manifest.json", "{\"blocks\":1}");
    const std::vector<Issue> warnings = requireValid(spec);
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_NE(warnings[0].message.text().find("has changed since the run was created."), std::string::npos);
}

TEST_F(Validate, ComparesTheBlocksOfPreparedTextWithTheContext) {
    RunSpec spec = valid();
    const std::string folder = (m_scratch.path() / "data").string();
    m_scratch.write("data/manifest.json", R"({"block": 128})");
    spec.data.context_length = 128;
    EXPECT_EQ(firstError(spec), "valid");
    spec.data.context_length = 512;
    EXPECT_EQ(firstError(spec), "/inputs/0/path " + folder +
                                    ": its blocks have 128 tokens; \"data.context_length\" is 512. Prepare the data with "
                                    "--block 512, or change the setting.");
    spec.inputs[0].role = "held_out";
    EXPECT_NE(firstError(spec).find("its blocks have 128 tokens"), std::string::npos);
    for (const char* odd : {R"({"block": -1})", R"({"block": "128"})", "[1]", "7"}) {
        m_scratch.write("data/manifest.json", odd); // the worker says what is wrong with it
        EXPECT_EQ(firstError(spec).find("its blocks have"), std::string::npos) << odd;
    }
    m_scratch.write("data/manifest.json", "{");
    EXPECT_NE(firstError(spec).find("manifest.json"), std::string::npos) << firstError(spec);
}

TEST_F(Validate, ComparesAttentionLayersWithTheTeacher) {
    RunSpec spec = presetSpec("demo", RunKind::Stage2);
    const std::string teacher = presetSpec("demo", RunKind::Pretrain).model.config.dump();
    spec.inputs = valid().inputs;
    for (const char* role : {"teacher", "student"}) {
        m_scratch.write(std::string(role) + "/config.json", teacher);
        spec.inputs.push_back({role, (m_scratch.path() / role).string(), std::nullopt, ""});
    }
    EXPECT_EQ(firstError(spec), "valid");
    spec.model.attention_layers = {2, 6};
    EXPECT_EQ(firstError(spec), R"(/model/attention_layers "model.attention_layers" names layer 6; the teacher has 6 layers, 0…5.)");
}

TEST_F(Validate, RefusesFoldersNoRunMayBeCreatedIn) {
    const RunSpec spec = valid();
    const auto refusal = [&](const std::string& out) {
        try {
            checkOutputPath(out, spec);
        } catch (const Error& error) {
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    EXPECT_EQ(refusal((m_scratch.path() / "run").string()), "accepted");
    EXPECT_EQ(refusal("/"), R"("/" cannot be a run's folder. Choose a folder that does not exist yet.)");
    EXPECT_EQ(refusal("/tmp/../"), R"("/tmp/../" cannot be a run's folder. Choose a folder that does not exist yet.)");
    EXPECT_NE(refusal((m_scratch.path() / "data").string()).find("lies in the input \"data\". Choose a folder of its own."),
              std::string::npos);
    EXPECT_NE(refusal((m_scratch.path() / "data/run").string()).find("lies in the input"), std::string::npos);
    EXPECT_EQ(refusal("a\nb"), R"("--out" is a path with a control character or broken UTF-8: "a\x0ab".)");
    EXPECT_EQ(refusal(std::string(5000, 'a')), R"("--out" is a path of 5,000 bytes; the limit is 4,095.)");
    EXPECT_EQ(refusal(""), R"("--out" is empty. Give a folder.)");
    EXPECT_EQ(refusal("NUL"), R"("--out" is "NUL", a name that some systems reserve. Choose another.)");
}

} // namespace
} // namespace halyard
