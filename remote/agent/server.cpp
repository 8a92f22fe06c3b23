// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/server.h"

#include "core/base/message_json.h"
#include "core/run/command_inbox.h"
#include "core/run/process_identity.h"
#include "remote/agent/queue_scheduler.h"
#include "remote/agent/requests.h"
#include "remote/agent/streams.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace halyard {

namespace {

using Clock = LineReader::Clock;
constexpr std::size_t kOutputLow = std::size_t{512} << 10U; // below: pushes are prepared
constexpr std::size_t kOutputKept = std::size_t{4} << 20U; // written bytes that may still take memory
constexpr std::chrono::milliseconds kLook{150};

class Server {
public:
    Server(const Project& project, const ServerOptions& options)
        : m_project(project), m_options(options), m_reader(Peer::Workbench, {}, options.limits), m_watch(project),
          m_requests(project, m_watch, options.agent), m_streams(project, m_watch) {}

    int run();

private:
    [[nodiscard]] Json hello() const;
    void say(const std::string& line) { m_out += line; }
    [[nodiscard]] bool step();
    [[nodiscard]] int timeout() const;
    void readInput();
    void takeRequests();
    void handle(const std::string& line);
    [[nodiscard]] Json answer(const Request& request);
    [[nodiscard]] Json greet(const Params& params);
    void tell();
    [[nodiscard]] bool writeOutput();
    void flushLast();

