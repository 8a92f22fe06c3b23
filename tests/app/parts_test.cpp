// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/draft_store.h"
#include "app/forecast.h"
#include "app/measurement_feed.h"
#include "app/places.h"
#include "app/project_values.h"
#include "app/run_cache.h"
#include "app/settings.h"
#include "app/window_state.h"
#include "app/wizard_inputs.h"
#include "core/base/atomic_file.h"
#include "core/run/presets.h"
#include "views/run/run_facts.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

namespace halyard::app {

class PartsTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    static RunSummary summary(const std::string& name, const std::string& kind, double created, std::vector<RunInput> inputs = {}) {
        RunSummary run;
        run.run = run.title = name;
        run.kind = kind;
        run.created = created;
        run.inputs = std::move(inputs);
        run.status.state = "done";
        return run;
    }

    static RunCache cacheOf(int steps) {
        RunCache cache;
        cache.position = {.offset = 12345, .file = 678, .checked = 4096, .check = 0xFEDCBA98};
        cache.damagedLines = 3;
        for (int i = 1; i <= steps; ++i) {
            cache.series.loss.add(i, 1.0 / i);
            cache.series.gradientNorm.add(i, 2.0 * i);
            cache.ticks.push_back({.time = 1.7e9 + i, .step = static_cast<double>(i)});
        }
        cache.series.heldOut.add(2, 0.75);
        cache.series.needles[512].add(2, 0.375);
        cache.series.layers.push_back({7, {0.5, std::nan("")}});
        cache.series.tokens = 4096;
        cache.notable.push_back({"checkpoint", 1.7e9, "segment", {{"step", 2}}});
        return cache;
    }

private Q_SLOTS:
    // One picture of each seed's student with the teacher, not of all seeds and selections.
    void measurementsOfTheSameModelAreOnePicture() {
        const auto measuring = [](const std::string& name, const std::string& model) { return summary("demo/children/" + name, "niah", 1, {{"model", model, {}, {}}}); };
        Runs runs;
        for (const RunSummary& run : {measuring("teacher-short", "/models/teacher"), measuring("teacher-long", "/models/teacher"),
                                      measuring("short-0", "/p/runs/demo/children/finetune-0"), measuring("long-0", "/p/runs/demo/children/finetune-0"),
                                      summary("demo/children/finetune-0", "stage3", 1), summary("other", "niah", 1)}) {
            runs[run.run] = run;
        }
        QCOMPARE(measuredBeside(runs, "demo/children/short-0"), (std::set<std::string>{"demo/children/long-0", "demo/children/teacher-long", "demo/children/teacher-short"}));
        QCOMPARE(measuredBeside(runs, "demo/children/teacher-long").size(), std::size_t{3}); // all, as they are few
        QVERIFY(measuredBeside(runs, "other").empty());
        for (const char* seed : {"1", "2", "3"}) {
            const std::string trained = std::string("demo/children/finetune-") + seed;
            runs[trained] = summary(trained, "stage3", 1);
            for (const char* what : {"short-", "long-"}) {
                const RunSummary run = measuring(std::string(what) + seed, "/p/runs/" + trained);
                runs[run.run] = run;
            }
        }
        QCOMPARE(measuredBeside(runs, "demo/children/short-0"), (std::set<std::string>{"demo/children/long-0", "demo/children/teacher-long", "demo/children/teacher-short"}));
        QCOMPARE(measuredBeside(runs, "demo/children/teacher-long"), (std::set<std::string>{"demo/children/teacher-short"}));
    }

