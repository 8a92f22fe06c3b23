// SPDX-License-Identifier: GPL-3.0-or-later
// Text from outside in every view: it is shown as text, never as markup, and never makes a view slow.
#include "views/export/export_page.h"
#include "views/forms/field_editor.h"
#include "views/project/inspector.h"
#include "views/project/lineage_tree.h"
#include "views/project/notices_panel.h"
#include "views/project/overview_page.h"
#include "views/project/queue_bar.h"
#include "views/project/start_page.h"
#include "views/run/run_page.h"
#include "views/text/plain_text.h"
#include "views/theme/theme.h"
#include "views/wizards/run_wizard.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QTest>
#include <QTextEdit>

#include <ctime>

using namespace halyard;
using namespace halyard::views;

namespace {

void verifyCalm(const QString& text, const QString& where) {
    QVERIFY2(text.size() <= 60000, qPrintable(where + QStringLiteral(" lays out %1 characters").arg(text.size())));
    for (const QChar c : text) {
        const char16_t code = c.unicode();
        const bool harmless = code >= 0x20 || code == u'\n';
        QVERIFY2(harmless && code != 0x202E && code != 0x7F,
                 qPrintable(where + QStringLiteral(" holds U+%1").arg(code, 4, 16)));
    }
}

void verifyToolTip(const QString& tip, const QString& where) {
    QVERIFY2(!tip.contains(QStringLiteral("<img")) && !tip.contains(QStringLiteral("<a ")), qPrintable(where + tip.left(200)));
}

void verifyModel(const QAbstractItemView& view) {
    const QAbstractItemModel* model = view.model();
    const QString where = QLatin1String(view.metaObject()->className());
    for (int row = 0; model != nullptr && row < std::min(model->rowCount(), 50); ++row) {
        for (int column = 0; column < model->columnCount(); ++column) {
            verifyCalm(model->index(row, column).data().toString(), where);
            verifyToolTip(model->index(row, column).data(Qt::ToolTipRole).toString(), where);
        }
    }
}

// Every text that a widget or one inside it shows.
void verifyTree(QWidget& view) {
    view.resize(1024, 700);
    view.show();
    QCoreApplication::processEvents();
    for (QWidget* widget : view.findChildren<QWidget*>()) {
        verifyToolTip(widget->toolTip(), QLatin1String(widget->metaObject()->className()));
        if (const auto* label = qobject_cast<QLabel*>(widget)) {
            QVERIFY2(label->textFormat() == Qt::PlainText || label->text().isEmpty(), qPrintable(label->text().left(100)));
            verifyCalm(label->text(), QStringLiteral("a label"));
        }
        if (const auto* button = qobject_cast<QAbstractButton*>(widget)) {
            verifyCalm(button->text(), QStringLiteral("a button"));
        }
        if (const auto* items = qobject_cast<QAbstractItemView*>(widget)) {
            verifyModel(*items);
        }
        QVERIFY2(qobject_cast<QTextEdit*>(widget) == nullptr, "a rich text edit");
    }
    for (const QAction* action : view.findChildren<QAction*>()) {
        verifyCalm(action->text(), QStringLiteral("an action"));
    }
    view.grab();
}

Event eventOf(const char* name, const QString& text) {
    const std::string bytes = text.toStdString();
    return {name, 1.7e9, bytes, {{"message", bytes}, {"reason", bytes}, {"step", 3}, {"command", bytes}, {"actor", bytes}}};
}

} // namespace

