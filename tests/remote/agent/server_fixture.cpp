// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/remote/agent/server_fixture.h"

#include "core/run/presets.h"

#include <array>
#include <poll.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace halyard::testing {

Json smallSpec(const std::filesystem::path& root, int steps) {
    RunSpec spec = presetSpec("demo", RunKind::Pretrain);
    spec.schedule.tokens = 0;
    spec.schedule.steps = steps;
    spec.schedule.warmup_steps = 0;
    spec.inputs = {{"data", (root / "data").string(), std::nullopt, ""},
                   {"tokenizer", (root / "tokenizer").string(), std::nullopt, ""}};
    return toJson(spec);
}

ServerFixture::ServerFixture(const std::function<void(ServerOptions&)>& change) {
    m_options.marker = "0123456789abcdef0123456789abcdef";
    if (change) {
        change(m_options);
    }
    m_folder.write("halyard.project.json", R"({"schema": 1, "name": "test"})");
    std::filesystem::create_directories(root() / "runs");
}

ServerFixture::~ServerFixture() {
    (void)end();
}

void ServerFixture::addRun(const std::string& name, const std::string& events) const {
    m_folder.write("runs/" + name + "/run.json", smallSpec(root()).dump());
    if (!events.empty()) {
        m_folder.write("runs/" + name + "/events.jsonl", events);
    }
}

void ServerFixture::begin() {
    ASSERT_EQ(::pipe(m_toServer), 0);
    ASSERT_EQ(::pipe(m_toUs), 0);
    m_options.input = m_toServer[0];
    m_options.output = m_toUs[1];
    m_thread = std::thread([this] {
        try {
            const Project project(root());
            (void)serve(project, m_options);
        } catch (const Error& error) {
            m_thrown = error.what();
        }
        ::close(m_toServer[0]);
        ::close(m_toUs[1]);
    });
    EXPECT_EQ(read().kind, AgentMessage::Kind::Hello);
}

void ServerFixture::send(const std::string& bytes) {
    for (std::size_t at = 0; at < bytes.size();) {
        const ssize_t put = ::write(m_toServer[1], bytes.data() + at, bytes.size() - at);
        if (put <= 0) {
            return; // the server has closed: what it said is looked at
        }
        at += static_cast<std::size_t>(put);
    }
}

void ServerFixture::closeInput() {
    if (m_toServer[1] >= 0) {
        ::close(m_toServer[1]);
        m_toServer[1] = -1;
    }
}

AgentMessage ServerFixture::read() {
    std::array<char, 1U << 16U> buffer;
    for (;;) {
        if (const auto line = m_reader.next()) {
            AgentMessage message = agentMessageFrom(messageFromLine(*line, Peer::Agent));
            m_sequence.take(message.seq);
            return message;
        }
        pollfd waiting{m_toUs[0], POLLIN, 0};
        const ssize_t got = ::poll(&waiting, 1, 20'000) > 0 ? ::read(m_toUs[0], buffer.data(), buffer.size()) : -1;
        if (got <= 0) {
            throw failure(HALYARD_TEXT("No message came."));
        }
        m_reader.take(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
    }
}

AgentMessage ServerFixture::take() {
    if (m_kept.empty()) {
        return read();
    }
    AgentMessage message = std::move(m_kept.front());
    m_kept.pop_front();
    return message;
}

AgentMessage ServerFixture::answerTo(const std::string& id) {
    for (;;) {
        AgentMessage message = read();
        if (message.id == id) {
            return message;
        }
        m_kept.push_back(std::move(message));
    }
}

AgentMessage ServerFixture::ask(const std::string& verb, Json params) {
    const std::string id = std::to_string(m_nextId++);
    send(toLine({id, verb, std::move(params)}));
    return answerTo(id);
}

std::string ServerFixture::refusalOf(const std::string& verb, Json params) {
    const AgentMessage message = ask(verb, std::move(params));
    return message.error ? message.error->what() : "accepted";
}

std::string ServerFixture::end() {
    closeInput();
    if (m_toUs[0] >= 0) {
        ::close(m_toUs[0]);
        m_toUs[0] = -1;
    }
    if (m_thread.joinable()) {
        m_thread.join();
    }
    return m_thrown;
}

} // namespace halyard::testing
