// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/layers/layer_facts.h"
#include "views/theme/theme.h"

#include <QFrame>

class QGridLayout;

namespace halyard::views {

class PlainLabel;

// All numbers of one layer and where each stands, over the page and beside the column it is about. It takes no mouse.
class LayerCard : public QFrame {
    Q_OBJECT

public:
    explicit LayerCard(QWidget* parent);
    // column: of the layer, in the parent's coordinates.
    void showFacts(const QString& title, const std::vector<LayerFact>& facts, const QRect& column);
    [[nodiscard]] QString text() const; // name, number and place, a line each

private:
    void addText(int row, int column, const QString& text, Qt::Alignment alignment, Tone tone);

    PlainLabel* m_title;
    QGridLayout* m_lines;
    std::vector<LayerFact> m_facts;
};

} // namespace halyard::views
