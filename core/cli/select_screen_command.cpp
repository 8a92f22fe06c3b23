// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/select_command.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/select/score/screen_selection.h"

#include <algorithm>
#include <cstdio>
#include <memory>

namespace halyard {

namespace {

struct ScreenLine {
    ScreenRule rule;
    std::string screen;
    std::optional<std::int64_t> top;
    std::string out;
    bool json = false;
};

// A sweep's run stands for its screen.
std::filesystem::path fileOf(const std::string& path) {
    std::error_code error;
    return std::filesystem::is_directory(path, error) ? std::filesystem::path(path) / "screen.json" : std::filesystem::path(path);
}

void print(const Selection& selection, const std::string& out) {
    for (const std::string& warning : selection.warnings) {
        std::fprintf(stderr, "halyard: %s\n", warning.c_str());
    }
    std::printf("layer       score       low      high\n");
    for (const SelectionLayer& layer : selection.layers) {
        const bool kept = std::find(selection.selected.begin(), selection.selected.end(), layer.layer) != selection.selected.end();
        std::printf("%5lld%s", static_cast<long long>(layer.layer), kept ? " *" : "  ");
        layer.score ? static_cast<void>(std::printf("  %9.5f", *layer.score)) : static_cast<void>(std::printf("  %9s", "-"));
        if (layer.low && layer.high) {
            std::printf("  %8.4f  %8.4f", *layer.low, *layer.high);
        }
        std::printf("\n");
    }
    std::string kept;
    for (const std::int64_t layer : selection.selected) {
        kept += (kept.empty() ? "" : ", ") + std::to_string(layer);
    }
    std::printf("\nKept by %s (%zu of %lld): %s\n", selection.method.c_str(), selection.selected.size(),
                static_cast<long long>(selection.layerCount.value_or(0)), kept.c_str());
    for (const std::string& note : selection.notes) {
        std::printf("%s\n", printable(note, 1000).c_str());
    }
    if (!out.empty()) {
        std::printf("Written to %s. Use it with: halyard new stage2 --selection %s …\n", printable(out, 1000).c_str(),
                    printable(out, 1000).c_str());
    }
}

int select(const ScreenLine& line) {
    const std::filesystem::path file = fileOf(line.screen);
    const Screen screen = readScreenFile(file);
    const std::int64_t keep = line.top.value_or(static_cast<std::int64_t>(publishedCount(screen.layerCount)));
    const Selection selection = selectByScreen(screen, line.rule, keep, {file.string(), hashOfFile(file)});
    if (!line.out.empty()) {
        writeSelection(line.out, selection);
    }
    if (line.json) {
        printJson(toJson(selection).dump(-1, ' ', false, Json::error_handler_t::replace));
    } else {
        print(selection, line.out);
    }
    return 0;
}

Command screenCommand(const std::string& method, const std::string& summary) {
    return {"select " + method, summary, [method](CLI::App& app) {
                const auto line = std::make_shared<ScreenLine>();
                line->rule.method = method;
                app.add_option("--screen", line->screen, "screen.json of a sweep, or its run")->required();
                app.add_option("--top", line->top, "layers to keep (default: a quarter)")->check(CLI::Range(1, 1024));
                if (method == "zero") {
                    app.add_option("--task", line->rule.task, "synthetic task, such as associative_recall")->required();
                    app.add_flag("--strict", line->rule.strict, "judge answers strictly instead of as published");
                }
                app.add_option("--out", line->out, "write the selection to this file");
                app.add_flag("--json", line->json, "print the result as JSON");
                return [line] { return select(*line); };
            }};
}

} // namespace

std::vector<Command> selectScreenCommands() {
    return {screenCommand("kl", "Keep the layers whose exchange moves the predictions most"),
            screenCommand("ppl", "Keep the layers whose exchange raises the perplexity most"),
            screenCommand("mse", "Keep the layers whose exchange moves the final states most"),
            screenCommand("smart", "Keep spaced layers that help the all-linear model most"),
            screenCommand("zero", "Keep the layers whose attention a synthetic task misses most")};
}

} // namespace halyard
