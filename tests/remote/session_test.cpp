// SPDX-License-Identifier: GPL-3.0-or-later
// Every test here runs twice: over a pipe, and over a line that is slow, split, noisy and cut (promises P29–P32, P35).
#include "tests/remote/session_fixture.h"

#include <csignal>
#include <fstream>

#include <QSignalSpy>
#include <QTest>

namespace halyard::testing {

using namespace remote;

namespace {

constexpr int kPatience = 60'000;
#ifdef __SANITIZE_ADDRESS__
constexpr int kTrials = 10; // what sanitizers look for shows in few; processes start ten times as slowly
constexpr int kTogether = 5;
#else
constexpr int kTrials = 50;
constexpr int kTogether = 10;
#endif

#define HALYARD_EVENTUALLY(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, kPatience)

bool sameEvents(const std::vector<Event>& a, const std::vector<Event>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Event& left, const Event& right) {
        return left.name == right.name && left.segment == right.segment && left.fields == right.fields;
    });
}

// A run that is created, started and followed while the line is cut.
struct Trial {
    SessionFixture fixture;
    std::unique_ptr<RunSession> run;
    std::unique_ptr<RawFollower> raw;
    std::vector<Event> events;
    int answers = 0, refusals = 0;
    bool caughtUp = false;

    Trial(const QByteArray& kind, unsigned seed) : fixture(kind, 4, seed) {
        const auto count = [this](const Answer& answer) {
            ++answers;
            refusals += answer.ok ? 0 : 1;
            if (!answer.ok) {
                qWarning("%s", answer.error.text().c_str());
            }
        };
        AgentSession& agent = fixture.agent();
        agent.request(QStringLiteral("create"), {{"name", "a"}, {"request", "c1"}, {"spec", fixture.spec(60, 5)}},
                      &agent, [this, count](const Answer& created) {
                          count(created);
                          fixture.agent().request(QStringLiteral("start"), {{"run", "a"}, {"request", "s1"}},
                                                  &fixture.agent(), count);
                          begin();
                      });
    }
    void begin() {
        run = std::make_unique<RunSession>(fixture.agent(), QStringLiteral("a"));
        QObject::connect(run.get(), &RunSession::eventsArrived, run.get(), [this](const std::vector<Event>& arrived) {
            events.insert(events.end(), arrived.begin(), arrived.end());
        });
        run->follow();
        raw = std::make_unique<RawFollower>(fixture.agent(), "a");
    }
    [[nodiscard]] bool isOver() const {
        return run && answers == 2 && run->summary() && run->summary()->status.state == "done" &&
               raw->bytes() == fixture.events("a") && run->position().offset == raw->bytes().size();
    }
};

} // namespace

class SessionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    static void initTestCase_data() {
        QTest::addColumn<QByteArray>("kind");
        QTest::newRow("pipe") << QByteArray("pipe");
        QTest::newRow("flaky") << QByteArray("flaky");
    }

    void startsARunOnceAndShowsEveryLineHoweverOftenTheLineIsCut() {
        QFETCH_GLOBAL(QByteArray, kind);
        int cuts = 0;
        const int trials = kind == "flaky" ? kTrials : kTogether;
        for (int done = 0; done < trials; done += kTogether) {
            std::vector<std::unique_ptr<Trial>> batch;
            for (int i = 0; i < kTogether; ++i) {
                batch.push_back(std::make_unique<Trial>(kind, static_cast<unsigned>(done + i + 1)));
            }
            HALYARD_EVENTUALLY(
                std::all_of(batch.begin(), batch.end(), [](const auto& trial) { return trial->isOver(); }));
            for (const auto& trial : batch) {
                QCOMPARE(trial->fixture.starts("a"), 1);
                QCOMPARE(trial->refusals, 0);
                QCOMPARE(trial->raw->bytes(), trial->fixture.events("a"));
                const EventLog log = readEvents(trial->fixture.run("a") / "events.jsonl");
                QVERIFY(log.events.size() >= 62U);
                QVERIFY(sameEvents(trial->events, log.events));
                cuts += trial->fixture.line().cuts;
            }
        }
        QVERIFY2(kind == "pipe" || cuts > 2 * trials, qPrintable(QString::number(cuts))); // else nothing was tried
    }

    // Restored from a backup, say: the same file, and of the same length.
    void aFileThatWasWrittenAnewInPlaceIsReadFromItsBeginning() {
        QFETCH_GLOBAL(QByteArray, kind);
        SessionFixture fixture(kind, 1, 109);
        QVERIFY(fixture.launch("a", 60, 1));
        QVERIFY(fixture.waitForEnd("a"));
        const auto readFrom = [&](const RunPosition& from, bool& restarted, RunPosition& end) {
            RunSession run(fixture.agent(), QStringLiteral("a"));
            std::size_t events = 0;
            QObject::connect(&run, &RunSession::eventsArrived, &run, [&](const std::vector<Event>& arrived) { events += arrived.size(); });
            QObject::connect(&run, &RunSession::restarted, &run, [&] { restarted = true; });
            run.follow(from);
            (void)QTest::qWaitFor([&] { return run.isCaughtUp(); }, kPatience);
            end = run.position();
            return events;
        };
        bool restarted = false;
        RunPosition end;
        const std::size_t all = readFrom({}, restarted, end);
        QVERIFY(all > 60);
        QCOMPARE(end.offset, fixture.events("a").size());
        RunPosition again;
        QCOMPARE(readFrom(end, restarted, again), std::size_t{0});
        QVERIFY(!restarted);
        QCOMPARE(again.check, end.check);
        std::string other = fixture.events("a");
        for (std::size_t at = other.find("\"loss\""); at != std::string::npos; at = other.find("\"loss\"", at)) {
            other.replace(at, 6, "\"lose\"");
        }
        std::fstream(fixture.run("a") / "events.jsonl", std::ios::in | std::ios::out | std::ios::binary) << other;
        QCOMPARE(fixture.events("a"), other);
        QCOMPARE(readFrom(end, restarted, again), all - 60); // the lines that were changed are damaged
        QVERIFY(restarted);
    }

    void readingStopsAndGoesOnWhereItWas() {
        QFETCH_GLOBAL(QByteArray, kind);
        SessionFixture fixture(kind, 2, 107);
        QVERIFY(fixture.launch("a", 60, 5));
        QVERIFY(fixture.waitForEnd("a"));
        RunSession run(fixture.agent(), QStringLiteral("a"));
        std::vector<Event> events;
        QObject::connect(&run, &RunSession::eventsArrived, &run, [&](const std::vector<Event>& arrived) {
            events.insert(events.end(), arrived.begin(), arrived.end());
        });
        run.follow();
        HALYARD_EVENTUALLY(!events.empty());
        run.unfollowEvents();
        QVERIFY(!run.isCaughtUp());
        const std::size_t before = events.size();
        QTest::qWait(100);
        QCOMPARE(events.size(), before);
        run.follow(run.position());
        HALYARD_EVENTUALLY(run.isCaughtUp());
        QVERIFY(sameEvents(events, readEvents(fixture.run("a") / "events.jsonl").events));
    }

    void answersAReplayedRequestTheSameAndDoesItOnce() {
        QFETCH_GLOBAL(QByteArray, kind);
        SessionFixture fixture(kind, 2, 101);
        const Json create = {{"name", "a"}, {"request", "c1"}, {"spec", fixture.spec(3)}};
        const Answer first = fixture.ask("create", create);
        QVERIFY2(first.ok, first.error.text().c_str());
        QVERIFY(fixture.ask("create", create).ok);
        const Answer other = fixture.ask("create", {{"name", "a"}, {"request", "c2"}, {"spec", fixture.spec(3)}});
        QVERIFY(!other.ok);
        QVERIFY(other.error.text().find("is a run already") != std::string::npos);
        for (int i = 0; i < 3; ++i) {
            QVERIFY(fixture.ask("start", {{"run", "a"}, {"request", "s1"}}).ok);
        }
        QVERIFY(fixture.waitForEnd("a"));
        QVERIFY(fixture.ask("start", {{"run", "a"}, {"request", "s1"}}).ok);
        QCOMPARE(fixture.starts("a"), 1);
    }

    void stopsARunAndTellsASecondPersonWhoDid() {
        QFETCH_GLOBAL(QByteArray, kind);
        SessionFixture fixture(kind, 2, 102);
        QVERIFY(fixture.launch("a", 100'000, 5));
        RunSession run(fixture.agent(), QStringLiteral("a"));
        run.follow();
        HALYARD_EVENTUALLY(run.summary() && run.summary()->status.state == "running");
        const Json shown = {{"run", "a"},
                            {"command", "stop"},
                            {"expected_version", run.summary()->status.version},
                            {"expected_state", run.summary()->status.state}};
        std::optional<Answer> stopped;
        run.stop(&run, [&](const Answer& answer) { stopped = answer; });
        HALYARD_EVENTUALLY(stopped.has_value());
        QVERIFY2(stopped->ok, stopped->error.text().c_str());
        HALYARD_EVENTUALLY(run.summary()->status.state == "stopped");
        Json late = shown;
        late["request"] = "late";
        const Answer refused = fixture.ask("command", late);
        QVERIFY(!refused.ok);
        QCOMPARE(refused.error.pattern, std::string("{run} was stopped by {actor} {seconds} s ago. Nothing was done."));
        QVERIFY2(refused.error.text().starts_with("a was stopped by ana@laptop2 "), refused.error.text().c_str());
    }

    void pausesAndContinuesARun() {
        QFETCH_GLOBAL(QByteArray, kind);
        SessionFixture fixture(kind, 2, 103);
        QVERIFY(fixture.launch("a", 100'000, 5));
        RunSession run(fixture.agent(), QStringLiteral("a"));
        run.follow();
        int answered = 0;
        const auto count = [&](const Answer& answer) {
            QVERIFY2(answer.ok, answer.error.text().c_str());
            ++answered;
        };
        HALYARD_EVENTUALLY(run.summary() && run.summary()->status.state == "running");
        run.pause(&run, count);
        HALYARD_EVENTUALLY(answered == 1 && run.summary()->status.state == "paused");
        run.resume(&run, count);
        HALYARD_EVENTUALLY(answered == 2 && run.summary()->status.state == "running");
        run.stopNow(&run, count);
        HALYARD_EVENTUALLY(answered == 3 && run.summary()->status.state == "stopped");
        QCOMPARE(fixture.starts("a"), 1);
    }

    void keepsTheListOfRunsUpToDate() {
        QFETCH_GLOBAL(QByteArray, kind);
        SessionFixture fixture(kind, 3, 104);
        ProjectSession project(fixture.agent());
        project.follow();
        HALYARD_EVENTUALLY(project.isComplete());
        QVERIFY(project.runs().empty());
        QCOMPARE(project.project().value("name", ""), std::string("test"));
        QVERIFY(fixture.launch("a", 3));
        HALYARD_EVENTUALLY(project.runs().contains("a") && project.runs().at("a").status.state == "done");
        QCOMPARE(project.runs().at("a").status.step, 3);
        int answered = 0;
        const auto count = [&](const Answer& answer) {
            QVERIFY2(answer.ok, answer.error.text().c_str());
            ++answered;
        };
        project.rename(QStringLiteral("a"), QStringLiteral("Ä <b>"), &project, count);
        HALYARD_EVENTUALLY(answered == 1 && project.runs().at("a").title == "Ä <b>");
        project.setNotes(QStringLiteral("a"), QStringLiteral("first\nsecond"), &project, count);
        HALYARD_EVENTUALLY(answered == 2 && project.runs().at("a").notes == "first\nsecond");
        bool sampled = false;
        project.sample(&project, [&](const MachineSample& sample) {
            sampled = sample.cores > 0 && sample.memoryTotal > 0 && sample.diskFree > 0;
        });
        HALYARD_EVENTUALLY(sampled);
    }

    void worksOffTheQueueOneRunAfterTheOther() {
        QFETCH_GLOBAL(QByteArray, kind);
        SessionFixture fixture(kind, 3, 105);
        ProjectSession project(fixture.agent());
        project.follow();
        for (const char* name : {"a", "b", "c"}) {
            const Answer created =
                fixture.ask("create", {{"name", name}, {"request", name}, {"spec", fixture.spec(20, 5)}});
            QVERIFY2(created.ok, created.error.text().c_str());
        }
        int answered = 0;
        for (const char* name : {"a", "b", "c"}) {
            project.enqueue(QString::fromLatin1(name), false, &project, [&](const Answer& answer) {
                QVERIFY2(answer.ok, answer.error.text().c_str());
                ++answered;
            });
        }
        HALYARD_EVENTUALLY(answered == 3);
        const auto done = [&](const char* name) {
            return project.runs().contains(name) && project.runs().at(name).status.state == "done";
        };
        HALYARD_EVENTUALLY(done("a") && done("b") && done("c") && project.queue().empty());
        for (const char* name : {"a", "b", "c"}) {
            QCOMPARE(fixture.starts(name), 1);
        }
        // One at a time: each began after the one before had ended.
        const auto times = [&](const char* name) {
            const EventLog log = readEvents(fixture.run(name) / "events.jsonl");
            return std::pair(log.events.front().time, log.events.back().time);
        };
        QVERIFY(times("a").second <= times("b").first);
        QVERIFY(times("b").second <= times("c").first);
    }

    void followsALogAndTheStateOfARun() {
        QFETCH_GLOBAL(QByteArray, kind);
        SessionFixture fixture(kind, 2, 106);
        QVERIFY(fixture.launch("a", 20, 2));
        RunSession run(fixture.agent(), QStringLiteral("a"));
        QByteArray log;
        connect(&run, &RunSession::logArrived, this, [&](const QString&, const QByteArray& bytes) { log += bytes; });
        run.follow();
        run.followLog(QStringLiteral("worker-0.txt"));
        HALYARD_EVENTUALLY(run.summary() && run.summary()->status.state == "done" && log == "the worker begins\n");
        std::optional<Answer> read;
        run.read(&run, [&](const Answer& answer) { read = answer; });
        HALYARD_EVENTUALLY(read.has_value());
        QVERIFY(read->ok);
        QCOMPARE(read->result["exit"]["ended"].get<std::string>(), std::string("done"));
        QCOMPARE(read->result["spec"]["schedule"]["steps"].get<int>(), 20);
    }

    void readsWhatARunFoundWholeAndNothingElse() {
        QFETCH_GLOBAL(QByteArray, kind);
        SessionFixture fixture(kind, 2, 108);
        QVERIFY(fixture.launch("a", 3));
        QVERIFY(fixture.waitForEnd("a"));
        RunSession run(fixture.agent(), QStringLiteral("a"));
        const auto result = [&](const char* file) {
            std::optional<Answer> given;
            run.readResult(QString::fromLatin1(file), &run, [&](const Answer& answer) { given = answer; });
            (void)QTest::qWaitFor([&] { return given.has_value(); }, kPatience);
            return given ? (given->ok ? given->result.dump() : given->error.text()) : std::string("no answer");
        };
        QCOMPARE(result("results.json"), std::string("null")); // not yet
        QCOMPARE(result("selections/halo.json"), std::string("null"));
        const std::filesystem::path folder = fixture.run("a");
        // Of several pieces.
        const Json large = {{"cells", Json(std::vector<std::string>(3000, std::string(400, 'x')))}};
        writeJsonFile(folder / "results.json", large);
        QCOMPARE(result("results.json"), large.dump());
        std::filesystem::create_directories(folder / "selections");
        writeJsonFile(folder / "selections" / "halo.json", {{"keep", 2}});
        QCOMPARE(result("selections/halo.json"), std::string(R"({"keep":2})"));
        std::ofstream(folder / "trials.jsonl") << "{\"n\":1}\n\n{\"n\":2}\n";
        QCOMPARE(result("trials.jsonl"), std::string(R"([{"n":1},{"n":2}])"));
        std::ofstream(folder / "sweep.json") << "{\"a\":1,\"a\":2}";
        QVERIFY(result("sweep.json").find("given twice") != std::string::npos);
        // A link leads out of the run: neither a file that is one nor a folder.
        std::filesystem::create_symlink(folder / "run.json", folder / "table.json");
        QVERIFY(result("table.json").ends_with("table.json is not a regular file."));
        std::filesystem::create_directory_symlink(folder / "log", folder / "results");
        QVERIFY(result("results/x.json").ends_with("results/x.json is not a regular file."));
        std::filesystem::create_directory(folder / "screen.json");
        QVERIFY(result("screen.json").ends_with("screen.json is not a regular file."));
        QVERIFY(result("run.json").starts_with("\"run.json\" is no file of results"));
    }

    void twoSessionsSeeTheSame() {
        QFETCH_GLOBAL(QByteArray, kind);
        SessionFixture fixture(kind, 2, 107);
        const std::unique_ptr<AgentSession> second = fixture.another();
        second->start();
        QVERIFY(fixture.launch("a", 40, 2));
        RawFollower one(fixture.agent(), "a");
        RawFollower two(*second, "a");
        ProjectSession here(fixture.agent());
        ProjectSession there(*second);
        here.follow();
        there.follow();
        QVERIFY(fixture.waitForEnd("a"));
        HALYARD_EVENTUALLY(one.bytes() == fixture.events("a") && two.bytes() == one.bytes());
        const auto state = [](const ProjectSession& session) {
            return session.runs().contains("a") ? session.runs().at("a").status.state : std::string();
        };
        HALYARD_EVENTUALLY(state(here) == "done" && state(there) == "done");
    }
};

} // namespace halyard::testing

QTEST_GUILESS_MAIN(halyard::testing::SessionTest)
#include "session_test.moc"
