// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_chain.h"

#include "core/run/presets.h"

#include <algorithm>

namespace halyard {

namespace {

constexpr std::int64_t kVerdictSeed = 1000; // of the needles that judge; no training, sweep or search has it
constexpr std::int64_t kSearchSeed = 2000;
constexpr const char* kSiblings = "children/";

void addInput(RunSpec& spec, const char* role, const std::string& path) {
    spec.inputs.push_back({role, path, std::nullopt, ""});
}

// Builds the children in order.
class Chain {
public:
    Chain(const DemoInputs& inputs, const DemoRecipe& recipe) : m_inputs(inputs), m_recipe(recipe) {
        m_chain.kind = RunKind::Pipeline;
        m_chain.name = "demo";
    }

    RunSpec build() && {
        for (const auto& [name, needles] : evaluations()) {
            add(needlesOf(m_inputs.teacher, *needles, "own"), "teacher-" + name);
        }
        for (const std::int64_t seed : m_recipe.seeds) {
            align(seed);
            sweep(seed);
            distil(seed, "", "halo");
            finetune(seed, "");
            search(seed);
            for (const auto& [name, needles] : evaluations()) {
                needlesOfStudent(seed, name, *needles);
            }
            if (m_recipe.comparesSelections) {
                compare(seed);
            }
        }
        if (!m_recipe.farNeedles.lengths.empty()) { // last: they take as long as all before them
            add(needlesOf(m_inputs.teacher, m_recipe.farNeedles, "own"), "teacher-needles-far");
            needlesOfStudent(m_recipe.seeds.front(), "needles-far", m_recipe.farNeedles);
        }
        speed(m_recipe.seeds.front());
        return std::move(m_chain);
    }

private:
    [[nodiscard]] std::vector<std::pair<std::string, const DemoNeedles*>> evaluations() const {
        std::vector<std::pair<std::string, const DemoNeedles*>> out = {{"needles-short", &m_recipe.shortNeedles}, {"needles", &m_recipe.needles}};
        if (!m_recipe.longNeedles.lengths.empty()) {
            out.emplace_back("needles-long", &m_recipe.longNeedles);
        }
        return out;
    }

    [[nodiscard]] std::string named(const std::string& what, std::int64_t seed) const { return demoRunName(m_recipe, what, seed); }
    [[nodiscard]] std::string sibling(const std::string& what, std::int64_t seed) const { return kSiblings + named(what, seed); }

    void add(RunSpec spec, const std::string& name) {
        spec.name = name;
        m_chain.children.push_back(std::move(spec));
    }

    [[nodiscard]] RunSpec training(RunKind kind, const DemoStage& stage, std::int64_t seed) const {
        RunSpec spec = presetSpec("demo", kind);
        spec.preset.clear();
        spec.data = {.context_length = stage.length, .batch_size = stage.batch, .accumulation = 1};
        spec.model.attention_layers.clear();
        spec.optimizer.learning_rate = stage.learningRate;
        spec.optimizer.min_learning_rate = std::min(1e-5, stage.learningRate);
        spec.schedule.steps = stage.steps;
        spec.schedule.warmup_steps = std::min<std::int64_t>(50, stage.steps / 4);
        spec.train.held_out_every_steps = std::max<std::int64_t>(1, stage.steps / 5);
        spec.train.held_out_batches = std::max<std::int64_t>(1, m_recipe.heldOutDocuments * DemoRecipe::kTeacherLength / stage.length / stage.batch);
        spec.train.checkpoint_every_steps = std::max<std::int64_t>(1, stage.steps / 3);
        spec.train.keep_checkpoints = 2;
        spec.train.seed = seed;
        addInput(spec, "tokenizer", m_inputs.teacher);
        return spec;
    }

    // A look at each checkpoint; the evaluations have other documents.
    void askEarly(RunSpec& spec) const {
        spec.train.needle_lengths = {DemoRecipe::kTeacherLength, m_recipe.finetune.length, 4 * m_recipe.finetune.length};
        spec.train.needle_tasks = "demo_busy";
        spec.train.needle_documents = std::min<std::int64_t>(4, m_recipe.needles.documents);
        spec.train.needle_questions = m_recipe.needles.needles;
    }

    void align(std::int64_t seed) {
        RunSpec spec = training(RunKind::Stage1, m_recipe.align, seed);
        addInput(spec, "teacher", m_inputs.teacher);
        addInput(spec, "data", m_inputs.data);
        addInput(spec, "held_out", m_inputs.heldOut);
        add(std::move(spec), named("align", seed));
    }

