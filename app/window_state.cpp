// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window_state.h"

#include "app/places.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace halyard::app {

namespace {

constexpr qint64 kMostBytes = 1 << 20;
constexpr int kMostPages = 40;

QString fileOf(const QString& project) {
    const QString folder = stateFolder() + QStringLiteral("/windows");
    QDir().mkpath(folder);
    return folder + u'/' + (project.isEmpty() ? QStringLiteral("start") : keyOf(project)) + QStringLiteral(".json");
}

QByteArray bytesOf(const QJsonValue& value) {
    return QByteArray::fromBase64(value.toString().toLatin1());
}

} // namespace

WindowState loadWindowState(const QString& project) {
    WindowState state;
    QFile file(fileOf(project));
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMostBytes) {
        return state;
    }
    const QJsonObject document = QJsonDocument::fromJson(file.readAll()).object();
    state.geometry = bytesOf(document[QLatin1String("geometry")]);
    state.docks = bytesOf(document[QLatin1String("docks")]);
    for (const QJsonValue& page : document[QLatin1String("pages")].toArray()) {
        if (page.isString() && state.pages.size() < kMostPages) {
            state.pages << page.toString();
        }
    }
    state.current = document[QLatin1String("current")].toString();
    state.smoothing = document[QLatin1String("smoothing")].toInt(-1);
    return state;
}

void keepWindowState(const QString& project, const WindowState& state) {
    const QJsonObject document{{QStringLiteral("geometry"), QString::fromLatin1(state.geometry.toBase64())},
                               {QStringLiteral("docks"), QString::fromLatin1(state.docks.toBase64())},
                               {QStringLiteral("pages"), QJsonArray::fromStringList(state.pages)},
                               {QStringLiteral("current"), state.current},
                               {QStringLiteral("smoothing"), state.smoothing}};
    keepFile(fileOf(project), QJsonDocument(document).toJson());
}

} // namespace halyard::app
