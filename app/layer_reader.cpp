// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/layer_reader.h"

#include "core/base/error.h"
#include "core/select/score/sweep_reader.h"
#include "views/text/plain_text.h"

#include <algorithm>

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

namespace halyard::app {

namespace fs = std::filesystem;

LayerReader::~LayerReader() {
    cancel();
}

void LayerReader::cancel() {
    if (m_stop) {
        m_stop->store(true);
        m_stop.reset();
    }
}

void LayerReader::start(Work work, std::size_t count) {
    cancel();
    m_stop = std::make_shared<std::atomic<bool>>(false);
    const auto stop = m_stop;
    // What happens there is told here, unless it was cancelled meanwhile.
    const auto tell = [reader = QPointer(this), stop](const std::function<void(LayerReader&)>& what) {
        QMetaObject::invokeMethod(qApp, [reader, stop, what] {
            if (reader && !stop->load()) {
                what(*reader);
            }
        });
    };
    QThreadPool::globalInstance()->start([work = std::move(work), count, stop, tell] {
        try {
            const auto sources = std::make_shared<const LayerSources>(work([&](std::size_t done, std::size_t all) {
                if (stop->load()) {
                    throw Error(ErrorKind::Stopped, Sentence{"Stopped."});
                }
                tell([part = static_cast<double>(done) / static_cast<double>(std::max<std::size_t>(all, 1))](LayerReader& reader) { Q_EMIT reader.progressed(part); });
            }));
            if (stop->load()) {
                return;
            }
            const auto bench = std::make_shared<views::LayerBench>(benchOf(*sources, count));
            tell([sources, bench](LayerReader& reader) {
                reader.m_stop.reset();
                Q_EMIT reader.finished(sources, *bench);
            });
        } catch (const Error& error) {
            tell([message = error.message()](LayerReader& reader) {
                reader.m_stop.reset();
                Q_EMIT reader.failed(message);
            });
        }
    });
}

LayerSources readLayerSources(const fs::path& path, const std::function<void(std::size_t done, std::size_t all)>& step) {
    LayerSources sources;
    sources.source = views::fromUtf8(path.string());
    sources.title = views::fromUtf8(path.filename().string());
    std::error_code error;
    const bool own = fs::is_directory(path, error) && fs::exists(path / "sweep.json", error);
    sources.sweep = readSweep(path, 0, step);
    if (!sources.sweep->name.empty()) {
        sources.title = views::shownText(sources.sweep->name, 80);
    }
    if (own && fs::exists(path / "screen.json", error)) {
        sources.screen = readScreenFile(path / "screen.json");
        sources.screenFile = {(path / "screen.json").string(), {}};
    }
    return sources;
}

} // namespace halyard::app