    void sweep(std::int64_t seed) {
        RunSpec spec;
        spec.kind = RunKind::Sweep;
        addInput(spec, "teacher", m_inputs.teacher);
        addInput(spec, "student", sibling("align", seed));
        addInput(spec, "tokenizer", m_inputs.teacher);
        spec.eval.files = {{"recall", m_inputs.recallItems}, {"choices", m_inputs.choiceItems}};
        spec.select = {.keep = m_recipe.kept, .screens = ""};
        spec.train.seed = seed;
        add(std::move(spec), named("sweep", seed));
    }

    // suffix: "" for HALO's layers, "-uniform" for others.
    void distil(std::int64_t seed, const std::string& suffix, const std::string& selection) {
        RunSpec spec = training(RunKind::Stage2, m_recipe.distil, seed);
        addInput(spec, "teacher", m_inputs.teacher);
        addInput(spec, "student", sibling("align", seed));
        addInput(spec, "data", m_inputs.data);
        addInput(spec, "held_out", m_inputs.heldOut);
        addInput(spec, "selection", sibling("sweep", seed) + "/selections/" + selection + ".json");
        askEarly(spec);
        add(std::move(spec), named("distil" + suffix, seed));
    }

    void finetune(std::int64_t seed, const std::string& suffix) {
        RunSpec spec = training(RunKind::Stage3, m_recipe.finetune, seed);
        spec.optimizer.min_learning_rate = spec.optimizer.learning_rate; // constant, as published
        askEarly(spec);
        addInput(spec, "student", sibling("distil" + suffix, seed));
        addInput(spec, "data", m_inputs.longData);
        addInput(spec, "held_out", m_inputs.longHeldOut);
        add(std::move(spec), named("finetune" + suffix, seed));
    }

    static void ask(RunSpec& spec, const DemoNeedles& needles) {
        spec.eval.tasks = needles.haystacks;
        spec.eval.lengths = needles.lengths;
        spec.eval.trials = needles.documents;
        spec.eval.needles = needles.needles;
    }

    void search(std::int64_t seed) {
        RunSpec spec;
        spec.kind = RunKind::Scaling;
        addInput(spec, "model", sibling("finetune", seed));
        addInput(spec, "tokenizer", m_inputs.teacher);
        addInput(spec, "held_out", m_inputs.longHeldOut);
        ask(spec, m_recipe.searchNeedles);
        spec.eval.values = m_recipe.scalings;
        spec.eval.constants = m_recipe.constants;
        spec.train.seed = kSearchSeed + seed;
        add(std::move(spec), named("search", seed));
    }

    [[nodiscard]] RunSpec needlesOf(const std::string& model, const DemoNeedles& needles, const std::string& scalings) const {
        RunSpec spec;
        spec.kind = RunKind::Niah;
        addInput(spec, "model", model);
        addInput(spec, "tokenizer", m_inputs.teacher);
        ask(spec, needles);
        spec.eval.scalings = scalings;
        spec.train.seed = kVerdictSeed;
        return spec;
    }

    void needlesOfStudent(std::int64_t seed, const std::string& name, const DemoNeedles& needles) {
        const std::string scalings = "best,best at " + std::to_string(m_recipe.finetune.length) + ",best constant,none";
        RunSpec spec = needlesOf(sibling("finetune", seed), needles, scalings);
        addInput(spec, "search", sibling("search", seed) + "/results.json");
        add(std::move(spec), named(name, seed));
    }

    // Trained and asked in the same way; with the A that was found for HALO's layers.
    void compare(std::int64_t seed) {
        for (const std::string& selection : comparedInDemo()) {
            distil(seed, "-" + selection, selection);
            finetune(seed, "-" + selection);
            for (const auto& [name, needles] : evaluations()) {
                RunSpec spec = needlesOf(sibling("finetune-" + selection, seed), *needles, "best");
                addInput(spec, "search", sibling("search", seed) + "/results.json");
                add(std::move(spec), named(name + "-" + selection, seed));
            }
        }
    }

    void speed(std::int64_t seed) {
        RunSpec spec;
        spec.kind = RunKind::Throughput;
        addInput(spec, "model", m_inputs.teacher);
        addInput(spec, "model", sibling("finetune", seed));
        spec.eval.lengths = m_recipe.speedLengths;
        spec.eval.repeats = m_recipe.speedRepeats;
        spec.eval.new_tokens = 16;
        add(std::move(spec), "speed");
    }

    const DemoInputs& m_inputs;
    const DemoRecipe& m_recipe;
    RunSpec m_chain;
};

} // namespace

std::string demoRunName(const DemoRecipe& recipe, const std::string& what, std::int64_t seed) {
    return recipe.seeds.size() == 1 ? what : what + "-" + std::to_string(seed);
}

RunSpec demoChain(const DemoInputs& inputs, const DemoRecipe& recipe) {
    return Chain(inputs, recipe).build();
}

const std::vector<std::string>& comparedInDemo() {
    static const std::vector<std::string> kSelections = {"uniform", "random"};
    return kSelections;
}

} // namespace halyard
