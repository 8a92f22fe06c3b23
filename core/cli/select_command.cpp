// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cli/select_command.h"

#include "core/base/error.h"
#include "core/select/score/published_selections.h"
#include "core/select/score/sweep_file.h"
#include "core/select/score/sweep_reader.h"

#include <cstdio>
#include <memory>

namespace halyard {

namespace {

std::string joined(const std::vector<std::int64_t>& layers) {
    std::string out;
    for (const std::int64_t layer : layers) {
        out += (out.empty() ? "" : ",") + std::to_string(layer);
    }
    return out;
}

std::string textOf(const Json& document) {
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

int list(bool json) {
    Json out = Json::array();
    for (const PublishedSelection& one : publishedSelections()) {
        if (json) {
            out.push_back({{"name", one.name},
                           {"layers", one.layers},
                           {"num_layers", one.layerCount},
                           {"teacher", one.teacher},
                           {"source", one.source},
                           {"note", one.note}});
        } else {
            std::printf("%-52s %2zu of %lld: %s%s\n", one.name.c_str(), one.layers.size(),
                        static_cast<long long>(one.layerCount), joined(one.layers).c_str(),
                        one.note.empty() ? "" : (" (" + one.note + ")").c_str());
        }
    }
    if (json) {
        printJson(out.dump());
    } else {
        std::printf("halo: arXiv 2601.22156. kl-guided: arXiv 2512.20569, as teacher/mixer/share/selector, in the "
                    "order of the source.\n");
    }
    return 0;
}

struct SetLine {
    std::int64_t layers = 0;
    std::optional<std::int64_t> top;
    std::uint64_t seed = 0;
    std::string out;
    bool json = false;
};

int giveSet(const SetLine& line, const Selection& selection) {
    if (!line.out.empty()) {
        writeSelection(line.out, selection);
    }
    if (line.json) {
        printJson(textOf(toJson(selection)));
    } else {
        std::printf("%s\n", joined(selection.selected).c_str());
    }
    return 0;
}

std::int64_t countOf(const SetLine& line) {
    return line.top.value_or(static_cast<std::int64_t>(publishedCount(line.layers)));
}

std::shared_ptr<SetLine> declareSet(CLI::App& app) {
    auto line = std::make_shared<SetLine>();
    app.add_option("--layers", line->layers, "number of layers of the model")->required()->check(CLI::Range(1, 1024));
    app.add_option("--top", line->top, "layers to keep (default: a quarter)")->check(CLI::Range(1, 1024));
    app.add_option("--out", line->out, "write the selection to this file");
    app.add_flag("--json", line->json, "print the result as JSON");
    return line;
}

struct CompareLine {
    std::string first;
    std::string second;
    bool json = false;
};

int compare(const CompareLine& line) {
    const Agreement agreement = agreementOf(openSelection(line.first).selected, openSelection(line.second).selected);
    if (line.json) {
        printJson(Json{{"both", agreement.both},
                       {"only_first", agreement.onlyFirst},
                       {"only_second", agreement.onlySecond},
                       {"jaccard", agreement.jaccard}}
                      .dump());
    } else {
        std::printf("both: %s\nonly %s: %s\nonly %s: %s\nJaccard %.3f\n", joined(agreement.both).c_str(),
                    printable(line.first).c_str(), joined(agreement.onlyFirst).c_str(), printable(line.second).c_str(),
                    joined(agreement.onlySecond).c_str(), agreement.jaccard);
    }
    return 0;
}

struct TableLine {
    std::string sweep;
    std::string out;
    std::string name;
    std::string mixer;
    std::int64_t layers = 0;
    std::vector<std::string> notes;
    std::string license;
};

int writeTable(const TableLine& line) {
    Sweep sweep = readSweep(line.sweep, line.layers);
    for (const Message& warning : sweep.warnings) {
        std::fprintf(stderr, "halyard: %s\n", warning.text().c_str());
    }
    sweep.name = line.name.empty() ? sweep.name : line.name;
    sweep.mixer = line.mixer.empty() ? sweep.mixer : line.mixer;
    sweep.groups = sweep.groups.empty() ? publishedGroups() : sweep.groups;
    sweep.license = line.license.empty() ? sweep.license : line.license;
    sweep.notes.insert(sweep.notes.end(), line.notes.begin(), line.notes.end());
    writeSweepFile(line.out, sweep);
    std::printf("Wrote %s: %zu layers%s.\n", printable(line.out, 1000).c_str(), sweep.layers.size(),
                sweep.teacher ? " and the teacher" : "");
    return 0;
}

} // namespace

Command selectListCommand() {
    return {"select list", "List the published sets of attention layers", [](CLI::App& app) {
                const auto json = std::make_shared<bool>(false);
                app.add_flag("--json", *json, "print the result as JSON");
                return [json] { return list(*json); };
            }};
}

Command selectUniformCommand() {
    return {"select uniform", "Keep evenly spaced layers", [](CLI::App& app) {
                const auto line = declareSet(app);
                return [line] { return giveSet(*line, uniformSelection(line->layers, countOf(*line))); };
            }};
}

Command selectRandomCommand() {
    return {"select random", "Keep random layers", [](CLI::App& app) {
                const auto line = declareSet(app);
                app.add_option("--seed", line->seed, "another seed, another set (default 0)");
                return [line] { return giveSet(*line, randomSelection(line->layers, countOf(*line), line->seed)); };
            }};
}

Command selectCompareCommand() {
    return {
        "select compare", "Compare two selections", [](CLI::App& app) {
            const auto line = std::make_shared<CompareLine>();
            app.add_option("FIRST", line->first, "a selection's file, or a published set such as halo/2b")->required();
            app.add_option("SECOND", line->second, "the other one")->required();
            app.add_flag("--json", line->json, "print the result as JSON");
            return [line] { return compare(*line); };
        }};
}

Command selectTableCommand() {
    return {"select table", "Write the results of a sweep as one small file", [](CLI::App& app) {
                const auto line = std::make_shared<TableLine>();
                app.add_option("--sweep", line->sweep, "folder with layer0, layer1, …, or Halyard's own sweep.json")
                    ->required();
                app.add_option("--out", line->out, "file to write; \"select rank --sweep\" takes it")->required();
                app.add_option("--name", line->name, "name of the sweep (default: the folder's)");
                app.add_option("--mixer", line->mixer, "published name of the mixer that replaced a layer's");
                app.add_option("--layers", line->layers,
                               "number of layers of the model (default: the highest found, plus one)")
                    ->check(CLI::Range(1, 1024));
                app.add_option("--note", line->notes, "a line about where the results are from; any number of times")
                    ->allow_extra_args(false);
                app.add_option("--license", line->license, "under which the table may be given on");
                return [line] { return writeTable(*line); };
            }};
}

} // namespace halyard
