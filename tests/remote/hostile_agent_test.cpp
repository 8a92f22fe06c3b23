// SPDX-License-Identifier: GPL-3.0-or-later
// What a session does when the agent is hostile, broken, of another version or silent.
#include "core/run/protocol.h"
#include "remote/pipe_transport.h"
#include "remote/project_session.h"
#include "remote/run_session.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>

namespace halyard::remote {

namespace {

constexpr int kPatience = 30'000;

// An agent of the test's own making: it answers requests with what the test says.
class ScriptedTransport final : public Transport {
    Q_OBJECT

public:
    using Script = std::function<void(ScriptedTransport&, const Request&)>;

    ScriptedTransport(QByteArray marker, Json hello, Script script)
        : m_marker(std::move(marker)), m_hello(std::move(hello)), m_script(std::move(script)) {}

    void open() override {
        QTimer::singleShot(0, this,
                           [this] { say("banner\n" + m_marker.toStdString() + "\n" + helloLine(++seq, m_hello)); });
    }
    void send(const QByteArray& bytes) override {
        m_reader.take(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
        while (const auto line = m_reader.next()) {
            Request request;
            readRequest(messageFromLine(*line, Peer::Workbench), request);
            QTimer::singleShot(0, this, [this, request] { m_script(*this, request); });
        }
    }
    void close() override { isClosed = true; }

    void say(const std::string& bytes) {
        if (!isClosed) {
            Q_EMIT received(QByteArray::fromStdString(bytes));
        }
    }
    void answer(const Request& request, const Json& result) { say(resultLine(++seq, request.id, result)); }
    void push(const Json& push) { say(pushLine(++seq, push)); }

    std::uint64_t seq = 0;
    bool isClosed = false;

private:
    QByteArray m_marker;
    Json m_hello;
    Script m_script;
    LineReader m_reader{Peer::Workbench};
};

const Json kHello = {{"protocol", kProtocolVersion}, {"host", "node"}};

SessionOptions quick() {
    SessionOptions options;
    options.firstWait = std::chrono::milliseconds(20);
    options.longestWait = std::chrono::milliseconds(80);
    options.pingInterval = std::chrono::milliseconds(30);
    options.greetingTimeout = std::chrono::milliseconds(200);
    return options;
}

TransportFactory scripted(ScriptedTransport::Script script, const Json& hello = kHello) {
    return [script, hello](const QByteArray& marker) {
        return std::make_unique<ScriptedTransport>(marker, hello, script);
    };
}

// Greets and answers pings; anything else is the test's.
ScriptedTransport::Script greeting(ScriptedTransport::Script then) {
    return [then](ScriptedTransport& agent, const Request& request) {
        if (request.verb == "hello" || request.verb == "ping") {
            agent.answer(request, {{"may_command", true}});
        } else {
            then(agent, request);
        }
    };
}

Json bytesPush(const char* run, std::uint64_t offset, std::uint64_t next, const char* data) {
    return {{"push", "bytes"}, {"run", run},         {"offset", offset}, {"next", next}, {"size", next},
            {"file", 1},       {"restarted", false}, {"end", true},      {"data", data}};
}

} // namespace

class HostileAgentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void closesTheConnectionWithASentence_data() {
        QTest::addColumn<QString>("bytes");
        QTest::addColumn<QString>("sentence");
        const QString closed = QStringLiteral(" The connection was closed; runs are not affected.");
        const auto row = [&](const char* name, const QString& bytes, const QString& sentence) {
            QTest::newRow(name) << bytes << sentence + closed;
        };
        row("long line", QString(1'048'577, QLatin1Char('x')),
            QStringLiteral("The agent sent an unreadable line (1,048,577 bytes or more, limit 1,048,576)."));
        row("depth", QString(1000, QLatin1Char('[')) + QLatin1Char('\n'),
            QStringLiteral("The agent sent an unreadable line (a line: nested deeper than 32 levels)."));
        row("replayed seq", QStringLiteral("{\"seq\":1,\"push\":\"x\",\"follow\":1}\n"),
            QStringLiteral("The agent sent message 1 where message 3 was due."));
        row("unknown request", QStringLiteral("{\"seq\":3,\"id\":\"nobody\",\"ok\":{}}\n"),
            QStringLiteral("The agent answered a request that was not made (nobody)."));
        row("second hello", QStringLiteral("{\"seq\":3,\"hello\":{\"protocol\":1}}\n"),
            QStringLiteral("The agent sent an unexpected greeting."));
        row("push of no stream", QStringLiteral("{\"seq\":3,\"push\":\"x\"}\n"),
            QStringLiteral("The agent sent a push of no stream."));
    }
    void closesTheConnectionWithASentence() {
        QFETCH(QString, bytes);
        QFETCH(QString, sentence);
        bool told = false;
        AgentSession session(scripted(greeting([&](ScriptedTransport& agent, const Request&) {
                                 if (!std::exchange(told, true)) {
                                     agent.say(bytes.toStdString());
                                 }
                             })),
                             quick());
        QStringList reasons;
        connect(&session, &AgentSession::linkStateChanged, this, [&](LinkState state) {
            if (state == LinkState::Lost) {
                reasons << QString::fromStdString(session.lastReason().text());
            }
        });
        session.start();
        session.request(QStringLiteral("list"), Json::object(), this, [](const Answer&) {});
        QTRY_COMPARE_WITH_TIMEOUT(reasons.size(), 1, kPatience);
        QCOMPARE(reasons.first(), sentence);
        QTRY_VERIFY_WITH_TIMEOUT(session.linkState() == LinkState::Connected, kPatience); // and tries again
    }

