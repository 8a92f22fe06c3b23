// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "remote/pipe_transport.h"

#include <deque>
#include <memory>
#include <random>

#include <QElapsedTimer>
#include <QTimer>

namespace halyard::testing {

// What a bad line does to an agent's bytes: each arrives 50 ms later and alone, a login banner comes before the
// greeting, and the line is cut at a random moment, with what is under way lost; sometimes the agent is killed with it.
struct FlakyLine {
    explicit FlakyLine(unsigned seed) : random(seed) {}

    std::mt19937 random;
    int delay = 50;        // milliseconds, each way
    int cutsLeft = 0;      // afterwards the line holds
    int longestLife = 700; // milliseconds before a cut
    int cuts = 0;
};

class FlakyTransport final : public remote::Transport {
    Q_OBJECT

public:
    FlakyTransport(std::shared_ptr<FlakyLine> line, std::unique_ptr<remote::Transport> inner);

    void open() override;
    void send(const QByteArray& bytes) override;
    void close() override;

private:
    struct Piece {
        qint64 due;
        QByteArray bytes;
    };
    void cut();
    void deliver();

    std::shared_ptr<FlakyLine> m_line;
    std::unique_ptr<remote::Transport> m_inner;
    std::deque<Piece> m_toUs, m_toAgent;
    QElapsedTimer m_clock;
    QTimer m_deliver, m_cut;
    bool m_over = false;
};

// A factory that makes any transport's line flaky.
[[nodiscard]] remote::TransportFactory flaky(std::shared_ptr<FlakyLine> line, remote::TransportFactory inner);

} // namespace halyard::testing
