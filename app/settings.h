// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/appearance.h"
#include "views/project/start_page.h"

#include <functional>
#include <vector>

#include <QSettings>

namespace halyard::app {

// What a person prefers in all projects: workbench.ini, whose keys are merged one by one when several workbenches run, and
// projects.json, which one of them at a time changes under a lock. (QSettings would take a file of the same size and time for
// unchanged, and a list it did not read anew would lose an entry.)
class Settings {
public:
    explicit Settings(const QString& folder);

    [[nodiscard]] ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);
    [[nodiscard]] QString language() const; // empty: the system's
    void setLanguage(const QString& name);

    // Newest first, at most ten.
    [[nodiscard]] std::vector<views::RecentProject> recentProjects() const;
    void noteProject(const QString& path);
    void forgetProject(const QString& path);

private:
    struct Opened {
        QString path;
        double time = 0; // Unix
    };
    [[nodiscard]] std::vector<Opened> readProjects() const;
    void changeProjects(const std::function<void(std::vector<Opened>& projects)>& change);

    QString m_folder;
    QSettings m_settings;
};

} // namespace halyard::app