    void refusesWhatBelongsToAnotherRun_data() {
        QTest::addColumn<QByteArray>("push");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* name, const Json& push, const QString& sentence) {
            QTest::newRow(name) << QByteArray::fromStdString(push.dump()) << sentence;
        };
        row("another run", bytesPush("b", 0, 3, "YWJj"),
            QStringLiteral("The agent sent \"b\" where the run \"a\" is followed."));
        row("a hole", bytesPush("a", 5, 8, "YWJj"),
            QStringLiteral("The agent sent a file from byte 5 where byte 0 was due."));
        row("fewer bytes", bytesPush("a", 0, 9, "YWJj"),
            QStringLiteral("The agent sent a piece of a file that has not the bytes it says."));
        row("no base64", bytesPush("a", 0, 3, "\x1b[1m"),
            QStringLiteral("The agent sent a piece of a file that has not the bytes it says."));
        Json wrong = bytesPush("a", 0, 3, "YWJj");
        wrong["next"] = "3";
        row("another type", wrong,
            QStringLiteral("The agent sent a push whose \"next\" is missing or of another type."));
    }
    void refusesWhatBelongsToAnotherRun() {
        QFETCH(QByteArray, push);
        QFETCH(QString, sentence);
        AgentSession session(scripted(greeting([&](ScriptedTransport& agent, const Request& request) {
                                 Json message = Json::parse(push.toStdString());
                                 message["follow"] = request.params.value("follow", 0);
                                 agent.answer(request, {{"follow", message["follow"]}});
                                 if (request.params.value("what", "") == "events") {
                                     agent.push(message);
                                 }
                             })),
                             quick());
        RunSession run(session, QStringLiteral("a"));
        int events = 0;
        connect(&run, &RunSession::eventsArrived, this, [&] { ++events; });
        run.follow();
        session.start();
        QTRY_VERIFY_WITH_TIMEOUT(QString::fromStdString(session.lastReason().text()).startsWith(sentence), kPatience);
        QCOMPARE(events, 0);
    }

