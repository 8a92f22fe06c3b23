// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/hostile/readers.h"

#include "core/io/model_config.h"
#include "core/io/safetensors.h"
#include "core/report/grid_table.h"
#include "core/run/events.h"
#include "core/run/presets.h"
#include "core/run/study_cells.h"
#include "core/text/line_reader.h"
#include "core/text/tokenizer.h"
#include "tests/core/io/safetensors_bytes.h"
#include "tests/core/run/grid_documents.h"
#include "tests/core/text/small_tokenizer.h"
#include "tests/support/temporary_folder.h"

namespace halyard::testing {

namespace {

std::vector<std::string> safetensorsFiles() {
    const std::string two = "{" + entry("a", "F32", "[2,3]", "[0,24]") + "," + entry("b.weight", "BF16", "[4]", "[24,32]") +
                            R"(,"__metadata__":{"format":"pt"}})";
    return {safetensorsBytes(two, 32), safetensorsBytes("{}"), safetensorsBytes("{" + entry("s", "U8", "[]", "[0,1]") + "}", 1)};
}

std::vector<std::string> configFiles() {
    const Json qwen3 = {{"model_type", "qwen3"},       {"vocab_size", 61},           {"hidden_size", 24},
                        {"intermediate_size", 40},     {"num_hidden_layers", 3},     {"num_attention_heads", 4},
                        {"num_key_value_heads", 2},    {"head_dim", 8},              {"rope_theta", 1e6},
                        {"eos_token_id", {1, 2}},      {"torch_dtype", "bfloat16"},  {"rms_norm_eps", 1e-6},
                        {"rope_scaling", nullptr},     {"auto_map", Json::object()}, {"max_position_embeddings", 64}};
    Json hypenet = qwen3;
    hypenet.update({{"model_type", "hypenet"},
                    {"mixer_types", {"attn", "lightning-attn", "lightning-attn"}},
                    {"attn_logits_scaling", "hype 500"},
                    {"lightning_nh", 4}});
    return {qwen3.dump(), hypenet.dump(2)};
}

std::vector<std::string> tokenizerFiles() {
    Json reversed = test::smallTokenizer();
    std::string text = reversed.dump(2);
    Json pairs = reversed;
    pairs["model"]["merges"] = Json::array({{"h", "e"}, {"l", "l"}});
    return {reversed.dump(), pairs.dump()};
}

std::vector<std::string> eventFiles() {
    const TemporaryFolder folder;
    {
        EventWriter writer(folder / "events.jsonl");
        for (int step = 1; step <= 5; ++step) {
            writer.write("step", {{"step", step}, {"loss", 2.5 / step}});
        }
    }
    return {contentOf(folder / "events.jsonl")};
}

Json gridThatLeavesOut() {
    Json grid = smallGrid();
    grid["axes"].push_back(leftOutAxis());
    return grid;
}

void readLines(const std::filesystem::path& file) {
    LineReader lines(file, 4096);
    for (auto status = lines.next(); status != LineReader::Status::End; status = lines.next()) {
        if (status == LineReader::Status::Line && !lines.line().empty()) {
            (void)parseJson(lines.line(), "line " + std::to_string(lines.number()));
        }
    }
}

void readTokenizer(const std::filesystem::path& file) {
    const Tokenizer tokenizer(file);
    (void)tokenizer.decode(tokenizer.encode("hello he\u0301 12 <|endoftext|>", true));
}

} // namespace

std::string gridTable() {
    const GridStudy study = expandGrid(gridFromJson(smallGrid(), "g.json", "/grids"));
    GridTable table{.grid = study.grid, .trainingLength = 512, .runs = study.spec.children.size()};
    table.columns = {{"needles.needles", "needles to 512", GridColumn::Unit::Share}, {"seconds", "training seconds", GridColumn::Unit::Seconds}};
    for (const GridCell& cell : study.cells) {
        table.cells.push_back({.cell = cell, .state = "done", .reason = {}, .figures = {{"needles.needles", {0.5, {10, 20}}}, {"seconds", {12}}}});
    }
    return toJson(table).dump(1);
}

std::vector<Reader> readers() {
    return {
        {"safetensors", [](const auto& file) { (void)SafetensorsFile(file).tensors(); }, safetensorsFiles()},
        {"config.json", [](const auto& file) { (void)readModelConfig(file); }, configFiles()},
        {"tokenizer.json", readTokenizer, tokenizerFiles()},
        {"events.jsonl", [](const auto& file) { (void)readEvents(file); }, eventFiles()},
        {"run.json", [](const auto& file) { (void)runSpecFromJson(readJsonFile(file), "run.json"); },
         {toJson(presetSpec("demo", RunKind::Pretrain)).dump(2), toJson(presetSpec("hypenet-2b", RunKind::Stage2)).dump()}},
        {"table.json", [](const auto& file) { (void)toJson(gridTableFromJson(readJsonFile(file), "table.json")); }, {gridTable()}},
        {"grid.json", [](const auto& file) { (void)expandGrid(readGrid(file)); }, {smallGrid().dump(2), gridThatLeavesOut().dump()}},
        {"text.jsonl", readLines, {"{\"text\": \"a \\u00e9 \\ud83d\\ude00\"}\n\n{\"text\": \"\xC3\xA9\", \"n\": [1, -2.5e3]}\r\n"}},
    };
}

} // namespace halyard::testing
