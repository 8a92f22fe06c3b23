// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/project_session.h"

#include "core/base/error.h"
#include "core/base/message_json.h"
#include "core/base/unique_id.h"
#include "remote/push_fields.h"

#include <algorithm>
#include <set>

#include <QPointer>

namespace halyard::remote {

namespace {

double numberIn(const Json& document, const char* key, double otherwise = -1) {
    const auto found = document.is_object() ? document.find(key) : document.end();
    return document.is_object() && found != document.end() && found->is_number() ? found->get<double>() : otherwise;
}

QString nameIn(const Json& document, const char* key) {
    return QString::fromStdString(textIn(document, key));
}

std::vector<QueueEntry> queueFrom(const Json& queue) {
    std::vector<QueueEntry> out;
    const auto entries = queue.find("entries");
    if (entries == queue.end() || !entries->is_array()) {
        return out; // its file cannot be read
    }
    for (const Json& entry : *entries) {
        out.push_back({nameIn(entry, "run"), nameIn(entry, "actor"), numberIn(entry, "since", 0),
                       flagIn(entry, "resume"), flagIn(entry, "running")});
    }
    return out;
}

MachineSample sampleFrom(const Json& document) {
    MachineSample sample;
    sample.time = numberIn(document, "time", 0);
    sample.load = numberIn(document, "load", 0);
    sample.cores = static_cast<int>(numberIn(document, "cores", 0));
    sample.cpuBusy = numberIn(document, "cpu_busy");
    const Json memory = document.value("memory", Json::object());
    sample.memoryTotal = numberIn(memory, "total", 0);
    sample.memoryAvailable = numberIn(memory, "available", 0);
    const Json disk = document.value("disk", Json::object());
    sample.diskTotal = numberIn(disk, "total", 0);
    sample.diskFree = numberIn(disk, "free", 0);
    for (const Json& gpu : document.value("gpus", Json::array())) {
        if (gpu.is_object() && gpu.value("name", Json()).is_string()) {
            sample.gpus.push_back({nameIn(gpu, "name"), numberIn(gpu, "memory_used"), numberIn(gpu, "memory_total"),
                                   numberIn(gpu, "utilization")});
        }
    }
    return sample;
}

} // namespace

class ProjectSession::Private {
public:
    Private(ProjectSession* session, AgentSession& link) : q(session), agent(&link) {}

    void take(const Json& push);
    void takeProject(const Json& push);
    [[nodiscard]] std::vector<std::string> takeRuns(const Json& push, std::vector<std::string>& changed);
    void ask(const char* verb, Json params, QObject* context, AnswerHandler handler) {
        agent->request(QString::fromLatin1(verb), std::move(params), context, std::move(handler));
    }

