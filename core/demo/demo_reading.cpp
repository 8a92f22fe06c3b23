// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_reading.h"

#include "core/base/error.h"
#include "core/demo/demo_chain.h"
#include "core/demo/demo_verdicts.h"
#include "core/report/run_measures.h"
#include "core/run/composite_progress.h"
#include "core/run/evaluation.h"
#include "core/run/installation.h"
#include "core/run/scheduler.h"
#include "core/run/searched_scaling.h"
#include "core/select/score/selection.h"
#include "core/select/score/sweep_file.h"

#include <algorithm>
#include <array>

namespace halyard {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLargestResults = std::size_t{64} << 20U;

// The cells of an evaluation, as far as they can be read.
std::vector<Json> cellsOf(const fs::path& run) {
    try {
        const Json results = readJsonFile(run / "results.json", {.maxBytes = kLargestResults});
        return results.at("cells").get<std::vector<Json>>();
    } catch (const Error&) {
        return {};
    } catch (const Json::exception&) {
        return {};
    }
}

double numberOr0(const Json& cell, const char* key) {
    return numberIn(cell, key).value_or(0);
}

DemoShare shareIn(const Json& cell) {
    const double answers = numberOr0(cell, "n");
    return {.right = numberOr0(cell, "accuracy") * answers, .answers = answers};
}

std::string haystackOf(const std::string& task) {
    return task == "demo_busy" ? "busy" : task == "demo_filler" ? "filler" : task;
}

DemoShare shareOf(const TaskResults& results, const std::string& task) {
    const auto found = results.find(task);
    const double items = found == results.end() ? 0 : static_cast<double>(found->second.items.value_or(static_cast<std::int64_t>(found->second.perItem.size())));
    return items > 0 ? DemoShare{.right = found->second.value * items, .answers = items} : DemoShare{};
}

class Reading {
public:
    Reading(const RunFolder& run, const DemoRecipe& recipe) : m_run(run), m_recipe(recipe) {}

    DemoResults read() && {
        m_out.budget = m_recipe.budget;
        m_out.seeds = m_recipe.seeds;
        m_out.teacherLength = DemoRecipe::kTeacherLength;
        m_out.trainingLength = m_recipe.finetune.length;
        m_out.documents = m_recipe.needles.documents;
        for (const DemoNeedles* needles : {&m_recipe.shortNeedles, &m_recipe.needles, &m_recipe.longNeedles, &m_recipe.farNeedles}) {
            if (!needles->lengths.empty()) {
                m_out.documents = std::min(m_out.documents, needles->documents);
                m_out.needles = std::max(m_out.needles, needles->needles);
            }
        }
        for (const char* evaluation : {"needles-short", "needles", "needles-long", "needles-far"}) {
            readTeacher(std::string("teacher-") + evaluation);
            for (const std::int64_t seed : m_recipe.seeds) {
                readStudent(evaluation, seed);
                for (const std::string& other : comparedInDemo()) {
                    readCurve(named(evaluation + ("-" + other), seed), "best", other, seed);
                }
            }
        }
        for (const std::int64_t seed : m_recipe.seeds) {
            readSelectionOf(seed);
        }
        readSpeed();
        readSteps();
        m_out.versions = {{"Halyard", HALYARD_VERSION}, {"LibTorch", requiredTorchVersion()}};
        m_out.verdicts = demoVerdicts(m_out);
        return std::move(m_out);
    }

private:
    [[nodiscard]] std::string named(const std::string& what, std::int64_t seed) const { return demoRunName(m_recipe, what, seed); }
    [[nodiscard]] fs::path folderOf(const std::string& child) const { return m_run.children() / child; }

    DemoCurve& curveOf(const std::string& key, const std::string& scaling, const std::string& haystack, std::int64_t seed) {
        for (DemoCurve& curve : m_out.curves) {
            if (curve.key == key && curve.haystack == haystack && curve.seed == seed) {
                return curve;
            }
        }
        return m_out.curves.emplace_back(DemoCurve{.key = key, .scaling = scaling, .haystack = haystack, .seed = seed, .points = {}});
    }

    void addPoint(const Json& cell, const std::string& key, std::int64_t seed) {
        const DemoShare found = shareIn(cell);
        if (found.answers <= 0) {
            return;
        }
        std::vector<DemoPoint>& points = curveOf(key, textIn(cell, "scaling"), haystackOf(textIn(cell, "task")), seed).points;
        const DemoPoint point{.length = static_cast<std::int64_t>(numberOr0(cell, "length")), .found = found};
        points.insert(std::upper_bound(points.begin(), points.end(), point, [](const DemoPoint& a, const DemoPoint& b) { return a.length < b.length; }),
                      point);
    }

