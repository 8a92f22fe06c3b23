// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/run_session.h"

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/unique_id.h"
#include "remote/push_fields.h"
#include "remote/result_file.h"

namespace halyard::remote {

class RunSession::Private {
public:
    Private(RunSession* session, AgentSession& link, QString name) : q(session), agent(&link), run(std::move(name)) {}

    void take(const Json& push);
    void takeStatus(const Json& push);
    void takeLog(const Json& push);
    void checkRun(const Json& push) const;
    void remember(std::string_view bytes);
    [[nodiscard]] RunPosition positionAt(std::uint64_t offset) const;
    void command(const char* word, QObject* context, AnswerHandler handler);

    RunSession* q;
    QPointer<AgentSession> agent;
    QString run;
    EventDecoder decoder;
    std::uint64_t received = 0; // bytes, an incomplete last line included
    std::string recent;         // the last of them, from 4 KiB before the first line that is not complete
    RunPosition start;          // where following began
    std::uint64_t file = 0;
    std::uint64_t damagedBefore = 0;     // of files that were replaced
    int events = 0, status = 0, log = 0; // streams
    bool toldEnd = false;
    QString logFile;
    std::uint64_t logOffset = 0, logId = 0, logTail = 0;
    std::optional<RunSummary> summary;
};

void RunSession::Private::checkRun(const Json& push) const {
    const std::string name = textIn(push, "run");
    if (name != run.toStdString()) {
        throw failure(
            HALYARD_TEXT(
                "The agent sent \"{found}\" where the run \"{expected}\" is followed. The connection was closed; runs "
                "are not affected."),
            {{"found", printable(name, 80)}, {"expected", printable(run.toStdString(), 80)}});
    }
}

constexpr std::uint64_t kChecked = 4096;
constexpr std::uint64_t kMostRecent = std::uint64_t{2} << 20U;

// After the decoder has taken them.
void RunSession::Private::remember(std::string_view bytes) {
    recent += bytes;
    const std::uint64_t open = received - decoder.nextOffset(); // of the line that is not complete
    if (open > kMostRecent) {
        recent.clear(); // no line of a run: nothing can be said of what stands before it
    } else if (recent.size() > open + kChecked) {
        recent.erase(0, recent.size() - static_cast<std::size_t>(open + kChecked));
    }
}

// Of what was received up to the offset, or as following began.
RunPosition RunSession::Private::positionAt(std::uint64_t offset) const {
    RunPosition position{offset, file, 0, 0};
    const std::uint64_t after = received - offset;
    if (offset == start.offset) {
        position.checked = start.checked;
        position.check = start.check;
    } else if (recent.size() > after) {
        const std::string_view before = std::string_view(recent).substr(0, recent.size() - static_cast<std::size_t>(after));
        const std::string_view last = before.substr(before.size() - std::min<std::size_t>(before.size(), kChecked));
        position.checked = last.size();
        position.check = crc32c(last);
    }
    return position;
}

void RunSession::Private::take(const Json& push) {
    checkRun(push);
    const BytesPush piece = bytesIn(push);
    if (piece.restarted) {
        damagedBefore += decoder.damagedLines();
        decoder = EventDecoder();
        received = 0;
        recent.clear();
        start = {};
        Q_EMIT q->restarted();
    }
    requireOffset(piece, received);
    file = piece.file;
    received = piece.next;
    std::vector<Event> arrived;
    const std::uint64_t damaged = q->damagedLines();
    const std::string_view bytes(piece.data.constData(), static_cast<std::size_t>(piece.data.size()));
    decoder.take(bytes, arrived);
    remember(bytes);
    agent->acknowledge(events, received);
    const QPointer<RunSession> alive = q; // a slot may destroy us
    if (!arrived.empty()) {
        Q_EMIT q->eventsArrived(arrived, q->position());
    }
    if (alive && q->damagedLines() != damaged) {
        Q_EMIT q->damagedLinesFound(q->damagedLines());
    }
    if (alive) {
        Q_EMIT q->progressed(received, piece.size);
    }
    if (alive && piece.end && !toldEnd) {
        toldEnd = true;
        Q_EMIT q->caughtUp();
    }
}

void RunSession::Private::takeStatus(const Json& push) {
    checkRun(push);
    summary = runSummaryFromJson(push.value("summary", Json()));
    Q_EMIT q->statusChanged(*summary);
}

void RunSession::Private::takeLog(const Json& push) {
    checkRun(push);
    const BytesPush piece = bytesIn(push);
    // The first piece says where it begins: so many bytes before the end.
    if (logId == 0 || piece.restarted) {
        logOffset = piece.offset;
    }
    requireOffset(piece, logOffset);
    logId = piece.file;
    logOffset = piece.next;
    agent->acknowledge(log, logOffset);
    if (!piece.data.isEmpty()) {
        Q_EMIT q->logArrived(logFile, piece.data);
    }
}

void RunSession::Private::command(const char* word, QObject* context, AnswerHandler handler) {
    Json params = {{"run", run.toStdString()}, {"command", word}, {"request", uniqueId()}};
    addExpectation(params, summary ? &*summary : nullptr);
    agent->request(QStringLiteral("command"), std::move(params), context, std::move(handler));
}

RunSession::RunSession(AgentSession& agent, QString run, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(this, agent, std::move(run))) {}

RunSession::~RunSession() {
    if (d->agent) {
        for (const int stream : {d->events, d->status, d->log}) {
            d->agent->unfollow(stream);
        }
    }
}

void RunSession::follow(const RunPosition& from) {
    if (d->events != 0) {
        return;
    }
    d->damagedBefore += d->decoder.damagedLines();
    d->decoder = EventDecoder(from.offset);
    d->received = from.offset;
    d->recent.clear();
    d->start = from;
    d->file = from.file;
    const auto over = [this](const Message& reason) { Q_EMIT ended(reason); };
    if (d->status == 0) {
        d->status = d->agent->follow(
            [this] {
                return Json{{"what", "status"}, {"run", d->run.toStdString()}};
            },
            this, [this](const Json& push) { d->takeStatus(push); });
    }
    d->events = d->agent->follow(
        [this] {
            d->toldEnd = false;
            const RunPosition at = d->positionAt(d->received);
            return Json{{"what", "events"},  {"run", d->run.toStdString()}, {"offset", at.offset},
                        {"file_id", at.file}, {"checked", at.checked},       {"check", at.check}};
        },
        this, [this](const Json& push) { d->take(push); }, over);
}

void RunSession::unfollowEvents() {
    if (d->events != 0) {
        d->agent->unfollow(d->events);
    }
    d->events = 0;
    d->toldEnd = false;
}

void RunSession::followLog(const QString& file, std::uint64_t tail) {
    unfollowLog();
    d->logFile = file;
    d->logTail = tail;
    d->log = d->agent->follow(
        [this] {
            Json params = {{"what", "log"},
                           {"run", d->run.toStdString()},
                           {"file", d->logFile.toStdString()},
                           {"file_id", d->logId}};
            params[d->logId == 0 ? "tail" : "offset"] = d->logId == 0 ? d->logTail : d->logOffset;
            return params;
        },
        this, [this](const Json& push) { d->takeLog(push); });
}

void RunSession::unfollowLog() {
    if (d->log != 0) {
        d->agent->unfollow(d->log);
    }
    d->log = 0;
    d->logOffset = d->logId = 0;
}

const QString& RunSession::run() const {
    return d->run;
}

RunPosition RunSession::position() const {
    return d->positionAt(d->decoder.nextOffset());
}

std::uint64_t RunSession::damagedLines() const {
    return d->damagedBefore + d->decoder.damagedLines();
}

bool RunSession::isCaughtUp() const {
    return d->toldEnd;
}

const std::optional<RunSummary>& RunSession::summary() const {
    return d->summary;
}

void RunSession::read(QObject* context, AnswerHandler handler) {
    d->agent->request(QStringLiteral("read"), {{"run", d->run.toStdString()}}, context, std::move(handler));
}

void RunSession::readResult(const QString& file, QObject* context, AnswerHandler handler) {
    fetchResult(*d->agent, d->run, file, context, std::move(handler));
}

void RunSession::startRun(bool resume, QObject* context, AnswerHandler handler) {
    d->agent->request(QStringLiteral("start"),
                      {{"run", d->run.toStdString()}, {"resume", resume}, {"request", uniqueId()}}, context,
                      std::move(handler));
}

void RunSession::stop(QObject* context, AnswerHandler handler) {
    d->command("stop", context, std::move(handler));
}

void RunSession::stopNow(QObject* context, AnswerHandler handler) {
    d->command("stop_now", context, std::move(handler));
}

void RunSession::pause(QObject* context, AnswerHandler handler) {
    d->command("pause", context, std::move(handler));
}

void RunSession::resume(QObject* context, AnswerHandler handler) {
    d->command("resume", context, std::move(handler));
}

} // namespace halyard::remote
