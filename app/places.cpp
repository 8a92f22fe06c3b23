// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/places.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/hash.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace halyard::app {

namespace {

QString folderBelow(const char* variable, const char* usual, const char* name) {
    QString base = qEnvironmentVariable(variable);
    if (!QDir::isAbsolutePath(base)) { // as the XDG base directory specification has it
        base = QDir::homePath() + u'/' + QLatin1String(usual);
    }
    const QString folder = base + u'/' + QLatin1String(name);
    QDir().mkpath(folder);
    return folder;
}

} // namespace

QString configFolder() {
    return folderBelow("XDG_CONFIG_HOME", ".config", "halyard");
}

QString stateFolder() {
    return folderBelow("XDG_STATE_HOME", ".local/state", "halyard/workbench");
}

QString cacheFolder() {
    return folderBelow("XDG_CACHE_HOME", ".cache", "halyard/workbench");
}

QString resourcesFolder(const QString& name) {
    const QDir programs(QCoreApplication::applicationDirPath());
    for (const char* place : {"../share/halyard/", "../../../resources/"}) { // installed, and in the source tree
        if (const QString folder = QDir::cleanPath(programs.absoluteFilePath(QLatin1String(place) + name)); QDir(folder).exists()) {
            return folder;
        }
    }
    return {};
}

QString keyOf(const QString& project) {
    const QFileInfo folder(project);
    const QString path = folder.exists() ? folder.canonicalFilePath() : QDir::cleanPath(folder.absoluteFilePath());
    return QFileInfo(path).fileName().left(40) + u'-' + QString::fromStdString(hashOf(std::string_view(path.toStdString()))).left(16);
}

bool keepFile(const QString& path, const QByteArray& bytes) {
    try {
        writeFileAtomically(path.toStdString(), std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
        return true;
    } catch (const Error&) {
        return false;
    }
}

} // namespace halyard::app
