// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/study_project.h"

#include "core/base/error.h"
#include "core/base/atomic_file.h"
#include "core/demo/corpus.h"
#include "core/demo/project_file.h"
#include "core/demo/study_items.h"
#include "core/demo/terminal.h"
#include "core/io/model_config.h"

namespace halyard {

namespace fs = std::filesystem;

namespace {

// Seeds of the generator. The teacher's own corpora have those below 100.
constexpr std::uint64_t kTrain = 7001;
constexpr std::uint64_t kScreen = 7002;
constexpr std::uint64_t kHeldOut = 7003;
constexpr std::uint64_t kSweepItems = 7010;
constexpr std::uint64_t kVerdictItems = 7100; // and the following, one a seed of the study

} // namespace

StudyProject::StudyProject(StudyOptions options) : m_options(std::move(options)) {
    requireStudyPreset(m_options.preset);
    const fs::path config = m_options.resources / "teacher" / "config.json";
    if (!fs::exists(config)) {
        throw invalidInput(HALYARD_TEXT("{path}: the bundled teacher is not there. Install Halyard again, or run from its source tree."),
                           {{"path", printable(config.string())}});
    }
}

void StudyProject::create() const {
    createProject(m_options.out,
                  {{"schema", 1},
                   {"name", "study"},
                   {"notes", "Which way to choose the layers that keep softmax attention serves the bundled teacher best."},
                   {"order", {m_options.preset}},
                   {"preset", m_options.preset},
                   {"seeds", m_options.seeds},
                   {"budget", m_options.budget.name}},
                  {{"preset", nullptr}, {"seeds", nullptr}, {"budget", nullptr}});
}

RunSpec StudyProject::prepare() const {
    for (const char* folder : {"", "data", "runs"}) {
        removeLeftovers(m_options.out / folder);
    }
    const fs::path teacher = m_options.resources / "teacher";
    const StudyBudget& budget = m_options.budget;
    StudyInputs inputs;
    inputs.teacher = teacher.string();
    inputs.layers = readModelConfig(teacher / "config.json").num_hidden_layers;
    inputs.data = text("train", budget.trainDocuments, kTrain);
    inputs.screenText = text("screen", budget.heldOutDocuments, kScreen);
    inputs.heldOut = text("held-out", budget.heldOutDocuments, kHeldOut);
    const StudyInputs::Items sweep = items("sweep", kSweepItems);
    inputs.sweepRecall = sweep.recall;
    inputs.sweepChoices = sweep.choices;
    for (std::int64_t seed = 0; seed < m_options.seeds; ++seed) {
        inputs.verdict.push_back(items("verdict-" + std::to_string(seed), kVerdictItems + static_cast<std::uint64_t>(seed)));
    }
    return selectionStudy(inputs, budget);
}

std::string StudyProject::text(const std::string& name, std::int64_t documents, std::uint64_t seed) const {
    const fs::path jsonl = m_options.out / "data" / (name + ".jsonl");
    const fs::path data = m_options.out / "data" / name;
    if (!fs::exists(data / "manifest.json")) {
        const auto length = static_cast<std::size_t>(m_options.budget.length);
        writeCorpus(DemoLanguage(), {.length = length, .documents = static_cast<std::size_t>(documents), .seed = seed}, jsonl);
        Terminal terminal("study", m_options.halyard, m_options.out, stderr);
        (void)terminal.ask({"data", "prepare", "--tokenizer", m_options.resources / "teacher", "--input", jsonl, "--out", data,
                            "--packing", "stream", "--block", std::to_string(length), "--json"});
    }
    return data.string();
}

StudyInputs::Items StudyProject::items(const std::string& name, std::uint64_t seed) const {
    const fs::path recall = m_options.out / "data" / (name + "-recall.jsonl");
    const fs::path choices = m_options.out / "data" / (name + "-choices.jsonl");
    const auto length = static_cast<std::size_t>(m_options.budget.length);
    if (!fs::exists(recall)) {
        writeRecallItems(DemoLanguage(), length, static_cast<std::size_t>(m_options.budget.recallItems), seed, recall);
    }
    if (!fs::exists(choices)) {
        writeChoiceItems(DemoLanguage(), static_cast<std::size_t>(m_options.budget.choiceItems), seed, choices);
    }
    return {recall.string(), choices.string()};
}

} // namespace halyard
