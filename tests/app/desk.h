// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/main_window.h"
#include "app/open_project.h"
#include "app/workbench.h"
#include "core/run/run_folder.h"

#include <memory>

#include <QTemporaryDir>
#include <QTest>

namespace halyard::testing {

constexpr int kLong = 250'000; // ms; conditions come far sooner, but not on a machine that does ten other things

// A desk of its own for the program: folders for settings, drafts and caches, and a project.
class Desk {
public:
    Desk();

    [[nodiscard]] QString folder(const QString& name) const { return m_folder.path() + u'/' + name; }
    [[nodiscard]] std::unique_ptr<app::Workbench> workbench() const;
    // A project as the program makes it.
    [[nodiscard]] QString project(const QString& name) const;

private:
    QTemporaryDir m_folder;
};

// Whether halyard-worker and its LibTorch are there, and fast enough to train with.
[[nodiscard]] bool hasWorker();

// A child widget of a type with an object name or a text; null when there is none that is shown.
template <typename Widget> Widget* shown(QWidget* in, const QString& text = {}) {
    for (Widget* widget : in->findChildren<Widget*>()) {
        if (widget->isVisibleTo(in) &&
            (text.isEmpty() || widget->objectName() == text || widget->property("text").toString() == text)) {
            return widget;
        }
    }
    return nullptr;
}

// The dialog of a type that is open; null when there is none.
template <typename Dialog> Dialog* dialogOf(app::Workbench& bench) {
    for (Dialog* dialog : bench.window()->findChildren<Dialog*>()) {
        if (dialog->isVisible()) {
            return dialog;
        }
    }
    return nullptr;
}

// Saves what a widget looks like below $HALYARD_PICTURES, where that is set: for looking at what the tests saw.
void picture(QWidget& widget, const QString& name);

// A run folder with a start, steps and two damaged lines, as if it had ended long ago.
void writeOldRun(const QString& project, const QString& name, int steps, bool damaged);

// The demo's text as tokens in data/train-32 and data/held_out-32 of a project.
[[nodiscard]] bool prepareDemoText(const QString& project);

// Trains on prepareDemoText()'s tokens, or those of a demo; one thread, checkpoints every 20 steps.
[[nodiscard]] RunSpec tinyTeacher(const QString& demo, int steps);

} // namespace halyard::testing
