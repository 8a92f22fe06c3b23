// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/project_values.h"
#include "remote/project_session.h"

#include <QFileSystemWatcher>
#include <QTimer>
#include <QUndoStack>

namespace halyard::app {

class MainWindow;

// Shows a project around its pages: tree, facts, queue, overview, link and machine, and does what is asked there.
class ProjectController : public QObject {
    Q_OBJECT

public:
    ProjectController(remote::ProjectSession& project, MainWindow& window, QString folder, QObject* parent = nullptr);
    ~ProjectController() override;

    [[nodiscard]] Viewpoint viewpoint() const;
    [[nodiscard]] const std::vector<ExportedModel>& exports() const { return m_exports; }
    // The run a command of the Run menu is about: of the page shown, else selected in the tree; empty: none.
    [[nodiscard]] QString currentRun() const;
    // Says a refusal of the agent where it is seen; nothing for a success.
    void tell(const QString& target, const remote::Answer& answer);
    // Starts a new run: at once when nothing runs or waits, else behind that.
    void startOrQueue(const QString& run);
    void lookForExports();
    [[nodiscard]] QUndoStack& undo() { return m_undo; }

Q_SIGNALS:
    void runOpened(const QString& run);
    void stepRequested(halyard::views::ProjectStep step);
    void exportsChanged();
    void changed(); // facts of any run, or the link

private:
    void connectViews();
    void connectQueue();
    void connectActions();
    void refresh(); // at most every kWait
    void show();
    void showQueue();
    void showInspector();
    void showLink();
    void showCurrentActions();
    void announce(const std::vector<std::string>& changed);
    void sampleMachine();
    void renameRun(const QString& run, const QString& title);
    void changeNotes(const QString& run, const QString& notes);
    void trashRun(const QString& run);

    remote::ProjectSession* m_project;
    MainWindow* m_window;
    QString m_folder;
    QUndoStack m_undo;
    QTimer m_refresh;
    QTimer m_sample;
    QFileSystemWatcher m_watch;
    std::vector<ExportedModel> m_exports;
    QString m_lineup; // of the queue
    std::map<std::string, std::string> m_states; // last seen, for notices
};

} // namespace halyard::app
