// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "views/study/grid_editor.h"

#include <filesystem>
#include <memory>

#include <QObject>

namespace halyard::app {

// What a grid that is being edited comes to.
struct CheckedGrid {
    views::GridPlan plan;
    std::string name;
    Json grid; // with whole paths; null when something is wrong
};

// text: of a grid; folder: what its relative paths are relative to. Inputs need not be there yet.
[[nodiscard]] CheckedGrid checkedGrid(const std::string& text, const std::filesystem::path& folder);

// The same beside the event loop: a large grid takes a second. A newer text ends the interest in the one before.
class GridCheck : public QObject {
    Q_OBJECT

public:
    void start(const QString& text, const QString& folder);

Q_SIGNALS:
    void finished(const halyard::app::CheckedGrid& grid);

private:
    int m_asked = 0;
};

} // namespace halyard::app
