// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/lightning_config.h"
#include "core/io/model_config.h"
#include "tests/support/refusal.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace halyard::testing {
namespace {

const char* const kQwen3 = R"({"model_type":"qwen3","vocab_size":101,"hidden_size":32,"intermediate_size":56,
"num_hidden_layers":3,"num_attention_heads":4,"num_key_value_heads":2,"head_dim":16,"_name_or_path":";rm -rf ~"})";

Json qwen3() {
    return parseJson(kQwen3, "config.json");
}

Json hypenet() {
    Json document = qwen3();
    document["model_type"] = "hypenet";
    document["mixer_types"] = {"lightning-attn", "attn", "lightning_attn"};
    return document;
}

ModelConfig parse(const Json& document) {
    return modelConfigFromJson(document, "config.json");
}

TEST(ModelConfig, FillsOmittedKeysWithTheirDefaults) {
    const ModelConfig teacher = parse({{"model_type", "qwen3"},
                                       {"vocab_size", 7},
                                       {"hidden_size", 8},
                                       {"intermediate_size", 9},
                                       {"num_hidden_layers", 2},
                                       {"num_attention_heads", 3}});
    EXPECT_EQ(teacher.num_key_value_heads, 3);
    EXPECT_EQ(teacher.head_dim, 128);
    EXPECT_EQ(teacher.max_position_embeddings, 32768);
    EXPECT_EQ(teacher.rms_norm_eps, 1e-6);
    EXPECT_EQ(teacher.rope_theta, 1e4);
    EXPECT_FALSE(teacher.tie_word_embeddings);
    EXPECT_FALSE(teacher.attention_bias);
    EXPECT_EQ(teacher.dtype, "float32");
    EXPECT_EQ(teacher.mixer_types, (std::vector<std::string>{"attn", "attn"}));

    Json document = hypenet();
    document["mixer_types"] = Json::array();
    const ModelConfig student = parse(document);
    EXPECT_EQ(student.mixer_types, (std::vector<std::string>{"attn", "attn", "attn"}));
    EXPECT_TRUE(student.attn_use_rope);
    EXPECT_FALSE(student.attn_use_output_gate);
    EXPECT_EQ(student.attn_logits_scaling, LogitsScaling{});
    EXPECT_FALSE(student.expand_kv_proj);
    EXPECT_FALSE(student.rand_init);
}

TEST(ModelConfig, ReadsBothSpellingsOfAKey) {
    Json document = hypenet();
    document["torch_dtype"] = "bfloat16";
    document["rope_parameters"] = {{"rope_theta", 500000.0}, {"rope_type", "default"}};
    document["eos_token_id"] = {5, 6};
    document["bos_token_id"] = 4;
    const ModelConfig config = parse(document);
    EXPECT_EQ(config.mixer_types, (std::vector<std::string>{"lightning-attn", "attn", "lightning-attn"}));
    EXPECT_EQ(config.dtype, "bfloat16");
    EXPECT_EQ(config.rope_theta, 500000.0);
    EXPECT_EQ(config.eos_token_ids, (std::vector<std::int64_t>{5, 6}));
    EXPECT_EQ(config.bos_token_id, 4);
    document["eos_token_id"] = 9;
    document["bos_token_id"] = nullptr;
    EXPECT_EQ(parse(document).eos_token_ids, (std::vector<std::int64_t>{9}));
    EXPECT_EQ(parse(document).bos_token_id, std::nullopt);
}

