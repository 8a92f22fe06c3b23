// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "remote/agent_session.h"

#include <memory>

#include <QObject>
#include <QString>

namespace halyard::remote {

// One command of halyard that a person starts in a project and waits for. The agent knows these and no others; what is
// relative in their arguments is relative to the project.
//   "export"   {"run", "out": name below exports/, "step"?, "scaling"?, "tokenizer"?}
//   "prepare"  {"tokenizer", "inputs": [path, …], "out": name below data/, "packing"?, "block"?,
//               "held_out"?: share as text, "held_out_out"?: name below data/}
//   "try"      {"spec": a run.json document, "steps"?: 2}          runs them and keeps nothing
//   "demo"     {"budget"?: "test"}                                   the project becomes the demo's
//   "study"    {"grid": a document of docs/study_grid.md}            creates the run of the study, which is started like others
// A job goes on when the link breaks or the workbench ends; a session with the same id finds it again.
class JobSession : public QObject {
    Q_OBJECT

public:
    // id names the job for good (letters, digits, "-"; unique); agent outlives the session or is its parent.
    JobSession(AgentSession& agent, QString id, QObject* parent = nullptr);
    ~JobSession() override;

    // Starts the job, once, however often the link is cut or this is called with the same id; then watches it.
    void start(const QString& kind, const Json& arguments);
    // Watches a job that was started before.
    void watch();
    // Asks it to end; finished() or failed() follows. What it had half-written is removed by itself.
    void cancel();

    [[nodiscard]] const QString& id() const;
    [[nodiscard]] bool isRunning() const;

Q_SIGNALS:
    // A line it printed (progress, warnings), without control characters.
    void lineArrived(const QString& line);
    // Exactly one of these ends it. result: what the command prints with --json, or null.
    void finished(const halyard::Json& result);
    void failed(const halyard::Message& reason);
    void cancelled();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace halyard::remote
