// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/layers/layer_card.h"

#include "views/text/plain_label.h"
#include "views/text/plain_text.h"

#include <QGridLayout>

#include <algorithm>

namespace halyard::views {

LayerCard::LayerCard(QWidget* parent) : QFrame(parent), m_title(new PlainLabel(this)), m_lines(new QGridLayout(this)) {
    makeCard(*this);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setTextSize(*m_title, TextSize::Body, true);
    m_lines->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    m_lines->setHorizontalSpacing(2 * kGrid);
    m_lines->setVerticalSpacing(1);
    m_lines->addWidget(m_title, 0, 0, 1, 3);
    hide();
}

void LayerCard::addText(int row, int column, const QString& text, Qt::Alignment alignment, Tone tone) {
    constexpr qsizetype kMost = 60;
    auto* label = qobject_cast<QLabel*>(m_lines->itemAtPosition(row, column) == nullptr ? nullptr : m_lines->itemAtPosition(row, column)->widget());
    if (label == nullptr) {
        label = new QLabel(this);
        label->setTextFormat(Qt::PlainText);
        setTextSize(*label, TextSize::Small);
        m_lines->addWidget(label, row, column, alignment | Qt::AlignTop);
    }
    // The end of a place says most: its file and line.
    const QString shown = shownText(text, 500, false);
    label->setText(shown.size() > kMost && column == 2 ? QStringLiteral("…") + shown.right(kMost) : shownText(shown, kMost, false));
    setTone(*label, tone);
    label->show();
}

void LayerCard::showFacts(const QString& title, const std::vector<LayerFact>& facts, const QRect& column) {
    m_title->setPlainText(title);
    m_facts = facts;
    int row = 1;
    for (const LayerFact& fact : facts) {
        if (fact.text == kNothingKnown) {
            continue;
        }
        const QStringList places = fact.from.split(u'\n', Qt::SkipEmptyParts);
        addText(row, 0, fact.name, Qt::AlignLeft, Tone::Muted);
        addText(row, 1, fact.text, Qt::AlignRight, Tone::Normal);
        // Those of a score are those of its tasks, each of which has a line of its own.
        addText(row, 2, places.size() == 1 ? places.front() : QString(), Qt::AlignLeft, Tone::Muted);
        ++row;
    }
    for (; m_lines->itemAtPosition(row, 0) != nullptr; ++row) {
        for (int i = 0; i < 3; ++i) {
            m_lines->itemAtPosition(row, i)->widget()->hide();
        }
    }
    adjustSize();
    const QRect room = parentWidget()->rect().adjusted(kGrid, kGrid, -kGrid, -kGrid);
    const bool right = column.right() + kGrid + width() <= room.right();
    const int x = right ? column.right() + kGrid : std::max(column.left() - kGrid - width(), room.left());
    const int y = std::clamp(column.top(), room.top(), std::max(room.top(), room.bottom() - height()));
    move(x, y);
    raise();
    show();
}

QString LayerCard::text() const {
    QStringList lines = {m_title->plainText()};
    for (const LayerFact& fact : m_facts) {
        lines << QStringList{fact.name, fact.text, fact.from}.join(u'\t');
    }
    return lines.join(u'\n');
}

} // namespace halyard::views