    void initTestCase() {
        for (const char* variable : {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"}) {
            qputenv(variable, (m_folder.path() + u'/' + QString::fromLatin1(variable)).toLocal8Bit());
        }
    }

    void settingsOfTwoWorkbenchesAreMerged() {
        Settings first(configFolder());
        Settings second(configFolder());
        first.setTheme(ThemeChoice::Dark);
        first.noteProject(QStringLiteral("/tmp/a"));
        second.setLanguage(QStringLiteral("zh_CN"));
        second.noteProject(QStringLiteral("/tmp/b"));
        const Settings third(configFolder());
        QCOMPARE(third.theme(), ThemeChoice::Dark);
        QCOMPARE(third.language(), QStringLiteral("zh_CN"));
        QCOMPARE(third.recentProjects().size(), std::size_t{2});
        QCOMPARE(third.recentProjects().front().path, QStringLiteral("/tmp/b"));
    }

    void windowStateComesBackAndADamagedOneIsNone() {
        keepWindowState(QStringLiteral("/tmp/a"), {"g", "d", {QStringLiteral("run:1"), QStringLiteral("export")}, QStringLiteral("run:1"), 50});
        const WindowState state = loadWindowState(QStringLiteral("/tmp/a"));
        QCOMPARE(state.pages, QStringList({QStringLiteral("run:1"), QStringLiteral("export")}));
        QCOMPARE(state.smoothing, 50);
        QVERIFY(loadWindowState(QStringLiteral("/tmp/b")).pages.isEmpty());
        keepFile(stateFolder() + QStringLiteral("/windows/") + keyOf(QStringLiteral("/tmp/a")) + QStringLiteral(".json"), "{\"pages\": 7");
        QVERIFY(loadWindowState(QStringLiteral("/tmp/a")).pages.isEmpty());
    }

    void draftBelongsToOneWorkbenchUntilItIsGone() {
        const DraftStore store(QStringLiteral("/tmp/a"));
        RunSpec spec = presetSpec("demo", RunKind::Stage1);
        spec.name = "draft";
        auto file = store.begin();
        QVERIFY(file != nullptr);
        file->keep(spec);
        QVERIFY(store.abandoned().empty()); // it is open
        const QString id = file->id();
        file.reset();
        QCOMPARE(store.abandoned().size(), std::size_t{1});
        QCOMPARE(store.abandoned().front().spec.name, std::string("draft"));
        const auto taken = store.take(id);
        QVERIFY(taken != nullptr);
        QVERIFY(store.take(id) == nullptr); // another workbench comes too late
        taken->discard();
        QVERIFY(store.abandoned().empty());
    }

    void lineageFollowsInputsAndEndsCircles() {
        Runs runs;
        runs["t"] = summary("t", "pretrain", 1);
        runs["a"] = summary("a", "stage1", 2, {{"teacher", "/p/runs/t/checkpoints/step-6", {}, {}}});
        runs["b"] = summary("b", "stage2", 3, {{"teacher", "/elsewhere/qwen", {}, {}}, {"student", "/p/runs/a", {}, {}}});
        runs["c"] = summary("c", "stage3", 4, {{"student", "/p/runs/gone", {}, {}}});
        Viewpoint from;
        from.project = QStringLiteral("/p");
        std::map<QString, QString> parents;
        for (const views::LineageNode& node : lineageOf(runs, {{QStringLiteral("model"), QStringLiteral("b"), 5}}, from)) {
            parents[node.id] = node.parent;
        }
        QCOMPARE(parents[QStringLiteral("run:a")], QStringLiteral("run:t"));
        QCOMPARE(parents[QStringLiteral("run:b")], QStringLiteral("run:a"));
        QCOMPARE(parents[QStringLiteral("run:c")], QStringLiteral("input:/p/runs/gone"));
        QCOMPARE(parents[QStringLiteral("export:model")], QStringLiteral("run:b"));
    }

    void aRunWithAChangedInputIsStale() {
        Runs runs;
        runs["a"] = summary("a", "stage2", 1, {{"teacher", "/p/qwen", {}, {}}, {"data", "/p/data/text", {}, {}}});
        Viewpoint from;
        from.project = QStringLiteral("/p");
        const auto isStale = [&] {
            const std::vector<views::LineageNode> nodes = lineageOf(runs, {}, from);
            const auto node = std::find_if(nodes.begin(), nodes.end(), [](const auto& n) { return n.id == QStringLiteral("run:a"); });
            return node != nodes.end() && node->stale;
        };
        QVERIFY(!isStale());
        runs["a"].staleInputs = {"data"};
        QVERIFY(isStale());
        QStringList shown;
        for (const views::InspectorFact& fact : inspectorFacts(runs["a"], from)) {
            shown << fact.value;
        }
        QVERIFY(shown.contains(QStringLiteral("/p/qwen")));
        QVERIFY(shown.contains(QStringLiteral("/p/data/text (it has changed since)")));
    }

    void lostLinkIsNotAFailedRun() {
        RunSummary run = summary("a", "stage1", 1);
        run.status.state = "running";
        Viewpoint from;
        QCOMPARE(factsOf(run, from).state, views::RunState::Running);
        from.lastContact = 1000;
        QCOMPARE(factsOf(run, from).state, views::RunState::Unknown);
        run.status.state = "done";
        QCOMPARE(factsOf(run, from).state, views::RunState::Done);
    }

    void aCacheGivesBackWhatWasKept() {
        const RunCache kept = cacheOf(50);
        const auto found = decoded(encoded(kept));
        QVERIFY(found);
        QCOMPARE(found->position.offset, kept.position.offset);
        QCOMPARE(found->position.file, kept.position.file);
        QCOMPARE(found->position.checked, kept.position.checked);
        QCOMPARE(found->position.check, kept.position.check);
        QCOMPARE(found->damagedLines, kept.damagedLines);
        QCOMPARE(found->series.loss.steps, kept.series.loss.steps);
        QCOMPARE(found->series.loss.values, kept.series.loss.values);
        QCOMPARE(found->series.heldOut.values, std::vector<double>{0.75});
        QCOMPARE(found->series.needles.at(512).steps, std::vector<double>{2});
        QCOMPARE(found->series.needles.at(512).values, std::vector<double>{0.375});
        QCOMPARE(found->series.gradientNorm.values.back(), 100.0);
        QVERIFY(found->series.learningRate.steps.empty());
        QCOMPARE(found->series.layers.at(0).step, std::int64_t{7});
        QVERIFY(std::isnan(found->series.layers.at(0).perLayer.at(1)));
        QCOMPARE(*found->series.tokens, std::int64_t{4096});
        QVERIFY(found->notable.at(0).fields == kept.notable.at(0).fields);
        QCOMPARE(found->ticks.size(), std::size_t{50});
        QCOMPARE(found->ticks.back().time, 1.7e9 + 50);
    }

    void aTornOrChangedCacheIsNoneAndRemoved() {
        const QByteArray whole = encoded(cacheOf(5));
        for (qsizetype size = 0; size < whole.size(); ++size) {
            QVERIFY2(!decoded(whole.left(size)), qPrintable(QString::number(size)));
        }
        for (qsizetype at = 0; at < whole.size(); ++at) {
            QByteArray changed = whole;
            changed[at] = static_cast<char>(changed[at] ^ 1);
            QVERIFY2(!decoded(changed), qPrintable(QString::number(at)));
        }
        QVERIFY(!decoded(whole + '\0'));
        const QString file = cacheFileOf(QStringLiteral("/tmp/project"), QStringLiteral("torn"));
        QVERIFY(keepFile(file, whole.left(whole.size() / 2)));
        QVERIFY(!loadRunCache(file));
        QVERIFY(!QFile::exists(file));
        QVERIFY(keepFile(file, whole));
        QVERIFY(loadRunCache(file));
    }

    void runNamesAreFreeAndFitForAFolder() {
        Runs runs;
        runs["stage2"] = summary("stage2", "stage2", 1);
        RunSpec spec;
        spec.kind = RunKind::Stage2;
        QCOMPARE(freeRunName(spec, runs), QStringLiteral("stage2-2"));
        spec.name = "../lr 5e-4/\x01";
        const QString name = freeRunName(spec, runs);
        QVERIFY(!name.contains(u'/') && !name.startsWith(u'.') && !name.contains(QChar(1)));
    }

    void forecastOfTheDemoTeacherCountsTokensMemoryAndDisk() {
        const RunSpec spec = presetSpec("demo", RunKind::Pretrain);
        ForecastBasis basis;
        basis.cores = 2;
        const auto before = shownForecasts(spec, basis, {6e9, 3e11});
        QCOMPARE(before.size(), std::size_t{1});
        QCOMPARE(before[0].stage, views::kindText(RunKind::Pretrain));
        QCOMPARE(*before[0].tokens, 500.0 * 16 * 128);
        QVERIFY(before[0].time && before[0].time->least < before[0].time->most);
        QVERIFY(*before[0].memoryBytes > 3e8 && *before[0].memoryBytes < 5e8);
        QCOMPARE(*before[0].memoryFree, 6e9);
        QVERIFY(*before[0].diskBytes > 6e7 && *before[0].diskBytes < 9e7); // four checkpoints of 17 MB
        QCOMPARE(*before[0].diskFree, 3e11);
        basis.secondsPerStep = 0.5;
        const auto after = shownForecasts(spec, basis, {});
        QVERIFY(after[0].time->least < 250 && after[0].time->most > 250 && after[0].time->most < 350);
        QVERIFY(!after[0].memoryFree);
    }

    void memoryOnAGpuIsNotHeldAgainstTheMachines() {
        RunSpec spec = presetSpec("demo", RunKind::Pretrain);
        spec.train.device = "cuda";
        const auto forecasts = shownForecasts(spec, {}, {6e9, 3e11});
        QVERIFY(forecasts[0].memoryBytes && !forecasts[0].memoryFree && !forecasts[0].time);
    }

    void meaningOfStage2CountsLayersAndCache() {
        const QString project = m_folder.path() + QStringLiteral("/meaning");
        QVERIFY(QDir().mkpath(project + QStringLiteral("/teacher")));
        writeJsonFile((project + QStringLiteral("/teacher/config.json")).toStdString(), presetSpec("demo", RunKind::Pretrain).model.config);
        RunSpec spec = presetSpec("demo", RunKind::Stage2);
        spec.inputs = {{"teacher", "teacher", {}, {}}};
        // 2 bytes x 2 x 2 heads x 32 a token and layer; two of six layers stay.
        QCOMPARE(meaningOf(spec, project.toStdString()),
                 QStringLiteral("4 of 6 layers become linear. Cache at 128K tokens: 192 MiB → 64.0 MiB."));
        spec.inputs.clear();
        QCOMPARE(meaningOf(spec, project.toStdString()), QString());
    }
};

} // namespace halyard::app

QTEST_MAIN(halyard::app::PartsTest)
#include "parts_test.moc"