    void readTeacher(const std::string& child) {
        for (const Json& cell : cellsOf(folderOf(child))) {
            addPoint(cell, "teacher", m_recipe.seeds.front());
        }
    }

    void readStudent(const std::string& evaluation, std::int64_t seed) {
        const std::string trained = "best at " + std::to_string(m_recipe.finetune.length);
        for (const auto& [word, key] : std::array<std::pair<std::string, const char*>, 4>{
                 {{"best", "hype"}, {trained, "training"}, {"best constant", "constant"}, {"none", "none"}}}) {
            readCurve(named(evaluation, seed), word, key, seed);
        }
    }

    // The cells of the scaling that a word stands for. Two words may stand for the same scaling, which is measured once.
    void readCurve(const std::string& child, const std::string& word, const std::string& key, std::int64_t seed) {
        try {
            RunSpec spec = RunFolder(folderOf(child)).spec();
            spec.eval.scalings = word;
            resolveScalings(spec);
            const LogitsScaling scaling = parseOwnOrScaling(spec.eval.scalings).value_or(LogitsScaling{});
            const std::string name = scaling.kind == LogitsScaling::Kind::None ? "none" : describe(scaling);
            for (const Json& cell : cellsOf(folderOf(child))) {
                if (textIn(cell, "scaling") == name) {
                    addPoint(cell, key, seed);
                }
            }
        } catch (const Error&) { // not there yet
            return;
        }
    }

    void readSelectionOf(std::int64_t seed) {
        const fs::path folder = folderOf(named("sweep", seed));
        try {
            const Sweep sweep = readSweepFile(folder / "sweep.json");
            const Selection selection = readSelection(folder / "selections" / "halo.json");
            m_out.layerCount = sweep.layerCount;
            DemoSelection out{.seed = seed, .teacherRecall = {}, .teacherChoices = {}, .layers = {}, .kept = selection.selected};
            if (sweep.teacher) {
                out.teacherRecall = shareOf(*sweep.teacher, "recall");
                out.teacherChoices = shareOf(*sweep.teacher, "choices");
            }
            for (const SelectionLayer& layer : selection.layers) {
                const auto measured = sweep.layers.find(layer.layer);
                const TaskResults results = measured == sweep.layers.end() ? TaskResults{} : measured->second;
                out.layers.push_back({.layer = layer.layer,
                                      .recall = shareOf(results, "recall"),
                                      .choices = shareOf(results, "choices"),
                                      .score = layer.score,
                                      .low = layer.low,
                                      .high = layer.high,
                                      .flags = layer.flags,
                                      .kept = std::find(out.kept.begin(), out.kept.end(), layer.layer) != out.kept.end()});
            }
            m_out.selections.push_back(std::move(out));
        } catch (const Error&) { // not there yet
            return;
        }
    }

    void readSpeed() {
        const std::vector<Json> cells = cellsOf(folderOf("speed"));
        for (const Json& cell : cells) {
            if (textIn(cell, "outcome") == "measured") { // the teacher is the first model that is measured
                m_out.speed.push_back({.model = textIn(cell, "model_path") == textIn(cells.front(), "model_path") ? "teacher" : "hypenet",
                                       .length = static_cast<std::int64_t>(numberOr0(cell, "length")),
                                       .prefillSeconds = numberOr0(cell, "prefill_seconds"),
                                       .tokenMilliseconds = 1000 * numberOr0(cell, "token_seconds"),
                                       .cacheBytes = numberOr0(cell, "cache_bytes")});
            }
        }
    }

    void readSteps() {
        const RunSpec spec = m_run.spec();
        const std::vector<std::string> names = childNames(spec);
        for (std::size_t i = 0; i < names.size(); ++i) {
            const std::string folder = "runs/demo/children/" + names[i];
            const std::string kind(nameOf(spec.children[i].kind));
            const double seconds = secondsTaken(RunFolder(folderOf(names[i]))).value_or(0);
            m_out.steps.push_back({.name = names[i],
                                   .folder = folder,
                                   .command = "halyard new " + kind + " --spec " + folder + "/run.json --out runs/" + names[i] +
                                              "-again && halyard run runs/" + names[i] + "-again",
                                   .seconds = seconds});
            m_out.seconds += seconds;
        }
    }

    const RunFolder& m_run;
    const DemoRecipe& m_recipe;
    DemoResults m_out;
};

} // namespace

DemoResults readDemoResults(const RunFolder& run, const DemoRecipe& recipe) {
    return Reading(run, recipe).read();
}

} // namespace halyard
