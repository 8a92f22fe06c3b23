// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"

#include <functional>
#include <memory>

#include <QByteArray>
#include <QObject>

namespace halyard::remote {

// Carries bytes to and from one `halyard-agent stdio`; knows nothing of their meaning. One object is one attempt to
// connect: it is opened once, and after closed() it is thrown away. Local and remote differ here and nowhere above.
class Transport : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void open() = 0;
    // Kept until it can be sent; ignored after closed().
    virtual void send(const QByteArray& bytes) = 0;
    // Ends the connection, never a run. closed() is not emitted for it.
    virtual void close() = 0;

Q_SIGNALS:
    void opened();
    void received(const QByteArray& bytes);
    // Once, whether it was ever opened or not; the sentence says why.
    void closed(const halyard::Message& reason);
};

// Makes the transport of one attempt. marker: 32 hexadecimal digits that the agent is started with and says in a line
// of their own before its first message; what a login prints before that line is skipped.
using TransportFactory = std::function<std::unique_ptr<Transport>(const QByteArray& marker)>;

} // namespace halyard::remote
