// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent_session.h"

#include "remote/agent_link.h"

namespace halyard::remote {

namespace {

constexpr std::size_t kMostWaiting = 1000; // requests, while the link is down

} // namespace

AgentSession::AgentSession(TransportFactory transports, SessionOptions options, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(transports), std::move(options))) {
    for (QTimer* timer : {&d->reconnect, &d->greeting, &d->turn}) {
        timer->setSingleShot(true);
    }
    connect(&d->reconnect, &QTimer::timeout, this, [this] { d->connectNow(); });
    connect(&d->turn, &QTimer::timeout, this, [this] { d->handleLines(); });
    connect(&d->pings, &QTimer::timeout, this, [this] { d->ping(); });
    connect(&d->greeting, &QTimer::timeout, this, [this] {
        d->lose(Message(
            HALYARD_TEXT("The agent did not greet within {seconds} seconds."),
            {{"seconds",
              std::to_string(std::chrono::duration_cast<std::chrono::seconds>(d->options.greetingTimeout).count())}}));
    });
}

AgentSession::~AgentSession() {
    d->dropTransport();
}

void AgentSession::start() {
    if (d->state == LinkState::Idle) {
        d->connectNow();
    }
}

void AgentSession::close() {
    d->dropTransport();
    d->reconnect.stop();
    for (Private::Pending& pending : d->requests) {
        pending.sent = false;
    }
    d->setState(LinkState::Idle);
}

void AgentSession::reconnectNow() {
    if (d->state == LinkState::Lost || d->state == LinkState::Refused || d->state == LinkState::Idle) {
        d->wait = std::chrono::milliseconds(0);
        d->connectNow();
    }
}

LinkState AgentSession::linkState() const {
    return d->state;
}

const std::optional<AgentInfo>& AgentSession::agent() const {
    return d->info;
}

QDateTime AgentSession::lastContact() const {
    return d->heard;
}

const Message& AgentSession::lastReason() const {
    return d->reason;
}

std::chrono::milliseconds AgentSession::untilNextAttempt() const {
    return d->reconnect.isActive() ? d->reconnect.remainingTimeAsDuration() : std::chrono::milliseconds(0);
}

void AgentSession::request(const QString& verb, Json params, QObject* context, AnswerHandler handler) {
    if (d->state == LinkState::Refused) {
        handler(refusedAnswer(d->reason));
        return;
    }
    if (d->requests.size() >= kMostWaiting) {
        handler(
            refusedAnswer(Message(HALYARD_TEXT("{count} requests wait for the connection already. Nothing was done."),
                                  {{"count", std::to_string(d->requests.size())}})));
        return;
    }
    Private::Pending pending;
    pending.request = {std::to_string(d->nextId++), verb.toStdString(), std::move(params)};
    pending.context = context;
    pending.hasContext = context != nullptr;
    pending.handler = std::move(handler);
    d->enqueue(std::move(pending));
}

int AgentSession::follow(std::function<Json()> params, QObject* context, PushHandler onPush,
                         std::function<void(const Message& error)> onError) {
    const int number = d->nextStream++;
    d->streams[number] = {std::move(params), context, std::move(onPush), std::move(onError)};
    if (d->state == LinkState::Connected) {
        d->beginStream(number);
    }
    return number;
}

void AgentSession::unfollow(int stream) {
    if (d->streams.erase(stream) > 0 && d->state == LinkState::Connected) {
        request(QStringLiteral("unfollow"), {{"follow", stream}}, nullptr, [](const Answer&) {});
    }
}

void AgentSession::acknowledge(int stream, std::uint64_t offset) {
    if (d->state == LinkState::Connected && d->transport) {
        d->transport->send(QByteArray::fromStdString(toLine({"", "ack", {{"follow", stream}, {"offset", offset}}})));
    }
}

} // namespace halyard::remote
