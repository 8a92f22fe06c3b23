// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/screenshots/sample_values.h"
#include "tools/screenshots/scenes.h"
#include "views/forms/spec_form.h"
#include "views/run/run_facts.h"
#include "views/wizards/run_wizard.h"

#include <QCoreApplication>

namespace halyard::screenshots {

using namespace views;

namespace {

std::unique_ptr<QWidget> wizard(RunKind kind, int page, Condition condition) {
    auto dialog = std::make_unique<RunWizard>(kind);
    const bool all = kind == RunKind::Pipeline;
    // Inputs of another machine: what is wrong with them is told by the sample alone.
    dialog->setValidator([condition](const RunSpec& spec) {
        std::vector<Issue> issues;
        for (Issue issue : validate(spec)) {
            if (issue.path.find("/inputs/") == std::string::npos) {
                issues.push_back(std::move(issue));
            }
        }
        if (condition == Condition::Failed && !spec.inputs.empty()) {
            issues.push_back({Issue::Severity::Error, "/inputs/0/path",
                              Message(HALYARD_TEXT("\"{role}\": {path} does not exist."),
                                      {{"role", spec.inputs.front().role}, {"path", spec.inputs.front().path}})});
        }
        return issues;
    });
    dialog->setRunFolder(QStringLiteral("/home/ada/models/qwen-demo/runs/stage-2-no-1"));
    if (condition != Condition::Empty && !all) {
        RunSpec spec = sampleSpec(kind);
        spec.optimizer.learning_rate = condition == Condition::Failed ? 7 : 0.0005;
        spec.data.batch_size = 12;
        dialog->setSpec(spec);
        dialog->setMeaning(QStringLiteral("4 of 6 layers become linear. KV cache at 128K: 1.5 → 0.5 GiB."));
    } else if (all) {
        dialog->setPreset(QStringLiteral("demo"));
    }
    if (condition != Condition::Empty) {
        std::vector<Forecast> forecasts;
        for (const RunKind each : all ? std::vector{RunKind::Stage1, RunKind::Stage2, RunKind::Stage3} : std::vector{kind}) {
            forecasts.push_back({kindText(each), 1.28e8, TimeRange{5700, 20'700}, 1.4e10, 2.3e9, 4.2e11, 3.1e11});
        }
        dialog->setForecasts(forecasts);
        dialog->setTrial(condition == Condition::Busy
                             ? TrialResult{TrialResult::State::Passed, QStringLiteral("3.214 → 3.187; 0.41 s; 1.3 GiB")}
                             : TrialResult{TrialResult::State::Failed,
                                           QStringLiteral("train.device: cuda:0 is not there; this machine has no GPU.")});
    }
    dialog->setCurrentPage(page < 0 ? dialog->pageCount() - 1 : page);
    return dialog;
}

// The mixer's own settings, below the others.
std::unique_ptr<QWidget> mixerSettings(Condition condition) {
    auto dialog = wizard(RunKind::Stage1, 2, condition);
    auto& page = static_cast<RunWizard&>(*dialog);
    RunSpec spec = page.spec();
    if (condition != Condition::Empty) {
        spec.model.config = {{"lightning_nh", condition == Condition::Busy ? 8 : 0}, {"lightning_use_short_conv", true}};
        page.setSpec(spec);
    }
    for (SpecForm* form : page.findChildren<SpecForm*>()) {
        // Opens More where it is, and scrolls once the page has its size.
        form->focusField("model.config.lightning_use_rope");
        QMetaObject::invokeMethod(form, [form] { form->focusField("model.config.lightning_use_rope"); }, Qt::QueuedConnection);
    }
    return dialog;
}

// Models to measure, files of items, and what is wrong with them.
std::unique_ptr<QWidget> measuring(RunKind kind, int page, Condition condition) {
    auto dialog = wizard(kind, page, Condition::Empty);
    auto& shown = static_cast<RunWizard&>(*dialog);
    if (condition != Condition::Empty) {
        RunSpec spec;
        spec.kind = kind;
        spec.name = "both";
        for (const char* path : {"/home/ada/models/qwen-demo/runs/1-teacher", "/home/ada/models/qwen-demo/exports/student"}) {
            spec.inputs.push_back({"model", path, std::nullopt, ""});
        }
        spec.eval.files = {{"hellaswag", "/data/hellaswag/validation.jsonl"}, {"recall:swde", "/data/swde.jsonl"}};
        spec.eval.lengths = condition == Condition::Failed ? std::vector<std::int64_t>{4, 512} : std::vector<std::int64_t>{512, 4096, 32768};
        if (condition == Condition::Failed) {
            shown.setValidator([](const RunSpec& asked) {
                std::vector<Issue> issues = validate(asked);
                std::erase_if(issues, [](const Issue& issue) { return issue.path.starts_with("/inputs/0"); });
                return issues;
            });
        }
        shown.setSpec(spec);
        shown.setTrial(condition == Condition::Busy ? TrialResult{TrialResult::State::Passed, QStringLiteral("It fits and works; 0.41 s a step")}
                                                    : TrialResult{TrialResult::State::Failed, QStringLiteral("student has no tokenizer.")});
        shown.setCurrentPage(page < 0 ? shown.pageCount() - 1 : page);
    }
    return dialog;
}

Scene measuringScene(const char* name, RunKind kind, int page) {
    return {QLatin1String(name), [kind, page](Condition c) { return measuring(kind, page, c); }, QSize(980, 680)};
}

Scene scene(const char* name, RunKind kind, int page) {
    return {QLatin1String(name), [kind, page](Condition c) { return wizard(kind, page, c); }, QSize(980, 680)};
}

} // namespace

std::vector<Scene> wizardScenes() {
    return {scene("wizard-stage2-teacher", RunKind::Stage2, 0), scene("wizard-stage2-student", RunKind::Stage2, 2),
            scene("wizard-stage2-training", RunKind::Stage2, 3), scene("wizard-stage2-review", RunKind::Stage2, -1),
            scene("wizard-stage1-mixer", RunKind::Stage1, 2),
            {QStringLiteral("wizard-mixer-settings"), mixerSettings, QSize(980, 680)},
            scene("wizard-stage3-data", RunKind::Stage3, 1),
            measuringScene("wizard-niah-models", RunKind::Niah, 0), measuringScene("wizard-niah-measured", RunKind::Niah, 1),
            measuringScene("wizard-eval-measured", RunKind::Eval, 1), measuringScene("wizard-sweep-measured", RunKind::Sweep, 1),
            measuringScene("wizard-throughput-review", RunKind::Throughput, -1),
            scene("wizard-all-data", RunKind::Pipeline, 1),      scene("wizard-all-review", RunKind::Pipeline, -1)};
}

} // namespace halyard::screenshots
