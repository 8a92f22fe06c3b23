// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/protocol.h"
#include "core/run/run_spec.h"
#include "remote/agent/server.h"
#include "tests/support/temporary_folder.h"

#include <deque>
#include <functional>
#include <string>
#include <thread>

namespace halyard::testing {

// A server in a thread of its own and the workbench's end of its two pipes.
class ServerFixture {
public:
    explicit ServerFixture(const std::function<void(ServerOptions&)>& change = {});
    ~ServerFixture();

    [[nodiscard]] std::filesystem::path root() const { return m_folder.path(); }
    [[nodiscard]] const TemporaryFolder& folder() const { return m_folder; }
    // A run with these bytes as its events.
    void addRun(const std::string& name, const std::string& events = {}) const;

    void begin();                        // starts the server, takes its greeting
    void send(const std::string& bytes); // as they are; blocks while the pipe is full
    void closeInput();
    [[nodiscard]] AgentMessage take(); // the next message; fails the test after 20 s
    // The answer to a request; pushes that come before it are kept for take().
    [[nodiscard]] AgentMessage ask(const std::string& verb, Json params = Json::object());
    [[nodiscard]] AgentMessage answerTo(const std::string& id);
    [[nodiscard]] std::string refusalOf(const std::string& verb, Json params = Json::object());
    [[nodiscard]] std::string end(); // closes; the sentence serve() threw, or nothing
    [[nodiscard]] int input() const { return m_toServer[1]; }

private:
    [[nodiscard]] AgentMessage read();

    TemporaryFolder m_folder;
    ServerOptions m_options;
    int m_toServer[2] = {-1, -1};
    int m_toUs[2] = {-1, -1};
    std::thread m_thread;
    std::string m_thrown;
    LineReader m_reader{Peer::Agent, "0123456789abcdef0123456789abcdef"};
    SequenceCheck m_sequence;
    std::deque<AgentMessage> m_kept;
    int m_nextId = 1;
};

[[nodiscard]] Json smallSpec(const std::filesystem::path& root, int steps = 3);

} // namespace halyard::testing
