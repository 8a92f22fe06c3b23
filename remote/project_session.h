// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_summary.h"
#include "remote/agent_session.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

namespace halyard::remote {

// One run waiting or running in the queue of a machine, in order.
struct QueueEntry {
    QString run;
    QString actor;    // who put it there
    double since = 0; // Unix time
    bool resume = false;
    bool running = false;
};

// The machine an agent runs on, as it was a moment ago.
struct MachineSample {
    struct Gpu {
        QString name;
        double memoryUsed = -1, memoryTotal = -1; // bytes; -1 = unknown
        double utilization = -1;                  // 0…1
    };
    double time = 0;
    double load = 0; // of the last minute
    int cores = 0;
    double cpuBusy = -1; // 0…1 since the sample before
    double memoryTotal = 0, memoryAvailable = 0;
    double diskTotal = 0, diskFree = 0;
    std::vector<Gpu> gpus;
};

// The runs of a project with their status and the queue, kept up to date while the link is up and kept as they were
// while it is not. Every action is applied once, however often the link is cut, and answered with a sentence if
// refused.
class ProjectSession : public QObject {
    Q_OBJECT

public:
    explicit ProjectSession(AgentSession& agent, QObject* parent = nullptr);
    ~ProjectSession() override;

    void follow();

    [[nodiscard]] AgentSession& agent() const;
    [[nodiscard]] const std::map<std::string, RunSummary>& runs() const; // by folder name
    [[nodiscard]] const std::vector<QueueEntry>& queue() const;
    [[nodiscard]] const Json& project() const; // halyard.project.json, or null
    // Why the project is only read ("written by a newer version"), or an empty pattern.
    [[nodiscard]] const Message& readOnlyReason() const;
    [[nodiscard]] bool isComplete() const; // all runs have been told once

    // Creates runs/<name> with the spec (a run.json document); result {"run": name}. A name that is taken is refused.
    void create(const QString& name, const Json& spec, QObject* context, AnswerHandler handler);
    void startRun(const QString& run, bool resume, QObject* context, AnswerHandler handler);
    // "stop", "stop_now", "pause", "resume"
    void command(const QString& run, const QString& command, QObject* context, AnswerHandler handler);
    void enqueue(const QString& run, bool resume, QObject* context, AnswerHandler handler);
    void dequeue(const QString& run, QObject* context, AnswerHandler handler);
    void moveInQueue(const QString& run, int position, QObject* context, AnswerHandler handler);
    // What a person calls the run and notes of it; the run's folder and spec stay as they are.
    void rename(const QString& run, const QString& title, QObject* context, AnswerHandler handler);
    void setNotes(const QString& run, const QString& notes, QObject* context, AnswerHandler handler);
    // Moves the folder of a run that is not running below trash/; typedName repeats the run's name. Result
    // {"trashed": name}, which restore() takes back.
    void trash(const QString& run, const QString& typedName, QObject* context, AnswerHandler handler);
    void restore(const QString& trashed, QObject* context, AnswerHandler handler);
    void sample(QObject* context, std::function<void(const MachineSample& sample)> handler);

Q_SIGNALS:
    void runsChanged(const std::vector<std::string>& changed, const std::vector<std::string>& removed);
    void queueChanged();
    void projectChanged();
    // All runs were told for the first time.
    void completed();
    void failed(const halyard::Message& reason);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace halyard::remote
