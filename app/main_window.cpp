// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/main_window.h"

#include "app/action_palette.h"
#include "app/message_bar.h"
#include "app/window_actions.h"
#include "views/project/inspector.h"
#include "views/project/lineage_tree.h"
#include "views/project/notices_panel.h"
#include "views/project/overview_page.h"
#include "views/project/queue_bar.h"
#include "views/project/start_page.h"
#include "views/text/plain_label.h"
#include "views/text/plain_text.h"
#include "views/theme/line_icon.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QDockWidget>
#include <QFontDatabase>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace halyard::app {

namespace {

const QString kOverview = QStringLiteral("overview");
constexpr int kLogLines = 5000;
constexpr int kRoomForFacts = 1150; // a narrower window has its pages instead, until a person opens the dock

// A "&" in a title from outside is a letter, not a mnemonic.
QString tabTitle(const QString& title) {
    return views::shownText(title, 40).replace(u'&', QStringLiteral("&&"));
}

// A page scrolls where the window is too small for it, so that it never makes the window larger than the screen.
QScrollArea* scrolled(const QString& id, QWidget* page) {
    auto* area = new QScrollArea;
    area->setObjectName(id);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(page);
    area->setFocusProxy(page);
    return area;
}

} // namespace

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent), m_actions(new WindowActions(this)) {
    setObjectName(QStringLiteral("main"));
    resize(QSize(1280, 800).boundedTo(screen()->availableSize()));
    setDockNestingEnabled(true);
    buildCentre();
    buildDocks();
    buildStatus();
    buildMenus();
    m_palettePopup = new ActionPalette(this);
    connect(m_actions->nextPage, &QAction::triggered, this, [this] {
        m_tabs->setCurrentIndex((m_tabs->currentIndex() + 1) % m_tabs->count());
    });
    connect(m_actions->previousPage, &QAction::triggered, this, [this] {
        m_tabs->setCurrentIndex((m_tabs->currentIndex() + m_tabs->count() - 1) % m_tabs->count());
    });
    connect(m_actions->closePage, &QAction::triggered, this, [this] { closePage(currentPage()); });
    connect(m_actions->overview, &QAction::triggered, this, [this] { activatePage(kOverview); });
    connect(m_actions->quit, &QAction::triggered, this, &QWidget::close);
    showStart();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre() {
    auto* whole = new QWidget(this);
    auto* layout = new QVBoxLayout(whole);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_message = new MessageBar(whole);
    layout->addWidget(m_message);
    m_stack = new QStackedWidget(whole);
    layout->addWidget(m_stack, 1);
    m_start = new views::StartPage(m_stack);
    m_stack->addWidget(m_start);
    m_tabs = new QTabWidget(m_stack);
    m_tabs->setDocumentMode(true);
    m_tabs->setMovable(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setElideMode(Qt::ElideRight);
    m_stack->addWidget(m_tabs);
    m_overview = new views::OverviewPage;
    m_tabs->addTab(scrolled(kOverview, m_overview), views::lineIcon(QStringLiteral("project")), tr("Overview"));
    for (const auto side : {QTabBar::LeftSide, QTabBar::RightSide}) {
        m_tabs->tabBar()->setTabButton(0, side, nullptr);
    }
    connect(m_tabs, &QTabWidget::tabCloseRequested, this, [this](int index) { closePage(m_tabs->widget(index)->objectName()); });
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] { Q_EMIT pageChanged(currentPage()); });
    setCentralWidget(whole);
}

QDockWidget* MainWindow::addDock(const QString& name, const QString& title, QWidget* content, Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(content);
    dock->setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetFloatable);
    addDockWidget(area, dock);
    m_docks.push_back(dock);
    return dock;
}

void MainWindow::buildDocks() {
    m_tree = new views::LineageTree(this);
    QDockWidget* const left = addDock(QStringLiteral("project"), tr("Project"), m_tree, Qt::LeftDockWidgetArea);
    m_inspector = new views::Inspector(this);
    QDockWidget* const right = addDock(QStringLiteral("inspector"), tr("Facts"), m_inspector, Qt::RightDockWidgetArea);
    m_queue = new views::QueueBar(this);
    QDockWidget* const queue = addDock(QStringLiteral("queue"), tr("Queue"), m_queue, Qt::BottomDockWidgetArea);
    m_log = new QPlainTextEdit(this);
    m_log->setReadOnly(true);
    m_log->setMaximumBlockCount(kLogLines);
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_log->setAccessibleName(tr("Log"));
    m_logDock = addDock(QStringLiteral("log"), tr("Log"), m_log, Qt::BottomDockWidgetArea);
    m_notices = new views::NoticesPanel(this);
    m_noticesDock = addDock(QStringLiteral("notices"), tr("Notices"), m_notices, Qt::BottomDockWidgetArea);
    tabifyDockWidget(queue, m_logDock);
    tabifyDockWidget(m_logDock, m_noticesDock);
    queue->raise();
    resizeDocks({left, right}, {220, 260}, Qt::Horizontal);
    resizeDocks({queue}, {120}, Qt::Vertical);
}

