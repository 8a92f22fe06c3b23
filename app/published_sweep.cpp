// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/published_sweep.h"

#include "app/choice_change.h"
#include "app/places.h"
#include "views/text/message_text.h"
#include "views/text/plain_text.h"

#include <QClipboard>
#include <QGuiApplication>

namespace halyard::app {

using views::BenchChoice;
using views::LayerBenchPage;

PublishedSweep::PublishedSweep(LayerBenchPage& page) : QObject(&page), m_page(&page) {
    m_page->setUsable(false); // there is no project that takes selections and runs
    connect(m_page, &LayerBenchPage::choiceEdited, this, [this](const BenchChoice& before, const BenchChoice& after, const QString& what) {
        m_undo.push(new ChoiceChange(what, before, after, *m_page));
        if (m_sources && after.kept.size() != m_scoredFor && !m_reader.isBusy()) {
            m_scoredFor = after.kept.size();
            m_reader.start([sources = m_sources](const auto& /*step*/) { return *sources; }, m_scoredFor);
        }
    });
    connect(m_page, &LayerBenchPage::copyRequested, this, [](const QString& text) { QGuiApplication::clipboard()->setText(text); });
    const auto needsProject = [this] { m_page->setNote(tr("This is done in a project: go back to the start page and open or create one.")); };
    connect(m_page, &LayerBenchPage::importFolderRequested, this, needsProject);
    connect(m_page, &LayerBenchPage::importFileRequested, this, needsProject);
    connect(m_page, &LayerBenchPage::sweepRequested, this, needsProject);
    connect(m_page, &LayerBenchPage::cancelRequested, this, [this] {
        m_reader.cancel();
        m_page->setProgress({}, {});
    });
    connect(&m_reader, &LayerReader::finished, this, &PublishedSweep::take);
    connect(&m_reader, &LayerReader::failed, this, [this](const Message& reason) {
        m_page->setProgress({}, {});
        m_page->setProblem(views::translated(reason));
    });
}

void PublishedSweep::open(const QString& name) {
    const QString folder = resourcesFolder(QStringLiteral("paper"));
    if (folder.isEmpty()) {
        m_page->setProblem(tr("The published sweeps are not part of this installation."));
        return;
    }
    m_page->setProgress(tr("Reading %1").arg(name), std::nullopt);
    const std::filesystem::path file = (folder + u'/' + name + QStringLiteral(".json")).toStdString();
    m_reader.start([file](const auto& step) { return readLayerSources(file, step); }, 0);
}

void PublishedSweep::take(const std::shared_ptr<const LayerSources>& sources, const views::LayerBench& bench) {
    const bool isFirst = !m_sources;
    m_sources = sources;
    m_page->setProgress({}, {});
    m_page->setBench(bench);
    if (isFirst) {
        m_undo.clear();
        m_scoredFor = m_page->choice().kept.size();
    }
}

} // namespace halyard::app
