// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/layer_reader.h"
#include "app/project_values.h"
#include "remote/project_session.h"
#include "views/layers/layer_bench.h"

#include <array>
#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>
#include <QUndoStack>

namespace halyard::views {
class LayerBenchPage;
}

namespace halyard::app {

class MainWindow;
class ProjectController;

// The layer bench of a project: what it is made from, read beside the event loop or from the agent, live while a run goes
// on; undo of every choice; selections as files. page owns the controller.
class LayerBenchController : public QObject {
    Q_OBJECT

public:
    struct Around {
        remote::ProjectSession* project;
        ProjectController* controller;
        MainWindow* window;
        QString folder; // of the project
    };
    LayerBenchController(const Around& around, views::LayerBenchPage& page);
    ~LayerBenchController() override;

    void openRun(const QString& run); // of the kinds sweep and ga-s2
    void openPath(const QString& path);
    void openPublished(const QString& name); // "hypenet-2b"
    void importFolder();
    void importFile();
    [[nodiscard]] QUndoStack& undo() { return m_undo; }
    // Writes the choice below selections/ of the project, under this name or a free one like it. Nothing and a sentence on the
    // page when it cannot be; a choice that is there as a file already is not written again.
    std::optional<QString> save(const QString& path);

Q_SIGNALS:
    void stage2Requested(const halyard::views::LayerSet& layers, const QString& selection);
    void sweepRequested();
    void opened(const QString& title);

private:
    void connectPage();
    void offer();
    void open(const QString& id);
    void begin(const QString& shown);
    void fetch(); // the results of the run, as they are now
    void takeResult(std::size_t file, const remote::Answer& answer);
    void read(LayerReader::Work work);
    void take(const std::shared_ptr<const LayerSources>& sources, const views::LayerBench& bench);
    void rescore();
    void fail(const QString& sentence);
    void saveAs();
    void useForStage2();
    [[nodiscard]] bool goesOn() const;
    [[nodiscard]] std::vector<std::filesystem::path> teachers() const;
    [[nodiscard]] QString usualFile() const;

    Around m_around;
    views::LayerBenchPage* m_page;
    QUndoStack m_undo;
    LayerReader m_reader;
    std::shared_ptr<const LayerSources> m_sources;
    QString m_run; // that is shown; empty: files
    std::array<Json, 3> m_results; // of the run, while they come
    std::size_t m_awaited = 0;
    int m_asked = 0; // how often something was opened: answers to what was asked before count no more
    bool m_wasLive = false;
    QTimer m_look;    // at a run that goes on
    QTimer m_rescore; // once a person stops changing how many are kept
    std::size_t m_scoredFor = 0;
    views::BenchChoice m_savedChoice;
    QString m_saved; // the file that holds it
};

} // namespace halyard::app