void MainWindow::buildStatus() {
    m_link = new views::PlainLabel(this);
    statusBar()->addWidget(m_link);
    m_reconnect = new QToolButton(this);
    m_reconnect->setText(tr("Try again now"));
    m_reconnect->hide();
    connect(m_reconnect, &QToolButton::clicked, this, &MainWindow::reconnectRequested);
    statusBar()->addWidget(m_reconnect);
    m_machine = new views::PlainLabel(this);
    statusBar()->addPermanentWidget(m_machine);
    m_noticesButton = new QToolButton(this);
    m_noticesButton->setIcon(views::lineIcon(QStringLiteral("warning")));
    m_noticesButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_noticesButton->hide();
    connect(m_noticesButton, &QToolButton::clicked, this, &MainWindow::showNotices);
    connect(m_notices, &views::NoticesPanel::countChanged, this, [this](int count) {
        m_noticesButton->setText(tr("%n notices", nullptr, count));
        m_noticesButton->setVisible(count > 0);
    });
    statusBar()->addPermanentWidget(m_noticesButton);
    statusBar()->setSizeGripEnabled(false);
}

void MainWindow::buildMenus() {
    WindowActions& a = *m_actions;
    QMenu* const file = menuBar()->addMenu(tr("&File"));
    file->addActions({a.newProject, a.openProject, a.runDemo});
    file->addSeparator();
    file->addActions({a.prepareText, a.exportModel});
    file->addSeparator();
    file->addActions({a.closeProject, a.quit});
    QMenu* const edit = menuBar()->addMenu(tr("&Edit"));
    QAction* const undoAction = m_undo.createUndoAction(this, tr("Undo"));
    undoAction->setShortcut(QKeySequence::Undo);
    QAction* const redoAction = m_undo.createRedoAction(this, tr("Redo"));
    redoAction->setShortcut(QKeySequence::Redo);
    edit->addActions({undoAction, redoAction});
    edit->addSeparator();
    edit->addActions({a.rename, a.trash});
    QMenu* const run = menuBar()->addMenu(tr("&Run"));
    for (const RunKind kind : {RunKind::Pipeline, RunKind::Stage1, RunKind::Stage2, RunKind::Stage3, RunKind::Pretrain}) {
        run->addAction(a.newRun.at(kind));
    }
    run->addAction(a.newStudy);
    run->addSeparator();
    run->addActions({a.start, a.pause, a.resume, a.stop, a.stopNow});
    run->addSeparator();
    run->addAction(a.clone);
    QMenu* const layers = menuBar()->addMenu(tr("&Layers"));
    layers->addActions({a.layerBench, a.importSweep});
    QMenu* const measure = menuBar()->addMenu(tr("&Measure"));
    for (const RunKind kind : {RunKind::Niah, RunKind::Eval, RunKind::Throughput, RunKind::Scaling, RunKind::Sweep}) {
        measure->addAction(a.newRun.at(kind));
    }
    measure->addSeparator();
    measure->addAction(a.results);
    QMenu* const view = menuBar()->addMenu(tr("&View"));
    view->addActions({a.palette, a.overview, a.nextPage, a.previousPage, a.closePage});
    view->addSeparator();
    for (QDockWidget* dock : m_docks) {
        view->addAction(dock->toggleViewAction());
    }
    view->addSeparator();
    view->addMenu(tr("&Theme"))->addActions(a.themes->actions());
    view->addMenu(tr("&Language"))->addActions(a.languages->actions());
    QMenu* const help = menuBar()->addMenu(tr("&Help"));
    help->addActions({a.shortcuts, a.about});
}

void MainWindow::showStart() {
    for (QDockWidget* dock : m_docks) {
        dock->hide();
    }
    m_stack->setCurrentWidget(m_start);
    removeAlone();
    setWindowTitle(tr("Halyard"));
    m_actions->setProject(false, false);
    m_link->setPlainText({});
    m_machine->setPlainText({});
    m_reconnect->hide();
    m_start->setFocus();
}