    void losesASilentAgentAndComesBack() {
        bool silent = false;
        AgentSession mute(scripted([&](ScriptedTransport& agent, const Request& request) {
                              if (!silent) {
                                  agent.answer(request, {{"may_command", true}});
                              }
                          }),
                          quick());
        QStringList reasons;
        connect(&mute, &AgentSession::linkStateChanged, this, [&](LinkState state) {
            if (state == LinkState::Lost) {
                reasons << QString::fromStdString(mute.lastReason().text());
            }
        });
        mute.start();
        QTRY_VERIFY_WITH_TIMEOUT(mute.linkState() == LinkState::Connected, kPatience);
        QVERIFY(mute.lastContact().isValid());
        silent = true;
        QTRY_VERIFY_WITH_TIMEOUT(reasons.size() >= 2, kPatience);
        QVERIFY2(reasons[0].startsWith(QStringLiteral("Nothing was heard from the agent for ")),
                 qPrintable(reasons[0]));
        QVERIFY2(reasons[1].startsWith(QStringLiteral("The agent did not greet within ")), qPrintable(reasons[1]));
        silent = false;
        QTRY_VERIFY_WITH_TIMEOUT(mute.linkState() == LinkState::Connected, kPatience);
    }

    void doesNotSpeakWithAnOlderAgent() {
        AgentSession session(
            scripted(greeting([](ScriptedTransport&, const Request&) {}), {{"protocol", 0}, {"host", "node"}}),
            quick());
        session.start();
        std::optional<Answer> answer;
        session.request(QStringLiteral("list"), Json::object(), this, [&](const Answer& given) { answer = given; });
        QTRY_VERIFY_WITH_TIMEOUT(session.linkState() == LinkState::Refused, kPatience);
        QVERIFY(answer && !answer->ok);
        QCOMPARE(answer->error.text(),
                 std::string("The agent on node speaks version 0 of the protocol, this program 1. Use the agent that "
                             "belongs to this program."));
    }

    void sendsAgainOnlyWhatIsHarmless() {
        int lists = 0, trashes = 0;
        AgentSession session(scripted(greeting([&](ScriptedTransport& agent, const Request& request) {
                                 lists += request.verb == "list" ? 1 : 0;
                                 trashes += request.verb == "trash" ? 1 : 0;
                                 if (request.verb == "trash") {
                                     Q_EMIT agent.closed(Message(HALYARD_TEXT("cut")));
                                 } else if (lists > 1) {
                                     agent.answer(request, Json::object());
                                 }
                             })),
                             quick());
        session.start();
        std::optional<Answer> list, trash;
        session.request(QStringLiteral("list"), Json::object(), this, [&](const Answer& answer) { list = answer; });
        session.request(QStringLiteral("trash"), Json::object(), this, [&](const Answer& answer) { trash = answer; });
        QTRY_VERIFY_WITH_TIMEOUT(list && trash, kPatience);
        QVERIFY(list->ok);
        QVERIFY(!trash->ok);
        QCOMPARE(lists, 2);
        QCOMPARE(trashes, 1);
        QCOMPARE(
            trash->error.text(),
            std::string(
                "The connection was lost before the answer came. Look whether it was done, and ask again if not."));
    }

    void callsNobodyWhoIsGone() {
        AgentSession session(scripted(greeting([](ScriptedTransport& agent, const Request& request) {
                                 agent.answer(request, Json::object());
                             })),
                             quick());
        session.start();
        auto context = std::make_unique<QObject>();
        bool called = false, done = false;
        session.request(QStringLiteral("list"), Json::object(), context.get(), [&](const Answer&) { called = true; });
        context.reset();
        session.request(QStringLiteral("list"), Json::object(), this, [&](const Answer&) { done = true; });
        QTRY_VERIFY_WITH_TIMEOUT(done, kPatience);
        QVERIFY(!called);
    }

    void saysWhyAProgramCannotBeStarted() {
        AgentSession session(pipeTransports(QStringLiteral("/nowhere/halyard-agent"), QStringLiteral("/")), quick());
        session.start();
        QTRY_VERIFY_WITH_TIMEOUT(session.linkState() == LinkState::Lost, kPatience);
        QVERIFY2(session.lastReason().text().starts_with("/nowhere/halyard-agent could not be started: "),
                 session.lastReason().text().c_str());
    }
};

} // namespace halyard::remote

QTEST_GUILESS_MAIN(halyard::remote::HostileAgentTest)
#include "hostile_agent_test.moc"
