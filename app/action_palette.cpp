// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/action_palette.h"

#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"
#include "views/theme/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QVBoxLayout>

namespace halyard::app {

namespace {

constexpr int kKindRole = Qt::UserRole;      // 0: action, 1: place
constexpr int kNumberRole = Qt::UserRole + 1; // in m_actions or m_places

QString plainTitle(const QAction& action) {
    QString text = action.text();
    return text.remove(u'&');
}

// Every typed word is found somewhere in the title.
bool matches(const QString& title, const QString& typed) {
    const QStringList words = typed.split(u' ', Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(), [&](const QString& word) { return title.contains(word, Qt::CaseInsensitive); });
}

} // namespace

ActionPalette::ActionPalette(QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Find an action or a run"));
    setModal(true);
    resize(560, 380);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(views::kGrid, views::kGrid, views::kGrid, views::kGrid);
    m_input = new QLineEdit(this);
    m_input->setPlaceholderText(tr("Type a few letters"));
    m_input->setAccessibleName(windowTitle());
    m_input->installEventFilter(this);
    layout->addWidget(m_input);
    m_list = new QListWidget(this);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(tr("What was found"));
    m_list->setFocusPolicy(Qt::NoFocus);
    layout->addWidget(m_list);
    connect(m_input, &QLineEdit::textChanged, this, &ActionPalette::narrow);
    connect(m_input, &QLineEdit::returnPressed, this, &ActionPalette::take);
    connect(m_list, &QListWidget::itemClicked, this, &ActionPalette::take);
}

void ActionPalette::open(const std::vector<QAction*>& actions, const std::vector<Place>& places) {
    m_actions.assign(actions.begin(), actions.end());
    m_places = places;
    m_input->clear();
    narrow({});
    QDialog::open();
    m_input->setFocus();
}

void ActionPalette::narrow(const QString& typed) {
    m_list->clear();
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        if (matches(m_places[i].title, typed)) {
            auto* item = new QListWidgetItem(views::lineIcon(m_places[i].icon), views::shownText(m_places[i].title, 200), m_list);
            item->setData(kKindRole, 1);
            item->setData(kNumberRole, static_cast<int>(i));
        }
    }
    for (std::size_t i = 0; i < m_actions.size(); ++i) {
        const QAction* const action = m_actions[i];
        if (action != nullptr && action->isEnabled() && matches(plainTitle(*action), typed)) {
            const QString keys = action->shortcut().toString(QKeySequence::NativeText);
            auto* item = new QListWidgetItem(action->icon(), plainTitle(*action) + (keys.isEmpty() ? QString() : QStringLiteral("    ") + keys), m_list);
            item->setData(kKindRole, 0);
            item->setData(kNumberRole, static_cast<int>(i));
        }
    }
    m_list->setCurrentRow(0);
}

void ActionPalette::take() {
    const QListWidgetItem* const item = m_list->currentItem();
    if (item == nullptr) {
        return;
    }
    const auto number = static_cast<std::size_t>(item->data(kNumberRole).toInt());
    const bool isPlace = item->data(kKindRole).toInt() == 1;
    accept();
    if (isPlace) {
        Q_EMIT placeChosen(m_places[number].id);
    } else if (m_actions[number] != nullptr) {
        m_actions[number]->trigger();
    }
}

bool ActionPalette::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_input && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int rows = m_list->count();
            if (rows > 0) {
                m_list->setCurrentRow((m_list->currentRow() + (key == Qt::Key_Down ? 1 : rows - 1)) % rows);
            }
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace halyard::app
