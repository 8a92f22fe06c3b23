// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "tools/screenshots/sample_values.h"
#include "tools/screenshots/scenes.h"
#include "views/study/grid_draft.h"
#include "views/study/grid_editor.h"
#include "views/study/study_page.h"
#include "views/text/plain_text.h"

#include <array>
#include <cmath>

namespace halyard::screenshots {

using namespace views;

namespace {

constexpr const char* kGrid = R"({
  "format": "halyard.grid", "schema": 1, "name": "gate-and-rope", "question": "Do an output gate and RoPE help the linear layers, and at which rate of stage 2?",
  "settings": {"data.context_length": 512, "train.log_every_steps": 10},
  "runs": [
    {"name": "align", "kind": "stage1", "settings": {"schedule.steps": 2000},
     "inputs": [{"role": "teacher", "path": "/models/qwen3"}, {"role": "data", "path": "/data/512"}]},
    {"name": "distil", "kind": "stage2", "settings": {"schedule.steps": 4000, "model.attention_layers": [1, 5]},
     "inputs": [{"role": "teacher", "path": "/models/qwen3"}, {"role": "student", "path": "children/align"}, {"role": "data", "path": "/data/512"}]},
    {"name": "needles", "kind": "niah", "settings": {"eval.lengths": [512, 2048, 8192]},
     "inputs": [{"role": "model", "path": "children/distil"}, {"role": "tokenizer", "path": "/models/qwen3"}]}],
  "axes": [
    {"name": "linear layers", "values": [
      {"label": "gate and RoPE"},
      {"label": "no gate", "set": {"align.model.config.lightning_use_output_gate": false, "distil.model.config.lightning_use_output_gate": false}},
      {"label": "no RoPE", "set": {"align.model.config.lightning_use_rope": false, "distil.model.config.lightning_use_rope": false}}]},
    {"name": "rate", "key": "distil.optimizer.learning_rate", "values": [5e-4, 2e-3]},
    {"key": "*.train.seed", "repeat": true, "values": [1, 2, 3]}]
})";

void measure(GridTableCell& cell, std::size_t seed) {
    const double loss = std::array{0.041, 0.058, 0.049}[cell.cell.values[0]] * (cell.cell.values[1] == 0 ? 1.22 : 1.0) + 0.0012 * std::sin(7.0 * static_cast<double>(seed));
    const double found = std::clamp(1.02 - 2.6 * loss + 0.012 * std::cos(5.0 * static_cast<double>(seed)), 0.0, 1.0);
    const auto share = [](double value) { return GridFigure{value, {value * 200, 200}}; };
    cell.figures["needles.needles"] = share(std::min(1.0, found + 0.07));
    cell.figures["needles.needles_beyond"] = share(found);
    cell.figures["distil.loss"] = {loss};
    cell.figures["tokens"] = {3'276'800};
    cell.figures["seconds"] = {410 + (cell.cell.values[0] == 1 ? -31.0 : 0.0) + 4.0 * static_cast<double>(seed)};
    cell.figures["parameters"] = {443'456};
}

GridTable sampleTable(Condition condition) {
    const GridStudy study = expandGrid(gridFromJson(parseJson(kGrid, "sample"), "sample", "/"));
    GridTable table{.grid = study.grid, .trainingLength = 512, .runs = study.spec.children.size()};
    table.columns = {{"needles.needles", "needles to 512", GridColumn::Unit::Share},
                     {"needles.needles_beyond", "needles beyond 512", GridColumn::Unit::Share},
                     {"distil.loss", "distil KL", GridColumn::Unit::Nats},
                     {"tokens", "training tokens", GridColumn::Unit::Tokens},
                     {"seconds", "training seconds", GridColumn::Unit::Seconds},
                     {"parameters", "trained parameters", GridColumn::Unit::Parameters}};
    for (std::size_t i = 0; i < study.cells.size(); ++i) {
        GridTableCell& cell = table.cells.emplace_back(GridTableCell{.cell = study.cells[i], .state = "waiting", .reason = {}});
        if (condition == Condition::Failed && i == 4) {
            cell.state = "failed";
            cell.reason = "distil-5: Step 1,204: the loss is not finite. Lower the learning rate.";
        } else if (i < (condition == Condition::Failed ? 18U : 13U)) {
            cell.state = "done";
            measure(cell, i);
        } else if (i == 13) {
            cell.state = "running";
        }
    }
    return table;
}

std::unique_ptr<QWidget> studyPage(Condition condition) {
    auto page = std::make_unique<StudyPage>();
    RunFacts facts = sampleFacts(RunKind::Study, condition == Condition::Empty ? RunState::New : condition == Condition::Busy ? RunState::Running : RunState::Failed);
    facts.title = QStringLiteral("gate-and-rope");
    page->setFacts(facts);
    if (condition != Condition::Empty) {
        page->setTable(sampleTable(condition));
    }
    return page;
}

std::unique_ptr<QWidget> gridEditor(Condition condition) {
    auto page = std::make_unique<GridEditor>();
    page->setShipped({{QStringLiteral("rope"), QStringLiteral("RoPE or none?"), QString()}});
    if (condition == Condition::Empty) {
        return page;
    }
    page->setText(GridDraft::fromText(QString::fromLatin1(kGrid))->text());
    GridPlan plan;
    if (condition == Condition::Failed) {
        plan.problem = QStringLiteral("grid.json, axis \"rate\": \"optimizer.learning_rat\" is not a setting. Did you mean \"optimizer.learning_rate\"?");
    } else {
        plan.summary = QStringLiteral("18 cells of 45 different runs; 98 M training tokens");
        for (const GridTableCell& cell : sampleTable(condition).cells) {
            plan.cells << fromUtf8(labelsOf(cell.cell, sampleTable(condition).grid));
        }
    }
    page->setPlan(plan);
    return page;
}

} // namespace

std::vector<Scene> studyScenes() {
    return {{QStringLiteral("study"), studyPage}, {QStringLiteral("grid-editor"), gridEditor}};
}

} // namespace halyard::screenshots
