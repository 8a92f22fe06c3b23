// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/appearance.h"
#include "views/project/start_page.h"

#include <functional>
#include <vector>

#include <QSettings>

namespace halyard::app {

// What a person prefers in all projects, in workbench.ini. Several workbenches may run: each key is merged by itself.
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
    void changeProjects(const std::function<void(QStringList& paths)>& change);

    QString m_lock;
    mutable QSettings m_settings;
};

} // namespace halyard::app
