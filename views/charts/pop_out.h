// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

class QKeyEvent;
class QToolButton;
class QWidget;

namespace halyard::views {

// Shows a figure in a window of its own and puts it back when that is closed. It stays the same widget, so it goes on as
// before: live, with the crosshair of its group. A note keeps its place in the splitter or layout it stands in. The
// window is titled as the figure is (QWidget::windowTitle), and goes when the place does.
class PopOut : public QObject {
    Q_OBJECT

public:
    explicit PopOut(QWidget& figure); // its parent

    // The button for the figure's header.
    [[nodiscard]] QToolButton* makeButton(QWidget* header);
    // The key W does what the button does; whether it was that key.
    bool take(const QKeyEvent& key);
    void setOut(bool out);
    [[nodiscard]] bool isOut() const { return m_note != nullptr; }

private:
    [[nodiscard]] QWidget* makeNote();
    void showButton();

    QWidget* m_figure;
    QPointer<QWidget> m_note; // in the figure's place, while it is out; the window's parent
    QPointer<QWidget> m_window;
    QToolButton* m_button = nullptr;
};

} // namespace halyard::views
