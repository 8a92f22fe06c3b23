// SPDX-License-Identifier: GPL-3.0-or-later
// What is typed into a wizard outlives its program, and two workbenches clobber nothing of each other's. This program is
// also the one that is killed, and the two:
//   app_drafts_kill_test --type PROJECT LOG          types into a wizard, and notes each key with its time
//   app_drafts_kill_test --mingle PROJECT SEED LOG   works on drafts, settings and the project for a moment
#include "app/draft_store.h"
#include "app/places.h"
#include "app/project_folder.h"
#include "app/settings.h"
#include "app/wizard_controller.h"
#include "core/run/presets.h"
#include "tests/app/desk.h"
#include "views/forms/field_editor.h"
#include "views/wizards/run_wizard.h"

#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <random>
#include <thread>

#include <QDir>
#include <QLineEdit>
#include <QProcess>
#include <QTimer>

namespace halyard::testing {

using app::Draft;
using app::DraftStore;
using app::Settings;

namespace {

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// ---- the program that is killed while somebody types ----

int type(const QString& project, const std::string& log) {
    remote::AgentSession agent([](const QByteArray&) { return nullptr; }); // never started: nobody answers
    remote::ProjectSession session(agent);
    const DraftStore drafts(project);
    RunSpec spec = presetSpec("demo", RunKind::Stage2);
    spec.name.clear();
    auto* controller = new app::WizardController({&session, nullptr, nullptr, &drafts, project}, spec);
    controller->open();
    const auto* name = controller->wizard().findChild<views::FieldEditor*>(QStringLiteral("name"));
    auto* line = qobject_cast<QLineEdit*>(name->control());
    std::ofstream keys(log, std::ios::app);
    int typed = 0;
    QTimer next;
    QObject::connect(&next, &QTimer::timeout, line, [&] {
        QTest::keyClick(line, static_cast<char>('a' + typed++ % 26));
        keys << std::to_string(now()) + "\n" << std::flush;
    });
    next.start(40);
    return QApplication::exec();
}

std::vector<double> timesIn(const std::string& log) {
    std::ifstream file(log);
    std::vector<double> out;
    for (double time = 0; file >> time;) {
        out.push_back(time);
    }
    return out;
}

// One program that types, killed at a moment of its own.
class Typist {
public:
    Typist(const Desk& desk, int number, double seconds) : m_seconds(seconds) {
        m_project = desk.folder(QStringLiteral("typed-%1").arg(number));
        m_log = desk.folder(QStringLiteral("keys-%1.txt").arg(number)).toStdString();
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--type"), m_project, QString::fromStdString(m_log)});
    }
    // True once it was killed.
    bool killWhenDue() {
        const std::vector<double> keys = timesIn(m_log);
        if (keys.empty() || now() < keys.front() + m_seconds) {
            return false;
        }
        ::kill(static_cast<pid_t>(m_process.processId()), SIGKILL);
        m_killed = now();
        (void)m_process.waitForFinished(kLong);
        return true;
    }
    // Seconds of typing that are not in the draft which is offered; -1: the draft is none of what was typed.
    [[nodiscard]] double lost() const {
        const std::vector<double> keys = timesIn(m_log);
        const std::vector<Draft> drafts = DraftStore(m_project).abandoned();
        const std::string name = drafts.empty() ? std::string() : drafts.front().spec.name;
        for (std::size_t i = 0; i < name.size(); ++i) {
            if (name[i] != static_cast<char>('a' + i % 26)) {
                return -1;
            }
        }
        return drafts.size() > 1 ? -1 : name.size() >= keys.size() ? 0 : m_killed - keys[name.size()];
    }
    [[nodiscard]] bool isOffered() const { return !DraftStore(m_project).abandoned().empty(); }
    [[nodiscard]] double typedFor() const { return m_killed - timesIn(m_log).front(); }

private:
    double m_seconds;
    double m_killed = 0;
    QString m_project;
    std::string m_log;
    QProcess m_process;
};

// ---- one of two workbenches on one project ----

QString pathOf(int seed, int number) {
    return QStringLiteral("/tmp/project-%1-%2").arg(seed).arg(number);
}

int mingle(const QString& project, int seed, const std::string& log) {
    std::mt19937 random(static_cast<unsigned>(seed));
    std::ofstream said(log);
    const auto rest = [&] { std::this_thread::sleep_for(std::chrono::microseconds(random() % 2000)); };
    Settings settings(app::configFolder());
    const DraftStore drafts(project);
    const auto own = drafts.begin();
    RunSpec spec = presetSpec("demo", RunKind::Stage1);
    for (int round = 0; round < 5; ++round) {
        settings.noteProject(pathOf(seed, round));
        rest();
        settings.setTheme(random() % 2 == 0 ? app::ThemeChoice::Dark : app::ThemeChoice::Light);
        spec.name = "draft-" + std::to_string(seed) + "-" + std::to_string(round);
        own->keep(spec);
        app::createProjectFolder(project);
        app::keepWindowState(project, {"geometry", "docks", {QStringLiteral("run:%1").arg(seed)}, {}, seed});
        // Drafts that both want: whoever has one counts on in it.
        for (const Draft& draft : drafts.abandoned()) {
            if (const auto taken = draft.spec.name == "shared" ? drafts.take(draft.id) : nullptr) {
                RunSpec counted = taken->read().value().spec;
                rest();
                ++counted.schedule.steps;
                taken->keep(counted);
                said << "counted\n";
            }
        }
    }
    return 0;
}

int linesIn(const std::string& file) {
    std::ifstream lines(file);
    int count = 0;
    for (std::string line; std::getline(lines, line);) {
        ++count;
    }
    return count;
}

} // namespace

class DraftsKillTest : public QObject {
    Q_OBJECT

