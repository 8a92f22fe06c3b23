// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/window_state.h"

#include <QMainWindow>
#include <QUndoGroup>
#include <QUndoStack>

class QDockWidget;
class QLabel;
class QPlainTextEdit;
class QStackedWidget;
class QTabWidget;
class QToolButton;

namespace halyard::views {
class Inspector;
class LineageTree;
class NoticesPanel;
class OverviewPage;
class PlainLabel;
class QueueBar;
class StartPage;
} // namespace halyard::views

namespace halyard::app {

class ActionPalette;
class MessageBar;
class WindowActions;

// The window: start page or pages in tabs, the project at the left, facts at the right, queue, log and notices below.
// It builds and places; what is in it comes from the controllers.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] WindowActions& actions() { return *m_actions; }
    [[nodiscard]] QUndoGroup& undo() { return m_undo; }
    [[nodiscard]] views::StartPage& startPage() { return *m_start; }
    [[nodiscard]] views::OverviewPage& overviewPage() { return *m_overview; }
    [[nodiscard]] views::LineageTree& tree() { return *m_tree; }
    [[nodiscard]] views::Inspector& inspector() { return *m_inspector; }
    [[nodiscard]] views::QueueBar& queue() { return *m_queue; }
    [[nodiscard]] views::NoticesPanel& notices() { return *m_notices; }
    [[nodiscard]] QPlainTextEdit& log() { return *m_log; }
    [[nodiscard]] MessageBar& messageBar() { return *m_message; }
    [[nodiscard]] ActionPalette& palettePopup() { return *m_palettePopup; }

    void showStart();
    void showProject(const QString& name);
    // A page without a project, with a way back to the start page; it goes with that. undo: its steps.
    void showAlone(QWidget* page, const QString& title, QUndoStack& undo);

    // Pages are known by their id; "overview" is always there and cannot be closed.
    void addPage(const QString& id, const QString& title, const QString& icon, QWidget* page);
    void setPageTitle(const QString& id, const QString& title);
    [[nodiscard]] QWidget* page(const QString& id) const;
    bool activatePage(const QString& id); // false: there is none
    void closePage(const QString& id);
    void closeAllPages();
    [[nodiscard]] QString currentPage() const;
    [[nodiscard]] QStringList pages() const; // without the overview

    void setLinkText(const QString& text, bool lost);
    void setMachineText(const QString& text);
    void showLog(const QString& title);
    void showNotices();

    [[nodiscard]] WindowState windowState() const;
    void restore(const WindowState& state); // geometry and docks; pages are opened by who knows them

Q_SIGNALS:
    void pageClosed(const QString& id);
    void pageChanged(const QString& id);
    void reconnectRequested();
    void closing();

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void buildCentre();
    void buildDocks();
    void buildMenus();
    void buildStatus();
    QDockWidget* addDock(const QString& name, const QString& title, QWidget* content, Qt::DockWidgetArea area);
    [[nodiscard]] int indexOf(const QString& id) const;
    void removeAlone();

    WindowActions* m_actions;
    QUndoGroup m_undo;
    QStackedWidget* m_stack = nullptr;
    views::StartPage* m_start = nullptr;
    QWidget* m_alone = nullptr;
    QTabWidget* m_tabs = nullptr;
    views::OverviewPage* m_overview = nullptr;
    views::LineageTree* m_tree = nullptr;
    views::Inspector* m_inspector = nullptr;
    views::QueueBar* m_queue = nullptr;
    views::NoticesPanel* m_notices = nullptr;
    QPlainTextEdit* m_log = nullptr;
    MessageBar* m_message = nullptr;
    ActionPalette* m_palettePopup = nullptr;
    std::vector<QDockWidget*> m_docks;
    QDockWidget* m_logDock = nullptr;
    QDockWidget* m_noticesDock = nullptr;
    QToolButton* m_noticesButton = nullptr;
    views::PlainLabel* m_link = nullptr;
    views::PlainLabel* m_machine = nullptr;
    QToolButton* m_reconnect = nullptr;
};

} // namespace halyard::app
