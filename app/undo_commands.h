// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QUndoCommand>

namespace halyard::app {

// A text that was changed, and how to put one in its place.
class TextChange : public QUndoCommand {
public:
    TextChange(const QString& name, QString before, QString after, std::function<void(const QString&)> apply)
        : QUndoCommand(name), m_before(std::move(before)), m_after(std::move(after)), m_apply(std::move(apply)) {}

    void undo() override { m_apply(m_before); }
    void redo() override { m_apply(m_after); }

private:
    QString m_before;
    QString m_after;
    std::function<void(const QString&)> m_apply;
};

} // namespace halyard::app
