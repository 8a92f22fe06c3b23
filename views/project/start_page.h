// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

#include <vector>

class QPushButton;
class QVBoxLayout;

namespace halyard::views {

class PlainLabel;

struct RecentProject {
    QString path;
    QString name;
    double opened = 0;    // Unix time
    bool missing = false; // the folder is not there now
};

// What one sees before a project is open.
class StartPage : public QScrollArea {
    Q_OBJECT

public:
    explicit StartPage(QWidget* parent = nullptr);
    void setRecentProjects(const std::vector<RecentProject>& projects);
    // Why something cannot be done now ("The worker is being built, 40 %."); the demo then waits. Empty: all can.
    void setWaiting(const QString& sentence);
    // A sentence about what failed; empty clears it.
    void setProblem(const QString& sentence);

Q_SIGNALS:
    void demoRequested();
    void ownTeacherRequested(); // in a project of its own
    void openProjectRequested();
    void projectChosen(const QString& path);
    void projectForgotten(const QString& path);
    // The layer sweep of a published model, by the name of its file: "hypenet-2b".
    void publishedSweepRequested(const QString& name);

private:
    [[nodiscard]] QWidget* buildDemo();
    [[nodiscard]] QWidget* buildPublished();

    QPushButton* m_demo = nullptr;
    PlainLabel* m_waiting = nullptr;
    PlainLabel* m_problem = nullptr;
    QWidget* m_recent = nullptr;
    QVBoxLayout* m_recentLayout = nullptr;
};

} // namespace halyard::views
