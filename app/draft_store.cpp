// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/draft_store.h"

#include "app/places.h"
#include "core/base/error.h"
#include "core/base/file_lock.h"
#include "core/base/json.h"
#include "core/base/unique_id.h"

#include <algorithm>

#include <QDateTime>
#include <QDir>

namespace halyard::app {

namespace {

std::string pathOf(const QString& folder, const QString& id, const char* ending) {
    return (folder + u'/' + id + QLatin1String(ending)).toStdString();
}

std::optional<Draft> draftIn(const QString& folder, const QString& id) {
    try {
        const Json document = readJsonFile(pathOf(folder, id, ".json"), {.maxBytes = std::size_t{4} << 20U});
        return Draft{id, runSpecFromJson(document.at("spec"), "draft"), document.value("time", 0.0)};
    } catch (const std::exception&) {
        return std::nullopt; // of another version, or damaged
    }
}

} // namespace

DraftFile::DraftFile(QString folder, QString id, FileDescriptor lock)
    : m_folder(std::move(folder)), m_id(std::move(id)), m_lock(std::move(lock)) {}

void DraftFile::keep(const RunSpec& spec) {
    const Json document = {{"schema", 1}, {"spec", toJson(spec)}, {"time", static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000}};
    keepFile(QString::fromStdString(pathOf(m_folder, m_id, ".json")), QByteArray::fromStdString(document.dump(2, ' ', false, Json::error_handler_t::replace)));
}

std::optional<Draft> DraftFile::read() const {
    return draftIn(m_folder, m_id);
}

void DraftFile::discard() {
    QFile::remove(QString::fromStdString(pathOf(m_folder, m_id, ".json")));
    QFile::remove(QString::fromStdString(pathOf(m_folder, m_id, ".lock")));
}

DraftStore::DraftStore(const QString& project) : m_folder(stateFolder() + QStringLiteral("/drafts/") + keyOf(project)) {
    QDir().mkpath(m_folder);
}

std::unique_ptr<DraftFile> DraftStore::begin() const {
    return lock(QString::fromStdString(uniqueId()));
}

std::unique_ptr<DraftFile> DraftStore::take(const QString& id) const {
    std::unique_ptr<DraftFile> draft = lock(id);
    if (draft && !QFile::exists(QString::fromStdString(pathOf(m_folder, id, ".json")))) {
        draft->discard(); // another took it, and is done with it
        return nullptr;
    }
    return draft;
}

std::unique_ptr<DraftFile> DraftStore::lock(const QString& id) const {
    try {
        FileDescriptor lock = tryLockFile(pathOf(m_folder, id, ".lock"));
        return lock.isOpen() ? std::make_unique<DraftFile>(m_folder, id, std::move(lock)) : nullptr;
    } catch (const Error&) {
        return nullptr;
    }
}

std::vector<Draft> DraftStore::abandoned() const {
    std::vector<Draft> out;
    for (const QFileInfo& entry : QDir(m_folder).entryInfoList({QStringLiteral("*.json")}, QDir::Files)) {
        const QString id = entry.completeBaseName();
        try {
            if (isFileLocked(pathOf(m_folder, id, ".lock"))) {
                continue;
            }
        } catch (const Error&) {
            continue;
        }
        if (auto draft = draftIn(m_folder, id)) {
            out.push_back(std::move(*draft));
        }
    }
    std::sort(out.begin(), out.end(), [](const Draft& a, const Draft& b) { return a.time > b.time; });
    return out;
}

} // namespace halyard::app
