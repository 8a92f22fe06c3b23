// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window_actions.h"
#include "core/run/presets.h"
#include "tests/app/desk.h"
#include "views/project/lineage_tree.h"
#include "views/run/run_page.h"

#include <QAction>
#include <QTreeWidget>

namespace halyard::testing {

// A run of all three stages as a person sees it: itself, and each stage as a run of its own.
class CompositeTest : public QObject {
    Q_OBJECT

    Desk m_desk;

private Q_SLOTS:
    void stagesAreListedAndOpened();
};

void CompositeTest::stagesAreListedAndOpened() {
    const QString project = m_desk.project(QStringLiteral("stages"));
    RunSpec whole;
    whole.kind = RunKind::Pipeline;
    for (const RunKind kind : {RunKind::Stage1, RunKind::Stage2, RunKind::Stage3}) {
        whole.children.push_back(presetSpec("demo", kind));
    }
    const std::string runs = (project + QStringLiteral("/runs")).toStdString();
    (void)RunFolder::create(runs + "/all", whole);
    std::filesystem::create_directories(runs + "/all/children");
    writeOldRun(project, QStringLiteral("all/children/1-stage1"), 5, false);

    const auto bench = m_desk.workbench();
    bench->openWindow();
    bench->openProject(project);
    QTRY_COMPARE_WITH_TIMEOUT(bench->project()->project().runs().size(), std::size_t{2}, kLong);
    bench->project()->openRun(QStringLiteral("all"));
    auto* page = qobject_cast<views::RunPage*>(bench->window()->page(QStringLiteral("run:all")));
    QVERIFY(page != nullptr);
    auto* parts = page->findChild<QTreeWidget*>(QStringLiteral("parts"));
    QTRY_COMPARE_WITH_TIMEOUT(parts->topLevelItemCount(), 1, kLong);
    picture(*bench->window(), QStringLiteral("composite"));
    Q_EMIT parts->itemActivated(parts->topLevelItem(0), 0);
    auto* part = qobject_cast<views::RunPage*>(bench->window()->page(QStringLiteral("run:all/children/1-stage1")));
    QVERIFY(part != nullptr);
    QTRY_COMPARE_WITH_TIMEOUT(part->series().loss.steps.size(), std::size_t{5}, kLong);
    picture(*bench->window(), QStringLiteral("part"));
    // What is done to a stage is done to the whole run; its settings may be cloned.
    app::WindowActions& actions = bench->window()->actions();
    QTRY_VERIFY_WITH_TIMEOUT(actions.clone->isEnabled(), kLong);
    QVERIFY(!actions.start->isEnabled());
    QVERIFY(!actions.stop->isEnabled());
    QVERIFY(!actions.trash->isEnabled());
    bench->window()->tree().selectNode(QStringLiteral("run:all/children/1-stage1"));
    QCOMPARE(bench->window()->tree().selectedNode(), QStringLiteral("run:all/children/1-stage1"));
}

} // namespace halyard::testing

QTEST_MAIN(halyard::testing::CompositeTest)
#include "composite_test.moc"
