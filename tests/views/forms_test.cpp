// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/mixer_fields.h"
#include "core/run/presets.h"
#include "views/forms/field_editor.h"
#include "views/forms/spec_form.h"
#include "views/forms/spec_text.h"
#include "views/theme/theme.h"
#include "views/wizards/run_wizard.h"
#include "views/wizards/step_list.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <set>

using namespace halyard;
using namespace halyard::views;

namespace {

QLineEdit* lineOf(const FieldEditor* editor) {
    return qobject_cast<QLineEdit*>(editor->control());
}

void type(const FieldEditor* editor, const char* text) {
    lineOf(editor)->selectAll();
    QTest::keyClicks(lineOf(editor), QLatin1String(text));
}

// Inputs that do not exist are no matter of these tests.
std::vector<Issue> withoutInputs(const RunSpec& spec) {
    std::vector<Issue> issues = validate(spec);
    std::erase_if(issues, [](const Issue& issue) { return issue.path.find("/inputs") != std::string::npos; });
    return issues;
}

QPushButton* nextOf(const RunWizard& wizard) {
    return wizard.findChild<QPushButton*>(QStringLiteral("next"));
}

FieldEditor* editorOf(const RunWizard& wizard, const char* key) {
    return wizard.findChild<FieldEditor*>(QLatin1String(key));
}

} // namespace

class FormsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(*qApp, ThemeMode::Light);
    }

    void everySettingHasAControlOfItsType() {
        for (const FieldInfo& field : fieldInfos()) {
            const FieldEditor editor(field);
            switch (field.type) {
            case FieldInfo::Type::Flag: QVERIFY(qobject_cast<QCheckBox*>(editor.control())); break;
            case FieldInfo::Type::Choice:
                QCOMPARE(qobject_cast<QComboBox*>(editor.control())->count(), static_cast<int>(field.choices.size()));
                break;
            case FieldInfo::Type::Document: QVERIFY(!qobject_cast<QLineEdit*>(editor.control())); break;
            default: QVERIFY(lineOf(&editor));
            }
            QVERIFY2(!editor.control()->accessibleName().isEmpty(), field.key.c_str());
        }
    }

    void aSpecGoesThroughAFormUnchanged() {
        for (const RunKind kind : {RunKind::Pretrain, RunKind::Stage1, RunKind::Stage2, RunKind::Stage3}) {
            const RunSpec spec = presetSpec("demo", kind);
            SpecForm::Fields fields;
            for (const FieldInfo& field : fieldInfos()) {
                fields.shown.push_back(field.key);
            }
            SpecForm form(kind, fields);
            form.setPreset(spec);
            form.setSpec(spec);
            RunSpec out = spec;
            form.apply(out);
            QVERIFY(toJson(out) == toJson(spec));
            QVERIFY(!form.hasError());
        }
    }

    void aChangedValueIsMarkedAndPutBack() {
        FieldEditor editor(*findField("optimizer.learning_rate"));
        editor.setPreset(QStringLiteral("0.001"));
        editor.setText(QStringLiteral("0.001"));
        editor.show();
        auto* putBack = editor.findChild<QToolButton*>(QStringLiteral("putBack"));
        QVERIFY(!putBack->isVisible());
        type(&editor, "0.5");
        QVERIFY(editor.isChanged());
        QVERIFY(putBack->isVisible());
        QSignalSpy edits(&editor, &FieldEditor::edited);
        putBack->click();
        QCOMPARE(editor.text(), QStringLiteral("0.001"));
        QVERIFY(!putBack->isVisible());
        QCOMPARE(edits.count(), 1);
        // An empty number is the preset its placeholder shows.
        lineOf(&editor)->clear();
        QCOMPARE(editor.text(), QStringLiteral("0.001"));
        QVERIFY(lineOf(&editor)->placeholderText().contains(QStringLiteral("0.001")));
    }

    void wrongTextsAreRefusedAtTheirField_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        QTest::newRow("word") << "schedule.steps" << "many";
        QTest::newRow("fraction") << "data.batch_size" << "1.5";
        QTest::newRow("overflow") << "schedule.steps" << "99999999999999999999999999";
        QTest::newRow("not finite") << "optimizer.learning_rate" << "nan";
        QTest::newRow("out of range") << "optimizer.learning_rate" << "7";
        QTest::newRow("list") << "model.attention_layers" << "1,,2";
        QTest::newRow("falling list") << "model.attention_layers" << "4,1";
    }
    void wrongTextsAreRefusedAtTheirField() {
        QFETCH(QString, key);
        QFETCH(QString, text);
        RunSpec spec = presetSpec("demo", RunKind::Stage2);
        SpecForm form(RunKind::Stage2, {{"model.attention_layers", "data.batch_size", "optimizer.learning_rate", "schedule.steps"}, {}});
        form.setPreset(spec);
        form.setSpec(spec);
        FieldEditor* editor = form.editor(key.toStdString());
        editor->setText(text);
        form.apply(spec);
        form.setIssues(withoutInputs(spec));
        QVERIFY(editor->hasError());
        const auto* problem = editor->findChild<QWidget*>(QStringLiteral("problem"));
        QVERIFY(!problem->accessibleName().isEmpty());
        editor->setText(editor->preset());
        form.apply(spec);
        form.setIssues(withoutInputs(spec));
        QVERIFY(!editor->hasError());
    }

    void everySettingIsReachableInItsWizardOnce() {
        for (const RunKind kind : {RunKind::Pretrain, RunKind::Stage1, RunKind::Stage2, RunKind::Stage3, RunKind::Niah, RunKind::Eval,
                                   RunKind::Throughput, RunKind::Scaling, RunKind::Sweep}) {
            const RunWizard wizard(kind);
            const std::vector<std::string> keys = wizard.fieldKeys();
            for (const FieldInfo& field : fieldInfos()) {
                const bool reads = std::find(field.kinds.begin(), field.kinds.end(), kind) != field.kinds.end();
                QVERIFY2(std::count(keys.begin(), keys.end(), field.key) == (reads ? 1 : 0),
                         (field.key + " in the wizard of " + std::string(nameOf(kind))).c_str());
            }
            for (const MixerField& field : mixerFields()) {
                const std::vector<RunKind>& kinds = field.info.kinds;
                const bool reads = std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
                QVERIFY2(std::count(keys.begin(), keys.end(), field.info.key) == (reads ? 1 : 0),
                         (field.info.key + " in the wizard of " + std::string(nameOf(kind))).c_str());
            }
        }
    }

    void theMixerIsAChoiceWithItsOwnSettings() {
        RunWizard wizard(RunKind::Stage1);
        wizard.setValidator(withoutInputs);
        const auto* mixer = qobject_cast<QComboBox*>(editorOf(wizard, "model.mixer")->control());
        QVERIFY(mixer != nullptr);
        QCOMPARE(mixer->itemText(0), QStringLiteral("lightning-attn"));
        FieldEditor* heads = editorOf(wizard, "model.config.lightning_nh");
        QVERIFY(lineOf(heads)->placeholderText().contains(QStringLiteral("from the teacher")));
        QVERIFY(!heads->isHidden());
        QVERIFY(wizard.spec().model.config.empty());
        type(heads, "8");
        QVERIFY(wizard.spec().model.config == Json({{"lightning_nh", 8}}));
        auto* scale = qobject_cast<QComboBox*>(editorOf(wizard, "model.config.lightning_scale")->control());
        scale->setCurrentIndex(scale->findData(QStringLiteral("1")));
        qobject_cast<QCheckBox*>(editorOf(wizard, "model.config.lightning_use_rope")->control())->click();
        QVERIFY(wizard.spec().model.config == Json({{"lightning_nh", 8}, {"lightning_scale", "1"}, {"lightning_use_rope", false}}));
        // Wrong ones are refused at their own field.
        type(heads, "0");
        QVERIFY(heads->hasError());
        type(heads, "many");
        QVERIFY(heads->hasError());
        QVERIFY(wizard.spec().model.config["lightning_nh"] == 0); // as it was last understood
        // What holds anyway is not written.
        heads->findChild<QToolButton*>(QStringLiteral("putBack"))->click();
        scale->setCurrentIndex(scale->findData(QStringLiteral("1/sqrt(d)")));
        qobject_cast<QCheckBox*>(editorOf(wizard, "model.config.lightning_use_rope")->control())->click();
        QVERIFY(!heads->hasError());
        QVERIFY(wizard.spec().model.config.empty());
    }

    void theDocumentAndTheEditorsOfItsKeysFollowEachOther() {
        RunWizard wizard(RunKind::Stage2);
        wizard.setValidator(withoutInputs);
        FieldEditor* document = editorOf(wizard, "model.config");
        FieldEditor* width = editorOf(wizard, "model.config.lightning_head_dim");
        auto* text = qobject_cast<QPlainTextEdit*>(document->control());
        text->setPlainText(QStringLiteral("{\"lightning_head_dim\": 64, \"my_key\": 1}"));
        QCOMPARE(width->text(), QStringLiteral("64"));
        QVERIFY(wizard.spec().model.config == Json({{"lightning_head_dim", 64}, {"my_key", 1}}));
        type(width, "32");
        QVERIFY(Json::parse(text->toPlainText().toStdString()) == Json({{"lightning_head_dim", 32}, {"my_key", 1}}));
        QVERIFY(wizard.spec().model.config == Json({{"lightning_head_dim", 32}, {"my_key", 1}}));
        // A key that no mixer has is told of at the document.
        text->setPlainText(QStringLiteral("{\"lightning_haed_dim\": 64}"));
        QVERIFY(document->hasError());
        text->setPlainText(QStringLiteral("{"));
        QVERIFY(document->hasError());
        QVERIFY(wizard.spec().model.config == Json({{"lightning_haed_dim", 64}}));
        // A mixer from elsewhere is kept, without the settings of another.
        RunSpec spec = presetSpec("demo", RunKind::Stage2);
        spec.model.mixer = "gdn";
        wizard.setSpec(spec);
        QCOMPARE(wizard.spec().model.mixer, std::string("gdn"));
        QVERIFY(width->isHidden());
    }

    void thePipelinesOwnSettingsAreReachable() {
        RunWizard wizard(RunKind::Pipeline);
        const std::vector<std::string> keys = wizard.fieldKeys();
        for (const FieldInfo& field : fieldInfos()) {
            if (std::find(field.kinds.begin(), field.kinds.end(), RunKind::Pipeline) != field.kinds.end()) {
                QVERIFY2(std::find(keys.begin(), keys.end(), field.key) != keys.end(), field.key.c_str());
            }
        }
        auto* retries = editorOf(wizard, "limits.retries");
        retries->setText(QStringLiteral("2"));
        Q_EMIT retries->edited();
        QCOMPARE(wizard.spec().limits.retries, std::int64_t{2});
    }

    void nextGoesToTheFirstProblemOfThePage() {
        RunWizard wizard(RunKind::Stage2);
        wizard.setValidator(withoutInputs);
        wizard.setPreset(QStringLiteral("demo"));
        wizard.show();
        QVERIFY(QTest::qWaitForWindowActive(&wizard));
        int training = 0;
        while (!editorOf(wizard, "optimizer.learning_rate")->isVisible()) {
            wizard.setCurrentPage(++training);
        }
        type(editorOf(wizard, "optimizer.learning_rate"), "7");
        QVERIFY(editorOf(wizard, "optimizer.learning_rate")->hasError());
        QVERIFY(nextOf(wizard)->isEnabled());
        QTest::mouseClick(nextOf(wizard), Qt::LeftButton);
        QCOMPARE(wizard.currentPage(), training);
        QCOMPARE(QApplication::focusWidget(), editorOf(wizard, "optimizer.learning_rate")->control());
        // From the review, too.
        wizard.setCurrentPage(wizard.pageCount() - 1);
        QSignalSpy launches(&wizard, &RunWizard::launchRequested);
        QTest::mouseClick(nextOf(wizard), Qt::LeftButton);
        QCOMPARE(launches.count(), 0);
        QCOMPARE(wizard.currentPage(), training);
        type(editorOf(wizard, "optimizer.learning_rate"), "0.01");
        QTest::mouseClick(nextOf(wizard), Qt::LeftButton);
        QCOMPARE(wizard.currentPage(), training + 1);
        wizard.setCurrentPage(wizard.pageCount() - 1);
        QTest::mouseClick(nextOf(wizard), Qt::LeftButton);
        QCOMPARE(launches.count(), 1);
        QCOMPARE(launches.first().first().value<RunSpec>().optimizer.learning_rate, 0.01);
    }

    void enterOnTheReviewLaunchesOnlyAfterTwoSteps() {
        RunWizard wizard(RunKind::Stage1);
        wizard.setValidator(withoutInputs);
        wizard.setPreset(QStringLiteral("demo"));
        wizard.setCurrentPage(wizard.pageCount() - 1);
        wizard.show();
        QSignalSpy launches(&wizard, &RunWizard::launchRequested);
        QTest::keyClick(&wizard, Qt::Key_Return);
        QCOMPARE(launches.count(), 0);
        wizard.setTrial({TrialResult::State::Passed, QStringLiteral("0.4 s a step")});
        QVERIFY(nextOf(wizard)->isDefault());
        QTest::keyClick(&wizard, Qt::Key_Return);
        QCOMPARE(launches.count(), 1);
    }

    void anotherPresetKeepsWhatWasTyped() {
        RunWizard wizard(RunKind::Stage2);
        wizard.setValidator(withoutInputs);
        wizard.setPreset(QStringLiteral("demo"));
        editorOf(wizard, "data.batch_size")->setText(QStringLiteral("3"));
        Q_EMIT editorOf(wizard, "data.batch_size")->edited();
        wizard.setInputPath("teacher", QStringLiteral("/a/teacher"));
        wizard.setPreset(QStringLiteral("hypenet-2b"));
        const RunSpec spec = wizard.spec();
        QCOMPARE(spec.data.batch_size, std::int64_t{3});
        QCOMPARE(spec.train.dtype, std::string("bfloat16"));
        QCOMPARE(spec.preset, std::string("hypenet-2b"));
        QCOMPARE(spec.input("teacher")->path, std::string("/a/teacher"));
    }

    void theCommandsOfAPipelineWorkOneAfterAnother() {
        RunWizard wizard(RunKind::Pipeline);
        wizard.setRunFolder(QStringLiteral("/p/runs/all"));
        QString shown;
        for (const auto* text : wizard.findChildren<QPlainTextEdit*>()) {
            shown += text->toPlainText();
        }
        QVERIFY(shown.contains(QLatin1String("halyard new stage2")));
        QVERIFY(shown.contains(QLatin1String("--student /p/runs/all-stage1")));
        QVERIFY(shown.contains(QLatin1String("--student /p/runs/all-stage2")));
        QVERIFY(!shown.contains(QLatin1String("children/"))); // that is known inside a pipeline alone
    }

    void allThreeStagesBecomeAPipeline() {
        RunWizard wizard(RunKind::Pipeline);
        wizard.setPreset(QStringLiteral("demo"));
        const RunSpec spec = wizard.spec();
        QCOMPARE(spec.kind, RunKind::Pipeline);
        QCOMPARE(spec.children.size(), std::size_t{3});
        QCOMPARE(spec.children[2].kind, RunKind::Stage3);
        QVERIFY(spec.children[0].input("student") == nullptr);
        QCOMPARE(spec.children[1].input("student")->path, std::string("children/1-stage1"));
        QCOMPARE(spec.children[2].input("student")->path, std::string("children/2-stage2"));
        // What was made comes back the same.
        RunWizard again(RunKind::Pipeline);
        again.setSpec(spec);
        QVERIFY(toJson(again.spec()) == toJson(spec));
    }

    void laterStagesTakeWhatTheFirstOneReads() {
        RunWizard wizard(RunKind::Pipeline);
        wizard.setPreset(QStringLiteral("demo"));
        const auto choose = [&](const char* title, const std::string& role, const char* path) {
            auto* steps = wizard.findChild<StepList*>();
            for (int i = 0; i < wizard.pageCount(); ++i) {
                wizard.setCurrentPage(i);
                if (steps->item(i)->text() == QLatin1String(title)) {
                    wizard.setInputPath(role, QLatin1String(path));
                    return;
                }
            }
            QFAIL(title);
        };
        const auto path = [&](std::size_t child, const char* role) {
            const RunSpec spec = wizard.spec();
            const RunInput* input = spec.children[child].input(role);
            return input == nullptr ? std::string() : input->path;
        };
        choose("1. Teacher", "teacher", "/models/qwen");
        choose("1. Teacher", "tokenizer", "/models/tokenizer");
        choose("1. Data", "data", "/data/512");
        QCOMPARE(path(1, "teacher"), std::string("/models/qwen"));
        QCOMPARE(path(1, "data"), std::string("/data/512"));
        QCOMPARE(path(2, "tokenizer"), std::string("/models/tokenizer"));
        QCOMPARE(path(2, "teacher"), std::string());
        QCOMPARE(path(2, "data"), std::string());
        QCOMPARE(path(1, "student"), std::string("children/1-stage1"));
        // What was chosen for stage 2 itself stays; what was not goes along.
        choose("2. Data", "data", "/data/1024");
        choose("1. Data", "data", "/data/other");
        choose("1. Teacher", "teacher", "/models/other");
        QCOMPARE(path(1, "data"), std::string("/data/1024"));
        QCOMPARE(path(1, "teacher"), std::string("/models/other"));
    }

    void theCommandLineIsQuotedForAShell() {
        QCOMPARE(shellQuoted(QStringLiteral("a b")), QStringLiteral("'a b'"));
        QCOMPARE(shellQuoted(QStringLiteral("$(id)'x")), QStringLiteral("'$(id)'\\''x'"));
        const RunSpec preset = presetSpec("demo", RunKind::Stage2);
        RunSpec spec = preset;
        spec.name = "a; rm -rf /";
        spec.model.attention_layers = {0, 3};
        spec.inputs = {{"held_out", "/x/held out", std::nullopt, ""}};
        QCOMPARE(commandLine(spec, preset, QStringLiteral("/p/runs/a")),
                 QStringLiteral("halyard new stage2 --preset demo --held-out '/x/held out' --set 'name=a; rm -rf /' "
                                "--set model.attention_layers=0,3 --out /p/runs/a && halyard run /p/runs/a"));
    }
};

QTEST_MAIN(FormsTest)
#include "forms_test.moc"
