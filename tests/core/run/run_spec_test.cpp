// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/run/field_info.h"
#include "core/run/nearest_name.h"
#include "core/run/presets.h"
#include "core/run/run_spec.h"

#include <gtest/gtest.h>

namespace halyard {
namespace {

std::string refusalOf(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::InvalidInput);
        return error.what();
    }
    return "accepted";
}

std::string refusalOfDocument(const std::string& text) {
    return refusalOf([&] { (void)runSpecFromJson(parseJson(text, "run.json"), "run.json"); });
}

TEST(RunSpec, SurvivesWritingAndReading) {
    RunSpec spec = presetSpec("hypenet-5b", RunKind::Stage2);
    spec.name = "Kept layers: första försöket";
    spec.inputs = {{"teacher", "/models/t", std::nullopt, "00ff"}, {"student", "/runs/a", 2000, ""}};
    spec.optimizer.mixer_learning_rate = 2.5e-4;
    spec.train.milestones = {100, 20000};
    const Json document = toJson(spec);
    const RunSpec again = runSpecFromJson(parseJson(document.dump(), "run.json"), "run.json");
    EXPECT_EQ(toJson(again), document);
    EXPECT_EQ(hashOf(again), hashOf(spec));
    EXPECT_EQ(again.inputs.at(1).step, 2000);
    EXPECT_EQ(again.optimizer.mixer_learning_rate, 2.5e-4);
    EXPECT_EQ(document["data"]["context_length"], 512);
    EXPECT_EQ(document["name"], "Kept layers: första försöket");
}

TEST(RunSpec, HashChangesWithEverySetting) {
    const std::string before = hashOf(RunSpec{});
    RunSpec spec;
    spec.train.seed = 1;
    EXPECT_NE(hashOf(spec), before);
    EXPECT_EQ(before.size(), 32U);
}

TEST(RunSpec, ChildrenSurviveWritingAndReading) {
    RunSpec spec;
    spec.kind = RunKind::Pipeline;
    spec.children = {presetSpec("demo", RunKind::Pretrain), presetSpec("demo", RunKind::Stage1)};
    const RunSpec again = runSpecFromJson(toJson(spec), "run.json");
    ASSERT_EQ(again.children.size(), 2U);
    EXPECT_EQ(again.children[1].kind, RunKind::Stage1);
    EXPECT_EQ(toJson(again), toJson(spec));
}

struct Refused {
    const char* document;
    const char* sentence;
};

