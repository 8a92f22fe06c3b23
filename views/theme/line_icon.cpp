// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme/line_icon.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QResource>
#include <QSvgRenderer>

void initHalyardIcons() {
    Q_INIT_RESOURCE(halyard_icons);
}

namespace halyard::views {

namespace {

const QString kFolder = QStringLiteral(":/halyard/icons");

class LineIconEngine : public QIconEngine {
public:
    LineIconEngine(QByteArray drawing, Tone tone) : m_drawing(std::move(drawing)), m_tone(tone) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State /*state*/) override {
        const QPalette palette = QApplication::palette();
        const QColor color = mode == QIcon::Disabled ? toneColor(Tone::Muted, palette) : toneColor(m_tone, palette);
        QByteArray colored = m_drawing;
        colored.replace("currentColor", color.name().toLatin1());
        QSvgRenderer renderer(colored);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setOpacity(mode == QIcon::Disabled ? 0.6 : 1.0);
        const int side = std::min(rect.width(), rect.height());
        QRect square(0, 0, side, side);
        square.moveCenter(rect.center());
        renderer.render(painter, square);
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        // Drawing it costs more than the rest of a button.
        const QColor color = toneColor(m_tone, QApplication::palette());
        const QString key = QStringLiteral("halyard-icon-%1-%2x%3-%4-%5")
                                .arg(qHash(m_drawing)).arg(size.width()).arg(size.height()).arg(color.name()).arg(mode);
        QPixmap out;
        if (QPixmapCache::find(key, &out)) {
            return out;
        }
        out = QPixmap(size);
        out.fill(Qt::transparent);
        QPainter painter(&out);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        painter.end();
        QPixmapCache::insert(key, out);
        return out;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new LineIconEngine(*this); }

private:
    QByteArray m_drawing;
    Tone m_tone;
};

} // namespace

QIcon lineIcon(const QString& name, Tone tone) {
    initHalyardIcons();
    const QByteArray drawing = QResource(kFolder + u'/' + name + QStringLiteral(".svg")).uncompressedData();
    Q_ASSERT_X(!drawing.isEmpty(), "lineIcon", qPrintable(name));
    return QIcon(new LineIconEngine(drawing, tone));
}

} // namespace halyard::views