    Desk m_desk;

private Q_SLOTS:
    void twoHundredKillsLoseAtMostTenSecondsOfTyping();
    void twoWorkbenchesClobberNothing();
};

void DraftsKillTest::twoHundredKillsLoseAtMostTenSecondsOfTyping() {
#ifdef __SANITIZE_ADDRESS__
    constexpr int kKills = 24;
#else
    constexpr int kKills = 200;
#endif
    constexpr int kAtOnce = 8;
    constexpr int kLongTypists = 8; // without a pause for longer than what may be lost
    std::mt19937 random(24);
    std::vector<std::unique_ptr<Typist>> typing;
    double most = 0;
    int offered = 0;
    for (int begun = 0, killed = 0; killed < kKills;) {
        while (static_cast<int>(typing.size()) < kAtOnce && begun < kKills) {
            const double seconds = begun < kLongTypists ? 12.5 : 0.1 + static_cast<double>(random() % 2500) / 1000;
            typing.push_back(std::make_unique<Typist>(m_desk, begun++, seconds));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        for (auto it = typing.begin(); it != typing.end();) {
            if (!(*it)->killWhenDue()) {
                ++it;
                continue;
            }
            const double lost = (*it)->lost();
            QVERIFY(lost >= 0);
            QVERIFY2(lost <= 10, qPrintable(QString::number(lost)));
            // One second after the first key it is on disk, and offered.
            QVERIFY((*it)->isOffered() || (*it)->typedFor() < 10);
            most = std::max(most, lost);
            offered += (*it)->isOffered() ? 1 : 0;
            ++killed;
            it = typing.erase(it);
        }
    }
    qInfo("%d kills; at most %.2f s of typing lost; %d drafts offered", kKills, most, offered);
    QVERIFY(offered >= kKills / 4);
}

void DraftsKillTest::twoWorkbenchesClobberNothing() {
#ifdef __SANITIZE_ADDRESS__
    constexpr int kInterleavings = 20;
#else
    constexpr int kInterleavings = 100;
#endif
    for (int trial = 0; trial < kInterleavings; ++trial) {
        const QString project = m_desk.project(QStringLiteral("both-%1").arg(trial));
        const QString file = project + QStringLiteral("/halyard.project.json");
        Json document = readJsonFile(file.toStdString());
        document["a key of a later version"] = trial;
        writeJsonFile(file.toStdString(), document);
        const DraftStore drafts(project);
        RunSpec shared = presetSpec("demo", RunKind::Stage1);
        shared.name = "shared";
        shared.schedule.steps = 1000;
        drafts.begin()->keep(shared);
        std::array<QProcess, 2> both;
        std::array<std::string, 2> logs;
        for (int i = 0; i < 2; ++i) {
            const auto at = static_cast<std::size_t>(i);
            logs[at] = m_desk.folder(QStringLiteral("log-%1-%2.txt").arg(trial).arg(i)).toStdString();
            both[at].setProcessChannelMode(QProcess::ForwardedErrorChannel);
            both[at].start(QCoreApplication::applicationFilePath(),
                           {QStringLiteral("--mingle"), project, QString::number(2 * trial + i), QString::fromStdString(logs[at])});
        }
        for (QProcess& process : both) {
            QVERIFY(process.waitForFinished(kLong));
            QCOMPARE(process.exitCode(), 0);
        }
        QVERIFY(readJsonFile(file.toStdString()) == document);
        const Settings settings(app::configFolder());
        QVERIFY(settings.theme() != app::ThemeChoice::System);
        QStringList recent;
        for (const views::RecentProject& each : settings.recentProjects()) {
            recent << each.path;
        }
        int counted = 0;
        std::int64_t steps = 0;
        QStringList names;
        for (const Draft& draft : drafts.abandoned()) {
            names << QString::fromStdString(draft.spec.name);
            steps = draft.spec.name == "shared" ? draft.spec.schedule.steps : steps;
        }
        for (int i = 0; i < 2; ++i) {
            const int seed = 2 * trial + i;
            for (int round = 0; round < 5; ++round) {
                QVERIFY2(recent.contains(pathOf(seed, round)), qPrintable(recent.join(u' ')));
            }
            QVERIFY2(names.contains(QStringLiteral("draft-%1-4").arg(seed)), qPrintable(names.join(u' ')));
            counted += linesIn(logs[static_cast<std::size_t>(i)]);
        }
        QCOMPARE(names.size(), 3);
        QCOMPARE(steps, std::int64_t{1000} + counted); // nobody's edit was lost
        const app::WindowState state = app::loadWindowState(project);
        QCOMPARE(state.pages, QStringList{QStringLiteral("run:%1").arg(state.smoothing)}); // one of the two, whole
    }
}

} // namespace halyard::testing

int main(int argc, char** argv) {
    using namespace halyard::testing;
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.value(1) == QStringLiteral("--type")) {
        return type(arguments.value(2), arguments.value(3).toStdString());
    }
    if (arguments.value(1) == QStringLiteral("--mingle")) {
        return mingle(arguments.value(2), arguments.value(3).toInt(), arguments.value(4).toStdString());
    }
    DraftsKillTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "drafts_kill_test.moc"
