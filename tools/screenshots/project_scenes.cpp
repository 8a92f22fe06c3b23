// SPDX-License-Identifier: GPL-3.0-or-later
#include "tools/screenshots/sample_values.h"
#include "tools/screenshots/scenes.h"
#include "views/export/export_page.h"
#include "views/project/inspector.h"
#include "views/project/lineage_tree.h"
#include "views/project/notices_panel.h"
#include "views/project/overview_page.h"
#include "views/project/queue_bar.h"
#include "views/project/start_page.h"
#include "views/run/run_page.h"
#include "views/run/run_series.h"
#include "views/theme/series_style.h"

#include <QDateTime>
#include <QDockWidget>
#include <QMainWindow>
#include <QMenuBar>

namespace halyard::screenshots {

using namespace views;

namespace {

QString text(const char* english) {
    return QString::fromUtf8(english);
}

std::vector<RunFacts> queueOf(Condition condition) {
    if (condition == Condition::Empty) {
        return {};
    }
    RunFacts active = sampleFacts(RunKind::Stage2, condition == Condition::Busy ? RunState::Running : RunState::Unknown);
    active.remaining = TimeRange{110, 160};
    RunFacts waiting = sampleFacts(RunKind::Stage3, RunState::Queued);
    waiting.id = text("stage3-1");
    waiting.title = text("stage-3 no. 1");
    RunFacts last = waiting;
    last.id = text("stage2-2");
    last.title = text("stage-2 no. 2, lr 5e-4");
    return {active, waiting, last};
}

std::unique_ptr<QWidget> queueBar(Condition condition) {
    auto bar = std::make_unique<QueueBar>();
    bar->setRuns(queueOf(condition));
    return bar;
}

std::unique_ptr<LineageTree> lineage(Condition condition) {
    auto tree = std::make_unique<LineageTree>();
    const RunState last = condition == Condition::Failed ? RunState::Failed : RunState::Running;
    std::vector<LineageNode> nodes = {{text("project"), {}, text("qwen-demo"), text("project"), {}, 0, false, {}}};
    if (condition != Condition::Empty) {
        const std::vector<LineageNode> runs = {
            {text("data"), text("project"), text("demo text"), text("data"), {}, 0, false, {}},
            {text("teacher"), text("project"), text("teacher"), text("teacher"), RunState::Done, 1, false, {}},
            {text("stage1"), text("teacher"), text("stage-1 no. 3"), text("align"), RunState::Done, 1, false, {}},
            {text("stage2-0"), text("stage1"), text("stage-2 no. 0"), text("distill"), RunState::Stopped, 0.4, true, {}},
            {text("stage2-1"), text("stage1"), text("stage-2 no. 1"), text("distill"), last, 0.41, false, {}},
            {text("stage3"), text("stage2-1"), text("stage-3 no. 1"), text("extend"), RunState::Queued, 0, false, {}},
        };
        nodes.insert(nodes.end(), runs.begin(), runs.end());
    }
    tree->setNodes(nodes);
    tree->selectNode(condition == Condition::Empty ? text("project") : text("stage2-1"));
    return tree;
}

void fillInspector(Inspector& inspector, Condition condition) {
    if (condition == Condition::Empty) {
        return;
    }
    inspector.setSubject(text("stage2-1"), text("stage-2 no. 1"),
                         {{text("run.json"), text("9f2c51d07a44e1b3")},
                          {text("teacher"), text("/home/ada/models/qwen-demo/runs/teacher")},
                          {text("student"), text("stage-1 no. 3, 150")}});
    inspector.setNotes(text("<b>lr</b> 1e-3, seed 0"));
}

std::unique_ptr<QWidget> notices(Condition condition) {
    auto panel = std::make_unique<NoticesPanel>();
    const double time = static_cast<double>(QDateTime(QDate::currentDate(), QTime(14, 3)).toSecsSinceEpoch());
    if (condition != Condition::Empty) {
        panel->add({Notice::Severity::Info, text("stage-1 no. 3: 150 / 150"), time, text("stage1")});
        panel->add({Notice::Severity::Warning, text("events.jsonl: 2"), time, text("stage2-1")});
    }
    if (condition == Condition::Failed) {
        panel->add({Notice::Severity::Error, text("stage-2 no. 1: killed by signal 9; the kernel log shows no OOM"), time,
                    text("stage2-1")});
    }
    return panel;
}

std::unique_ptr<QWidget> startPage(Condition condition) {
    auto page = std::make_unique<StartPage>();
    const double day = static_cast<double>(QDateTime(QDate(2026, 3, 14), QTime(9, 30)).toSecsSinceEpoch());
    if (condition != Condition::Empty) {
        page->setRecentProjects({{text("/home/ada/models/qwen-demo"), text("qwen-demo"), day, false},
                                 {text("/mnt/node-a/projects/a-rather-long-name-of-a-folder/hypenet-2b-long-context"),
                                  text("hypenet-2b"), day - 90000, condition == Condition::Failed}});
    }
    if (condition == Condition::Failed) {
        page->setProblem(text("/mnt/node-a/projects/hypenet-2b: halyard.project.json is not valid JSON at byte 17."));
    }
    return page;
}

std::unique_ptr<OverviewPage> overview(Condition condition) {
    auto page = std::make_unique<OverviewPage>();
    page->setTitle(text("qwen-demo"));
    const double time = static_cast<double>(QDateTime(QDate::currentDate(), QTime(14, 2)).toSecsSinceEpoch());
    if (condition == Condition::Empty) {
        page->setCard(ProjectStep::Teacher, {.action = OverviewPage::tr("Teacher")});
        page->setEmpty(true);
        return page;
    }
    const bool failed = condition == Condition::Failed;
    page->setCard(ProjectStep::Teacher, {.state = RunState::Done, .headline = text("3.02"), .detail = text("1.9 M"), .action = {}});
    page->setCard(ProjectStep::Align, {.state = RunState::Done, .headline = text("0.021"), .detail = text("150 / 150"), .action = {}});
    page->setCard(ProjectStep::Distill, {.state = failed ? RunState::Failed : RunState::Running,
                                         .progress = 0.41,
                                         .headline = text("KL 0.413"),
                                         .detail = text("812 / 2,000"),
                                         .action = OverviewPage::tr("Distill"),
                                         .primary = failed});
    page->setCard(ProjectStep::Extend, {.action = OverviewPage::tr("Extend")});
    page->setCard(ProjectStep::Export, {.action = OverviewPage::tr("Export")});
    CurveChart& chart = page->heldOutChart();
    int style = kStudentSeries;
    for (const char* name : {"stage-2 no. 0", "stage-2 no. 1"}) {
        chart.setCurve(text(name), {.name = text(name), .style = style});
        const RunSeries series = seriesOf(sampleEvents(RunKind::Stage2, 1000, static_cast<unsigned>(style++)));
        chart.append(text(name), series.heldOut.steps, series.heldOut.values);
    }
    page->setChanges({{time, text("stage-2 no. 1"), text("stage2-1")}, {time - 60, text("stage-1 no. 3"), text("stage1")}});
    if (failed) {
        page->setReadOnly(text("halyard.project.json: schema 9 > 1"));
    }
    return page;
}

std::unique_ptr<QWidget> exportPageOf(Condition condition, bool done) {
    auto page = std::make_unique<ExportPage>();
    if (condition == Condition::Empty) {
        return page;
    }
    page->setSources({{text("stage3-1"), text("stage-3 no. 1"), {500, 400, 300}, text("hype 500")}});
    page->setFolder(text("/home/ada/models/qwen-demo/exports/student"));
    page->setFreeSpace(3.1e11, 4.2e9);
    using State = CheckState::State;
    const bool failed = condition == Condition::Failed;
    page->setCheck(ExportCheck::Tensors, {State::Passed, text("77; 4.2 GB")});
    page->setCheck(ExportCheck::Config, {State::Passed, {}});
    page->setCheck(ExportCheck::ReadBack, {State::Passed, {}});
    page->setCheck(ExportCheck::Logits, {failed ? State::Failed : State::Passed, failed ? text("0.31 > 1e-5") : text("3.1e-7 < 1e-5")});
    page->setCheck(ExportCheck::Python, {failed ? State::Waiting : done ? State::Passed : State::Running,
                                         failed ? QString() : done ? text("4.57.3: 2.8e-7, 5.1.0: 3e-7") : text("4.57.3: 2.8e-7")});
    page->setLoadingCode(text("from transformers import AutoModelForCausalLM, AutoTokenizer\n\n"
                              "folder = \"/home/ada/models/qwen-demo/exports/student\"\n"
                              "tokenizer = AutoTokenizer.from_pretrained(folder)\n"
                              "model = AutoModelForCausalLM.from_pretrained(folder, trust_remote_code=True)\n"));
    page->setPhase(failed ? ExportPage::Phase::Failed : done ? ExportPage::Phase::Done : ExportPage::Phase::Working,
                   failed ? text("logits: 0.31 > 1e-5 (student)") : done ? text("/home/ada/models/qwen-demo/exports/student") : QString());
    return page;
}

std::unique_ptr<QWidget> exportPage(Condition condition) {
    return exportPageOf(condition, false);
}

std::unique_ptr<QWidget> exportedPage(Condition condition) {
    return exportPageOf(condition, true);
}

// Everything together, as the window has it.
std::unique_ptr<QWidget> window(Condition condition) {
    auto main = std::make_unique<QMainWindow>();
    const auto dock = [&](Qt::DockWidgetArea area, std::unique_ptr<QWidget> widget, int width) {
        auto* holder = new QDockWidget(main.get());
        holder->setTitleBarWidget(new QWidget(holder));
        if (width > 0) {
            widget->setMinimumWidth(width);
        } else {
            widget->setFixedHeight(120);
        }
        holder->setWidget(widget.release());
        main->addDockWidget(area, holder);
    };
    main->setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    main->setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    dock(Qt::LeftDockWidgetArea, lineage(condition), 190);
    auto inspector = std::make_unique<Inspector>();
    fillInspector(*inspector, condition);
    dock(Qt::RightDockWidgetArea, std::move(inspector), 190);
    dock(Qt::BottomDockWidgetArea, queueBar(condition), 0);
    main->setCentralWidget(overview(condition).release());
    return main;
}

} // namespace

std::vector<Scene> projectScenes() {
    return {{text("start"), startPage},
            {text("overview"), [](Condition c) -> std::unique_ptr<QWidget> { return overview(c); }},
            {text("window"), window},
            {text("export"), exportPage},
            {text("exported"), exportedPage},
            {text("lineage"), [](Condition c) -> std::unique_ptr<QWidget> { return lineage(c); }, QSize(240, 400)},
            {text("queue"), queueBar, QSize(1280, 130)},
            {text("notices"), notices, QSize(500, 160)}};
}

} // namespace halyard::screenshots