    const Project& m_project;
    const ServerOptions& m_options;
    LineReader m_reader;
    RunWatch m_watch;
    Requests m_requests;
    Streams m_streams;
    AnswerMemory m_memory;
    std::string m_out;
    std::size_t m_written = 0; // of m_out
    std::uint64_t m_seq = 0;
    bool m_greeted = false;
    bool m_mayCommand = false;
    bool m_inputEnded = false;
    bool m_requestsWait = false; // lines that were not taken because the output was full
    std::string m_actor;
    Clock::time_point m_looked = Clock::now();
};

Json Server::hello() const {
    const auto self = identityOf(::getpid());
    const std::string here = actorHere();
    const std::size_t at = here.find('@');
    return {{"protocol", m_options.protocol},      {"oldest_reading", m_options.oldestReading},
            {"program", HALYARD_VERSION},          {"marker", m_options.marker},
            {"boot_id", self ? self->bootId : ""}, {"pid", ::getpid()},
            {"user", here.substr(0, at)},          {"host", here.substr(at + 1)},
            {"root", m_project.root().string()},   {"time", unixTime()}};
}

Json Server::greet(const Params& params) {
    const auto version = static_cast<int>(std::min<std::int64_t>(params.whole("protocol"), 1'000'000));
    const Agreement agreed = agreementWith(version, m_options.protocol, m_options.oldestReading);
    if (!agreed.mayRead) {
        throw invalidInput(
            HALYARD_TEXT(
                "The workbench speaks version {theirs} of the protocol, this agent {oldest} to {ours}. Use the "
                "agent that belongs to the workbench."),
            {{"theirs", std::to_string(version)},
             {"oldest", std::to_string(m_options.oldestReading)},
             {"ours", std::to_string(m_options.protocol)}});
    }
    m_greeted = true;
    m_mayCommand = agreed.mayCommand;
    m_actor = printable(params.text("actor", actorHere(), 200));
    if (m_mayCommand && !m_project.whyReadOnly()) {
        try {
            ensureScheduler(m_project, m_options.agent); // one that was killed goes on
        } catch (const Error&) {
            // "queue" and the next "enqueue" say what is wrong with it; reading goes on without.
        }
    }
    return {{"protocol", m_options.protocol}, {"may_command", m_mayCommand}};
}

Json Server::answer(const Request& request) {
    const Params params(request);
    if (request.verb == "hello") {
        return greet(params);
    }
    if (!m_greeted && request.verb != "ping") {
        throw invalidInput(HALYARD_TEXT("Say \"hello\" with the version of the protocol first."));
    }
    const VerbInfo* const verb = findVerb(request.verb);
    if (verb != nullptr && verb->changes && !m_mayCommand) {
        throw invalidInput(HALYARD_TEXT(
            "This workbench is older than the agent: it can look at runs, but not command them. Update the "
            "workbench."));
    }
    if (request.verb == "follow") {
        return m_streams.follow(params);
    }
    if (request.verb == "unfollow") {
        return m_streams.unfollow(params);
    }
    return m_requests.answer(request, m_actor);
}

void Server::handle(const std::string& line) {
    Request request;
    AnswerMemory::Given given;
    try {
        readRequest(messageFromLine(line, Peer::Workbench, m_options.limits), request);
        if (request.verb == "ack") {
            m_streams.acknowledge(Params(request));
            return;
        }
        if (const AnswerMemory::Given* const before = m_memory.find(request)) {
            say(before->ok ? resultLine(++m_seq, request.id, before->result)
                           : refusalLine(++m_seq, request.id, *before->error));
            return;
        }
        given.result = answer(request);
        given.ok = true;
    } catch (const Error& error) {
        if (request.id.empty()) {
            throw;
        }
        given.error = error;
    } catch (const std::exception& error) { // a broken file system library call, no memory for one answer
        if (request.id.empty()) {
            throw;
        }
        given.error = failure(HALYARD_TEXT("The request failed: {reason}."), {{"reason", printable(error.what())}});
    }
    say(given.ok ? resultLine(++m_seq, request.id, given.result) : refusalLine(++m_seq, request.id, *given.error));
    m_memory.keep(request, std::move(given));
}

void Server::takeRequests() {
    m_requestsWait = false;
    for (int taken = 0; taken < 256; ++taken) {
        if (m_out.size() - m_written >= m_options.mostUnread) {
            break;
        }
        const auto line = m_reader.next();
        if (!line) {
            return;
        }
        handle(*line);
    }
    m_requestsWait = true;
}

void Server::readInput() {
    std::array<char, 1U << 16U> buffer;
    const ssize_t got = ::read(m_options.input, buffer.data(), buffer.size());
    if (got > 0) {
        m_reader.take(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
    } else if (got == 0) {
        m_inputEnded = true;
    } else if (errno != EINTR && errno != EAGAIN) {
        throw systemError("stdin", HALYARD_TEXT("reading"), errno);
    }
}

void Server::tell() {
    if (m_streams.any() && (Clock::now() - m_looked >= kLook || m_streams.isCatchingUp())) {
        m_looked = Clock::now();
        m_streams.look();
    }
    while (m_out.size() - m_written < kOutputLow) {
        auto push = m_streams.next();
        if (!push) {
            return;
        }
        say(pushLine(++m_seq, std::move(*push)));
    }
}

// False when the other side is gone.
bool Server::writeOutput() {
    while (m_written < m_out.size()) {
        const ssize_t put = ::write(m_options.output, m_out.data() + m_written, m_out.size() - m_written);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0 && errno == EAGAIN) {
            break;
        }
        if (put < 0) {
            return false;
        }
        m_written += static_cast<std::size_t>(put);
    }
    if (m_written == m_out.size()) {
        m_out.clear();
        m_written = 0;
    } else if (m_written > kOutputKept) {
        m_out.erase(0, m_written);
        m_written = 0;
    }
    return true;
}

int Server::timeout() const {
    const bool full = m_out.size() - m_written >= kOutputLow;
    if (m_requestsWait && m_out.size() - m_written < m_options.mostUnread) {
        return 0;
    }
    if (m_streams.isCatchingUp() && !full) {
        return 0;
    }
    return m_streams.any() && !full ? static_cast<int>(kLook.count()) : 1000;
}

// One turn of the loop; false when it is over.
bool Server::step() {
    const bool mayRead = !m_inputEnded && !m_requestsWait && m_out.size() - m_written < m_options.mostUnread;
    std::array<pollfd, 2> waiting = {{{mayRead ? m_options.input : -1, POLLIN, 0},
                                      {m_options.output, static_cast<short>(m_out.empty() ? 0 : POLLOUT), 0}}};
    if (::poll(waiting.data(), waiting.size(), timeout()) < 0 && errno != EINTR) {
        throw systemError("poll", HALYARD_TEXT("reading"), errno);
    }
    if ((waiting[1].revents & (POLLERR | POLLHUP | POLLNVAL)) != 0) {
        return false;
    }
    if (waiting[0].revents != 0) {
        readInput();
    }
    takeRequests();
    if (m_inputEnded && !m_requestsWait) {
        m_reader.finish();
        return false;
    }
    m_reader.checkSilence();
    tell();
    return writeOutput();
}

// What was answered before the end still goes out, if the other side reads within a moment.
void Server::flushLast() {
    const auto end = Clock::now() + std::chrono::seconds(2);
    while (!m_out.empty() && Clock::now() < end) {
        pollfd waiting{m_options.output, POLLOUT, 0};
        if (::poll(&waiting, 1, 100) < 0 || (waiting.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0 || !writeOutput()) {
            return;
        }
    }
}

int Server::run() {
    say("\n" + m_options.marker + "\n");
    say(helloLine(++m_seq, hello()));
    try {
        while (step()) {
        }
    } catch (const Error& error) {
        say(pushLine(++m_seq, {{"push", "closing"}, {"error", toJson(error)}}));
        flushLast();
        throw;
    }
    flushLast();
    return 0;
}

// Writing to a full pipe must not hold up the loop. The descriptor may be shared with another process, so its flags are
// put back.
class NonBlocking {
public:
    explicit NonBlocking(int fd) : m_fd(fd), m_before(::fcntl(fd, F_GETFL)) {
        ::fcntl(fd, F_SETFL, m_before | O_NONBLOCK);
    }
    ~NonBlocking() { ::fcntl(m_fd, F_SETFL, m_before); }
    NonBlocking(const NonBlocking&) = delete;
    NonBlocking& operator=(const NonBlocking&) = delete;

private:
    int m_fd;
    int m_before;
};

} // namespace

int serve(const Project& project, const ServerOptions& options) {
    std::signal(SIGPIPE, SIG_IGN);
    const NonBlocking output(options.output);
    return Server(project, options).run();
}

} // namespace halyard
