// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worker/data_command.h"

#include "core/base/cancellation.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/progress.h"
#include "core/data/prepare.h"

#include <cstdio>
#include <memory>

namespace halyard {

namespace {

Json manifestJson(const DataManifest& manifest) {
    return {{"packing", manifest.packing},
            {"block", manifest.block},
            {"tokenizer_hash", manifest.tokenizerHash},
            {"vocabulary_size", manifest.vocabularySize},
            {"documents", manifest.documents},
            {"bad_lines", manifest.badLines},
            {"tokens", manifest.tokens},
            {"blocks", manifest.blocks}};
}

void printManifest(const std::string& folder, const DataManifest& manifest) {
    const auto count = [](std::int64_t value) { return grouped(static_cast<unsigned long long>(value)); };
    std::printf("%s: %s tokens in %s blocks of %s (packing %s), from %s documents; %s bad lines.\n",
                printable(folder).c_str(), count(manifest.tokens).c_str(), count(manifest.blocks).c_str(),
                count(manifest.block).c_str(), printable(manifest.packing, 40).c_str(), count(manifest.documents).c_str(),
                count(manifest.badLines).c_str());
}

struct PrepareLine {
    PrepareOptions options;
    std::vector<std::string> inputs;
    bool json = false;
};

int prepare(PrepareLine& line) {
    line.options.inputs.assign(line.inputs.begin(), line.inputs.end());
    Cancellation::installSignalHandlers();
    const PreparedData data = prepareData(line.options);
    if (line.json) {
        Json report = manifestJson(data.train);
        if (data.heldOut) {
            report["held_out"] = manifestJson(*data.heldOut);
        }
        printJson(report.dump());
        return 0;
    }
    printManifest(line.options.out.string(), data.train);
    if (data.heldOut) {
        printManifest(line.options.heldOutOut.string(), *data.heldOut);
    }
    return 0;
}

struct InspectLine {
    std::string folder;
    std::string tokenizer;
    bool json = false;
};

int inspect(const InspectLine& line) {
    const TokenShards shards(line.folder);
    const DataManifest& manifest = shards.manifest();
    Json report = manifestJson(manifest);
    std::string start;
    if (!line.tokenizer.empty()) {
        const Tokenizer tokenizer(line.tokenizer);
        if (tokenizer.hash() != manifest.tokenizerHash) {
            throw invalidInput(HALYARD_TEXT("{folder}: made with another tokenizer (hash {data} vs {tokenizer}). Prepare "
                                            "the data with this one."),
                               {{"folder", printable(line.folder)},
                                {"data", printable(manifest.tokenizerHash, 40)},
                                {"tokenizer", tokenizer.hash()}});
        }
        start = manifest.blocks > 0 ? tokenizer.decode(shards.block(0)) : std::string();
        report["first_block"] = start;
    }
    shards.verify();
    report["verified"] = true;
    if (line.json) {
        printJson(report.dump());
        return 0;
    }
    printManifest(line.folder, manifest);
    std::printf("Every checksum is right; tokenizer %s, %s ids.\n", printable(manifest.tokenizerHash, 40).c_str(),
                grouped(static_cast<unsigned long long>(manifest.vocabularySize)).c_str());
    if (!line.tokenizer.empty()) {
        std::printf("The first block begins: %s\n", printable(start, 400).c_str());
    }
    return 0;
}

} // namespace

Command dataPrepareCommand() {
    return {"data prepare", "Tokenise text into memory-mapped shards", [](CLI::App& app) {
                auto line = std::make_shared<PrepareLine>();
                app.add_option("--tokenizer", line->options.tokenizer, "Folder with tokenizer.json")->required();
                app.add_option("--input", line->inputs,
                               ".jsonl files (a document a line), .txt files (a document each), or folders of them")
                    ->required();
                app.add_option("--out", line->options.out, "The folder to write; it appears when all is done")->required();
                app.add_option("--packing", line->options.packing,
                               "halo: blocks of 1,000 documents at a time; stream: one endless stream")
                    ->capture_default_str();
                app.add_option("--block", line->options.block, "Tokens of a block")->capture_default_str();
                app.add_option("--text-field", line->options.textField, "Key of the text in a JSON line")
                    ->capture_default_str();
                app.add_option("--shard-tokens", line->options.shardTokens, "Tokens of a shard")->capture_default_str();
                auto* share = app.add_option("--held-out", line->options.heldOutShare,
                                             "Share of the documents to set aside for measuring, such as 0.01: those with the smallest "
                                             "hashes, equal texts together; at least one document, and enough for a block");
                auto* folder = app.add_option("--held-out-dir", line->options.heldOutOut, "The folder for them; it appears when all is done");
                share->needs(folder);
                folder->needs(share);
                app.add_flag("--json", line->json, "Print the result as JSON");
                return std::function<int()>([line] { return prepare(*line); });
            }};
}

Command dataInspectCommand() {
    return {"data inspect", "Check prepared data and say what it holds", [](CLI::App& app) {
                auto line = std::make_shared<InspectLine>();
                app.add_option("folder", line->folder, "Folder written by data prepare")->required();
                app.add_option("--tokenizer", line->tokenizer, "Compare with this tokenizer and show the first block");
                app.add_flag("--json", line->json, "Print the result as JSON");
                return std::function<int()>([line] { return inspect(*line); });
            }};
}

} // namespace halyard
