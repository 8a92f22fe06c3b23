// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/project_folder.h"

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/run/installation.h"

#include <filesystem>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace halyard::app {

namespace fs = std::filesystem;

void createProjectFolder(const QString& folder) {
    const fs::path root = fs::path(folder.toStdString()).lexically_normal();
    std::error_code error;
    if (fs::exists(root / "halyard.project.json", error)) {
        return;
    }
    if (fs::exists(root, error) && !fs::is_empty(root, error)) {
        throw invalidInput(HALYARD_TEXT("{path} holds something else already. Choose an empty folder, or a new name."),
                           {{"path", printable(root.string())}});
    }
    for (const char* part : {"runs", "data", "models", "exports", "selections"}) {
        fs::create_directories(root / part, error);
        if (error) {
            throw systemError(root.string(), HALYARD_TEXT("creating"), error.value());
        }
    }
    writeJsonFile(root / "halyard.project.json",
                  {{"schema", 1}, {"name", root.filename().string()}, {"notes", ""}, {"order", Json::array()}});
}

QString demoFolder() {
    const QDir tree(QCoreApplication::applicationDirPath() + QStringLiteral("/../../.."));
    if (tree.exists(QStringLiteral("resources/demo/train.jsonl"))) {
        return QDir::cleanPath(tree.absoluteFilePath(QStringLiteral("build/demo")));
    }
    return QString::fromStdString((dataFolder() / "demo").string());
}

QString freeName(const QString& folder, const QString& name) {
    QString free = name;
    for (int number = 2; QFileInfo::exists(folder + u'/' + free); ++number) {
        free = QStringLiteral("%1-%2").arg(name).arg(number);
    }
    return free;
}

} // namespace halyard::app
