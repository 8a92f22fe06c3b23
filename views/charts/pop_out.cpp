// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/charts/pop_out.h"

#include "views/text/plain_label.h"
#include "views/theme/line_icon.h"
#include "views/theme/theme.h"

#include <QCloseEvent>
#include <QKeyEvent>
#include <QLayout>
#include <QPushButton>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <functional>

namespace halyard::views {

namespace {

constexpr QSize kWindowSize(900, 560);

class FigureWindow : public QWidget {
public:
    FigureWindow(QWidget* place, std::function<void()> closed) : QWidget(place, Qt::Window), m_closed(std::move(closed)) {
        setObjectName(QStringLiteral("figureWindow"));
        setAttribute(Qt::WA_DeleteOnClose);
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(kGrid, kGrid, kGrid, kGrid);
    }

protected:
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Escape || event->matches(QKeySequence::Close)) {
            close();
        } else {
            QWidget::keyPressEvent(event);
        }
    }
    void closeEvent(QCloseEvent* event) override {
        m_closed();
        QWidget::closeEvent(event);
    }

private:
    std::function<void()> m_closed;
};

// Puts another widget in a widget's place, which is in a splitter or a layout.
void exchange(QWidget& there, QWidget& instead) {
    QWidget* const around = there.parentWidget();
    if (auto* splitter = qobject_cast<QSplitter*>(around)) {
        splitter->replaceWidget(splitter->indexOf(&there), &instead);
    } else if (around != nullptr && around->layout() != nullptr) {
        delete around->layout()->replaceWidget(&there, &instead);
    }
}

} // namespace

PopOut::PopOut(QWidget& figure) : QObject(&figure), m_figure(&figure) {}

QToolButton* PopOut::makeButton(QWidget* header) {
    m_button = new QToolButton(header);
    m_button->setObjectName(QStringLiteral("popOut"));
    connect(m_button, &QToolButton::clicked, this, [this] { setOut(!isOut()); });
    showButton();
    return m_button;
}

void PopOut::showButton() {
    if (m_button != nullptr) {
        m_button->setIcon(lineIcon(isOut() ? QStringLiteral("put-back") : QStringLiteral("pop-out")));
        m_button->setToolTip(isOut() ? tr("Put back into its page (W)") : tr("Show in a window of its own (W)"));
        m_button->setAccessibleName(m_button->toolTip());
    }
}

bool PopOut::take(const QKeyEvent& key) {
    if (key.key() != Qt::Key_W || key.modifiers() != Qt::NoModifier) {
        return false;
    }
    setOut(!isOut());
    return true;
}

QWidget* PopOut::makeNote() {
    auto* note = new QWidget;
    makeCard(*note);
    note->setSizePolicy(m_figure->sizePolicy()); // a splitter keeps its stretch there
    note->setMinimumSize(m_figure->minimumSizeHint());
    auto* layout = new QVBoxLayout(note);
    layout->addStretch(1);
    auto* text = new PlainLabel(note);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    setTone(*text, Tone::Muted);
    text->setPlainText(tr("%1: in a window of its own").arg(m_figure->accessibleName()));
    layout->addWidget(text);
    auto* back = new QPushButton(tr("Put back"), note);
    connect(back, &QPushButton::clicked, this, [this] { setOut(false); });
    layout->addWidget(back, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    return note;
}

void PopOut::setOut(bool out) {
    if (out == isOut()) {
        return;
    }
    const bool hidden = m_figure->isHidden();
    if (out) {
        const QString title = m_figure->windowTitle();
        m_note = makeNote();
        exchange(*m_figure, *m_note);
        m_window = new FigureWindow(m_note, [this] { setOut(false); });
        m_window->setWindowTitle(title.isEmpty() ? m_figure->accessibleName() : title);
        connect(m_figure, &QWidget::windowTitleChanged, m_window, &QWidget::setWindowTitle);
        m_window->layout()->addWidget(m_figure);
        m_window->resize(kWindowSize);
        m_note->show();
        m_window->show();
        m_window->activateWindow();
    } else {
        QWidget* const window = m_window;
        QWidget* const note = std::exchange(m_note, nullptr);
        m_window = nullptr;
        exchange(*note, *m_figure);
        // Not at once: the window may be closing, and the note's button may have been pressed.
        window->hide();
        window->deleteLater();
        note->deleteLater();
    }
    m_figure->setVisible(!hidden);
    m_figure->setFocus(Qt::OtherFocusReason);
    showButton();
}

} // namespace halyard::views
