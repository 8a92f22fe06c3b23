// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace halyard::views {

// A label for text from outside: never markup, control characters as symbols, cut with "…" to the width there is; the
// tooltip then has the whole text. With word wrap it grows downwards instead, up to kLongestShown characters.
class PlainLabel : public QLabel {
    Q_OBJECT

public:
    explicit PlainLabel(QWidget* parent = nullptr);
    explicit PlainLabel(const QString& text, QWidget* parent = nullptr);

    void setPlainText(const QString& text);
    void setElideMode(Qt::TextElideMode mode);
    [[nodiscard]] QString plainText() const { return m_text; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();

    QString m_text;
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

} // namespace halyard::views