class OutsideTextTest : public QObject {
    Q_OBJECT

private:
    void texts() {
        QTest::addColumn<QString>("text");
        QTest::newRow("markup") << QStringLiteral("<img src=\"file:///etc/passwd\"><a href='x'>y</a><b>");
        QTest::newRow("right to left") << QStringLiteral("run\u202Efdp.exe\u2066");
        QTest::newRow("NUL") << QStringLiteral("a") + QChar(0) + QStringLiteral("b");
        QTest::newRow("ANSI") << QStringLiteral("\x1b[31mred\x1b[0m\x07\x7f");
        QTest::newRow("a megabyte") << QString(1 << 20, u'x');
        QTest::newRow("a megabyte of markup") << QStringLiteral("<b>&amp;").repeated(1 << 17);
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeMode::Light); }
    void init() { m_start = std::clock(); }
    void cleanup() {
#ifdef NDEBUG
        const double seconds = static_cast<double>(std::clock() - m_start) / CLOCKS_PER_SEC; // of the processor
        QVERIFY2(seconds < 3, qPrintable(QString::number(seconds)));
#endif
    }

    void theRunPage_data() { texts(); }
    void theRunPage() {
        QFETCH(QString, text);
        RunPage page;
        RunFacts facts;
        facts.id = facts.title = facts.place = facts.reason = text;
        facts.state = RunState::Failed;
        page.setFacts(facts);
        std::vector<Event> events;
        for (const char* name : {"warning", "failed", "command", "start", "checkpoint", "done", "child"}) {
            events.push_back(eventOf(name, text));
        }
        events.push_back({text.toStdString(), 1, "", Json::object()});
        page.addEvents(events);
        page.setOtherRuns({{text, text}});
        verifyTree(page);
    }

    void theProject_data() { texts(); }
    void theProject() {
        QFETCH(QString, text);
        LineageTree tree;
        tree.setNodes({{text, {}, text, {}, RunState::Done, 0, true, text}});
        verifyTree(tree);
        verifyModel(tree);
        QueueBar queue;
        RunFacts facts;
        facts.id = facts.title = facts.place = facts.reason = text;
        queue.setRuns({facts});
        verifyTree(queue);
        NoticesPanel notices;
        notices.add({Notice::Severity::Error, text, 1, text});
        verifyModel(notices);
        Inspector inspector;
        inspector.setSubject(QStringLiteral("id"), text.left(100), {{text, text}});
        inspector.setNotes(text);
        verifyTree(inspector);
        StartPage start;
        start.setRecentProjects({{text, text, 1, true}});
        start.setProblem(text);
        start.setWaiting(text);
        verifyTree(start);
        OverviewPage overview;
        overview.setTitle(text);
        overview.setCard(ProjectStep::Distill, {RunState::Running, 0.5, text, text, text, true});
        overview.heldOutChart().setCurve(text, {.name = text});
        overview.setChanges({{1, text, text}});
        overview.setReadOnly(text);
        verifyTree(overview);
    }

    void theWizardAndTheExport_data() { texts(); }
    void theWizardAndTheExport() {
        QFETCH(QString, text);
        RunWizard wizard(RunKind::Stage2);
        RunSpec spec;
        spec.name = spec.preset = spec.train.dtype = spec.model.mixer = text.toStdString();
        spec.inputs = {{"teacher", text.toStdString(), std::nullopt, ""}, {text.toStdString(), "x", std::nullopt, ""}};
        wizard.setValidator([](const RunSpec&) { return std::vector<Issue>{}; });
        wizard.setSpec(spec);
        wizard.setInputChoices("teacher", {{text, text}});
        wizard.setMeaning(text);
        wizard.setRefusal(text);
        wizard.setForecasts({{text, 1.0, std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt}});
        wizard.setTrial({TrialResult::State::Failed, text});
        wizard.setCurrentPage(wizard.pageCount() - 1);
        verifyTree(wizard);
        ExportPage page;
        page.setSources({{text, text, {1}, text}});
        page.setProblem(text);
        page.setCheck(ExportCheck::Logits, {CheckState::State::Failed, text});
        page.setLoadingCode(text);
        page.setPhase(ExportPage::Phase::Failed, text);
        verifyTree(page);
    }

private:
    std::clock_t m_start = 0;
};

QTEST_MAIN(OutsideTextTest)
#include "outside_text_test.moc"
