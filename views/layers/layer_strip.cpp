// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/layers/layer_strip.h"

#include "views/theme/line_icon.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

namespace halyard::views {

namespace {

constexpr int kSquare = 30;
constexpr int kMark = 6;    // below the squares
constexpr int kNarrow = 22; // a column with no room for margins

} // namespace

// A layer as a button: for the keyboard and for who hears the screen; the strip takes the mouse, as a drag goes over many.
class LayerSquare : public QAbstractButton {
public:
    LayerSquare(int layer, LayerStrip* strip) : QAbstractButton(strip), m_layer(layer), m_strip(strip) {
        setCheckable(true);
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::ClickFocus);
        setObjectName(QStringLiteral("layer-%1").arg(layer));
        connect(this, &QAbstractButton::clicked, strip, [this] {
            setChecked(!isChecked()); // toggle() turns it round once more
            m_strip->toggle(m_layer);
        });
    }

    void say(const QString& description) {
        setAccessibleName(isChecked() ? LayerStrip::tr("Layer %1: attention").arg(m_layer) : LayerStrip::tr("Layer %1: linear").arg(m_layer));
        setAccessibleDescription(description);
    }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        const ThemeColors& colors = themeColors(palette());
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const double side = width() < kNarrow ? 0.75 : 2.5;
        const QRectF box = QRectF(rect()).adjusted(side, 2.5, -side, -2.5);
        painter.setPen(QPen(isChecked() ? colors.accent : colors.muted, 1));
        painter.setBrush(isChecked() ? colors.accent : colors.surface);
        painter.drawRoundedRect(box, 3, 3);
        painter.setFont(textFont(TextSize::Small, isChecked()));
        painter.setPen(isChecked() ? colors.onAccent : colors.muted);
        painter.drawText(box, Qt::AlignCenter, isChecked() ? QStringLiteral("A") : QStringLiteral("L"));
        if (hasFocus()) {
            painter.setPen(QPen(colors.text, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
        }
    }
    void keyPressEvent(QKeyEvent* event) override { event->ignore(); } // the strip's
    void keyReleaseEvent(QKeyEvent* event) override { event->ignore(); }
    void focusInEvent(QFocusEvent* event) override {
        QAbstractButton::focusInEvent(event);
        m_strip->m_current = m_layer;
        Q_EMIT m_strip->pointed(m_layer);
    }
    void focusOutEvent(QFocusEvent* event) override {
        QAbstractButton::focusOutEvent(event);
        Q_EMIT m_strip->pointed(-1);
    }

private:
    int m_layer;
    LayerStrip* m_strip;
};

LayerStrip::LayerStrip(QWidget* parent) : BenchRow(parent), m_best(new QPushButton(this)) {
    m_best->setObjectName(QStringLiteral("top"));
    m_best->setFont(font());
    m_best->setIcon(lineIcon(QStringLiteral("reset")));
    makeFlat(*m_best);
    m_best->setToolTip(tr("Puts the strip back to the score's own choice of as many layers."));
    m_best->hide();
    connect(m_best, &QPushButton::clicked, this, &LayerStrip::referenceWanted);
    setLabel(tr("Layers"), tr("A keeps softmax attention, L becomes linear. Click, or drag over several; a dot marks what differs from the score's choice."));
}

QSize LayerStrip::sizeHint() const {
    return {400, kSquare + kMark};
}

void LayerStrip::makeSquares() {
    while (static_cast<int>(m_squares.size()) > layers()) {
        delete m_squares.back();
        m_squares.pop_back();
    }
    while (static_cast<int>(m_squares.size()) < layers()) {
        auto* square = new LayerSquare(static_cast<int>(m_squares.size()), this);
        square->say({});
        square->show();
        m_squares.push_back(square);
    }
    m_current = std::clamp(m_current, 0, std::max(layers() - 1, 0));
    for (std::size_t i = 0; i < m_squares.size(); ++i) {
        m_squares[i]->setFocusPolicy(static_cast<int>(i) == m_current ? Qt::StrongFocus : Qt::ClickFocus);
    }
    place();
}

void LayerStrip::place() {
    for (std::size_t i = 0; i < m_squares.size(); ++i) {
        const QRectF column = columnRect(static_cast<int>(i));
        const int side = std::min(kSquare, static_cast<int>(column.width()));
        const int tall = std::max(side, kSquare - 4); // a narrow one still has room for its letter
        m_squares[i]->setGeometry(static_cast<int>(column.center().x()) - side / 2, (kSquare - tall) / 2, side, tall);
    }
    m_best->setGeometry(tailRect().adjusted(0, 0, 0, -kMark).toRect());
}

void LayerStrip::resizeEvent(QResizeEvent* event) {
    BenchRow::resizeEvent(event);
    place();
}

void LayerStrip::setKept(const LayerSet& kept) {
    cancelDrag();
    if (static_cast<int>(m_squares.size()) != layers()) {
        makeSquares();
    }
    for (int layer = 0; layer < layers(); ++layer) {
        put(layer, std::binary_search(kept.begin(), kept.end(), layer));
    }
    update();
}

LayerSet LayerStrip::kept() const {
    LayerSet out;
    for (std::size_t i = 0; i < m_squares.size(); ++i) {
        if (m_squares[i]->isChecked()) {
            out.push_back(static_cast<std::int64_t>(i));
        }
    }
    return out;
}

void LayerStrip::setReference(const std::optional<LayerSet>& reference) {
    m_reference = reference;
    m_best->setVisible(reference && *reference != kept());
    m_best->setText(tr("Best %1").arg(reference ? reference->size() : 0));
    update();
}

void LayerStrip::setDescriptions(const QStringList& texts) {
    for (std::size_t i = 0; i < m_squares.size(); ++i) {
        m_squares[i]->say(texts.value(static_cast<qsizetype>(i)));
    }
}

void LayerStrip::put(int layer, bool attention) {
    LayerSquare& square = *m_squares[static_cast<std::size_t>(layer)];
    square.setChecked(attention);
    square.say(square.accessibleDescription());
}

void LayerStrip::toggle(int layer) {
    put(layer, !m_squares[static_cast<std::size_t>(layer)]->isChecked());
    update();
    Q_EMIT edited(kept());
}

void LayerStrip::focusSquare(int layer) {
    const int to = std::clamp(layer, 0, layers() - 1);
    for (std::size_t i = 0; i < m_squares.size(); ++i) { // one stop of the Tab key
        m_squares[i]->setFocusPolicy(static_cast<int>(i) == to ? Qt::StrongFocus : Qt::ClickFocus);
    }
    m_squares[static_cast<std::size_t>(to)]->setFocus(Qt::OtherFocusReason);
    m_current = to;
}

// ---- mouse ----

void LayerStrip::mousePressEvent(QMouseEvent* event) {
    const int layer = columnAt(event->position());
    if (event->button() != Qt::LeftButton || layer < 0 || m_squares.empty()) {
        BenchRow::mousePressEvent(event);
        return;
    }
    focusSquare(layer);
    m_before = kept();
    m_target = !m_squares[static_cast<std::size_t>(layer)]->isChecked();
    m_last = layer;
    take(layer);
    Q_EMIT pointed(-1); // nothing lies over the strip while it is changed
}

void LayerStrip::mouseMoveEvent(QMouseEvent* event) {
    const int layer = columnAt(event->position());
    if (m_last < 0) {
        BenchRow::mouseMoveEvent(event);
    } else if (layer >= 0 && layer != m_last) {
        take(layer);
    }
}

// A fast pointer leaves layers out: all between count.
void LayerStrip::take(int layer) {
    for (int i = std::min(layer, m_last); i <= std::max(layer, m_last); ++i) {
        put(i, m_target);
    }
    m_last = layer;
    update();
    Q_EMIT previewed(kept());
}

void LayerStrip::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_last < 0) {
        BenchRow::mouseReleaseEvent(event);
        return;
    }
    m_last = -1;
    if (const LayerSet after = kept(); after != m_before) {
        Q_EMIT edited(after);
    }
}

