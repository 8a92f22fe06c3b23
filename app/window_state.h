// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace halyard::app {

// How the window of a project was left. Kept in one file a project; of two workbenches the one closed last is kept,
// whole.
struct WindowState {
    QByteArray geometry;
    QByteArray docks;
    QStringList pages; // ids of open tabs, in order
    QString current;
    int smoothing = -1; // steps; -1: as the page has it
};

// project: its folder; empty: the start page.
[[nodiscard]] WindowState loadWindowState(const QString& project);
void keepWindowState(const QString& project, const WindowState& state);

} // namespace halyard::app
