// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/events.h"
#include "core/run/run_summary.h"
#include "remote/agent_session.h"

#include <cstdint>
#include <memory>
#include <vector>

#include <QObject>
#include <QPointer>
#include <QString>

namespace halyard::remote {

// How far the events of a run have been read: what a cache keeps to go on from there. file tells one events.jsonl from
// another that was put in its place; 0 = none yet.
struct RunPosition {
    std::uint64_t offset = 0; // of the first line that was not handed out
    std::uint64_t file = 0;
    // CRC-32C of so many bytes before the offset, at most 4 KiB: a file that was restored or written anew in place holds
    // others, and is then read from its beginning.
    std::uint64_t checked = 0;
    std::uint64_t check = 0;
};

// Follows one run from an offset: live, after reconnecting, after a restart of the workbench, or last month's; always
// the same path. Every line is handed out once and in order, however often the link is cut. Destroying it stops nothing
// but the following.
class RunSession : public QObject {
    Q_OBJECT

public:
    // agent outlives the session, or is destroyed with its parent.
    RunSession(AgentSession& agent, QString run, QObject* parent = nullptr);
    ~RunSession() override;

    // Begins to follow; from is where an earlier session ended.
    void follow(const RunPosition& from = {});
    // No more events until follow(position()).
    void unfollowEvents();
    // Also follows the end of a file below log/ ("worker-0.txt"), beginning at most tail bytes before its end.
    void followLog(const QString& file, std::uint64_t tail = std::uint64_t{64} << 10U);
    void unfollowLog();

    [[nodiscard]] const QString& run() const;
    [[nodiscard]] RunPosition position() const;
    [[nodiscard]] std::uint64_t damagedLines() const;
    [[nodiscard]] bool isCaughtUp() const;
    [[nodiscard]] const std::optional<RunSummary>& summary() const;

    // {"spec", "state", "exit", "checkpoints": [{"step", "complete"}], "logs": [{"file", "bytes"}], "summary"}
    void read(QObject* context, AnswerHandler handler);
    // What the run found, by the name of a file of its folder (remote/result_file.h): the document, or null while there is
    // none.
    void readResult(const QString& file, QObject* context, AnswerHandler handler);
    // Each is applied once, however often the link is cut. They carry the version of the state that summary()
    // shows, so that what another person did meanwhile is answered with a sentence naming who did what and when.
    void startRun(bool resume, QObject* context, AnswerHandler handler);
    void stop(QObject* context, AnswerHandler handler);
    void stopNow(QObject* context, AnswerHandler handler);
    void pause(QObject* context, AnswerHandler handler);
    void resume(QObject* context, AnswerHandler handler); // of a paused run; a stopped one: startRun(true, …)

Q_SIGNALS:
    // Consecutive events; next is where the line after them begins.
    void eventsArrived(const std::vector<halyard::Event>& events, const halyard::remote::RunPosition& next);
    // Bytes of events.jsonl read so far and its size: for a progress bar while catching up.
    void progressed(quint64 bytes, quint64 size);
    // Everything that was in the file has been handed out; once after following and after each reconnecting.
    void caughtUp();
    // The file was replaced or is shorter than the position: forget its events, they come again from the beginning.
    void restarted();
    // Lines that fail their checksum were left out; the count of all so far.
    void damagedLinesFound(quint64 count);
    void statusChanged(const halyard::RunSummary& summary);
    void logArrived(const QString& file, const QByteArray& bytes);
    // The run cannot be followed (it was removed, its name is none); nothing more comes.
    void ended(const halyard::Message& reason);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace halyard::remote
