// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/text/plain_label.h"

#include "views/text/plain_text.h"

#include <QEvent>
#include <QResizeEvent>

#include <algorithm>

namespace halyard::views {

namespace {

constexpr int kWidestHint = 480;

} // namespace

PlainLabel::PlainLabel(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setTextInteractionFlags(Qt::NoTextInteraction);
}

PlainLabel::PlainLabel(const QString& text, QWidget* parent) : PlainLabel(parent) {
    setPlainText(text);
}

void PlainLabel::setPlainText(const QString& text) {
    const QString shown = shownText(text, kLongestShown, !wordWrap());
    if (shown == m_text && (wordWrap() ? QLabel::text() == shown : true)) {
        return;
    }
    m_text = shown;
    setAccessibleName(m_text);
    updateGeometry();
    fit();
}

void PlainLabel::setElideMode(Qt::TextElideMode mode) {
    m_mode = mode;
    fit();
}

QSize PlainLabel::sizeHint() const {
    if (wordWrap()) {
        return QLabel::sizeHint();
    }
    const QMargins inside = contentsMargins();
    const int width = std::min(fontMetrics().horizontalAdvance(m_text), kWidestHint) + inside.left() + inside.right() + 2;
    return {width, QLabel::sizeHint().height()};
}

QSize PlainLabel::minimumSizeHint() const {
    if (wordWrap()) {
        return QLabel::minimumSizeHint();
    }
    const int least = fontMetrics().horizontalAdvance(QStringLiteral("mmm…"));
    return {std::min(least, sizeHint().width()), QLabel::minimumSizeHint().height()};
}

void PlainLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    fit();
}

void PlainLabel::changeEvent(QEvent* event) {
    QLabel::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        fit();
    }
}

void PlainLabel::fit() {
    if (wordWrap()) {
        QLabel::setText(m_text);
        return;
    }
    const QString fitted = fontMetrics().elidedText(m_text, m_mode, std::max(contentsRect().width(), 0));
    QLabel::setText(fitted);
    setToolTip(fitted == m_text ? QString() : shownToolTip(m_text));
}

} // namespace halyard::views
