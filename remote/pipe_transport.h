// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "remote/transport.h"

#include <memory>

#include <QProcess>
#include <QString>

namespace halyard::remote {

// The transport of this machine: a process `halyard-agent stdio --root ROOT --marker MARKER` and its two pipes. Runs do
// not depend on the process: they have supervisors of their own.
class PipeTransport final : public Transport {
    Q_OBJECT

public:
    PipeTransport(QString agentProgram, QString root, QByteArray marker, QObject* parent = nullptr);
    ~PipeTransport() override;

    void open() override;
    void send(const QByteArray& bytes) override;
    void close() override;

private:
    void finish(const Message& reason);

    QString m_program;
    QString m_root;
    QByteArray m_marker;
    std::unique_ptr<QProcess> m_process;
    bool m_over = false;
};

// A factory of pipe transports to the agent of this machine.
[[nodiscard]] TransportFactory pipeTransports(const QString& agentProgram, const QString& root);

// halyard-agent beside the running program or in ../libexec/halyard; empty when there is none.
[[nodiscard]] QString findAgentProgram();

} // namespace halyard::remote
