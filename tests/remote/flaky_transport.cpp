// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/remote/flaky_transport.h"

#include <utility>

#include <QPointer>

namespace halyard::testing {

using remote::Transport;

FlakyTransport::FlakyTransport(std::shared_ptr<FlakyLine> line, std::unique_ptr<Transport> inner)
    : m_line(std::move(line)), m_inner(std::move(inner)) {
    m_clock.start();
    m_cut.setSingleShot(true);
    connect(&m_cut, &QTimer::timeout, this, [this] { cut(); });
    connect(&m_deliver, &QTimer::timeout, this, [this] { deliver(); });
    connect(m_inner.get(), &Transport::opened, this, &Transport::opened);
    connect(m_inner.get(), &Transport::received, this, [this](const QByteArray& bytes) {
        m_toUs.push_back({m_clock.elapsed() + m_line->delay, bytes});
    });
    connect(m_inner.get(), &Transport::closed, this, [this](const Message& reason) {
        if (!std::exchange(m_over, true)) {
            Q_EMIT closed(reason);
        }
    });
}

void FlakyTransport::open() {
    m_toUs.push_back(
        {m_line->delay, QByteArrayLiteral("Linux node 6.1 #1 SMP\n\n  Welcome! {\"seq\":1}\nLast login: today\n$ ")});
    if (m_line->cutsLeft > 0) {
        --m_line->cutsLeft;
        m_cut.start(std::uniform_int_distribution<int>(0, m_line->longestLife)(m_line->random));
    }
    m_deliver.start(5);
    m_inner->open();
}

void FlakyTransport::send(const QByteArray& bytes) {
    m_toAgent.push_back({m_clock.elapsed() + m_line->delay, bytes});
}

void FlakyTransport::close() {
    m_over = true;
    m_inner->close();
}

// What is under way is lost, and the other side may have got half of a line.
void FlakyTransport::cut() {
    if (std::exchange(m_over, true)) {
        return;
    }
    ++m_line->cuts;
    if (!m_toAgent.empty()) {
        const QByteArray& bytes = m_toAgent.front().bytes;
        m_inner->send(bytes.left(std::uniform_int_distribution<qsizetype>(0, bytes.size())(m_line->random)));
    }
    m_inner->disconnect(this);
    m_inner->close();
    Q_EMIT closed(Message(HALYARD_TEXT("The line was cut.")));
}

void FlakyTransport::deliver() {
    const QPointer<FlakyTransport> alive = this; // who receives may end us
    while (alive && !m_over && !m_toAgent.empty() && m_toAgent.front().due <= m_clock.elapsed()) {
        const QByteArray bytes = std::move(m_toAgent.front().bytes);
        m_toAgent.pop_front();
        for (const char byte : bytes) {
            m_inner->send(QByteArray(1, byte));
        }
    }
    while (alive && !m_over && !m_toUs.empty() && m_toUs.front().due <= m_clock.elapsed()) {
        const QByteArray bytes = std::move(m_toUs.front().bytes);
        m_toUs.pop_front();
        for (qsizetype i = 0; alive && !m_over && i < bytes.size(); ++i) {
            Q_EMIT received(bytes.mid(i, 1));
        }
    }
}

remote::TransportFactory flaky(std::shared_ptr<FlakyLine> line, remote::TransportFactory inner) {
    return [line, inner](const QByteArray& marker) { return std::make_unique<FlakyTransport>(line, inner(marker)); };
}

} // namespace halyard::testing