TEST(ModelConfig, RefusesValuesWithKeyValueAndRange) {
    const struct {
        const char* key;
        Json value;
        const char* says;
    } cases[] = {
        {"hidden_size", 0, "config.json: \"hidden_size\" is 0; it must be a whole number from 1 to 1048576."},
        {"hidden_size", -1, "\"hidden_size\" is -1; it must be a whole number from 1 to 1048576."},
        {"hidden_size", 2147483648U, "\"hidden_size\" is 2147483648; it must be"},
        {"hidden_size", 18446744073709551615U, "\"hidden_size\" is 18446744073709551615; it must be"},
        {"hidden_size", 1e308, "\"hidden_size\" is 1e+308; it must be"},
        {"hidden_size", 32.0, "\"hidden_size\" is 32.0; it must be"},
        {"hidden_size", "4096", "\"hidden_size\" is \"4096\"; it must be"},
        {"hidden_size", true, "\"hidden_size\" is true; it must be"},
        {"hidden_size", nullptr, "\"hidden_size\" is missing; it must be"},
        {"num_hidden_layers", 1'000'000'000,
         "\"num_hidden_layers\" is 1000000000; it must be a whole number from 1 to 10000."},
        {"num_key_value_heads", 3, "\"num_key_value_heads\" is 3; it must divide \"num_attention_heads\", which is 4."},
        {"num_attention_heads", 65536, ""},
        {"vocab_size", 1e9, "\"vocab_size\" is 1000000000.0; it must be a whole number from 1 to 100000000."},
        {"head_dim", 15, "\"head_dim\" is 15; with rotary embeddings it must be even."},
        {"head_dim", 65536, ""},
        {"rms_norm_eps", 0, "\"rms_norm_eps\" is 0; it must be a number from 1e-30 to 1.0."},
        {"rms_norm_eps", "1e-6", "\"rms_norm_eps\" is \"1e-6\"; it must be a number"},
        {"rope_theta", -1e4, "\"rope_theta\" is -10000.0; it must be a number"},
        {"rope_scaling", {{"type", "yarn"}, {"factor", 4}}, "rope_scaling: \"type\" is \"yarn\"; it must be default"},
        {"rope_scaling", {{"rope_type", "llama3"}}, "rope_scaling: \"rope_type\" is \"llama3\"; it must be default"},
        {"rope_scaling", 4, "\"rope_scaling\" is 4; it must be an object or null."},
        {"hidden_act", "gelu", "\"hidden_act\" is \"gelu\"; it must be silu."},
        {"use_sliding_window", true, "\"use_sliding_window\" is true; it must be false"},
        {"attention_dropout", 0.1, "\"attention_dropout\" is 0.1; it must be 0"},
        {"layer_types",
         {"full_attention", "sliding_attention"},
         "\"layer_types\" is [\"full_attention\",\"sliding_attention\"]"},
        {"tie_word_embeddings", "yes", "\"tie_word_embeddings\" is \"yes\"; it must be true or false."},
        {"dtype", "float16", "\"dtype\" is \"float16\"; it must be float32 or bfloat16."},
        {"eos_token_id", -1, "\"eos_token_id\" is -1; it must be a whole number from 0 to 2147483647."},
        {"eos_token_id", {1, "2"}, "\"eos_token_id\" is [1,\"2\"]; it must be"},
        {"mixer_types", {"attn"}, "\"mixer_types\" names 1 layers, but \"num_hidden_layers\" is 3."},
        {"mixer_types", {"attn", 5, "attn"}, "\"mixer_types\" is [\"attn\",5,\"attn\"]; it must be a list of names."},
        {"model_type", "llama", "\"model_type\" is \"llama\"; supported are qwen3 and hypenet."},
        {"model_type", nullptr, "\"model_type\" is missing; it must be qwen3 or hypenet."},
        {"attn_logits_scaling", -2, "attn_logits_scaling: the constant -2.0 is outside the allowed range"},
        {"attn_logits_scaling", "hype 1",
         "attn_logits_scaling: the second word \"1\" must be a number from 2 to 1000000000."},
        {"attn_logits_scaling", true, "attn_logits_scaling: true must be null, a number, or two words"},
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(std::string(c.key) + " = " + c.value.dump());
        Json document = hypenet();
        document[c.key] = c.value;
        if (*c.says == '\0') {
            EXPECT_EQ(refusalOf([&] { (void)parse(document); }).sentence, "accepted");
        } else {
            expectRefused([&] { (void)parse(document); }, c.says);
        }
    }
}

TEST(ModelConfig, BoundsTheProductOfHeadsAndTheirSize) {
    Json document = qwen3();
    document["num_attention_heads"] = 65536;
    document["head_dim"] = 512;
    expectRefused([&] { (void)parse(document); },
                  "\"num_attention_heads\" times \"head_dim\" is 33554432; at most 16777216 is allowed.");
}

TEST(ModelConfig, IgnoresModelCodeOfKnownFamiliesAndRefusesItOtherwise) {
    Json document = hypenet();
    document["auto_map"] = {{"AutoModelForCausalLM", "modeling_hypenet.HypeNetForCausalLM"}};
    EXPECT_EQ(parse(document).family, ModelFamily::HypeNet);
    document["model_type"] = "evil";
    expectRefused(
        [&] { (void)parse(document); },
        "config.json asks to run Python code from the model (\"auto_map\"). This program never runs model code; "
        "architecture \"evil\" is not supported");
}