TEST(RunSpec, RefusesEveryMistakeOfShapeWithOneSentence) {
    const Refused cases[] = {
        {R"({"kind":"stage1","optimizer":{"learing_rate":0.1}})",
         R"(run.json: "optimizer.learing_rate" is not a setting. Did you mean "optimizer.learning_rate"?)"},
        {R"({"kind":"stage1","learning_rate":0.1})",
         R"(run.json: "learning_rate" is not a setting. Did you mean "optimizer.learning_rate"?)"},
        {R"({"kind":"stage1","optimiser":{}})", R"(run.json: "optimiser" is not a setting. Did you mean "optimizer"?)"},
        {R"({"kind":"stage1","qqqqqqqqqq":1})",
         R"(run.json: "qqqqqqqqqq" is not a setting. Remove it; "halyard fields" lists those that are.)"},
        {R"({"kind":"stage1","data":{"batch_size":"4"}})",
         R"(run.json: "data.batch_size" must be a whole number, not the text "4".)"},
        {R"({"kind":"stage1","data":{"batch_size":4.5}})", R"(run.json: "data.batch_size" must be a whole number, not 4.5.)"},
        {R"({"kind":"stage1","data":{"shuffle":1}})", R"(run.json: "data.shuffle" must be true or false, not 1.)"},
        {R"({"kind":"stage1","data":[]})", R"(run.json: "data" must be an object, not a list.)"},
        {R"({"kind":"stage2","model":{"attention_layers":[1,"2"]}})",
         R"(run.json: "model.attention_layers" must be a list of whole numbers, not a list.)"},
        {R"({"kind":"stage1","optimizer":{"learning_rate":null}})",
         R"(run.json: "optimizer.learning_rate" must be a number, not null.)"},
        {R"({"kind":"stage1","optimizer":{"learning_rate":1,"learning_rate":2}})",
         R"(run.json: "learning_rate" is given twice. Remove one of them.)"},
        {R"({"kind":"stage1","optimizer":{"learning_rate":NaN}})", R"(run.json is not valid JSON at byte 46, near ")"},
        {R"({"schema":9,"kind":"stage1","later":1})",
         R"(run.json: written by a newer version (schema 9, this program knows 1).)"},
        {R"({"schema":0,"kind":"stage1"})", R"(run.json: "schema" is 0; it must be 1.)"},
        {R"({"kind":"stage4"})", R"(run.json: "stage4" is not a kind of run. Did you mean "stage1"?)"},
        {R"({})", R"(run.json: "kind" is missing; it says what the run does, for example "stage1".)"},
        {R"([])", R"(run.json: a run is described by a JSON object.)"},
        {R"({"kind":"stage1","env":{"LD_PRELOAD":"x.so"}})",
         R"(run.json: "env.LD_PRELOAD" may not be set from a run file. Remove it.)"},
        {R"({"kind":"stage1","env":{"BASH_ENV":"x"}})", R"(run.json: "env.BASH_ENV" may not be set from a run file. Remove it.)"},
        {R"({"kind":"stage1","name":"hf_AbCdEfGhIjKlMnOpQrSt"})",
         R"(run.json: "name" looks like an access token. Remove it: run files may be shared.)"},
        {R"({"kind":"stage1","model":{"config":{"hf_token":"abcdefghij0123456789"}}})",
         R"(run.json: "model.config.hf_token" looks like an access token. Remove it: run files may be shared.)"},
        {R"({"kind":"stage1","inputs":[{"role":"data","pth":"/d"}]})",
         R"(run.json: "inputs[0].pth" is not a setting. Did you mean "path"?)"},
        {R"({"kind":"stage1","inputs":[{"role":"data","step":"newest"}]})",
         R"(run.json: "inputs[0].step" must be a whole number, not the text "newest".)"},
        {R"({"kind":"stage1","train":{"seed":18446744073709551615}})",
         R"(run.json: "seed": 18446744073709551615 is outside the allowed range -9007199254740991…9007199254740991.)"},
    };
    for (const Refused& refused : cases) {
        EXPECT_EQ(refusalOfDocument(refused.document).substr(0, std::string(refused.sentence).size()), refused.sentence)
            << refused.document;
    }
}

TEST(RunSpec, SetsEveryTypeOfSettingFromText) {
    RunSpec spec;
    setField(spec, "data.batch_size", "16");
    setField(spec, "optimizer.learning_rate", "3e-4");
    setField(spec, "optimizer.mixer_learning_rate", "0.002");
    setField(spec, "data.shuffle", "false");
    setField(spec, "schedule.kind", "wsd");
    setField(spec, "model.attention_layers", "0,3,7");
    setField(spec, "model.config", R"({"vocab_size":10})");
    setField(spec, "model.config.hidden_size", "128");
    setField(spec, "model.config.lightning_scale", "1/d");
    EXPECT_EQ(spec.data.batch_size, 16);
    EXPECT_EQ(spec.optimizer.learning_rate, 3e-4);
    EXPECT_EQ(spec.optimizer.mixer_learning_rate, 0.002);
    EXPECT_FALSE(spec.data.shuffle);
    EXPECT_EQ(spec.schedule.kind, "wsd");
    EXPECT_EQ(spec.model.attention_layers, (std::vector<std::int64_t>{0, 3, 7}));
    EXPECT_EQ(spec.model.config, parseJson(R"({"vocab_size":10,"hidden_size":128,"lightning_scale":"1/d"})", "expected"));
    setField(spec, "optimizer.mixer_learning_rate", "none");
    setField(spec, "model.attention_layers", "");
    EXPECT_EQ(spec.optimizer.mixer_learning_rate, std::nullopt);
    EXPECT_TRUE(spec.model.attention_layers.empty());
}

