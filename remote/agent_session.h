// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "remote/transport.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include <QDateTime>
#include <QObject>
#include <QString>

namespace halyard::remote {

// State of the connection, never of a run: a run goes on whatever this says.
enum class LinkState {
    Idle,       // not started, or closed by us
    Connecting, // an attempt is under way
    Connected,  // greeted; requests are answered
    Lost,       // waits for the next attempt; lastContact() says since when
    Refused,    // the agent is there but cannot be spoken to (version); no further attempts until reconnectNow()
};

// What the agent said of itself.
struct AgentInfo {
    QString program; // its version
    QString host;
    QString user;
    QString root;
    QString bootId;
    int protocol = 0;
    bool mayCommand = false; // false: an older workbench reads, but cannot command
};

// The answer to one request: a result, or the sentence why not.
struct Answer {
    bool ok = false;
    Json result = Json::object();
    Message error;
};
using AnswerHandler = std::function<void(const Answer& answer)>;
// One message the agent sends of its own accord (core/run/protocol.h says which members it has).
using PushHandler = std::function<void(const Json& push)>;

struct SessionOptions {
    QString actor; // "user@host" named in commands; empty = of this process
    std::chrono::milliseconds pingInterval{15000};
    int missedPings = 3;                       // in a row: the link is lost
    std::chrono::milliseconds firstWait{1000}; // before the next attempt; doubles
    std::chrono::milliseconds longestWait{60000};
    std::chrono::milliseconds greetingTimeout{30000}; // from opening to hello
};

// The live connection to one agent: greets it, keeps it alive, finds out when it is gone and connects again by itself.
// Requests made while the link is down wait for it. A request under way when the link breaks is sent again only if
// doing it twice is harmless (every verb but "trash" and "restore" is made so); else it is answered with an error.
// Handlers run in the thread of the session, each exactly once, and not after their context is destroyed.
class AgentSession : public QObject {
    Q_OBJECT

public:
    explicit AgentSession(TransportFactory transports, SessionOptions options = {}, QObject* parent = nullptr);
    ~AgentSession() override;

    void start();
    void close();
    // Ends the waiting between attempts: a person pressed "try again", or the computer woke up.
    void reconnectNow();

    [[nodiscard]] LinkState linkState() const;
    [[nodiscard]] const std::optional<AgentInfo>& agent() const;      // of the newest greeting
    [[nodiscard]] QDateTime lastContact() const;                      // invalid before the first
    [[nodiscard]] const Message& lastReason() const;                  // why Lost or Refused
    [[nodiscard]] std::chrono::milliseconds untilNextAttempt() const; // Lost

    void request(const QString& verb, Json params, QObject* context, AnswerHandler handler);

    // Asks for a stream of pushes now and again after every reconnecting, with what params() then says (so that a
    // stream goes on from its offset); returns its number. onError: the agent refused it; the stream is over.
    int follow(std::function<Json()> params, QObject* context, PushHandler onPush,
               std::function<void(const Message& error)> onError = {});
    void unfollow(int stream);
    // How far a stream of bytes has been taken in; the agent sends no more than a window ahead of it.
    void acknowledge(int stream, std::uint64_t offset);

Q_SIGNALS:
    void linkStateChanged(halyard::remote::LinkState state);
    // Something was heard; at most once a second.
    void contact();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace halyard::remote

Q_DECLARE_METATYPE(halyard::remote::LinkState)
