// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/screenshots/sample_values.h"
#include "tools/screenshots/scenes.h"
#include "views/run/run_page.h"

#include <QCoreApplication>
#include <QMenu>
#include <QThread>
#include <QToolButton>

namespace halyard::screenshots {

using namespace views;

namespace {

std::unique_ptr<QWidget> runPage(RunKind kind, Condition condition) {
    auto page = std::make_unique<RunPage>();
    const RunState state = condition == Condition::Empty  ? RunState::New
                           : condition == Condition::Busy ? RunState::Running
                                                          : RunState::Failed;
    RunFacts facts = sampleFacts(kind, state);
    if (condition != Condition::Empty) {
        page->addEvents(sampleEvents(kind, 812, 0));
    }
    if (condition == Condition::Failed) {
        facts.reason = QStringLiteral("Step 813: the loss is not finite (tensor model.layers.21.self_attn.q_proj.weight, "
                                      "group mixers, data blocks 12,976, 12,977); the step was not applied.");
        page->setDamagedLines(2);
    }
    page->setOtherRuns({{QStringLiteral("stage2-0"), QStringLiteral("stage-2 no. 0")}});
    page->setFacts(facts);
    page->redrawNow();
    return page;
}

std::unique_ptr<QWidget> stagesPage(Condition condition) {
    auto page = runPage(RunKind::Pipeline, condition);
    std::vector<RunFacts> parts;
    if (condition != Condition::Empty) {
        parts = {sampleFacts(RunKind::Stage1, RunState::Done),
                 sampleFacts(RunKind::Stage2, condition == Condition::Busy ? RunState::Running : RunState::Failed)};
    }
    static_cast<RunPage&>(*page).setParts(parts);
    return page;
}

// Another run is being read for a comparison, and a chart is in a window of its own.
std::unique_ptr<QWidget> comparedPage(Condition condition) {
    constexpr unsigned long kWorthShowing = 350; // ms
    auto made = runPage(RunKind::Stage2, condition);
    auto& page = static_cast<RunPage&>(*made);
    for (const QToolButton* button : page.findChildren<QToolButton*>()) {
        if (button->menu() != nullptr && button->menu()->actions().size() == 1) {
            button->menu()->actions().front()->trigger();
        }
    }
    QCoreApplication::processEvents();
    page.addComparisonEvents(QStringLiteral("stage2-0"), sampleEvents(RunKind::Stage2, 500, 3));
    page.setComparisonLoading(QStringLiteral("stage2-0"), 0);
    QThread::msleep(kWorthShowing);
    page.setComparisonLoading(QStringLiteral("stage2-0"), 0.43);
    if (condition == Condition::Busy) {
        page.findChild<QToolButton*>(QStringLiteral("popOut"))->click();
    }
    return made;
}

} // namespace

std::vector<Scene> runScenes() {
    return {{QStringLiteral("run-stages"), stagesPage},
            {QStringLiteral("run-stage2"), [](Condition c) { return runPage(RunKind::Stage2, c); }},
            {QStringLiteral("run-compared"), comparedPage},
            {QStringLiteral("run-stage1"), [](Condition c) { return runPage(RunKind::Stage1, c); }}};
}

} // namespace halyard::screenshots