    ProjectSession* q;
    QPointer<AgentSession> agent;
    int stream = 0;
    std::map<std::string, RunSummary> runs;
    std::set<std::string> told; // since the link came up, until all were told
    bool toldAll = false;       // since the link came up
    bool complete = false;      // ever
    std::vector<QueueEntry> queue;
    Json queueDocument, project;
    Message readOnly;
};

// Runs that went while the link was down are those the agent does not tell of any more.
std::vector<std::string> ProjectSession::Private::takeRuns(const Json& push, std::vector<std::string>& changed) {
    std::vector<std::string> gone;
    for (const Json& document : push.value("runs", Json::array())) {
        RunSummary summary = runSummaryFromJson(document);
        const std::string name = summary.run;
        told.insert(name);
        runs[name] = std::move(summary);
        changed.push_back(name);
    }
    for (const Json& name : push.value("removed", Json::array())) {
        if (name.is_string() && runs.erase(name.get<std::string>()) > 0) {
            gone.push_back(name.get<std::string>());
        }
    }
    if (!toldAll && flagIn(push, "complete")) {
        toldAll = true;
        for (auto at = runs.begin(); at != runs.end();) {
            if (told.contains(at->first)) {
                ++at;
            } else {
                gone.push_back(at->first);
                at = runs.erase(at);
            }
        }
    }
    return gone;
}

void ProjectSession::Private::takeProject(const Json& push) {
    const Json& next = push["project"];
    project = next.value("document", Json());
    const auto reason = next.contains("read_only") ? messageFromJson(next["read_only"]) : std::nullopt;
    readOnly = reason.value_or(Message());
}

void ProjectSession::Private::take(const Json& push) {
    std::vector<std::string> changed;
    const std::vector<std::string> gone = takeRuns(push, changed);
    const bool hasQueue = push.contains("queue") && push["queue"].is_object();
    const bool hasProject = push.contains("project") && push["project"].is_object();
    if (hasQueue) {
        queue = queueFrom(push["queue"]);
    }
    if (hasProject) {
        takeProject(push);
    }
    const QPointer<ProjectSession> alive = q; // a slot may destroy us
    if (hasProject) {
        Q_EMIT q->projectChanged();
    }
    if (alive && (!changed.empty() || !gone.empty())) {
        Q_EMIT q->runsChanged(changed, gone);
    }
    if (alive && hasQueue) {
        Q_EMIT q->queueChanged();
    }
    if (alive && toldAll && !complete) {
        complete = true;
        Q_EMIT q->completed();
    }
}

ProjectSession::ProjectSession(AgentSession& agent, QObject* parent)
    : QObject(parent), d(std::make_unique<Private>(this, agent)) {}

ProjectSession::~ProjectSession() {
    if (d->agent) {
        d->agent->unfollow(d->stream);
    }
}

void ProjectSession::follow() {
    if (d->stream != 0) {
        return;
    }
    d->stream = d->agent->follow(
        [this] {
            d->told.clear();
            d->toldAll = false;
            return Json{{"what", "runs"}};
        },
        this, [this](const Json& push) { d->take(push); }, [this](const Message& reason) { Q_EMIT failed(reason); });
}

AgentSession& ProjectSession::agent() const {
    return *d->agent;
}

const std::map<std::string, RunSummary>& ProjectSession::runs() const {
    return d->runs;
}

const std::vector<QueueEntry>& ProjectSession::queue() const {
    return d->queue;
}

const Json& ProjectSession::project() const {
    return d->project;
}

const Message& ProjectSession::readOnlyReason() const {
    return d->readOnly;
}

bool ProjectSession::isComplete() const {
    return d->complete;
}

void ProjectSession::create(const QString& name, const Json& spec, QObject* context, AnswerHandler handler) {
    d->ask("create", {{"name", name.toStdString()}, {"spec", spec}, {"request", uniqueId()}}, context,
           std::move(handler));
}

void ProjectSession::startRun(const QString& run, bool resume, QObject* context, AnswerHandler handler) {
    d->ask("start", {{"run", run.toStdString()}, {"resume", resume}, {"request", uniqueId()}}, context,
           std::move(handler));
}

void ProjectSession::command(const QString& run, const QString& command, QObject* context, AnswerHandler handler) {
    Json params = {{"run", run.toStdString()}, {"command", command.toStdString()}, {"request", uniqueId()}};
    const auto shown = d->runs.find(run.toStdString());
    addExpectation(params, shown == d->runs.end() ? nullptr : &shown->second);
    d->ask("command", std::move(params), context, std::move(handler));
}

void ProjectSession::enqueue(const QString& run, bool resume, QObject* context, AnswerHandler handler) {
    d->ask("enqueue", {{"run", run.toStdString()}, {"resume", resume}, {"request", uniqueId()}}, context,
           std::move(handler));
}

void ProjectSession::dequeue(const QString& run, QObject* context, AnswerHandler handler) {
    d->ask("dequeue", {{"run", run.toStdString()}}, context, std::move(handler));
}

void ProjectSession::moveInQueue(const QString& run, int position, QObject* context, AnswerHandler handler) {
    d->ask("reorder", {{"run", run.toStdString()}, {"position", std::max(position, 0)}}, context, std::move(handler));
}

void ProjectSession::rename(const QString& run, const QString& title, QObject* context, AnswerHandler handler) {
    d->ask("rename", {{"run", run.toStdString()}, {"title", title.toStdString()}}, context, std::move(handler));
}

void ProjectSession::setNotes(const QString& run, const QString& notes, QObject* context, AnswerHandler handler) {
    Json params = {{"run", run.toStdString()}, {"notes", notes.toStdString()}};
    const auto shown = d->runs.find(run.toStdString());
    if (shown != d->runs.end()) {
        params["expected_version"] = shown->second.notesVersion;
    }
    d->ask("notes", std::move(params), context, std::move(handler));
}

void ProjectSession::trash(const QString& run, const QString& typedName, QObject* context, AnswerHandler handler) {
    d->ask("trash", {{"run", run.toStdString()}, {"typed", typedName.toStdString()}}, context, std::move(handler));
}

void ProjectSession::restore(const QString& trashed, QObject* context, AnswerHandler handler) {
    d->ask("restore", {{"trashed", trashed.toStdString()}}, context, std::move(handler));
}

void ProjectSession::sample(QObject* context, std::function<void(const MachineSample& sample)> handler) {
    d->ask("sample", Json::object(), context, [handler = std::move(handler)](const Answer& answer) {
        if (answer.ok) {
            handler(sampleFrom(answer.result));
        }
    });
}

} // namespace halyard::remote
