// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/study.h"

#include "core/base/error.h"
#include "core/run/ga_s2.h"
#include "core/run/nearest_name.h"
#include "core/run/presets.h"

#include <algorithm>

namespace halyard {

namespace {

constexpr std::int64_t kVerdictSeed = 1000; // the documents of the verdict are others than those of the sweep
constexpr const char* kSiblings = "children/";

std::string named(const std::string& what, std::size_t seed) {
    return what + "-" + std::to_string(seed);
}

// Builds the children in order.
class Study {
public:
    Study(const StudyInputs& inputs, const StudyBudget& budget) : m_inputs(inputs), m_budget(budget) {
        m_study.kind = RunKind::Study;
        m_study.preset = "selections";
        m_study.name = "selections";
    }

    RunSpec build() && {
        verdict("teacher", m_inputs.teacher, 0);
        for (std::size_t seed = 0; seed < m_inputs.verdict.size(); ++seed) {
            align(seed);
            sweep(seed);
            probe(seed);
            for (const std::string& method : m_budget.selectors) {
                distil(method, seed);
            }
        }
        return std::move(m_study);
    }

private:
    // A training as the recipe of the bundled teacher has it.
    [[nodiscard]] RunSpec training(RunKind kind, std::size_t seed, std::int64_t steps, double learningRate) const {
        RunSpec spec = presetSpec("demo", kind);
        spec.preset.clear();
        spec.data = {.context_length = m_budget.length, .batch_size = m_budget.batch, .accumulation = 1};
        spec.model.attention_layers.clear();
        spec.optimizer.learning_rate = learningRate;
        spec.schedule.steps = steps;
        spec.schedule.warmup_steps = std::min<std::int64_t>(50, steps / 4);
        spec.train.held_out_every_steps = steps;
        spec.train.held_out_batches = std::max<std::int64_t>(1, m_budget.heldOutDocuments / m_budget.batch);
        spec.train.checkpoint_every_steps = std::max<std::int64_t>(steps / 2, 1);
        spec.train.keep_checkpoints = 2;
        spec.train.log_every_steps = 10;
        spec.train.seed = static_cast<std::int64_t>(seed);
        addInput(spec, "teacher", m_inputs.teacher);
        addInput(spec, "data", m_inputs.data);
        addInput(spec, "tokenizer", m_inputs.teacher);
        return spec;
    }

    static void addInput(RunSpec& spec, const char* role, const std::string& path) {
        spec.inputs.push_back({role, path, std::nullopt, ""});
    }

    void add(RunSpec spec, const std::string& name) {
        spec.name = name;
        m_study.children.push_back(std::move(spec));
    }

    void align(std::size_t seed) {
        RunSpec spec = training(RunKind::Stage1, seed, m_budget.alignSteps, kAlignRate);
        addInput(spec, "held_out", m_inputs.screenText);
        add(std::move(spec), named("align", seed));
    }

    void sweep(std::size_t seed) {
        RunSpec spec;
        spec.kind = RunKind::Sweep;
        addInput(spec, "teacher", m_inputs.teacher);
        addInput(spec, "student", kSiblings + named("align", seed));
        addInput(spec, "held_out", m_inputs.screenText);
        addInput(spec, "tokenizer", m_inputs.teacher);
        askNeedles(spec, {m_budget.length});
        spec.eval.files = {{"recall", m_inputs.sweepRecall}, {"choices", m_inputs.sweepChoices}};
        spec.select = {.keep = m_budget.keep, .screens = m_budget.screens, .synthetic_items = m_budget.syntheticItems};
        spec.train.seed = static_cast<std::int64_t>(seed);
        add(std::move(spec), named("sweep", seed));
    }

    // GA-S2: a probe a layer, which alone stays softmax.
    void probe(std::size_t seed) {
        RunSpec one = training(RunKind::Stage2, seed, m_budget.probeSteps, kDistilRate);
        one.schedule.kind = "constant";
        addInput(one, "student", kSiblings + named("align", seed));
        addInput(one, "held_out", m_inputs.screenText);
        RunSpec spec = gaS2Spec(one, m_inputs.layers);
        spec.select = {.keep = m_budget.keep, .rounds = m_budget.rankings, .patience = 0};
        add(std::move(spec), named("probes", seed));
    }