void MainWindow::showAlone(QWidget* page, const QString& title, QUndoStack& undo) {
    removeAlone();
    m_alone = new QWidget(m_stack);
    auto* layout = new QVBoxLayout(m_alone);
    layout->setContentsMargins(0, views::kGrid, 0, 0);
    layout->setSpacing(0);
    auto* back = new QPushButton(tr("Back to the start page"), m_alone);
    back->setObjectName(QStringLiteral("back"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(2 * views::kGrid, 0, 2 * views::kGrid, 0);
    row->addWidget(back);
    row->addStretch(1);
    layout->addLayout(row);
    layout->addWidget(scrolled(QStringLiteral("alone"), page), 1);
    connect(back, &QPushButton::clicked, this, &MainWindow::showStart);
    m_stack->addWidget(m_alone);
    m_stack->setCurrentWidget(m_alone);
    setWindowTitle(tr("Halyard: %1").arg(views::shownText(title, 80)));
    m_undo.addStack(&undo);
    m_undo.setActiveStack(&undo);
    page->setFocus();
}

void MainWindow::removeAlone() {
    if (m_alone != nullptr) {
        m_alone->hide();
        m_alone->deleteLater();
        m_alone = nullptr;
    }
}

void MainWindow::showProject(const QString& name) {
    removeAlone();
    m_stack->setCurrentWidget(m_tabs);
    for (QDockWidget* dock : m_docks) {
        dock->setVisible(dock->widget() != m_inspector || width() >= kRoomForFacts);
    }
    m_docks[2]->raise(); // the queue
    setWindowTitle(tr("Halyard: %1").arg(views::shownText(name, 80)));
    m_actions->setProject(true, true);
}

// ---- pages ----

int MainWindow::indexOf(const QString& id) const {
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (m_tabs->widget(i)->objectName() == id) {
            return i;
        }
    }
    return -1;
}

void MainWindow::addPage(const QString& id, const QString& title, const QString& icon, QWidget* page) {
    const int index = m_tabs->addTab(scrolled(id, page), views::lineIcon(icon), tabTitle(title));
    m_tabs->setTabToolTip(index, views::shownToolTip(title));
}

void MainWindow::setPageTitle(const QString& id, const QString& title) {
    if (const int index = indexOf(id); index >= 0) {
        m_tabs->setTabText(index, tabTitle(title));
        m_tabs->setTabToolTip(index, views::shownToolTip(title));
    }
}

QWidget* MainWindow::page(const QString& id) const {
    const int index = indexOf(id);
    return index < 0 ? nullptr : qobject_cast<QScrollArea*>(m_tabs->widget(index))->widget();
}

bool MainWindow::activatePage(const QString& id) {
    const int index = indexOf(id);
    if (index >= 0) {
        m_tabs->setCurrentIndex(index);
        page(id)->setFocus();
    }
    return index >= 0;
}

void MainWindow::closePage(const QString& id) {
    const int index = indexOf(id);
    if (index < 0 || id == kOverview) {
        return;
    }
    QWidget* const page = m_tabs->widget(index);
    m_tabs->removeTab(index);
    Q_EMIT pageClosed(id);
    page->deleteLater();
}

void MainWindow::closeAllPages() {
    for (const QString& id : pages()) {
        closePage(id);
    }
}

QString MainWindow::currentPage() const {
    const QWidget* const page = m_tabs->currentWidget();
    return page == nullptr ? QString() : page->objectName();
}

QStringList MainWindow::pages() const {
    QStringList out;
    for (int i = 0; i < m_tabs->count(); ++i) {
        if (const QString id = m_tabs->widget(i)->objectName(); id != kOverview) {
            out << id;
        }
    }
    return out;
}

// ---- what is said at the edges ----

void MainWindow::setLinkText(const QString& text, bool lost) {
    m_link->setPlainText(text);
    views::setTone(*m_link, lost ? views::Tone::Warning : views::Tone::Muted);
    m_reconnect->setVisible(lost);
}

void MainWindow::setMachineText(const QString& text) {
    m_machine->setPlainText(text);
}

void MainWindow::showLog(const QString& title) {
    m_logDock->setWindowTitle(title.isEmpty() ? tr("Log") : tr("Log: %1").arg(views::shownText(title, 40)));
}

void MainWindow::showNotices() {
    m_noticesDock->show();
    m_noticesDock->raise();
}

WindowState MainWindow::windowState() const {
    WindowState state;
    state.geometry = saveGeometry();
    state.docks = saveState();
    state.pages = pages();
    state.current = currentPage();
    return state;
}

void MainWindow::restore(const WindowState& state) {
    restoreGeometry(state.geometry);
    restoreState(state.docks);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    Q_EMIT closing();
    event->accept();
}

} // namespace halyard::app
