// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/cli/measure_line.h"
#include "core/cli/run_command.h"
#include "core/cli/select_command.h"
#include "core/select/score/screen_file.h"
#include "core/select/score/selection.h"
#include "core/select/score/sweep_file.h"

#include <algorithm>
#include <cstdio>
#include <memory>

namespace halyard {

namespace {

namespace fs = std::filesystem;

// A column of the table: a name and what it says of each layer, then of the model itself.
struct Column {
    std::string name;
    std::vector<std::optional<double>> values;
};

bool isThere(const fs::path& file) {
    std::error_code error;
    return fs::is_regular_file(file, error);
}

void addTasks(const Sweep& sweep, std::vector<Column>& columns) {
    std::vector<std::string> tasks;
    for (const auto& [group, names] : sweep.groups) {
        tasks.insert(tasks.end(), names.begin(), names.end());
    }
    for (const std::string& task : tasks) {
        Column column{task, {}};
        const auto add = [&](const TaskResults* results) {
            const auto found = results == nullptr ? TaskResults::const_iterator() : results->find(task);
            column.values.push_back(results == nullptr || found == results->end() ? std::nullopt : std::optional(found->second.value));
        };
        for (std::int64_t layer = 0; layer < sweep.layerCount; ++layer) {
            const auto known = sweep.layers.find(layer);
            add(known == sweep.layers.end() ? nullptr : &known->second);
        }
        add(sweep.teacher ? &*sweep.teacher : nullptr);
        columns.push_back(std::move(column));
    }
}

void addScreens(const Screen& screen, std::vector<Column>& columns) {
    if (screen.text) {
        Column kl{"kl", {}};
        Column loss{"loss", {}};
        Column restored{"kl restored", {}};
        for (std::size_t i = 0; i < screen.text->replaced.size(); ++i) {
            kl.values.emplace_back(screen.text->replaced[i].kl);
            loss.values.emplace_back(screen.text->replaced[i].loss);
            restored.values.emplace_back(screen.text->restored[i].kl);
        }
        kl.values.emplace_back(0);
        loss.values.emplace_back(screen.text->teacherLoss);
        restored.values.emplace_back(std::nullopt);
        columns.insert(columns.end(), {std::move(kl), std::move(loss), std::move(restored)});
    }
    if (screen.zeroed) {
        for (const auto& [task, shares] : screen.zeroed->tasks) {
            Column column{"no attention: " + task, shares.lenient.layers};
            column.values.emplace_back(shares.lenient.teacher);
            columns.push_back(std::move(column));
        }
    }
}

// Names of columns are long: they stand below each other, and the table has their numbers.
void printTable(const std::vector<Column>& columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        std::printf("[%zu] %s\n", i + 1, printable(columns[i].name, 80).c_str());
    }
    std::printf("%-8s", "layer");
    for (std::size_t i = 0; i < columns.size(); ++i) {
        std::printf("  %7s", ("[" + std::to_string(i + 1) + "]").c_str());
    }
    const std::size_t rows = columns.empty() ? 0 : columns.front().values.size();
    for (std::size_t row = 0; row < rows; ++row) {
        std::printf("\n%-8s", row + 1 == rows ? "teacher" : std::to_string(row).c_str());
        for (const Column& column : columns) {
            const std::optional<double>& value = column.values[row];
            char text[32] = "-";
            if (value) {
                std::snprintf(text, sizeof text, "%.4f", *value);
            }
            std::printf("  %7s", text);
        }
    }
    std::printf("\n");
}

std::vector<std::pair<std::string, Selection>> selectionsOf(const fs::path& run) {
    std::vector<std::pair<std::string, Selection>> out;
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(run / "selections", error)) {
        if (entry.path().extension() == ".json") {
            out.emplace_back(entry.path().stem().string(), readSelection(entry.path()));
        }
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return out;
}

void printResults(const fs::path& run, bool json) {
    const bool swept = isThere(run / "sweep.json");
    const bool screened = isThere(run / "screen.json");
    if (json) {
        Json out = {{"selections", Json::object()}};
        for (const auto& [name, selection] : selectionsOf(run)) {
            out["selections"][name] = selection.selected;
        }
        out["sweep"] = swept ? toJson(readSweepFile(run / "sweep.json")) : Json();
        out["screen"] = screened ? toJson(readScreenFile(run / "screen.json")) : Json();
        printJson(out.dump(-1, ' ', false, Json::error_handler_t::replace));
        return;
    }
    std::vector<Column> columns;
    if (swept) {
        addTasks(readSweepFile(run / "sweep.json"), columns);
    }
    if (screened) {
        addScreens(readScreenFile(run / "screen.json"), columns);
    }
    printTable(columns);
    for (const auto& [name, selection] : selectionsOf(run)) {
        std::string kept;
        for (const std::int64_t layer : selection.selected) {
            kept += (kept.empty() ? "" : ", ") + std::to_string(layer);
        }
        std::printf("%s%-32s %s%s\n", name == selectionsOf(run).front().first ? "\nKept by\n" : "", name.c_str(), kept.c_str(),
                    selection.warnings.empty() ? "" : (" (" + printable(selection.warnings.front(), 300) + ")").c_str());
    }
    std::printf("Each is a file below %s. Use one with: halyard new stage2 --selection FILE …\n",
                printable((run / "selections").string(), 1000).c_str());
}

int sweep(const MeasureLine& line) {
    const RunFolder run = runOf(line);
    const RunStatus status = runToItsEnd(run);
    if (status.state == "done") {
        printResults(run.path(), line.json);
    }
    return reportEnd(run, status);
}

} // namespace

Command selectSweepCommand() {
    return {"select sweep", "Measure the model with each layer's mixer exchanged", [](CLI::App& app) {
                const auto line = std::make_shared<MeasureLine>();
                line->kind = RunKind::Sweep;
                app.add_option("--teacher", line->inputs["teacher"], "model folder whose layers are judged")->required();
                app.add_option("--student", line->inputs["student"], "run or checkpoint of stage 1: the mixers that are put in")->required();
                declareMeasure(app, *line);
                // Without held-out text there is nothing for the screen kl; who asks for it by name is told.
                line->adjust = [settings = &line->settings](RunSpec& spec) {
                    if (settings->at("select.screens").empty() && spec.input("held_out") == nullptr) {
                        spec.select.screens.clear();
                    }
                };
                return [line] { return sweep(*line); };
            }};
}

} // namespace halyard
