// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo/demo_project.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/demo/demo_chain.h"
#include "core/demo/language_data.h"
#include "core/demo/project_file.h"
#include "core/demo/terminal.h"
#include "core/run/searched_scaling.h"

#include <algorithm>

namespace halyard {

namespace fs = std::filesystem;

namespace {

// Seeds of the generator. The teacher's own corpora have those below 100, a study's are in the seven thousands.
constexpr std::uint64_t kTrain = 6001;
constexpr std::uint64_t kHeldOut = 6002;
constexpr std::uint64_t kLongTrain = 6003;
constexpr std::uint64_t kLongHeldOut = 6004;
constexpr std::uint64_t kSweepItems = 6010;
constexpr std::int64_t kMostDocuments = 8192; // of a text; longer stages read them again in another order

} // namespace

DemoProject::DemoProject(DemoOptions options) : m_options(std::move(options)) {
    const fs::path config = m_options.resources / "teacher" / "config.json";
    if (!fs::exists(config)) {
        throw invalidInput(HALYARD_TEXT("{path}: the bundled teacher is not there. Install Halyard again, or run from its source tree."),
                           {{"path", printable(config.string())}});
    }
}

void DemoProject::create() const {
    createProject(m_options.out,
                  {{"schema", 1},
                   {"name", "demo"},
                   {"notes", "A small teacher fails beyond its training length; the hybrid made from it keeps finding needles."},
                   {"order", {"demo"}},
                   {"budget", m_options.recipe.budget}},
                  {{"budget", nullptr}});
    removeLeftovers(m_options.out); // of a call that was killed as it wrote the report
}

RunSpec DemoProject::prepare() const {
    const fs::path teacher = m_options.resources / "teacher";
    const DemoRecipe& recipe = m_options.recipe;
    const LanguageData data("demo", m_options.out, teacher, m_options.halyard);
    const auto documentsFor = [](std::int64_t steps, const DemoStage& stage) { return std::min(kMostDocuments, steps * stage.batch); };
    const std::int64_t length = recipe.finetune.length;
    DemoInputs inputs;
    inputs.teacher = teacher.string();
    inputs.data = data.text("train", recipe.align.length, documentsFor(std::max(recipe.align.steps, recipe.distil.steps), recipe.distil), kTrain);
    inputs.heldOut = data.text("held-out", recipe.align.length, recipe.heldOutDocuments, kHeldOut);
    inputs.longData = data.text("train-long", length, documentsFor(recipe.finetune.steps, recipe.finetune), kLongTrain);
    inputs.longHeldOut = data.text("held-out-long", length, std::max<std::int64_t>(2, recipe.heldOutDocuments * recipe.align.length / length),
                                   kLongHeldOut);
    inputs.recallItems = data.recallItems("sweep", DemoRecipe::kTeacherLength, recipe.recallItems, kSweepItems);
    inputs.choiceItems = data.choiceItems("sweep", recipe.choiceItems, kSweepItems);
    return demoChain(inputs, recipe);
}

void DemoProject::exportStudent() const {
    if (fs::exists(exported() / "config.json")) {
        return;
    }
    removeLeftovers(m_options.out / "exports");
    const auto child = [&](const char* what) {
        return run() / "children" / demoRunName(m_options.recipe, what, m_options.recipe.seeds.front());
    };
    Terminal terminal("demo", m_options.halyard, m_options.out, stderr);
    terminal.run({"export", "--run", child("finetune"), "--out", exported(), "--tokenizer", m_options.resources / "teacher",
                  "--attn-logits-scaling", describe(readScalingSearch(child("search") / "results.json").best)});
}

} // namespace halyard
