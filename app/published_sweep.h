// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/layer_reader.h"
#include "views/layers/layer_bench.h"

#include <QObject>
#include <QUndoStack>

namespace halyard::views {
class LayerBenchPage;
}

namespace halyard::app {

// The layer bench on a published sweep, without a project: it reads one file of this installation, and neither computes nor
// writes. page owns the controller.
class PublishedSweep : public QObject {
    Q_OBJECT

public:
    explicit PublishedSweep(views::LayerBenchPage& page);

    void open(const QString& name); // "hypenet-2b"
    [[nodiscard]] QUndoStack& undo() { return m_undo; }

private:
    void take(const std::shared_ptr<const LayerSources>& sources, const views::LayerBench& bench);

    views::LayerBenchPage* m_page;
    QUndoStack m_undo;
    LayerReader m_reader;
    std::shared_ptr<const LayerSources> m_sources;
    std::size_t m_scoredFor = 0;
};

} // namespace halyard::app
