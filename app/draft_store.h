// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file.h"
#include "core/run/run_spec.h"

#include <memory>
#include <optional>
#include <vector>

#include <QString>

namespace halyard::app {

// A wizard's settings as they were last typed.
struct Draft {
    QString id;
    RunSpec spec;
    double time = 0; // Unix time
};

// One draft while a wizard is open: its lock tells other workbenches that it is not abandoned.
class DraftFile {
public:
    DraftFile(QString folder, QString id, FileDescriptor lock);
    void keep(const RunSpec& spec);
    // As it was kept last, perhaps by another workbench before this one took it; nothing when it cannot be read.
    [[nodiscard]] std::optional<Draft> read() const;
    void discard();
    [[nodiscard]] const QString& id() const { return m_id; }

private:
    QString m_folder;
    QString m_id;
    FileDescriptor m_lock;
};

// Drafts of the wizards of a project, below the state folder: each a file that is replaced in one step, so that a killed
// workbench loses no more than its last second.
class DraftStore {
public:
    explicit DraftStore(const QString& project);

    [[nodiscard]] std::unique_ptr<DraftFile> begin() const; // null when the folder cannot be written
    // Those that no workbench has open, newest first; files that cannot be read are left out.
    [[nodiscard]] std::vector<Draft> abandoned() const;
    // Goes on with an abandoned one; null when another workbench was quicker.
    [[nodiscard]] std::unique_ptr<DraftFile> take(const QString& id) const;

private:
    [[nodiscard]] std::unique_ptr<DraftFile> lock(const QString& id) const;

    QString m_folder;
};

} // namespace halyard::app
