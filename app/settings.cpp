// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settings.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_lock.h"
#include "core/base/json.h"

#include <algorithm>

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace halyard::app {

namespace {

constexpr std::size_t kMostRecent = 10;
const QString kTheme = QStringLiteral("look/theme");
const QString kLanguage = QStringLiteral("look/language");

} // namespace

Settings::Settings(const QString& folder) : m_folder(folder), m_settings(folder + QStringLiteral("/workbench.ini"), QSettings::IniFormat) {}

// A list that cannot be read is none: it is a convenience, and is written anew.
std::vector<Settings::Opened> Settings::readProjects() const {
    std::vector<Opened> out;
    try {
        const Json document = readJsonFile((m_folder + QStringLiteral("/projects.json")).toStdString());
        for (const Json& project : document.at("projects")) {
            out.push_back({QString::fromStdString(project.at("path").get<std::string>()), project.at("opened").get<double>()});
        }
    } catch (const std::exception&) {
        out.clear();
    }
    return out;
}

// What is read and written back belongs together: another workbench must not write between.
void Settings::changeProjects(const std::function<void(std::vector<Opened>& projects)>& change) {
    try {
        (void)QDir().mkpath(m_folder);
        const FileDescriptor lock = lockFile((m_folder + QStringLiteral("/.workbench.lock")).toStdString());
        std::vector<Opened> projects = readProjects();
        change(projects);
        projects.resize(std::min(projects.size(), kMostRecent));
        Json document = {{"projects", Json::array()}};
        for (const Opened& project : projects) {
            document["projects"].push_back({{"path", project.path.toStdString()}, {"opened", project.time}});
        }
        writeJsonFile((m_folder + QStringLiteral("/projects.json")).toStdString(), document);
    } catch (const Error&) {
        // A folder that cannot be written: the list is not kept.
    }
}

ThemeChoice Settings::theme() const {
    return themeChoiceFromName(m_settings.value(kTheme).toString());
}

void Settings::setTheme(ThemeChoice choice) {
    m_settings.setValue(kTheme, nameOf(choice));
}

QString Settings::language() const {
    const QString name = m_settings.value(kLanguage).toString();
    return views::interfaceLanguages().contains(name) ? name : QString();
}

void Settings::setLanguage(const QString& name) {
    m_settings.setValue(kLanguage, name);
}

std::vector<views::RecentProject> Settings::recentProjects() const {
    std::vector<views::RecentProject> out;
    for (const Opened& project : readProjects()) {
        out.push_back({project.path, QFileInfo(project.path).fileName(), project.time, !QFileInfo(project.path).isDir()});
    }
    return out;
}

void Settings::noteProject(const QString& path) {
    const QString clean = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    changeProjects([&](std::vector<Opened>& projects) {
        std::erase_if(projects, [&](const Opened& project) { return project.path == clean; });
        projects.insert(projects.begin(), {clean, static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000});
    });
}

void Settings::forgetProject(const QString& path) {
    changeProjects([&](std::vector<Opened>& projects) {
        std::erase_if(projects, [&](const Opened& project) { return project.path == path; });
    });
}

} // namespace halyard::app
