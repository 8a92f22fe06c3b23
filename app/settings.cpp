// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/settings.h"

#include "app/places.h"
#include "core/base/error.h"
#include "core/base/file_lock.h"

#include <chrono>
#include <thread>

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace halyard::app {

namespace {

constexpr int kMostRecent = 10;
constexpr std::chrono::milliseconds kClockTick{10}; // of file times, and more
const QString kTheme = QStringLiteral("look/theme");
const QString kLanguage = QStringLiteral("look/language");
const QString kRecent = QStringLiteral("projects/recent");

QString openedKey(const QString& path) {
    return QStringLiteral("projects/opened-") + keyOf(path);
}

} // namespace

Settings::Settings(const QString& folder)
    : m_lock(folder + QStringLiteral("/.workbench.lock")), m_settings(folder + QStringLiteral("/workbench.ini"), QSettings::IniFormat) {}

// What is read and written back belongs together: another workbench must not write between.
void Settings::changeProjects(const std::function<void(QStringList& paths)>& change) {
    FileDescriptor lock;
    try {
        lock = lockFile(m_lock.toStdString());
    } catch (const Error&) {
        // A folder that cannot be written: what follows is not kept either.
    }
    m_settings.sync();
    QStringList paths = m_settings.value(kRecent).toStringList();
    change(paths);
    m_settings.setValue(kRecent, paths.mid(0, kMostRecent));
    m_settings.sync();
    // QSettings knows a file that changed by its size and time; the next one's time must be another than ours.
    std::this_thread::sleep_for(kClockTick);
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
    m_settings.sync(); // another workbench may have added one
    std::vector<views::RecentProject> out;
    for (const QString& path : m_settings.value(kRecent).toStringList().mid(0, kMostRecent)) {
        const double opened = m_settings.value(openedKey(path)).toDouble();
        out.push_back({path, QFileInfo(path).fileName(), opened, !QFileInfo(path).isDir()});
    }
    return out;
}

void Settings::noteProject(const QString& path) {
    const QString clean = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    changeProjects([&](QStringList& paths) {
        paths.removeAll(clean);
        paths.prepend(clean);
        m_settings.setValue(openedKey(clean), static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000);
    });
}

void Settings::forgetProject(const QString& path) {
    changeProjects([&](QStringList& paths) {
        paths.removeAll(path);
        m_settings.remove(openedKey(path));
    });
}

} // namespace halyard::app
