// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "remote/project_session.h"
#include "views/layers/layer_bench.h"

#include <QObject>

namespace halyard::app {

class LayerBenchController;
class MainWindow;
class ProjectController;

// The layer bench in the window: one page, made when it is first asked for.
class LayerPages : public QObject {
    Q_OBJECT

public:
    LayerPages(remote::ProjectSession& project, ProjectController& around, MainWindow& window, QString folder);

    void open(const QString& published = {}); // with a published sweep ("hypenet-2b"); empty: what is there
    void openRun(const QString& run);         // of the kinds sweep and ga-s2
    void importFolder();
    [[nodiscard]] static QString page() { return QStringLiteral("layers"); }

Q_SIGNALS:
    void stage2Requested(const halyard::views::LayerSet& layers, const QString& selection);
    void sweepRequested();

private:
    // Of the page, which is in front then.
    [[nodiscard]] LayerBenchController& bench();

    remote::ProjectSession* m_project;
    ProjectController* m_around;
    MainWindow* m_window;
    QString m_folder;
};

} // namespace halyard::app
