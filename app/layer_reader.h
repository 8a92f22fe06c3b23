// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/layer_scores.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>

#include <QObject>

namespace halyard::app {

// Makes the sources and the bench of the layer bench beside the event loop; one piece of work at a time, and a new one
// ends the one before it.
class LayerReader : public QObject {
    Q_OBJECT

public:
    using Work = std::function<LayerSources(const std::function<void(std::size_t done, std::size_t all)>& step)>;

    ~LayerReader() override;

    // Whatever work gives, scored with `count` layers kept. Work throws Error for what it cannot do.
    void start(Work work, std::size_t count);
    void cancel();
    [[nodiscard]] bool isBusy() const { return m_stop != nullptr; }

Q_SIGNALS:
    void progressed(double part); // 0…1
    void finished(const std::shared_ptr<const halyard::app::LayerSources>& sources, const halyard::views::LayerBench& bench);
    void failed(const halyard::Message& reason);

private:
    std::shared_ptr<std::atomic<bool>> m_stop; // of the work that goes on
};

// The results of a sweep that lie at a path: logs, results or Halyard's own files; with sweep.json also the screen and the
// ranking beside it.
[[nodiscard]] LayerSources readLayerSources(const std::filesystem::path& path,
                                            const std::function<void(std::size_t done, std::size_t all)>& step);

} // namespace halyard::app
