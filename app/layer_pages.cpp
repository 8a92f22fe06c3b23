// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/layer_pages.h"

#include "app/layer_bench_controller.h"
#include "app/main_window.h"
#include "app/project_controller.h"
#include "views/layers/layer_bench_page.h"

namespace halyard::app {

LayerPages::LayerPages(remote::ProjectSession& project, ProjectController& around, MainWindow& window, QString folder)
    : m_project(&project), m_around(&around), m_window(&window), m_folder(std::move(folder)) {}

LayerBenchController& LayerPages::bench() {
    if (m_window->page(page()) == nullptr) {
        auto* view = new views::LayerBenchPage;
        auto* controller = new LayerBenchController({m_project, m_around, m_window, m_folder}, *view);
        connect(controller, &LayerBenchController::stage2Requested, this, &LayerPages::stage2Requested);
        connect(controller, &LayerBenchController::sweepRequested, this, &LayerPages::sweepRequested);
        connect(controller, &LayerBenchController::opened, this, [this](const QString& title) { m_window->setPageTitle(page(), tr("Layers: %1").arg(title)); });
        m_window->addPage(page(), tr("Layers"), QStringLiteral("align"), view);
    }
    m_window->activatePage(page());
    return *m_window->page(page())->findChild<LayerBenchController*>(QString(), Qt::FindDirectChildrenOnly);
}

void LayerPages::open(const QString& published) {
    LayerBenchController& controller = bench();
    if (!published.isEmpty()) {
        controller.openPublished(published);
    }
}

void LayerPages::openRun(const QString& run) {
    bench().openRun(run);
}

void LayerPages::importFolder() {
    bench().importFolder();
}

} // namespace halyard::app