TEST(ModelConfig, RefusesFilesThatAreNotStrictJson) {
    const TemporaryFolder folder;
    const struct {
        const char* title;
        std::string text;
        std::string says;
    } cases[] = {
        {"list", "[]", ": the document must be a JSON object, not []."},
        {"NaN", R"({"hidden_size":NaN})", " is not valid JSON at byte 15"},
        {"twice", R"({"hidden_size":1,"hidden_size":1})", ": \"hidden_size\" is given twice."},
        {"100,000 deep", std::string(100'000, '['), ": nested deeper than 64 levels."},
        {"byte-order mark", "\xEF\xBB\xBF{}", " begins with a byte-order mark."},
        {"UTF-16", std::string("\xFF\xFE{\0}\0", 6), " begins with a byte-order mark."},
        {"beyond 2^53", R"({"seed":18446744073709551615})",
         ": \"seed\": 18446744073709551615 is outside the allowed range -9007199254740991…9007199254740991."},
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(c.title);
        const auto file = folder.write("config.json", c.text);
        expectRefused([&] { (void)readModelConfig(file); }, file.string() + c.says);
    }
    const auto big = folder.write("config.json", "{}");
    std::filesystem::resize_file(big, 1U << 30U);
    expectRefused([&] { (void)readModelConfig(big); }, "the file has 1,073,741,824 bytes; the limit is 67,108,864.");
}

TEST(ModelConfig, KeepsUnknownKeysAndChangedFieldsWhenWritten) {
    Json document = hypenet();
    document["future_key"] = {{"a", 1}};
    document["lightning_nh"] = 4;
    document["torch_dtype"] = "float32";
    ModelConfig config = parse(document);
    config.attn_logits_scaling = parseLogitsScaling("hype 500");
    config.dtype = "bfloat16";
    config.tie_word_embeddings = true;
    const Json written = toJson(config);
    EXPECT_EQ(written["future_key"]["a"], 1);
    EXPECT_EQ(written["lightning_nh"], 4);
    EXPECT_EQ(written["_name_or_path"], ";rm -rf ~");
    EXPECT_EQ(written["torch_dtype"], "bfloat16");
    EXPECT_FALSE(written.contains("dtype"));
    EXPECT_EQ(written["tie_word_embeddings"], true);
    EXPECT_EQ(written["attn_logits_scaling"], "hype 500");
    EXPECT_EQ(written["architectures"], Json::array({"HypeNetForCausalLM"}));
    const ModelConfig again = parse(written);
    EXPECT_EQ(toJson(again), written);
}

TEST(LogitsScaling, IsReadFromTheCommandLine) {
    EXPECT_EQ(parseLogitsScaling("none"), LogitsScaling{});
    EXPECT_EQ(parseLogitsScaling("1.5"), (LogitsScaling{LogitsScaling::Kind::Constant, 1.5}));
    EXPECT_EQ(parseLogitsScaling("500"), (LogitsScaling{LogitsScaling::Kind::Constant, 500}));
    EXPECT_EQ(parseLogitsScaling("hype 500"), (LogitsScaling{LogitsScaling::Kind::Position, 500}));
    EXPECT_EQ(parseLogitsScaling("any 30.5"), (LogitsScaling{LogitsScaling::Kind::Position, 30.5}));
    expectRefused([] { (void)parseLogitsScaling("hype"); },
                  "\"hype\" is one word. The published code reads it as A = 362");
    expectRefused([] { (void)parseLogitsScaling("hype500"); },
                  "write \"hype 362\" for the first, \"hype A\" with your number");
    for (const char* bad : {"", "hype x", "hype 0", "hype 1.9", "hype nan", "hype inf", "a b 3", "0", "-1", "1e400"}) {
        EXPECT_EQ(refusalOf([&] { (void)parseLogitsScaling(bad); }).exitCode, 2) << bad;
    }
}

TEST(LogitsScaling, IsReadFromAConfigAsThePublishedCodeDoes) {
    const auto read = [](const Json& value) { return logitsScalingFromJson(value, "config.json"); };
    EXPECT_EQ(read(nullptr), LogitsScaling{});
    EXPECT_EQ(read(1), (LogitsScaling{LogitsScaling::Kind::Constant, 1}));
    EXPECT_EQ(read(1.3), (LogitsScaling{LogitsScaling::Kind::Constant, 1.3}));
    EXPECT_EQ(read("hype 500"), (LogitsScaling{LogitsScaling::Kind::Position, 500}));
    EXPECT_EQ(read("hype"), (LogitsScaling{LogitsScaling::Kind::Position, 362}));
    EXPECT_EQ(read("500"), (LogitsScaling{LogitsScaling::Kind::Position, 362}));
}

TEST(LogitsScaling, IsWrittenAsItIsRead) {
    EXPECT_EQ(toJson(LogitsScaling{}), Json());
    EXPECT_EQ(toJson(parseLogitsScaling("1.5")), Json(1.5));
    EXPECT_EQ(toJson(parseLogitsScaling("x 500")), Json("hype 500"));
    EXPECT_EQ(describe(LogitsScaling{}), "none");
    EXPECT_EQ(describe(parseLogitsScaling("2.25")), "constant 2.25");
    EXPECT_EQ(describe(parseLogitsScaling("hype 362")), "hype 362");
}

TEST(LightningConfig, TakesOmittedKeysFromTheAttention) {
    const LightningConfig lightning = lightningConfig(parse(hypenet()), "config.json");
    EXPECT_EQ(lightning.heads, 4);
    EXPECT_EQ(lightning.kv_heads, 2);
    EXPECT_EQ(lightning.head_dim, 16);
    EXPECT_EQ(lightning.scale, 0.25);
    EXPECT_TRUE(lightning.use_rope);
    EXPECT_FALSE(lightning.use_qk_norm || lightning.use_output_norm || lightning.use_output_gate ||
                 lightning.use_short_conv);
    EXPECT_EQ(lightning.conv_size, 4);
}

TEST(LightningConfig, KnowsThreeScales) {
    for (const auto& [name, scale] : {std::pair("1/sqrt(d)", 0.25), std::pair("1/d", 0.0625), std::pair("none", 1.0)}) {
        Json document = hypenet();
        document["lightning_scale"] = name;
        EXPECT_EQ(lightningConfig(parse(document), "config.json").scale, scale) << name;
    }
}

TEST(LightningConfig, RefusesValuesWithKeyValueAndRange) {
    const struct {
        const char* key;
        Json value;
        const char* says;
    } cases[] = {
        {"lightning_nh", 0, "config.json: \"lightning_nh\" is 0; it must be a whole number from 1 to 65536."},
        {"lightning_nkv", 3, "\"lightning_nkv\" is 3; it must divide \"lightning_nh\", which is 4."},
        {"lightning_head_dim", 8,
         "\"lightning_head_dim\" is 8; with \"lightning_use_rope\" it must equal \"head_dim\", which is 16."},
        {"lightning_conv_size", 0, "\"lightning_conv_size\" is 0; it must be a whole number from 1 to 1024."},
        {"lightning_use_qk_norm", 1, "\"lightning_use_qk_norm\" is 1; it must be true or false."},
        {"lightning_scale", 0.5, "\"lightning_scale\" is 0.5; it must be text."},
    };
    for (const auto& c : cases) {
        SCOPED_TRACE(c.key);
        Json document = hypenet();
        document[c.key] = c.value;
        const ModelConfig config = parse(document);
        expectRefused([&] { (void)lightningConfig(config, "config.json"); }, c.says);
    }
    Json document = hypenet();
    document["lightning_use_rope"] = false;
    document["lightning_head_dim"] = 7;
    EXPECT_EQ(lightningConfig(parse(document), "config.json").head_dim, 7);
}

TEST(LightningSlopes, FollowThePowersOfTwoAndInterleaveOtherwise) {
    EXPECT_EQ(lightningSlopes(1), (std::vector<double>{0.00390625}));
    EXPECT_EQ(lightningSlopes(4), (std::vector<double>{0.25, 0.0625, 0.015625, 0.00390625}));
    EXPECT_EQ(lightningSlopes(8),
              (std::vector<double>{0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125, 0.00390625}));
    EXPECT_EQ(lightningSlopes(6), (std::vector<double>{0.25, 0.0625, 0.015625, 0.00390625, 0.5, 0.125}));
    EXPECT_EQ(lightningSlopes(3), (std::vector<double>{0.0625, 0.00390625, 0.25}));
}

TEST(LogitsScalings, AreReadAsTheyAreDescribed) {
    for (const LogitsScaling& scaling : {LogitsScaling{}, LogitsScaling{LogitsScaling::Kind::Constant, 2}, LogitsScaling{LogitsScaling::Kind::Position, 500}}) {
        EXPECT_EQ(parseLogitsScaling(describe(scaling)), scaling) << describe(scaling);
    }
}

} // namespace
} // namespace halyard::testing
