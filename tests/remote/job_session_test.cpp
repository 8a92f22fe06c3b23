// SPDX-License-Identifier: GPL-3.0-or-later
// Every test here runs twice: over a pipe, and over a line that is slow, split, noisy and cut.
#include "core/base/json.h"
#include "remote/job_session.h"
#include "tests/core/run/grid_documents.h"
#include "tests/remote/session_fixture.h"

#include <QSignalSpy>
#include <QTest>

namespace halyard::testing {

using namespace remote;

namespace {

constexpr int kPatience = 60'000;

// What a job said and how it ended.
struct Watched {
    explicit Watched(AgentSession& agent, const QString& id = QStringLiteral("job-1")) : job(agent, id) {
        QObject::connect(&job, &JobSession::lineArrived, &job, [this](const QString& line) { lines.push_back(line); });
        QObject::connect(&job, &JobSession::finished, &job, [this](const Json& document) { result = document, ended += "done"; });
        QObject::connect(&job, &JobSession::failed, &job, [this](const Message& why) { reason = why.text(), ended += "failed"; });
        QObject::connect(&job, &JobSession::cancelled, &job, [this] { ended += "cancelled"; });
    }
    [[nodiscard]] bool waitForEnd() const {
        return QTest::qWaitFor([this] { return !ended.empty(); }, kPatience);
    }

    JobSession job;
    QStringList lines;
    Json result;
    std::string reason, ended;
};

} // namespace

class JobSessionTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<TemporaryFolder> m_folder;
    std::unique_ptr<SessionFixture> m_fixture;

