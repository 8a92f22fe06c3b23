// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/agent/ranks.h"

#include "core/base/error.h"
#include "core/base/spawn.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace halyard {

namespace {

bool endedWell(int status) {
    return WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == static_cast<int>(ErrorKind::Stopped));
}

} // namespace

Ranks::Ranks(const RanksOptions& options) : m_ranks(static_cast<std::size_t>(options.processes)) {
    try {
        for (std::size_t rank = 0; rank < m_ranks.size(); ++rank) {
            start(options, rank);
        }
    } catch (...) {
        signalAll(SIGKILL);
        throw;
    }
}

Ranks::~Ranks() {
    signalAll(SIGKILL);
    for (Rank& rank : m_ranks) {
        if (rank.pid > 0 && !rank.status) {
            ::waitpid(rank.pid, nullptr, 0);
        }
    }
}

void Ranks::start(const RanksOptions& options, std::size_t rank) {
    const std::string number = std::to_string(rank);
    SpawnOptions program;
    program.arguments = options.line;
    program.extraEnvironment = {{"LD_LIBRARY_PATH", options.libraryPath},
                                {"HALYARD_TORCH_DIR", options.torch},
                                {"HALYARD_RANK", number},
                                {"HALYARD_WORLD_SIZE", std::to_string(m_ranks.size())}};
    program.inherited = options.lock;
    program.ownProcessGroup = true;
    program.signalMask = options.signalMask;
    program.deathSignal = SIGKILL;
    FileDescriptor write;
    if (!options.logs.empty()) {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            throw systemError("pipe", HALYARD_TEXT("creating"), errno);
        }
        m_ranks[rank].output = FileDescriptor(ends[0]);
        write = FileDescriptor(ends[1]);
        ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
        program.standardOutput = program.standardError = write.get();
        m_ranks[rank].log.emplace(options.logs / ("worker-" + number + ".txt"));
    }
    m_ranks[rank].pid = spawn(program);
}

std::vector<pid_t> Ranks::processes() const {
    std::vector<pid_t> out;
    for (const Rank& rank : m_ranks) {
        out.push_back(rank.pid);
    }
    return out;
}

std::size_t Ranks::running() const {
    std::size_t count = 0;
    for (const Rank& rank : m_ranks) {
        count += rank.status ? 0U : 1U;
    }
    return count;
}

std::vector<pollfd> Ranks::outputs() const {
    std::vector<pollfd> out;
    for (const Rank& rank : m_ranks) {
        if (rank.output.isOpen()) {
            out.push_back({rank.output.get(), POLLIN, 0});
        }
    }
    return out;
}

// Reads what is there; the end of the output closes it. Bounded, so that a rank that prints without end is not all this
// process attends to.
void Ranks::drain(Rank& rank) {
    std::array<char, 65536> buffer{};
    for (int i = 0; i < 64 && rank.output.isOpen(); ++i) {
        const ssize_t got = ::read(rank.output.get(), buffer.data(), buffer.size());
        if (got > 0) {
            rank.log->append(std::string_view(buffer.data(), static_cast<std::size_t>(got)));
        } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
            (void)rank.output.close();
        } else if (errno == EAGAIN) {
            return;
        }
    }
}

void Ranks::collect() {
    std::vector<std::size_t> ended;
    for (;;) {
        int status = 0;
        const pid_t process = ::waitpid(-1, &status, WNOHANG);
        if (process <= 0) {
            break;
        }
        for (std::size_t rank = 0; rank < m_ranks.size(); ++rank) {
            if (m_ranks[rank].pid == process) {
                m_ranks[rank].status = status;
                ended.push_back(rank);
            }
        }
    }
    for (Rank& rank : m_ranks) {
        drain(rank);
    }
    note(ended);
}

// Of ranks that were found ended at the same look, one that was killed brought down those that gave up.
void Ranks::note(const std::vector<std::size_t>& ended) {
    if (m_firstFailed) {
        return;
    }
    for (const bool killed : {true, false}) {
        for (const std::size_t rank : ended) {
            const int status = *m_ranks[rank].status;
            if (!m_firstFailed && !endedWell(status) && WIFSIGNALED(status) == killed) {
                m_firstFailed = rank;
            }
        }
    }
}

void Ranks::signalAll(int signal) {
    for (const Rank& rank : m_ranks) {
        if (rank.pid > 0 && !rank.status) {
            // A rank that was just started may not lead its group yet.
            if (::kill(-rank.pid, signal) != 0) {
                ::kill(rank.pid, signal);
            }
        }
    }
}

std::string Ranks::lastWords(std::size_t rank) const {
    return m_ranks[rank].log ? m_ranks[rank].log->lastWords() : std::string();
}

std::optional<std::size_t> Ranks::firstStopped() const {
    for (std::size_t rank = 0; rank < m_ranks.size(); ++rank) {
        const int status = m_ranks[rank].status.value_or(0);
        if (WIFEXITED(status) && WEXITSTATUS(status) == static_cast<int>(ErrorKind::Stopped)) {
            return rank;
        }
    }
    return std::nullopt;
}

void endDescendants() {
    const std::string self = std::to_string(::getpid());
    for (int look = 0; look < 2000; ++look) { // some 10 s; what the kernel does not let go of by then stays behind
        std::ifstream children("/proc/self/task/" + self + "/children");
        for (pid_t child = 0; children >> child;) {
            ::kill(child, SIGKILL);
        }
        pid_t ended = 0;
        do {
            ended = ::waitpid(-1, nullptr, WNOHANG);
        } while (ended > 0);
        if (ended < 0 && errno == ECHILD) {
            return;
        }
        ::poll(nullptr, 0, 5);
    }
}

} // namespace halyard
