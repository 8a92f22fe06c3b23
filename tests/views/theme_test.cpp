// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/theme/line_icon.h"
#include "views/theme/series_style.h"
#include "views/theme/theme.h"

#include <QApplication>
#include <QDirIterator>
#include <QImage>
#include <QPixmap>
#include <QPushButton>
#include <QSet>
#include <QTest>

using namespace halyard::views;

class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { applyTheme(*qApp, ThemeMode::Light); }

    void contrastIsThatOfTheStandard() {
        QVERIFY(std::abs(contrast(Qt::black, Qt::white) - 21) < 1e-9);
        QVERIFY(std::abs(contrast(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.005);
    }

    void everyTextIsReadableOnEverySurface_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void everyTextIsReadableOnEverySurface() {
        QFETCH(bool, dark);
        const ThemeColors& c = themeColors(dark ? ThemeMode::Dark : ThemeMode::Light);
        for (const QColor& behind : {c.window, c.surface, c.raised}) {
            for (const QColor& text : {c.text, c.muted, c.accent, c.error, c.warning, c.success}) {
                QVERIFY2(contrast(text, behind) >= 4.5,
                         qPrintable(text.name() + QStringLiteral(" on ") + behind.name()));
            }
        }
        QVERIFY(contrast(c.onAccent, c.accent) >= 4.5);
        QVERIFY(contrast(c.text, c.selection) >= 4.5);
        for (int i = 0; i < 8; ++i) {
            const QColor color = seriesStyle(i, dark ? ThemeMode::Dark : ThemeMode::Light).color;
            QVERIFY2(contrast(color, c.surface) >= 3, qPrintable(color.name()));
        }
    }

    void theThemeIsReadFromThePalette() {
        applyTheme(*qApp, ThemeMode::Dark);
        QCOMPARE(themeOf(QApplication::palette()), ThemeMode::Dark);
        applyTheme(*qApp, ThemeMode::Light);
        QCOMPARE(themeOf(QApplication::palette()), ThemeMode::Light);
    }

    void eightSeriesDifferInColourAndMarker() {
        QSet<QRgb> colors;
        QSet<int> markers;
        for (int i = 0; i < 8; ++i) {
            colors.insert(seriesStyle(i, ThemeMode::Light).color.rgb());
            markers.insert(static_cast<int>(seriesStyle(i, ThemeMode::Light).marker));
        }
        QCOMPARE(colors.size(), 8);
        QCOMPARE(markers.size(), 8);
        QVERIFY(seriesStyle(0, ThemeMode::Light).dash != seriesStyle(8, ThemeMode::Light).dash);
    }

    void viridisRunsFromDarkPurpleToYellow() {
        QCOMPARE(viridis(0), QColor(68, 1, 84));
        QCOMPARE(viridis(0.5), QColor(33, 144, 141));
        QCOMPARE(viridis(1), QColor(253, 231, 37));
        QCOMPARE(viridis(7), viridis(1));
        QCOMPARE(viridis(std::nan("")), viridis(0));
    }

    void everyIconIsDrawnInTheColourOfTheText() {
        (void)lineIcon(QStringLiteral("play")); // makes the resources known
        QStringList names;
        for (QDirIterator files(QStringLiteral(":/halyard/icons")); files.hasNext();) {
            const QString name = files.nextFileInfo().completeBaseName();
            if (!name.endsWith(QStringLiteral("-light")) && !name.endsWith(QStringLiteral("-dark"))) {
                names << name;
            }
        }
        QVERIFY(names.size() > 30);
        for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
            applyTheme(*qApp, mode);
            for (const QString& name : names) {
                const QImage image = lineIcon(name).pixmap(48, 48).toImage().convertToFormat(QImage::Format_ARGB32);
                int opaque = 0;
                for (int y = 0; y < image.height(); ++y) {
                    for (int x = 0; x < image.width(); ++x) {
                        const QColor pixel = image.pixelColor(x, y);
                        if (pixel.alpha() == 255) {
                            ++opaque;
                            QCOMPARE(pixel.rgb(), themeColors(mode).text.rgb());
                        }
                    }
                }
                QVERIFY2(opaque > 20, qPrintable(name));
            }
        }
    }

    void textHasThreeSizes() {
        const double body = textFont(TextSize::Body).pointSizeF();
        QVERIFY(textFont(TextSize::Small).pointSizeF() < body);
        QVERIFY(textFont(TextSize::Title).pointSizeF() > body);
        QVERIFY(textFont(TextSize::Title, true).bold());
    }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
