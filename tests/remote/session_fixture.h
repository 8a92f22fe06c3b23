// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/run_spec.h"
#include "remote/project_session.h"
#include "remote/run_session.h"
#include "tests/remote/flaky_transport.h"
#include "tests/support/temporary_folder.h"

#include <memory>
#include <string>

namespace halyard::testing {

// A project, the real agent with a quick worker beside it, and a session over a pipe or over a bad line. Runs it starts
// have ended when it goes.
class SessionFixture {
public:
    // kind: "pipe" or "flaky" (with so many cuts)
    SessionFixture(const QByteArray& kind, int cuts, unsigned seed);
    ~SessionFixture();

    [[nodiscard]] std::filesystem::path root() const { return m_folder / "project"; }
    [[nodiscard]] std::filesystem::path run(const std::string& name) const { return root() / "runs" / name; }
    [[nodiscard]] remote::AgentSession& agent() { return *m_agent; }
    [[nodiscard]] FlakyLine& line() { return *m_line; }
    // A second session with the same project, over the same kind of line.
    [[nodiscard]] std::unique_ptr<remote::AgentSession> another();

    // run.json of a run of so many steps of so many milliseconds.
    [[nodiscard]] Json spec(int steps, int milliseconds = 0) const;
    [[nodiscard]] int starts(const std::string& name) const;
    [[nodiscard]] std::string events(const std::string& name) const { return contentOf(run(name) / "events.jsonl"); }
    // Sends a request and spins until it is answered.
    [[nodiscard]] remote::Answer ask(const char* verb, Json params);
    // Creates a run and starts it.
    [[nodiscard]] bool launch(const std::string& name, int steps, int milliseconds = 0);
    [[nodiscard]] bool waitForEnd(const std::string& name) const;

private:
    TemporaryFolder m_folder;
    QByteArray m_kind;
    std::shared_ptr<FlakyLine> m_line;
    std::unique_ptr<remote::AgentSession> m_agent;
};

// The agent of the tests, which stands beside the quick worker.
[[nodiscard]] QString testAgent();

// Takes the raw bytes of a run's events over a session, as they come.
class RawFollower : public QObject {
    Q_OBJECT

public:
    RawFollower(remote::AgentSession& agent, const std::string& run, const char* what = "events",
                const std::string& file = {});
    [[nodiscard]] const std::string& bytes() const { return m_bytes; }

private:
    remote::AgentSession& m_agent;
    std::string m_bytes;
    int m_stream = 0;
};

} // namespace halyard::testing