void LayerStrip::cancelDrag() {
    if (m_last < 0) {
        return;
    }
    m_last = -1;
    for (int layer = 0; layer < layers(); ++layer) {
        put(layer, std::binary_search(m_before.begin(), m_before.end(), layer));
    }
    update();
    Q_EMIT previewed(m_before);
}

// ---- keys ----

void LayerStrip::keyPressEvent(QKeyEvent* event) {
    if (m_squares.empty()) {
        BenchRow::keyPressEvent(event);
        return;
    }
    const int before = m_current;
    switch (event->key()) {
    case Qt::Key_Left: focusSquare(m_current - 1); break;
    case Qt::Key_Right: focusSquare(m_current + 1); break;
    case Qt::Key_Home: focusSquare(0); break;
    case Qt::Key_End: focusSquare(layers() - 1); break;
    case Qt::Key_Space:
    case Qt::Key_Select: toggle(m_current); return;
    case Qt::Key_A:
    case Qt::Key_L:
        if (event->modifiers() == Qt::NoModifier) {
            if (m_squares[static_cast<std::size_t>(m_current)]->isChecked() != (event->key() == Qt::Key_A)) {
                toggle(m_current);
            }
            return;
        }
        BenchRow::keyPressEvent(event);
        return;
    case Qt::Key_Escape:
        if (m_last >= 0) {
            cancelDrag();
            return;
        }
        BenchRow::keyPressEvent(event);
        return;
    default: BenchRow::keyPressEvent(event); return;
    }
    const bool takesAlong = (event->modifiers() & Qt::ShiftModifier) != 0 && std::abs(m_current - before) == 1;
    const auto square = [this](int layer) { return m_squares[static_cast<std::size_t>(layer)]; };
    if (takesAlong && square(m_current)->isChecked() != square(before)->isChecked()) {
        toggle(m_current);
    }
}

bool LayerStrip::differs(int layer) const {
    return m_reference && std::binary_search(m_reference->begin(), m_reference->end(), layer) != m_squares[static_cast<std::size_t>(layer)]->isChecked();
}

void LayerStrip::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGround(painter);
    painter.setPen(Qt::NoPen);
    painter.setBrush(themeColors(palette()).text);
    for (int layer = 0; layer < static_cast<int>(m_squares.size()); ++layer) {
        if (differs(layer)) {
            painter.drawEllipse(QPointF(columnRect(layer).center().x(), kSquare + kMark / 2.0), 2, 2);
        }
    }
}

} // namespace halyard::views
