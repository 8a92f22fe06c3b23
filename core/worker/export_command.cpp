// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worker/export_command.h"

#include "core/base/json.h"
#include "core/base/progress.h"
#include "core/export/export.h"

#include <cstdio>
#include <memory>
#include <optional>

namespace halyard {

namespace {

struct ExportArguments {
    std::string run;
    std::string checkpoint;
    std::optional<std::int64_t> step;
    std::string out;
    std::optional<std::string> scaling;
    std::string tokenizer;
    bool json = false;
};

Json documentOf(const ExportReport& report) {
    Json notes = Json::array();
    for (const Message& note : report.notes) {
        notes.push_back(note.text());
    }
    Json out = {{"out", report.out.string()},
                {"architecture", report.architecture},
                {"dtype", report.dtype},
                {"parameters", report.parameters},
                {"tensors", report.tensors},
                {"bytes", report.bytes},
                {"shards", report.shards},
                {"attn_logits_scaling", toJson(report.scaling)},
                {"attn_logits_scaling_reason", report.scalingReason.text()},
                {"logits_error", report.logitsError},
                {"transformers", nullptr},
                {"transformers_error", nullptr},
                {"comparisons", Json::array()},
                {"notes", notes}};
    for (const PythonAgreement& one : report.agreements) {
        if (out["comparisons"].empty()) {
            out["transformers"] = one.transformers;
            out["transformers_error"] = one.error;
        }
        out["comparisons"].push_back({{"transformers", one.transformers}, {"error", one.error}});
    }
    return out;
}

void print(const ExportReport& report) {
    std::printf("%s: %s, %s parameters in %s, %s in %lld file%s\n", printable(report.out.string()).c_str(),
                report.architecture.c_str(), grouped(static_cast<unsigned long long>(report.parameters)).c_str(),
                report.dtype.c_str(), humanBytes(static_cast<double>(report.bytes)).c_str(),
                static_cast<long long>(report.shards), report.shards == 1 ? "" : "s");
    if (!report.scalingReason.pattern.empty()) {
        std::printf("attn_logits_scaling: %s (%s)\n", describe(report.scaling).c_str(),
                    report.scalingReason.text().c_str());
    }
    std::printf("%lld tensors read back equal; logits equal to the checkpoint's (relative error %.1e)\n",
                static_cast<long long>(report.tensors), report.logitsError);
    for (const PythonAgreement& one : report.agreements) {
        std::printf("transformers %s computes the same logits (relative error %.1e)\n", one.transformers.c_str(),
                    one.error);
    }
    for (const Message& note : report.notes) {
        std::printf("Note: %s\n", note.text().c_str());
    }
}

int run(const ExportArguments& arguments) {
    ExportOptions options;
    options.run = arguments.run;
    options.checkpoint = arguments.checkpoint;
    options.out = arguments.out;
    options.tokenizer = arguments.tokenizer;
    options.step = arguments.step;
    if (arguments.scaling) {
        options.scaling = parseLogitsScaling(*arguments.scaling);
    }
    if (arguments.json) { // a program listens
        options.tell = [](const CheckLine& line) { std::fprintf(stderr, "%s\n", textOf(line).c_str()); };
    }
    const ExportReport report = exportModel(options);
    if (arguments.json) {
        printJson(documentOf(report).dump());
    } else {
        print(report);
    }
    return 0;
}

} // namespace

Command exportCommand() {
    return {
        "export", "Write a folder that transformers loads, and check it", [](CLI::App& app) {
            const auto arguments = std::make_shared<ExportArguments>();
            auto* source = app.add_option("--run", arguments->run, "Run whose checkpoint is exported");
            auto* step =
                app.add_option("--step", arguments->step, "Step of the run's checkpoint; the newest without it");
            step->check(CLI::NonNegativeNumber)->needs(source);
            app.add_option("--checkpoint", arguments->checkpoint, "Checkpoint or model folder")->excludes(source);
            app.add_option("--out", arguments->out, "Folder to write; an earlier export there is replaced")->required();
            app.add_option("--attn-logits-scaling", arguments->scaling,
                           "none, a number, or two words; the run's own, else \"hype 500\", without it");
            app.add_option("--tokenizer", arguments->tokenizer, "Folder with tokenizer.json; the run's own without it");
            app.add_flag("--json", arguments->json, "Print one JSON document, and each check on stderr as it ends");
            return [arguments] { return run(*arguments); };
        }};
}

} // namespace halyard
