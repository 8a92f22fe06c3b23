// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QWidget>

class QHBoxLayout;

namespace halyard::views {
class IconLabel;
class PlainLabel;
} // namespace halyard::views

namespace halyard::app {

// A sentence above the pages that waits for an answer and keeps nobody from working: a draft that was found, a launch
// that failed. Several stand in line.
class MessageBar : public QWidget {
    Q_OBJECT

public:
    struct Choice {
        QString text;
        std::function<void()> act; // may be empty: the message only goes away
    };

    explicit MessageBar(QWidget* parent = nullptr);
    // id: a message of the same id is replaced.
    void ask(const QString& id, const QString& sentence, std::vector<Choice> choices, bool problem = false);
    void dismiss(const QString& id);
    void clear();
    [[nodiscard]] QString sentence() const; // that is shown; empty: none

private:
    struct Message {
        QString id;
        QString sentence;
        std::vector<Choice> choices;
        bool problem = false;
    };
    void showFirst();

    std::vector<Message> m_messages;
    views::IconLabel* m_icon = nullptr;
    views::PlainLabel* m_text = nullptr;
    QWidget* m_buttons = nullptr;
    QHBoxLayout* m_buttonLayout = nullptr;
};

} // namespace halyard::app
