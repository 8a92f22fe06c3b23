// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/layers/layer_bench_page.h"

#include <QUndoCommand>

namespace halyard::app {

// A choice of layers as a whole; the page has it already when it is first made.
class ChoiceChange : public QUndoCommand {
public:
    ChoiceChange(const QString& what, views::BenchChoice before, views::BenchChoice after, views::LayerBenchPage& page)
        : QUndoCommand(what), m_before(std::move(before)), m_after(std::move(after)), m_page(&page) {}

    void undo() override { m_page->setChoice(m_before); }
    void redo() override {
        if (m_page->choice() != m_after) {
            m_page->setChoice(m_after);
        }
    }

private:
    views::BenchChoice m_before;
    views::BenchChoice m_after;
    views::LayerBenchPage* m_page;
};

} // namespace halyard::app
