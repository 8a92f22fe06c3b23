// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/export/export.h"

#include "core/base/error.h"
#include "core/export/python_sources.h"
#include "core/io/checkpoint_store.h"
#include "core/io/model_folder.h"
#include "core/run/run_folder.h"
#include "core/run/run_inputs.h"
#include "tests/core/export/tiny_model.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace halyard;
using halyard::testing::contentsOf;
using halyard::testing::TestFolder;
using halyard::testing::TinyModel;
using halyard::testing::writeTinyModel;
using halyard::testing::writeTinyTokenizer;

namespace fs = std::filesystem;

namespace {

ExportOptions optionsFor(const fs::path& checkpoint, const fs::path& out) {
    ExportOptions options;
    options.checkpoint = checkpoint;
    options.out = out;
    options.pythons = {"/nowhere/python"}; // comparing in Python is the matter of one test and of tests/parity
    return options;
}

// A program that answers in the place of Python.
fs::path programThatPrints(const TestFolder& folder, const std::string& answer, const char* name = "python") {
    const fs::path path = folder / name;
    std::ofstream(path) << "#!/bin/sh\nprintf '%s' '" << answer << "'\n";
    fs::permissions(path, fs::perms::owner_all);
    return path;
}

template <typename Call> std::string refusalOf(Call call, int exitCode = 2) {
    try {
        call();
    } catch (const Error& error) {
        EXPECT_EQ(error.exitCode(), exitCode) << error.what();
        return error.what();
    }
    ADD_FAILURE() << "nothing was thrown";
    return {};
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST(Export, CopiesEveryTensorByteForByteUnderItsNameIntoAsManyShardsAsNeeded) {
    for (const DType dtype : {DType::F32, DType::BF16}) {
        for (const std::uint64_t limit : {std::uint64_t{5'000'000'000}, std::uint64_t{3000}, std::uint64_t{1}}) {
            const TestFolder folder;
            writeTinyModel(folder / "model", {.dtype = dtype});
            ExportOptions options = optionsFor(folder / "model", folder / "out");
            options.maxShardBytes = limit;
            const ExportReport report = exportModel(options);
            const ModelFolder from = openModelFolder(folder / "model");
            const ModelFolder to = openModelFolder(folder / "out");
            ASSERT_EQ(to.tensors.names(), from.tensors.names());
            for (const auto& [name, entry] : from.tensors.tensors()) {
                const auto& copy = to.tensors.tensors().at(name);
                EXPECT_EQ(copy.info->dtype, dtype);
                EXPECT_EQ(copy.info->shape, entry.info->shape);
                EXPECT_TRUE(std::ranges::equal(copy.bytes(), entry.bytes())) << name;
            }
            EXPECT_EQ(report.dtype, dtype == DType::F32 ? "float32" : "bfloat16");
            EXPECT_EQ(report.tensors, static_cast<std::int64_t>(from.tensors.tensors().size()));
            EXPECT_EQ(limit == 1, report.shards == report.tensors);
            EXPECT_EQ(fs::exists(folder / "out/model.safetensors.index.json"), report.shards > 1);
        }
    }
}

TEST(Export, WritesAConfigWithOurCodeAndWithoutPathsOfThisMachine) {
    const TestFolder folder;
    writeTinyModel(folder / "model", {.extra = {{"_name_or_path", "/home/someone/x"}, {"fused_ce_loss", true}}});
    const ExportReport report = exportModel(optionsFor(folder / "model", folder / "out"));
    const Json config = readJsonFile(folder / "out/config.json");
    EXPECT_EQ(config["architectures"], Json({"HypeNetForCausalLM"}));
    EXPECT_EQ(config["auto_map"]["AutoConfig"], "configuration_hypenet.HypeNetConfig");
    EXPECT_EQ(config["auto_map"]["AutoModelForCausalLM"], "modeling_hypenet.HypeNetForCausalLM");
    EXPECT_EQ(config["dtype"], "float32");
    EXPECT_EQ(config["torch_dtype"], "float32");
    EXPECT_EQ(config["fused_ce_loss"], true);
    EXPECT_FALSE(config.contains("_name_or_path"));
    EXPECT_EQ(readJsonFile(folder / "out/generation_config.json"), Json({{"eos_token_id", 3}}));
    EXPECT_EQ(report.architecture, "HypeNetForCausalLM");
    const char* const repository = std::getenv("HALYARD_SOURCE_DIR");
    ASSERT_NE(repository, nullptr) << "CTest sets HALYARD_SOURCE_DIR";
    const fs::path resources = fs::path(repository) / "resources/huggingface";
    for (const PythonSource& source : huggingFaceSources()) {
        EXPECT_EQ(readFile(folder / "out" / source.fileName, 1U << 20U),
                  readFile(resources / source.fileName, 1U << 20U));
    }
}

TEST(Export, TakesTheLogitsScalingAskedForElseTheConfigsElseThePublishedOneAndSaysWhich) {
    const TestFolder folder;
    writeTinyModel(folder / "off");
    writeTinyModel(folder / "own", {.extra = {{"attn_logits_scaling", "hype 30"}}});
    struct Case {
        const char* model;
        std::optional<LogitsScaling> asked;
        Json written;
        const char* reason;
    };
    const std::vector<Case> cases = {
        {"off", std::nullopt, "hype 500", "the published setting"},
        {"own", std::nullopt, "hype 30", "config.json"},
        {"own", parseLogitsScaling("none"), nullptr, "as asked"},
        {"off", parseLogitsScaling("1.5"), 1.5, "as asked"},
        {"own", parseLogitsScaling("hype 362"), "hype 362", "as asked"},
    };
    for (const Case& c : cases) {
        ExportOptions options = optionsFor(folder / c.model, folder / "out");
        options.scaling = c.asked;
        const ExportReport report = exportModel(options);
        EXPECT_EQ(readJsonFile(folder / "out/config.json")["attn_logits_scaling"], c.written);
        EXPECT_TRUE(contains(report.scalingReason.text(), c.reason)) << report.scalingReason.text();
    }
}

TEST(Export, WritesAQwen3TeacherAsQwen3WithoutCodeOrScaling) {
    const TestFolder folder;
    writeTinyModel(folder / "model", {.family = "qwen3", .tied = true});
    const ExportReport report = exportModel(optionsFor(folder / "model", folder / "out"));
    const Json config = readJsonFile(folder / "out/config.json");
    EXPECT_EQ(report.architecture, "Qwen3ForCausalLM");
    EXPECT_EQ(config["architectures"], Json({"Qwen3ForCausalLM"}));
    EXPECT_FALSE(config.contains("auto_map"));
    EXPECT_FALSE(config.contains("attn_logits_scaling"));
    EXPECT_FALSE(fs::exists(folder / "out/modeling_hypenet.py"));
    ExportOptions options = optionsFor(folder / "model", folder / "other");
    options.scaling = parseLogitsScaling("hype 500");
    EXPECT_TRUE(contains(refusalOf([&] { (void)exportModel(options); }), "Qwen3 model has no attn_logits_scaling"));
}

TEST(Export, RefusesPlacesThatAreNoExportAndLeavesThemAsTheyAre) {
    const TestFolder folder;
    writeTinyModel(folder / "model");
    fs::create_directory(folder / "precious");
    std::ofstream(folder / "precious/config.json") << "{}";
    std::ofstream(folder / "file") << "x";
    fs::create_directory(folder / "empty");
    fs::create_directory_symlink(folder / "empty", folder / "link");
    const std::vector<std::pair<fs::path, const char*>> cases = {
        {folder / "precious", "is not an earlier export"},
        {folder / "file", "is not a folder"},
        {folder / "link", "symbolic link"},
        {folder / "model", "lies in"},
        {folder / "model/inner", "lies in"},
        {folder.path(), "or around it"},
        {"", "names no folder"},
        {"..", "names no folder"},
    };
    const auto before = contentsOf(folder.path());
    for (const auto& [out, sentence] : cases) {
        const std::string said = refusalOf([&, at = out] { (void)exportModel(optionsFor(folder / "model", at)); });
        EXPECT_TRUE(contains(said, sentence)) << out << ": " << said;
    }
    EXPECT_EQ(contentsOf(folder.path()), before);
    EXPECT_NO_THROW((void)exportModel(optionsFor(folder / "model", folder / "empty")));
}

TEST(Export, ReplacesAnEarlierExportAndRemovesWhatInterruptedOnesLeft) {
    const TestFolder folder;
    writeTinyModel(folder / "first", {.seed = 1});
    writeTinyModel(folder / "second", {.seed = 2});
    (void)exportModel(optionsFor(folder / "first", folder / "out"));
    const auto first = contentsOf(folder / "out");
    const fs::path leftover = folder / (".out.tmp-" + uniqueId());
    fs::create_directory(leftover);
    (void)exportModel(optionsFor(folder / "second", folder / "out/"));
    EXPECT_NE(contentsOf(folder / "out"), first);
    EXPECT_FALSE(fs::exists(leftover));
    (void)exportModel(optionsFor(folder / "first", folder / "out"));
    EXPECT_EQ(contentsOf(folder / "out"), first); // nothing in it depends on when or how often
}

TEST(Export, RefusesWrongSourcesNamingWhatIsWrong) {
    const TestFolder folder;
    writeTinyModel(folder / "model");
    writeTinyModel(folder / "tied", {.tied = false, .extra = {{"tie_word_embeddings", true}}});
    writeTinyModel(folder / "short");
    Json config = readJsonFile(folder / "short/config.json");
    config["num_hidden_layers"] = 3;
    config["mixer_types"] = {"lightning-attn", "attn", "attn"};
    writeJsonFile(folder / "short/config.json", config);
    const auto refused = [&](const ExportOptions& options) { return refusalOf([&] { (void)exportModel(options); }); };
    ExportOptions both = optionsFor(folder / "model", folder / "out");
    both.run = folder / "model";
    EXPECT_TRUE(contains(refused(both), "either --run or --checkpoint"));
    ExportOptions step = optionsFor(folder / "model", folder / "out");
    step.step = 3;
    EXPECT_TRUE(contains(refused(step), "--step belongs to --run"));
    ExportOptions tokenizer = optionsFor(folder / "model", folder / "out");
    tokenizer.tokenizer = folder / "model";
    EXPECT_TRUE(contains(refused(tokenizer), "no tokenizer.json"));
    EXPECT_TRUE(contains(refused(optionsFor(folder / "tied", folder / "out")), "lm_head.weight differs"));
    EXPECT_TRUE(contains(refused(optionsFor(folder / "short", folder / "out")), "model.layers.2."));
    EXPECT_TRUE(contains(refused(optionsFor(folder / "nowhere", folder / "out")), "no such folder"));
    EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(Export, RefusesACheckpointWhoseLogitsAreNotFinite) {
    const TestFolder folder;
    writeTinyModel(folder / "model");
    std::fstream file(folder / "model/model.safetensors", std::ios::in | std::ios::out | std::ios::binary);
    const float broken = std::nanf("");
    file.seekp(-4, std::ios::end);
    file.write(reinterpret_cast<const char*>(&broken), 4);
    file.close();
    const std::string said = refusalOf([&] { (void)exportModel(optionsFor(folder / "model", folder / "out")); });
    EXPECT_TRUE(contains(said, "logits are not finite")) << said;
    EXPECT_FALSE(fs::exists(folder / "out"));
}

TEST(Export, KeepsNothingWhenTransformersDisagreesAndGoesOnWhenPythonCannotCompare) {
    const TestFolder folder;
    writeTinyModel(folder / "model");
    struct Case {
        std::string answer;
        bool kept;
        const char* sentence;
    };
    const std::vector<Case> cases = {
        {R"({"status": "compared", "error": 0.1, "transformers": "9.9"})", false,
         "transformers 9.9 computes other logits"},
        {R"({"status": "compared", "error": NaN, "transformers": "9.9"})", true, "gave no answer"},
        {R"({"status": "failed", "reason": "KeyError: x"})", false, "cannot load the exported folder (KeyError: x)"},
        {R"({"status": "unavailable", "reason": "it has no torch"})", true, "cannot (it has no torch)"},
        {"Traceback", true, "gave no answer"},
    };
    for (const Case& c : cases) {
        ExportOptions options = optionsFor(folder / "model", folder / "out");
        options.pythons = {programThatPrints(folder, c.answer)};
        fs::remove_all(folder / "out");
        if (c.kept) {
            const ExportReport report = exportModel(options);
            EXPECT_TRUE(report.agreements.empty());
            EXPECT_TRUE(contains(report.notes.back().text(), c.sentence)) << report.notes.back().text();
        } else {
            const std::string said = refusalOf([&] { (void)exportModel(options); }, 1);
            EXPECT_TRUE(contains(said, c.sentence)) << said;
        }
        EXPECT_EQ(fs::exists(folder / "out"), c.kept);
    }
}

TEST(Export, ComparesWithEachPythonAndSaysOfEachCheckWhenItBeginsAndWhatItMeasured) {
    const TestFolder folder;
    writeTinyModel(folder / "model");
    std::vector<std::string> told;
    ExportOptions options = optionsFor(folder / "model", folder / "out");
    options.pythons = {programThatPrints(folder, R"({"status": "compared", "error": 1e-6, "transformers": "4.57"})", "four"),
                       programThatPrints(folder, R"({"status": "compared", "error": 2e-6, "transformers": "5.1"})", "five")};
    options.tell = [&](const CheckLine& line) { told.push_back(textOf(line)); };
    const ExportReport report = exportModel(options);
    ASSERT_EQ(report.agreements.size(), 2U);
    EXPECT_EQ(report.agreements[1].transformers, "5.1");
    ASSERT_EQ(told.size(), 11U); // each begins and ends, and Python tells the first of two in between
    const std::vector<const char*> checks = {"tensors", "config", "read_back", "logits", "python"};
    for (std::size_t i = 0; i < 10; ++i) {
        const CheckLine line = checkLineFrom(told[i == 9 ? 10 : i]).value();
        EXPECT_EQ(line.check, checks[i / 2]);
        EXPECT_EQ(line.state, i % 2 == 0 ? CheckLine::State::Running : CheckLine::State::Passed);
    }
    EXPECT_EQ(checkLineFrom(told[1])->facts, Json({{"tensors", 28}, {"bytes", report.bytes}}));
    EXPECT_EQ(checkLineFrom(told[3])->facts, Json({{"architecture", "HypeNetForCausalLM"}}));
    EXPECT_EQ(checkLineFrom(told[7])->facts, Json({{"error", report.logitsError}, {"limit", 1e-5}}));
    EXPECT_EQ(checkLineFrom(told[9])->facts["compared"].size(), 1U);
    EXPECT_EQ(checkLineFrom(told[10])->facts["compared"][1], Json({{"transformers", "5.1"}, {"error", 2e-6}}));
}

TEST(Export, SaysWhichCheckFailedAndWhatItMeasured) {
    const TestFolder folder;
    writeTinyModel(folder / "model");
    std::vector<CheckLine> told;
    ExportOptions options = optionsFor(folder / "model", folder / "out");
    options.tell = [&](const CheckLine& line) { told.push_back(line); };
    (void)exportModel(options);
    EXPECT_EQ(told.back().state, CheckLine::State::Skipped); // there is no such Python
    EXPECT_TRUE(told.back().facts.contains("unavailable"));
    told.clear();
    options.pythons = {programThatPrints(folder, R"({"status": "compared", "error": 0.25, "transformers": "9.9"})")};
    (void)refusalOf([&] { (void)exportModel(options); }, 1);
    EXPECT_EQ(told.back().check, "python");
    EXPECT_EQ(told.back().state, CheckLine::State::Failed);
    EXPECT_EQ(told.back().facts, Json({{"compared", {{{"transformers", "9.9"}, {"error", 0.25}}}}, {"limit", 2e-4}}));
}

TEST(Export, CopiesTheTokenizerSoThatBothLinesOfTransformersLoadIt) {
    const TestFolder folder;
    writeTinyModel(folder / "model", {.extra = {{"eos_token_id", nullptr}}});
    writeTinyTokenizer(folder / "tokenizer");
    ExportOptions options = optionsFor(folder / "model", folder / "out");
    options.tokenizer = folder / "tokenizer";
    const ExportReport report = exportModel(options);
    EXPECT_EQ(contentsOf(folder / "out")["tokenizer.json"], contentsOf(folder / "tokenizer")["tokenizer.json"]);
    const Json expected = {{"tokenizer_class", "PreTrainedTokenizerFast"},
                           {"eos_token", "<end>"},
                           {"pad_token", "<end>"},
                           {"padding_side", "left"},
                           {"model_input_names", {"input_ids", "attention_mask"}},
                           {"additional_special_tokens", {"t1", "t2"}}};
    EXPECT_EQ(readJsonFile(folder / "out/tokenizer_config.json"), expected);
    EXPECT_EQ(readJsonFile(folder / "out/generation_config.json"), Json({{"eos_token_id", 39}, {"pad_token_id", 39}}));
    EXPECT_TRUE(contains(report.notes.front().text(), "Python code of its own"));

    writeTinyTokenizer(folder / "larger", 41);
    options.tokenizer = folder / "larger";
    const std::string said = refusalOf([&] { (void)exportModel(options); });
    EXPECT_TRUE(contains(said, "\"<end>\" has the id 40, but the model knows 40 tokens")) << said;
}

namespace {

// A stage2 run with two checkpoints, made from a teacher folder and a stage1 run.
fs::path writeRun(const TestFolder& folder) {
    writeTinyModel(folder / "teacher|x", {.family = "qwen3"});
    writeTinyTokenizer(folder / "teacher|x");
    RunSpec first;
    first.kind = RunKind::Stage1;
    first.schedule.steps = 10;
    first.inputs = {{"teacher", folder / "teacher|x", std::nullopt, "feed"}};
    fs::create_directories(folder / "1-align");
    writeJsonFile(folder / "1-align/run.json", toJson(first));
    RunSpec second;
    second.kind = RunKind::Stage2;
    second.schedule.steps = 20;
    second.model.attn_logits_scaling = "hype 77";
    second.inputs = {{"teacher", folder / "teacher|x", std::nullopt, "feed"},
                     {"student", folder / "1-align", 10, "beef"}};
    fs::create_directories(folder / "2-distill");
    writeJsonFile(folder / "2-distill/run.json", toJson(second));
    CheckpointStore store(folder / "2-distill/checkpoints");
    for (const std::int64_t step : {10, 20}) {
        store.save(step, {},
                   [&](const fs::path& to) { writeTinyModel(to, {.seed = static_cast<std::uint32_t>(step)}); });
    }
    return folder / "2-distill";
}

} // namespace

TEST(ExportOfARun, TakesTheNewestCheckpointTheRunsScalingAndItsTeachersTokenizerAndTellsTheLineage) {
    const TestFolder folder;
    ExportOptions options = optionsFor({}, folder / "out");
    options.run = writeRun(folder);
    const ExportReport report = exportModel(options);
    const auto content = contentsOf(folder / "out");
    const ModelFolder from = openModelFolder(options.run / "checkpoints/step-20");
    const ModelFolder to = openModelFolder(folder / "out");
    const char* const name = "model.layers.0.mlp.up_proj.weight";
    EXPECT_TRUE(std::ranges::equal(to.tensors.tensors().at(name).bytes(), from.tensors.tensors().at(name).bytes()));
    EXPECT_EQ(readJsonFile(folder / "out/config.json")["attn_logits_scaling"], "hype 77");
    EXPECT_EQ(report.scalingReason.text(), "as the run says");
    EXPECT_TRUE(content.contains("tokenizer.json"));
    const Json lineage = readJsonFile(folder / "out/halyard_export.json")["lineage"];
    ASSERT_EQ(lineage.size(), 2U);
    EXPECT_EQ(lineage[0]["run"], "2-distill");
    EXPECT_EQ(lineage[0]["step"], 20);
    EXPECT_EQ(lineage[0]["spec_hash"], hashOf(RunFolder(options.run).spec()));
    EXPECT_EQ(lineage[0]["inputs"][0],
              Json({{"role", "teacher"}, {"name", "teacher|x"}, {"step", nullptr}, {"hash", "feed"}}));
    EXPECT_EQ(lineage[1]["run"], "1-align");
    EXPECT_EQ(lineage[1]["step"], 10);
    const std::string& card = content.at("README.md");
    EXPECT_TRUE(card.starts_with("---\nlibrary_name: transformers\n"));
    EXPECT_TRUE(contains(card, "| 2-distill | stage2 | 20 |"));
    EXPECT_TRUE(contains(card, "teacher\\|x (feed)")) << card; // a name cannot end a cell of the table
    EXPECT_FALSE(contains(card, folder.path().string()));
    EXPECT_TRUE(contains(card, "| `lightning-attn` | 1 | 0 |"));
}

TEST(ExportOfARun, TakesTheStepAskedForAndPassesOverADamagedOne) {
    const TestFolder folder;
    ExportOptions options = optionsFor({}, folder / "out");
    options.run = writeRun(folder);
    options.step = 10;
    (void)exportModel(options);
    const auto older = contentsOf(folder / "out").at("model.safetensors");
    options.step = 15;
    EXPECT_TRUE(contains(refusalOf([&] { (void)exportModel(options); }), "no checkpoint of step 15"));
    fs::resize_file(options.run / "checkpoints/step-20/model.safetensors", 1000);
    options.step = 20;
    EXPECT_TRUE(contains(refusalOf([&] { (void)exportModel(options); }), "damaged"));
    options.step.reset();
    const ExportReport report = exportModel(options);
    EXPECT_EQ(contentsOf(folder / "out").at("model.safetensors"), older);
    EXPECT_TRUE(contains(report.notes.front().text(), "passed over"));
}

TEST(ExportOfARun, RefusesRunsThatHoldNoWholeModel) {
    const TestFolder folder;
    const fs::path run = writeRun(folder);
    ExportOptions options = optionsFor({}, folder / "out");
    options.run = folder / "1-align";
    EXPECT_TRUE(contains(refusalOf([&] { (void)exportModel(options); }), "stage1 run"));
    EXPECT_TRUE(contains(refusalOf([&] { (void)exportModel(optionsFor(run, folder / "out")); }), "use --run"));
    fs::remove_all(run / "checkpoints");
    options.run = run;
    EXPECT_TRUE(contains(refusalOf([&] { (void)exportModel(options); }), "no intact checkpoint yet"));
    options.run = folder / "teacher|x";
    EXPECT_TRUE(contains(refusalOf([&] { (void)exportModel(options); }), "is not a run"));
}
