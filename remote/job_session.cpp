// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/job_session.h"

#include "core/base/error.h"
#include "core/base/message_json.h"

#include <QPointer>
#include <QTimer>

namespace halyard::remote {

namespace {

constexpr int kLookMilliseconds = 250;

std::string stateIn(const Json& result) {
    const Json state = result.value("state", Json());
    return state.is_string() ? state.get<std::string>() : std::string();
}

Message reasonIn(const Json& result) {
    const auto reason = result.contains("reason") ? messageFromJson(result["reason"]) : std::nullopt;
    return reason.value_or(Message(HALYARD_TEXT("The job ended without saying how; the machine or the program that ran it was stopped.")));
}

} // namespace

class JobSession::Private {
public:
    Private(JobSession* session, AgentSession& link, QString name) : q(session), agent(&link), id(std::move(name)) {
        timer.setSingleShot(true);
        QObject::connect(&timer, &QTimer::timeout, q, [this] { look(); });
    }

    void look();
    void take(const Json& result);
    void end(const std::string& state, const Json& result);
    [[nodiscard]] Json params() const { return {{"job", id.toStdString()}}; }

    JobSession* q;
    QPointer<AgentSession> agent;
    QString id;
    QTimer timer;
    std::int64_t offset = 0;
    bool running = false;
};

void JobSession::Private::look() {
    if (!agent || !running) {
        return;
    }
    Json asked = params();
    asked["offset"] = offset;
    agent->request(QStringLiteral("job"), asked, q, [this](const Answer& answer) {
        if (answer.ok) {
            take(answer.result);
        } else {
            running = false;
            Q_EMIT q->failed(answer.error);
        }
    });
}

void JobSession::Private::take(const Json& result) {
    const QPointer<JobSession> alive = q; // a slot may destroy us
    const Json next = result.value("next", Json());
    offset = next.is_number_integer() ? next.get<std::int64_t>() : offset;
    const Json lines = result.value("lines", Json::array());
    for (const Json& line : lines) {
        if (alive && line.is_string()) {
            Q_EMIT q->lineArrived(QString::fromStdString(line.get<std::string>()));
        }
    }
    if (!alive) {
        return;
    }
    const std::string state = stateIn(result);
    if (state == "running" || state == "new" || !lines.empty()) {
        timer.start(lines.empty() ? kLookMilliseconds : 0); // what came may not be all
    } else {
        end(state, result);
    }
}

void JobSession::Private::end(const std::string& state, const Json& result) {
    running = false;
    if (state == "done") {
        Q_EMIT q->finished(result.value("result", Json()));
    } else if (state == "cancelled") {
        Q_EMIT q->cancelled();
    } else {
        Q_EMIT q->failed(reasonIn(result));
    }
}

JobSession::JobSession(AgentSession& agent, QString id, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(this, agent, std::move(id))) {}

JobSession::~JobSession() = default;

void JobSession::start(const QString& kind, const Json& arguments) {
    if (d->running || !d->agent) {
        return;
    }
    d->running = true;
    Json params = d->params();
    params["kind"] = kind.toStdString();
    params["arguments"] = arguments;
    d->agent->request(QStringLiteral("job_start"), params, this, [this](const Answer& answer) {
        if (answer.ok) {
            d->look();
        } else {
            d->running = false;
            Q_EMIT failed(answer.error);
        }
    });
}

void JobSession::watch() {
    if (!d->running) {
        d->running = true;
        d->look();
    }
}

void JobSession::cancel() {
    if (d->running && d->agent) {
        d->agent->request(QStringLiteral("job_cancel"), d->params(), this, [](const Answer&) {});
    }
}

const QString& JobSession::id() const {
    return d->id;
}

bool JobSession::isRunning() const {
    return d->running;
}

} // namespace halyard::remote