TEST(RunSpec, RefusesToSetWhatIsNotOfTheType) {
    const std::vector<std::array<const char*, 3>> cases = {
        {"data.batch_size", "4.0", R"("data.batch_size" must be a whole number, not "4.0".)"},
        {"data.batch_size", "", R"("data.batch_size" must be a whole number, not "".)"},
        {"data.batch_size", "99999999999999999999", R"("data.batch_size" must be a whole number, not "99999999999999999999".)"},
        {"optimizer.learning_rate", "nan", R"("optimizer.learning_rate" must be a finite number, not "nan".)"},
        {"optimizer.learning_rate", "inf", R"("optimizer.learning_rate" must be a finite number, not "inf".)"},
        {"optimizer.learning_rate", "0,1", R"("optimizer.learning_rate" must be a finite number, not "0,1".)"},
        {"data.shuffle", "yes", R"("data.shuffle" must be true or false, not "yes".)"},
        {"model.attention_layers", "1,,2", R"("model.attention_layers" must be whole numbers with commas between them, such as 0,3,7, not "1,,2".)"},
        {"model.attention_layers", "1,2,", R"("model.attention_layers" must be whole numbers with commas between them, such as 0,3,7, not "1,2,".)"},
        {"model.config", "[]", R"("model.config" must be a JSON object, not "[]".)"},
        {"optimizer.lerning_rate", "1", R"("optimizer.lerning_rate" is not a setting. Did you mean "optimizer.learning_rate"?)"},
        {"train.bacth_size", "1", R"("train.bacth_size" is not a setting. Did you mean "data.batch_size"?)"},
        {"\x1b[31m", "1", R"("\x1b[31m" is not a setting; "halyard fields" lists those that are.)"},
    };
    for (const auto& [key, value, sentence] : cases) {
        RunSpec spec;
        EXPECT_EQ(refusalOf([&, k = key, v = value] { setField(spec, k, v); }), sentence);
    }
}

TEST(FieldInfo, DescribesEverySettingOfTheSpecOnce) {
    const Json document = toJson(RunSpec{});
    std::set<std::string> keys;
    for (const FieldInfo& field : fieldInfos()) {
        EXPECT_TRUE(keys.insert(field.key).second) << field.key;
        EXPECT_FALSE(std::string(field.label.pattern).empty()) << field.key;
        EXPECT_FALSE(std::string(field.help.pattern).empty()) << field.key;
        EXPECT_FALSE(field.kinds.empty()) << field.key;
    }
    EXPECT_EQ(keys.size(), 66U);
    for (const char* part : {"model", "data", "optimizer", "schedule", "train", "eval", "select"}) {
        for (const auto& [name, value] : document[part].items()) {
            EXPECT_EQ(keys.count(std::string(part) + "." + name), 1U) << part << "." << name;
        }
    }
    EXPECT_EQ(describeRange(*findField("optimizer.learning_rate")), "above 0 and at most 1");
    EXPECT_EQ(describeRange(*findField("schedule.kind")), "one of cosine, wsd, constant");
}

TEST(NearestName, CountsEditsAndSwaps) {
    EXPECT_EQ(editDistance("", "abc"), 3U);
    EXPECT_EQ(editDistance("learing", "learning"), 1U);
    EXPECT_EQ(editDistance("bacth", "batch"), 1U);
    EXPECT_EQ(editDistance("kitten", "sitting"), 3U);
    EXPECT_EQ(nearestName("Hypenet_2B", {"hypenet-2b", "demo"}), "hypenet-2b");
    EXPECT_EQ(nearestName("zzzzzz", {"hypenet-2b", "demo"}), std::nullopt);
    EXPECT_EQ(nearestName(std::string(1'000'000, 'a'), {"demo"}), std::nullopt);
}

} // namespace
} // namespace halyard
