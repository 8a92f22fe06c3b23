// SPDX-License-Identifier: GPL-3.0-or-later
// What a person changes on the layer bench, and points at.
#include "core/select/score/selection.h"
#include "views/layers/layer_bars.h"
#include "views/layers/layer_bench_page.h"
#include "views/layers/layer_card.h"
#include "views/layers/layer_strip.h"
#include "views/layers/layer_table.h"
#include "views/text/plain_label.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTabBar>

#include <algorithm>

namespace halyard::views {

// ---- what a person changes ----

void LayerBenchPage::edit(const BenchChoice& after, const QString& what) {
    if (after == m_choice) {
        showAll(); // a field may show what was refused
        return;
    }
    const BenchChoice before = m_choice;
    m_choice = after;
    setNote({});
    showAll();
    Q_EMIT choiceEdited(before, after, what);
}

void LayerBenchPage::takeKept(const LayerSet& kept, const QString& what) {
    BenchChoice after = m_choice;
    after.kept = kept;
    edit(after, what);
}

// The strip follows a score that it was the choice of; one that was made by hand stays.
void LayerBenchPage::follow(BenchChoice& after) const {
    const LayerSelector* const before = selectorOf(m_bench, m_choice);
    const LayerSelector* const now = selectorOf(m_bench, after);
    if (before != nullptr && now != nullptr && before->top(m_choice.kept.size()) == m_choice.kept) {
        after.kept = now->top(m_choice.kept.size()).value_or(m_choice.kept);
    }
}

void LayerBenchPage::takeBest(std::size_t count) {
    const LayerSelector* const selector = selectorOf(m_bench, m_choice);
    if (const auto top = selector == nullptr ? std::nullopt : selector->top(count)) {
        takeKept(*top, tr("The best %1").arg(count));
    } else {
        showAll();
    }
}

void LayerBenchPage::connectControls() {
    connect(m_score, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (m_filling || index < 0) {
            return;
        }
        BenchChoice after = m_choice;
        after.score = m_score->itemData(index).toString();
        after.baseline = usualBaseline(m_bench, after.score);
        follow(after);
        edit(after, m_score->itemText(index));
    });
    connect(m_baseline, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (m_filling || index < 0) {
            return;
        }
        BenchChoice after = m_choice;
        after.baseline = static_cast<Baseline>(m_baseline->itemData(index).toInt());
        follow(after);
        edit(after, tr("Baseline: %1").arg(m_baseline->itemText(index)));
    });
    connect(m_compared, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (m_filling || index < 0) {
            return;
        }
        BenchChoice after = m_choice;
        after.published = m_compared->itemData(index).toString();
        edit(after, tr("Published: %1").arg(m_compared->itemText(index)));
    });
    connect(m_keep, &QSpinBox::valueChanged, this, [this](int count) {
        if (!m_filling) {
            takeBest(static_cast<std::size_t>(count));
        }
    });
    connect(m_strip, &LayerStrip::referenceWanted, this, [this] { takeBest(m_choice.kept.size()); });
    connectStrip();
}

void LayerBenchPage::connectStrip() {
    connect(m_strip, &LayerStrip::previewed, this, &LayerBenchPage::showKept);
    connect(m_strip, &LayerStrip::edited, this, [this](const LayerSet& kept) {
        const Agreement change = agreementOf(kept, m_choice.kept);
        const std::size_t count = change.onlyFirst.size() + change.onlySecond.size();
        const QString one = change.onlyFirst.empty() ? (change.onlySecond.empty() ? QString() : tr("Layer %1: linear").arg(change.onlySecond.front()))
                                                     : tr("Layer %1: attention").arg(change.onlyFirst.front());
        takeKept(kept, count == 1 ? one : tr("%1 layers changed").arg(count));
    });
    connect(m_views, &QTabBar::currentChanged, this, &LayerBenchPage::showAll);
    connect(m_table, &LayerTable::copyRequested, this, &LayerBenchPage::copyRequested);
}

void LayerBenchPage::pointAt(int layer) {
    for (BenchRow* row : m_rows) {
        row->setPointed(layer);
    }
    if (layer < 0 || m_bench.layers == 0 || m_stack->currentWidget() != m_board) {
        m_card->hide();
        return;
    }
    // Below the strip where there is room, so that what is about to be changed stays in sight.
    const QRect column = m_strip->columnRect(layer).toRect();
    const QRect place(m_strip->mapTo(this, column.bottomLeft()), column.size());
    m_card->showFacts(tr("Layer %1: %2").arg(layer).arg(std::binary_search(m_choice.kept.begin(), m_choice.kept.end(), layer) ? tr("attention") : tr("linear")),
                      layerFacts(m_bench, m_choice, layer), place);
}

QString LayerBenchPage::cardText(int layer) {
    pointAt(layer);
    const QString text = m_card->text();
    pointAt(-1);
    return text;
}

void LayerBenchPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m_card->isVisible()) {
        pointAt(-1);
    } else if (event->matches(QKeySequence::Copy) && m_bench.layers > 0) {
        m_table->setBench(m_bench, m_choice);
        Q_EMIT copyRequested(m_table->copied());
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace halyard::views