    void distil(const std::string& method, std::size_t seed) {
        const std::string name = named(method, seed);
        const std::string from = named(method == "ga-s2" ? "probes" : "sweep", seed);
        RunSpec spec = training(RunKind::Stage2, seed, m_budget.distilSteps, kDistilRate);
        addInput(spec, "student", kSiblings + named("align", seed));
        addInput(spec, "held_out", m_inputs.heldOut);
        addInput(spec, "selection", kSiblings + from + "/selections/" + method + ".json");
        add(std::move(spec), name);
        verdict(name, kSiblings + name, seed);
    }

    void askNeedles(RunSpec& spec, std::vector<std::int64_t> lengths) const {
        spec.eval.tasks = "demo_filler,demo_busy";
        spec.eval.lengths = std::move(lengths);
        spec.eval.trials = m_budget.needleDocuments;
        spec.eval.needles = m_budget.needles;
    }

    void verdict(const std::string& name, const std::string& model, std::size_t seed) {
        RunSpec needles;
        needles.kind = RunKind::Niah;
        addInput(needles, "model", model);
        addInput(needles, "tokenizer", m_inputs.teacher);
        askNeedles(needles, m_budget.lengths);
        needles.train.seed = kVerdictSeed + static_cast<std::int64_t>(seed);
        add(std::move(needles), name + "-needles");
        RunSpec items;
        items.kind = RunKind::Eval;
        addInput(items, "model", model);
        addInput(items, "tokenizer", m_inputs.teacher);
        addInput(items, "held_out", m_inputs.heldOut);
        items.eval.files = {{"recall", m_inputs.verdict.at(seed).recall}, {"choices", m_inputs.verdict.at(seed).choices}};
        add(std::move(items), name + "-recall");
    }

    static constexpr double kAlignRate = 2e-3;
    static constexpr double kDistilRate = 2e-3;

    const StudyInputs& m_inputs;
    const StudyBudget& m_budget;
    RunSpec m_study;
};

} // namespace

StudyBudget studyBudget(const std::string& name) {
    if (name == "test") {
        StudyBudget budget;
        budget.name = name;
        budget.seeds = 1;
        budget.selectors = {"halo", "ga-s2", "uniform", "random"};
        budget.screens = "";
        budget.batch = 4;
        budget.alignSteps = 4;
        budget.distilSteps = 4;
        budget.probeSteps = 2;
        budget.rankings = 1;
        budget.trainDocuments = 32;
        budget.heldOutDocuments = 8;
        budget.recallItems = 4;
        budget.choiceItems = 4;
        budget.needleDocuments = 2;
        budget.lengths = {64, 256};
        return budget;
    }
    if (name != "full") {
        throw invalidInput(HALYARD_TEXT("\"{name}\" is not a budget of the study. Choose full or test."),
                           {{"name", printable(name, 40)}});
    }
    StudyBudget budget;
    budget.name = name;
    budget.selectors = comparedSelectors();
    return budget;
}

const std::vector<std::string>& studyPresetNames() {
    static const std::vector<std::string> kNames = {"selections"};
    return kNames;
}

void requireStudyPreset(const std::string& preset, const std::vector<std::string>& others) {
    std::vector<std::string> names = studyPresetNames();
    names.insert(names.end(), others.begin(), others.end());
    if (std::find(names.begin(), names.end(), preset) == names.end()) {
        throw invalidInput(HALYARD_TEXT("\"{preset}\" is not a study. Did you mean \"{near}\"?"),
                           {{"preset", printable(preset, 60)}, {"near", nearestName(preset, names).value_or(names.front())}});
    }
}

const std::vector<std::string>& comparedSelectors() {
    static const std::vector<std::string> kSelectors = {
        "halo", "jet-nemotron", "kl", "smart", "mse", "ppl", "zero-associative_recall", "ga-s2", "uniform", "random"};
    return kSelectors;
}

RunSpec selectionStudy(const StudyInputs& inputs, const StudyBudget& budget) {
    return Study(inputs, budget).build();
}

} // namespace halyard
