// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/study_project.h"

#include "core/base/error.h"
#include "core/demo/language_data.h"
#include "core/demo/project_file.h"
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
    const fs::path teacher = m_options.resources / "teacher";
    const StudyBudget& budget = m_options.budget;
    const LanguageData data("study", m_options.out, teacher, m_options.halyard);
    const auto items = [&](const std::string& name, std::uint64_t seed) {
        return StudyInputs::Items{data.recallItems(name, budget.length, budget.recallItems, seed), data.choiceItems(name, budget.choiceItems, seed)};
    };
    StudyInputs inputs;
    inputs.teacher = teacher.string();
    inputs.layers = readModelConfig(teacher / "config.json").num_hidden_layers;
    inputs.data = data.text("train", budget.length, budget.trainDocuments, kTrain);
    inputs.screenText = data.text("screen", budget.length, budget.heldOutDocuments, kScreen);
    inputs.heldOut = data.text("held-out", budget.length, budget.heldOutDocuments, kHeldOut);
    const StudyInputs::Items sweep = items("sweep", kSweepItems);
    inputs.sweepRecall = sweep.recall;
    inputs.sweepChoices = sweep.choices;
    for (std::int64_t seed = 0; seed < m_options.seeds; ++seed) {
        inputs.verdict.push_back(items("verdict-" + std::to_string(seed), kVerdictItems + static_cast<std::uint64_t>(seed)));
    }
    return selectionStudy(inputs, budget);
}

} // namespace halyard
