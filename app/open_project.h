// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "remote/agent_session.h"
#include "remote/project_session.h"
#include "views/project/overview_page.h"

#include <memory>

#include <QObject>
#include <QPointer>

namespace halyard::app {

class DemoGuide;
class DraftFile;
class DraftStore;
class ExportController;
class LayerPages;
class MainWindow;
class OverviewChart;
class OverviewNeedles;
class ProjectController;
class RunController;
class StudyPages;

// A project that is open in a window: its connection, its controllers, its pages.
class OpenProject : public QObject {
    Q_OBJECT

public:
    // folder exists. transports: to an agent whose root it is.
    OpenProject(MainWindow& window, QString folder, remote::TransportFactory transports, QObject* parent = nullptr);
    ~OpenProject() override;

    [[nodiscard]] const QString& folder() const { return m_folder; }
    [[nodiscard]] remote::ProjectSession& project() { return *m_project; }
    void start();
    // Of the run pages; -1: as they have it.
    [[nodiscard]] int smoothing() const;
    void openRun(const QString& run);
    // The page that draws what a run of this kind has measured.
    void openResults(const QString& run, RunKind kind);
    void openWizard(RunKind kind);
    void openExport(const QString& run = {}, std::optional<std::int64_t> step = {});
    void openPrepare();
    // The layer bench; with what it shows: a published sweep ("hypenet-2b"), or a run of the kind sweep or ga-s2.
    void openLayerBench(const QString& published = {});
    void openLayersOf(const QString& run);
    // Starts the demo in this folder, or goes on with it.
    void runDemo(const QString& budget = {}); // "test": one of seconds

private:
    void connectActions();
    void connectWindow();
    void restorePages();
    void openPage(const QString& id);
    template <class Page> void addMeasurements(const QString& id, const QString& run, const QString& title);
    void doStep(views::ProjectStep step);
    void showLogOf(const QString& page);
    void openCloneOf(const Json& spec);
    void offerDrafts();
    [[nodiscard]] RunController* controllerOf(const QString& page) const;
    void openWhatFor(const QString& run);
    void useLayers(const std::vector<std::int64_t>& layers, const QString& selection);
    void showWizard(const RunSpec& spec, std::unique_ptr<DraftFile> draft);
    void openAwaited();

    MainWindow* m_window;
    QString m_folder;
    std::unique_ptr<remote::AgentSession> m_agent;
    std::unique_ptr<remote::ProjectSession> m_project;
    std::unique_ptr<ProjectController> m_around;
    std::unique_ptr<DemoGuide> m_demo;
    std::unique_ptr<LayerPages> m_layers;
    std::unique_ptr<StudyPages> m_studies;
    std::unique_ptr<DraftStore> m_drafts;
    std::unique_ptr<OverviewChart> m_chart;
    std::unique_ptr<OverviewNeedles> m_needles;
    QPointer<RunController> m_logged;
    QString m_toOpen;  // a run that was launched and is not listed yet
    int m_smoothing = -1;
    QStringList m_toRestore;
    QString m_currentToRestore;
};

} // namespace halyard::app
