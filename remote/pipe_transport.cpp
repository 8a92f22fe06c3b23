// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/pipe_transport.h"

#include "core/base/error.h"
#include "core/run/installation.h"

#include <chrono>

#include <QCoreApplication>
#include <QTimer>

namespace halyard::remote {

PipeTransport::PipeTransport(QString agentProgram, QString root, QByteArray marker, QObject* parent)
    : Transport(parent), m_program(std::move(agentProgram)), m_root(std::move(root)), m_marker(std::move(marker)),
      m_process(std::make_unique<QProcess>()) {
    connect(m_process.get(), &QProcess::started, this, &Transport::opened);
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, [this] {
        if (!m_over) {
            Q_EMIT received(m_process->readAllStandardOutput());
        }
    });
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            finish(Message(
                HALYARD_TEXT("{program} could not be started: {reason}."),
                {{"program", printable(m_program.toStdString())}, {"reason", m_process->errorString().toStdString()}}));
        }
    });
    connect(m_process.get(), &QProcess::finished, this, [this](int code) {
        if (m_over) {
            return;
        }
        const QByteArray last = m_process->readAllStandardOutput();
        if (!last.isEmpty()) {
            Q_EMIT received(last);
        }
        const std::string said = printable(m_process->readAllStandardError().trimmed().toStdString(), 500);
        finish(said.empty()
                   ? Message(HALYARD_TEXT("The agent ended with exit code {code}."), {{"code", std::to_string(code)}})
                   : Message(HALYARD_TEXT("The agent ended with exit code {code}: {text}"),
                             {{"code", std::to_string(code)}, {"text", said}}));
    });
}

PipeTransport::~PipeTransport() {
    close();
}

void PipeTransport::open() {
    m_process->start(m_program, {QStringLiteral("stdio"), QStringLiteral("--root"), m_root, QStringLiteral("--marker"),
                                 QString::fromLatin1(m_marker)});
}

void PipeTransport::send(const QByteArray& bytes) {
    if (!m_over && m_process && m_process->state() != QProcess::NotRunning) {
        m_process->write(bytes);
    }
}

// The process ends by itself when its input is closed; one that does not is killed, which harms no run. Nobody waits
// for it: it is left to itself and removed when it is gone.
void PipeTransport::close() {
    m_over = true;
    if (!m_process) {
        return;
    }
    m_process->disconnect(this);
    if (m_process->state() == QProcess::NotRunning) {
        m_process.release()->deleteLater(); // we may be called from one of its signals
        return;
    }
    QProcess* const process = m_process.release();
    process->setParent(QCoreApplication::instance()); // at the latest, it ends with the program
    QObject::connect(process, &QProcess::finished, process, &QObject::deleteLater);
    process->closeWriteChannel();
    process->closeReadChannel(QProcess::StandardOutput);
    QTimer::singleShot(std::chrono::seconds(3), process, &QProcess::kill);
}

void PipeTransport::finish(const Message& reason) {
    if (!m_over) {
        m_over = true;
        Q_EMIT closed(reason);
    }
}

TransportFactory pipeTransports(const QString& agentProgram, const QString& root) {
    return [agentProgram, root](const QByteArray& marker) {
        return std::make_unique<PipeTransport>(agentProgram, root, marker);
    };
}

QString findAgentProgram() {
    try {
        return QString::fromStdString(findAgent().string());
    } catch (const Error&) {
        return {};
    }
}

} // namespace halyard::remote
