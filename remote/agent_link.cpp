// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent_link.h"

#include "core/base/message_json.h"
#include "core/base/unique_id.h"
#include "core/run/command_inbox.h"

#include <algorithm>
#include <utility>

namespace halyard::remote {

namespace {

using Clock = std::chrono::steady_clock;

// Handed over at most so much a turn of the event loop, so that a window stays alive while a long file streams in.
constexpr std::chrono::milliseconds kLongestTurn{20};
// An agent keeps to its windows; one that sends more than is read is cut off before it fills the memory.
constexpr std::size_t kMostUnread = std::size_t{64} << 20U;

// The sentence of a push that says why something ended.
Message errorIn(const Json& push) {
    const auto error = push.find("error");
    auto message = error == push.end() ? std::nullopt : messageFromJson(*error);
    return message ? std::move(*message) : Message(HALYARD_TEXT("The agent ended it without saying why."));
}

} // namespace

void AgentSession::Private::setState(LinkState next) {
    if (state != next) {
        state = next;
        Q_EMIT q->linkStateChanged(next);
    }
}

void AgentSession::Private::connectNow() {
    reconnect.stop();
    dropTransport();
    sequence = SequenceCheck();
    const std::string marker = uniqueId();
    reader = std::make_unique<LineReader>(Peer::Agent, marker);
    transport = factory(QByteArray::fromStdString(marker));
    QObject::connect(transport.get(), &Transport::received, q, [this](const QByteArray& bytes) { take(bytes); });
    QObject::connect(transport.get(), &Transport::closed, q, [this](const Message& why) {
        // What came before the end counts; what is cut off does not.
        handleLines();
        if (transport) {
            lose(why);
        }
    });
    setState(LinkState::Connecting);
    greeting.start(options.greetingTimeout);
    transport->open();
}

void AgentSession::Private::dropTransport() {
    greeting.stop();
    pings.stop();
    turn.stop();
    reader.reset();
    greetingId.clear();
    if (transport) {
        transport->disconnect(q);
        transport->close();
        transport.release()->deleteLater(); // we may be called from one of its signals
    }
}

void AgentSession::Private::lose(const Message& why) {
    dropTransport();
    reason = why;
    std::vector<Pending> lost;
    for (auto at = requests.begin(); at != requests.end();) {
        const VerbInfo* const verb = findVerb(at->request.verb);
        // Every connection begins its streams and its pings anew.
        const bool ofConnection =
            at->request.verb == "follow" || at->request.verb == "unfollow" || at->request.verb == "ping";
        if (at->sent && (ofConnection || verb == nullptr || !verb->repeatable)) {
            if (!ofConnection) {
                lost.push_back(std::move(*at));
            }
            at = requests.erase(at);
        } else {
            at->sent = false;
            ++at;
        }
    }
    wait = wait.count() == 0 ? options.firstWait : std::min(wait * 2, options.longestWait);
    reconnect.start(wait);
    setState(LinkState::Lost);
    for (const Pending& pending : lost) {
        if (!pending.hasContext || pending.context) {
            pending.handler(refusedAnswer(
                Message(HALYARD_TEXT("The connection was lost before the answer came. Look whether it was done, "
                                     "and ask again if not."))));
        }
    }
}

void AgentSession::Private::refuse(const Message& why) {
    dropTransport();
    reconnect.stop();
    reason = why;
    std::deque<Pending> unanswered;
    unanswered.swap(requests);
    setState(LinkState::Refused);
    for (const Pending& pending : unanswered) {
        if (!pending.hasContext || pending.context) {
            pending.handler(refusedAnswer(why));
        }
    }
}

void AgentSession::Private::take(const QByteArray& bytes) {
    if (!reader) {
        return;
    }
    try {
        reader->take(std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
        if (reader->buffered() > kMostUnread) {
            throw failure(
                HALYARD_TEXT(
                    "The agent sends faster than it can be read ({size} bytes wait). The connection was closed; runs "
                    "are not affected."),
                {{"size", grouped(reader->buffered())}});
        }
    } catch (const Error& error) {
        lose(error.message());
        return;
    }
    handleLines();
}

void AgentSession::Private::handleLines() {
    if (!reader || handling) {
        return;
    }
    const auto end = Clock::now() + kLongestTurn;
    try {
        while (reader) {
            const auto line = reader->next();
            if (!line) {
                return;
            }
            handling = true;
            AgentMessage message = agentMessageFrom(messageFromLine(*line, Peer::Agent));
            sequence.take(message.seq);
            handle(std::move(message));
            handling = false;
            if (Clock::now() > end) {
                turn.start(0);
                return;
            }
        }
    } catch (const Error& error) {
        handling = false;
        lose(error.message());
    } catch (const std::exception& error) {
        handling = false;
        lose(Message(
            HALYARD_TEXT(
                "The agent sent an unreadable line ({reason}). The connection was closed; runs are not affected."),
            {{"reason", printable(error.what())}}));
    }
}

void AgentSession::Private::handle(AgentMessage message) {
    missed = 0;
    heard = QDateTime::currentDateTime();
    heardAt = Clock::now();
    const auto handled = std::move(message);
    switch (handled.kind) {
    case AgentMessage::Kind::Hello:
        greet(handled.body);
        break;
    case AgentMessage::Kind::Result:
        answerTo(handled.id, {.ok = true, .result = handled.body, .error = {}});
        break;
    case AgentMessage::Kind::Refusal:
        answerTo(handled.id, refusedAnswer(handled.error->message()));
        break;
    case AgentMessage::Kind::Push:
        handlePush(handled.body);
        break;
    }
    if (heardAt - toldContact > std::chrono::seconds(1)) {
        toldContact = heardAt;
        Q_EMIT q->contact();
    }
}

void AgentSession::Private::greet(const Json& hello) {
    const auto text = [&](const char* key) {
        const auto found = hello.find(key);
        return QString::fromStdString(
            found != hello.end() && found->is_string() ? printable(found->get<std::string>(), 4096) : std::string());
    };
    const auto protocol = hello.find("protocol");
    if (state != LinkState::Connecting || !greetingId.empty() || protocol == hello.end() ||
        !protocol->is_number_integer()) {
        throw failure(
            HALYARD_TEXT("The agent sent an unexpected greeting. The connection was closed; runs are not affected."));
    }
    AgentInfo next{.program = text("program"),
                   .host = text("host"),
                   .user = text("user"),
                   .root = text("root"),
                   .bootId = text("boot_id"),
                   .protocol = static_cast<int>(std::clamp<std::int64_t>(protocol->get<std::int64_t>(), 0, 1'000'000)),
                   .mayCommand = false};
    info = next;
    if (next.protocol < kProtocolVersion) {
        refuse(Message(
            HALYARD_TEXT(
                "The agent on {host} speaks version {theirs} of the protocol, this program {ours}. Use the agent that "
                "belongs to this program."),
            {{"host", next.host.toStdString()},
             {"theirs", std::to_string(next.protocol)},
             {"ours", std::to_string(kProtocolVersion)}}));
        return;
    }
    greetingId = "h" + std::to_string(nextId++);
    const QString actor = options.actor.isEmpty() ? QString::fromStdString(actorHere()) : options.actor;
    const Request request{greetingId, "hello", {{"protocol", kProtocolVersion}, {"actor", actor.toStdString()}}};
    transport->send(QByteArray::fromStdString(toLine(request)));
}

void AgentSession::Private::greeted(const Answer& answer) {
    if (!answer.ok) {
        refuse(answer.error);
        return;
    }
    info->mayCommand = answer.result.value("may_command", Json()) == true;
    wait = std::chrono::milliseconds(0);
    missed = 0;
    greeting.stop();
    pings.start(options.pingInterval);
    setState(LinkState::Connected);
    for (const auto& [number, stream] : std::map<int, Stream>(streams)) {
        beginStream(number);
    }
    sendAll();
}

void AgentSession::Private::answerTo(const std::string& id, const Answer& answer) {
    if (!greetingId.empty() && id == greetingId) {
        greetingId.clear();
        greeted(answer);
        return;
    }
    const auto found = std::find_if(requests.begin(), requests.end(),
                                    [&](const Pending& pending) { return pending.request.id == id; });
    if (found == requests.end() || !found->sent) {
        throw failure(HALYARD_TEXT("The agent answered a request that was not made ({id}). The connection was closed; "
                                   "runs are not affected."),
                      {{"id", id}});
    }
    const Pending pending = std::move(*found);
    requests.erase(found);
    if (!pending.hasContext || pending.context) {
        pending.handler(answer);
    }
}

void AgentSession::Private::handlePush(const Json& push) {
    if (push["push"] == "closing") {
        throw Error(ErrorKind::Failed, errorIn(push));
    }
    const auto number = push.find("follow");
    if (number == push.end() || !number->is_number_integer()) {
        throw failure(
            HALYARD_TEXT("The agent sent a push of no stream. The connection was closed; runs are not affected."));
    }
    const auto found = streams.find(static_cast<int>(number->get<std::int64_t>()));
    if (found == streams.end()) {
        return; // it was under way when its stream was ended
    }
    const Stream stream = found->second;
    if (!stream.context) {
        q->unfollow(found->first);
        return;
    }
    if (push["push"] == "ended") {
        streams.erase(found);
        if (stream.onError) {
            stream.onError(errorIn(push));
        }
        return;
    }
    stream.onPush(push);
}

void AgentSession::Private::send(Pending& pending) {
    pending.sent = true;
    transport->send(QByteArray::fromStdString(toLine(pending.request)));
}

void AgentSession::Private::sendAll() {
    for (Pending& pending : requests) {
        if (!pending.sent && transport) {
            send(pending);
        }
    }
}

void AgentSession::Private::enqueue(Pending pending) {
    requests.push_back(std::move(pending));
    if (state == LinkState::Connected) {
        send(requests.back());
    }
}

void AgentSession::Private::beginStream(int number) {
    const auto found = streams.find(number);
    if (found == streams.end() || !transport) {
        return;
    }
    if (!found->second.context) {
        streams.erase(found);
        return;
    }
    Json params = found->second.params();
    params["follow"] = number;
    Pending pending;
    pending.request = {std::to_string(nextId++), "follow", std::move(params)};
    pending.handler = [this, number](const Answer& answer) {
        const auto stream = streams.find(number);
        if (!answer.ok && stream != streams.end()) {
            const Stream over = stream->second;
            streams.erase(stream);
            if (over.context && over.onError) {
                over.onError(answer.error);
            }
        }
    };
    // Not kept for the next connection: every connection begins its streams anew.
    requests.push_back(std::move(pending));
    send(requests.back());
}

void AgentSession::Private::ping() {
    try {
        if (reader) {
            reader->checkSilence();
        }
    } catch (const Error& error) {
        lose(error.message());
        return;
    }
    if (missed >= options.missedPings) {
        lose(Message(
            HALYARD_TEXT("Nothing was heard from the agent for {seconds} seconds. Runs may be going on."),
            {{"seconds",
              std::to_string(std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - heardAt).count())}}));
        return;
    }
    ++missed;
    const Request request{std::to_string(nextId++), "ping", Json::object()};
    Pending pending;
    pending.request = request;
    pending.handler = [](const Answer&) {};
    enqueue(std::move(pending));
}

} // namespace halyard::remote
