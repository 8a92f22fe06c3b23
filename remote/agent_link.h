// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/protocol.h"
#include "remote/agent_session.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include <QPointer>
#include <QTimer>

namespace halyard::remote {

[[nodiscard]] inline Answer refusedAnswer(const Message& error) {
    return {.ok = false, .result = Json::object(), .error = error};
}

// One link after the other, what waits for an answer, and what is followed.
class AgentSession::Private {
public:
    struct Pending {
        Request request;
        QPointer<QObject> context;
        AnswerHandler handler;
        bool sent = false;
        bool hasContext = false;
    };
    struct Stream {
        std::function<Json()> params;
        QPointer<QObject> context;
        PushHandler onPush;
        std::function<void(const Message&)> onError;
    };

    Private(AgentSession* session, TransportFactory made, SessionOptions chosen)
        : q(session), factory(std::move(made)), options(std::move(chosen)) {}

    void connectNow();
    void dropTransport();
    void lose(const Message& reason);
    void refuse(const Message& reason);
    void setState(LinkState next);

    void take(const QByteArray& bytes);
    void handleLines();
    void handle(AgentMessage message);
    void greet(const Json& hello);
    void greeted(const Answer& answer);
    void handlePush(const Json& push);
    void answerTo(const std::string& id, const Answer& answer);

    void enqueue(Pending pending);
    void send(Pending& pending);
    void sendAll();
    void beginStream(int number);
    void ping();

    AgentSession* q;
    TransportFactory factory;
    SessionOptions options;
    std::unique_ptr<Transport> transport;
    std::unique_ptr<LineReader> reader;
    SequenceCheck sequence;
    bool handling = false; // a turn with lines to hand over is planned

    LinkState state = LinkState::Idle;
    std::optional<AgentInfo> info;
    QDateTime heard;
    std::chrono::steady_clock::time_point heardAt, toldContact;
    Message reason;
    std::chrono::milliseconds wait{0};

    std::deque<Pending> requests; // in the order they were made; answered ones are taken out
    std::map<int, Stream> streams;
    std::uint64_t nextId = 1;
    int nextStream = 1;
    int missed = 0;
    std::string greetingId;

    QTimer reconnect, pings, greeting, turn;
};

} // namespace halyard::remote