    [[nodiscard]] std::filesystem::path startsFile() const { return *m_folder / "starts.txt"; }
    [[nodiscard]] std::string starts() const { return contentOf(startsFile()); }

private Q_SLOTS:
    static void initTestCase_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::newRow("pipe") << QByteArray("pipe");
        QTest::newRow("flaky") << QByteArray("flaky");
    }

    void init() {
        QFETCH_GLOBAL(QByteArray, kind);
        m_folder = std::make_unique<TemporaryFolder>();
        ::setenv("HALYARD_TEST_STARTS", startsFile().c_str(), 1); // the agent hands it on
        m_fixture = std::make_unique<SessionFixture>(kind, 3, 7);
        QVERIFY(m_fixture->ask("create", {{"name", "a"}, {"request", "c1"}, {"spec", m_fixture->spec(5)}}).ok);
    }
    void cleanup() { m_fixture.reset(); }

    void tellsEveryLineAndTheResultOfAnExport() {
        Watched watched(m_fixture->agent());
        watched.job.start(QStringLiteral("export"), {{"run", "a"}, {"out", "one"}, {"scaling", "hype 500"}});
        QVERIFY(watched.waitForEnd());
        QCOMPARE(QString::fromStdString(watched.ended), QStringLiteral("done"));
        QVERIFY2(watched.lines.size() == 41, qPrintable(watched.lines.join(u'|')));
        QCOMPARE(watched.lines.at(39), QStringLiteral("export: 40 of 40 tensors"));
        QVERIFY(!watched.lines.at(40).contains(QChar(0x1b)));
        QVERIFY(watched.result == Json({{"folder", "exports/one"}, {"tensors", 40}}));
        const std::string root = m_fixture->root().string();
        QCOMPARE(QString::fromStdString(starts()),
                 QString::fromStdString("export --json --run=" + root + "/runs/a --out=" + root + "/exports/one --attn-logits-scaling=hype 500\n"));
    }

    // The grid lies in the job's folder, its paths made whole there.
    void handsTheGridOfAStudyOn() {
        Watched watched(m_fixture->agent());
        watched.job.start(QStringLiteral("study"), {{"grid", smallGrid()}});
        QVERIFY(watched.waitForEnd());
        const std::filesystem::path root = m_fixture->root();
        const std::string file = root.string() + "/jobs/job-1/grid.json";
        QCOMPARE(QString::fromStdString(starts()), QString::fromStdString("study " + file + " --create --json --project=" + root.string() + "\n"));
        const Json grid = readJsonFile(file);
        QCOMPARE(QString::fromStdString(grid["runs"][0]["inputs"][1]["path"].get<std::string>()), QString::fromStdString(root.string() + "/text/train"));
    }

    void saysInOneSentenceWhyAJobFailed() {
        Watched watched(m_fixture->agent());
        watched.job.start(QStringLiteral("prepare"), {{"tokenizer", "tokenizer"}, {"inputs", {"corpus.txt"}}, {"out", "128"}});
        QVERIFY(watched.waitForEnd());
        QCOMPARE(QString::fromStdString(watched.ended), QStringLiteral("failed"));
        QCOMPARE(QString::fromStdString(watched.reason), QStringLiteral("corpus.txt: not valid UTF-8 at byte 7; write it as UTF-8."));
    }

    void tellsAKilledCommandFromOneThatFailed() {
        Watched watched(m_fixture->agent());
        watched.job.start(QStringLiteral("try"), {{"spec", m_fixture->spec(5)}});
        QVERIFY(watched.waitForEnd());
        QCOMPARE(QString::fromStdString(watched.reason), QStringLiteral("The command was ended by signal 9."));
    }

    void endsAJobThatIsCancelled() {
        Watched watched(m_fixture->agent());
        watched.job.start(QStringLiteral("demo"), Json::object());
        QTRY_VERIFY_WITH_TIMEOUT(watched.lines.contains(QStringLiteral("working")), kPatience);
        watched.job.cancel();
        QVERIFY(watched.waitForEnd());
        QCOMPARE(QString::fromStdString(watched.ended), QStringLiteral("cancelled"));
        QVERIFY(watched.lines.contains(QStringLiteral("asked to end")));
    }

    void findsAJobAgainFromAnotherSessionAndNeverStartsItTwice() {
        {
            Watched first(m_fixture->agent());
            first.job.start(QStringLiteral("demo"), Json::object());
            QTRY_VERIFY_WITH_TIMEOUT(first.lines.contains(QStringLiteral("working")), kPatience);
        }
        const std::unique_ptr<AgentSession> other = m_fixture->another();
        other->start();
        Watched second(*other);
        second.job.start(QStringLiteral("demo"), Json::object());
        QTRY_VERIFY_WITH_TIMEOUT(second.lines.contains(QStringLiteral("working")), kPatience);
        second.job.cancel();
        QVERIFY(second.waitForEnd());
        Watched third(*other);
        third.job.start(QStringLiteral("demo"), Json::object());
        QVERIFY(third.waitForEnd());
        QCOMPARE(QString::fromStdString(third.ended), QStringLiteral("cancelled"));
        QCOMPARE(QString::fromStdString(starts()).count(u'\n'), 1);
    }

    void refusesWhatIsNoJobInOneSentence_data() {
        QTest::addColumn<QString>("jobKind");
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("kind") << "shell" << "{}" << "\"shell\" is not a job: export, prepare, try, demo or study.";
        QTest::newRow("run") << "export" << R"({"run": "b", "out": "x"})" << "There is no run \"b\"";
        QTest::newRow("outside") << "export" << R"({"run": "a", "out": "../x"})" << "\"../x\" cannot be the name of a folder";
        QTest::newRow("inputs") << "prepare" << R"({"tokenizer": "t", "inputs": [], "out": "x"})" << "\"inputs\" must be a list of 1 to 1000";
        QTest::newRow("grid") << "study" << R"({"grid": {"format": "halyard.grid", "schema": 1, "name": "../x"}})" << "cannot be the name of a grid";
        QTest::newRow("no grid") << "study" << "{}" << "grid";
        QTest::newRow("spec") << "try" << R"({"spec": {"kind": "stage9"}})" << "stage9";
    }
    void refusesWhatIsNoJobInOneSentence() {
        QFETCH(QString, jobKind);
        QFETCH(QString, arguments);
        QFETCH(QString, sentence);
        Watched watched(m_fixture->agent());
        watched.job.start(jobKind, Json::parse(arguments.toStdString()));
        QVERIFY(watched.waitForEnd());
        QVERIFY2(QString::fromStdString(watched.reason).contains(sentence), watched.reason.c_str());
        QVERIFY(!std::filesystem::exists(startsFile()));
    }
};

} // namespace halyard::testing

QTEST_GUILESS_MAIN(halyard::testing::JobSessionTest)
#include "job_session_test.moc"
