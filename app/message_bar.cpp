// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/message_bar.h"

#include "views/text/plain_label.h"
#include "views/theme/theme.h"
#include "views/widgets/icon_label.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QPushButton>

namespace halyard::app {

MessageBar::MessageBar(QWidget* parent) : QWidget(parent) {
    views::makeCard(*this);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(views::kGrid * 2, views::kGrid, views::kGrid, views::kGrid);
    layout->setSpacing(views::kGrid);
    m_icon = new views::IconLabel(QStringLiteral("info"), views::Tone::Accent, this);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    m_text = new views::PlainLabel(this);
    m_text->setWordWrap(true);
    layout->addWidget(m_text, 1);
    m_buttons = new QWidget(this);
    m_buttonLayout = new QHBoxLayout(m_buttons);
    m_buttonLayout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_buttons, 0, Qt::AlignTop);
    hide();
}

void MessageBar::ask(const QString& id, const QString& sentence, std::vector<Choice> choices, bool problem) {
    std::erase_if(m_messages, [&](const Message& message) { return message.id == id; });
    m_messages.push_back({id, sentence, std::move(choices), problem});
    showFirst();
}

void MessageBar::dismiss(const QString& id) {
    std::erase_if(m_messages, [&](const Message& message) { return message.id == id; });
    showFirst();
}

void MessageBar::clear() {
    m_messages.clear();
    showFirst();
}

QString MessageBar::sentence() const {
    return m_messages.empty() ? QString() : m_messages.front().sentence;
}

void MessageBar::showFirst() {
    while (QLayoutItem* item = m_buttonLayout->takeAt(0)) {
        if (QWidget* widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be what was pressed
        }
        delete item;
    }
    setVisible(!m_messages.empty());
    if (m_messages.empty()) {
        return;
    }
    const Message& message = m_messages.front();
    m_icon->setIcon(message.problem ? QStringLiteral("warning") : QStringLiteral("info"),
                    message.problem ? views::Tone::Warning : views::Tone::Accent);
    m_text->setPlainText(message.sentence);
    for (const Choice& choice : message.choices) {
        auto* button = new QPushButton(choice.text, m_buttons);
        m_buttonLayout->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, id = message.id, act = choice.act] {
            dismiss(id);
            if (act) {
                act();
            }
        });
    }
}

} // namespace halyard::app
